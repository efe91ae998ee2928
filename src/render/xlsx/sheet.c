/* sheet: worksheets as such: which there will be, how they open and close. */
#include "render/xlsx/sheet.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "doc/cursor.h"

#include "base/banned.h"

enum { NAME_MAX_CHARS = 31, PAPER_A4 = 9, PORTRAIT_PX = 900 };

/* The first `most` characters, without what no sheet's name may hold. */
static struct str clean_name(struct arena *arena, struct str name, size_t most)
{
    struct str rest = name;
    uint32_t cp;
    for (size_t n = 0; n < most && utf8_next(&rest, &cp); n++)
        continue;
    struct str out = arena_str(arena, (struct str){name.p, name.n - rest.n});
    for (size_t i = 0; i < out.n; i++)
        if (strchr("[]:*?/\\'", out.p[i]) != NULL || (unsigned char)out.p[i] < ' ')
            ((char *)out.p)[i] = ' ';
    return out.n > 0 ? out : STR("-");
}

static bool is_taken(const struct sheet_list *list, struct str name)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->entry[i].name.n == name.n &&
            strncasecmp(list->entry[i].name.p, name.p, name.n) == 0)
            return true;
    return false;
}

static struct str free_name(const struct sheet_list *list, struct arena *arena,
                            struct str wanted)
{
    struct str name = clean_name(arena, wanted, NAME_MAX_CHARS);
    for (unsigned i = 2; is_taken(list, name); i++) {
        struct str head = clean_name(arena, wanted, NAME_MAX_CHARS - 6);
        name = arena_printf(arena, "%.*s (%u)", STR_ARG(head), i);
    }
    return name;
}

static void list_put(struct sheet_list *list, struct book *book, struct sheet_entry entry)
{
    bool streams = entry.node->kind != DOC_SECTION && !entry.node->table.reading;
    entry.name = free_name(list, &book->arena, entry.name);
    entry.worksheet = book_sheet(book, entry.name, streams);
    list->entry = mem_room(list->entry, list->n, &list->cap, sizeof *list->entry);
    list->entry[list->n++] = entry;
}

/* Rows that links lead to are those of short lists; a register of records has none. */
static int find_anchors(struct sheet_list *list, size_t at, struct err *err)
{
    enum { SHORT = 4096 };
    const struct doc_table *table = &list->entry[at].node->table;
    const struct doc_rows *rows = &table->rows;
    if (list->entry[at].node->kind != DOC_DATASET || rows->total > SHORT)
        return 0;
    struct doc_cell *cell = mem_new(table->ncolumns, sizeof *cell);
    struct cursor cursor;
    int result = cursor_open(&cursor, rows, err);
    for (uint32_t row = 1; result == 0 && (result = cursor_next(&cursor, cell, err)) == 0;
         row++) {
        if (cell[0].anchor.n == 0)
            continue;
        list->anchor = mem_room(list->anchor, list->nanchors, &list->anchor_cap,
                                sizeof *list->anchor);
        list->anchor[list->nanchors++] = (struct sheet_anchor){cell[0].anchor, at, row};
    }
    cursor_close(&cursor);
    mem_free(cell);
    return result < 0 ? -1 : 0;
}

int sheet_list_make(struct sheet_list *list, struct book *book, struct err *err)
{
    struct doc_walk walk;
    memset(list, 0, sizeof *list);
    list->doc = book->doc;
    for (doc_walk_init(&walk, book->doc->root); doc_walk_step(&walk);) {
        const struct node *n = walk.node;
        if (!walk.entering)
            continue;
        if (n->kind == DOC_SECTION && n->section.sheet.n > 0)
            list_put(list, book,
                     (struct sheet_entry){n->section.sheet, n->section.title,
                                          n->section.id, n, UINT64_MAX, NULL});
        if ((n->kind == DOC_REGISTER || n->kind == DOC_DATASET) && n->table.sheet.n > 0)
            list_put(list, book,
                     (struct sheet_entry){n->table.sheet, n->table.title, n->table.id, n,
                                          n->table.rows.total, NULL});
    }
    for (size_t i = 0; i < list->n; i++)
        if (list->entry[i].node->kind != DOC_SECTION && find_anchors(list, i, err) != 0)
            return -1;
    if (book->first.code == ERR_NONE)
        return 0;
    *err = book->first;
    return -1;
}

void sheet_list_release(struct sheet_list *list)
{
    mem_free(list->entry);
    mem_free(list->anchor);
}

bool sheet_is_listed(const struct sheet_list *list, struct str id)
{
    for (size_t i = 0; id.n > 0 && i < list->nanchors; i++)
        if (str_eq(list->anchor[i].id, id))
            return true;
    return false;
}

/* A section below one with a sheet stands on that sheet. */
static bool holds(const struct node *node, struct str id)
{
    struct doc_walk walk;
    doc_walk_init(&walk, node);
    while (doc_walk_step(&walk))
        if (walk.entering && walk.node->kind == DOC_SECTION &&
            str_eq(walk.node->section.id, id))
            return true;
    return false;
}

static const struct sheet_entry *entry_of(const struct sheet_list *list, struct str id)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->entry[i].id, id) || str_eq(list->entry[i].name, id))
            return &list->entry[i];
    for (size_t i = 0; i < list->n; i++)
        if (list->entry[i].node->kind == DOC_SECTION && holds(list->entry[i].node, id))
            return &list->entry[i];
    return NULL;
}

/* Reading sheets have two rows above their head. */
static unsigned row_of(const struct sheet_list *list, const struct sheet_anchor *anchor)
{
    bool reading = list->entry[anchor->entry].node->table.reading;
    return anchor->row + 1 + (reading ? READING_TOP : 0);
}

struct str sheet_target(const struct sheet_list *list, struct arena *arena, struct str id)
{
    for (size_t i = 0; id.n > 0 && i < list->nanchors; i++)
        if (str_eq(list->anchor[i].id, id))
            return arena_printf(arena, "'%.*s'!A%u",
                                STR_ARG(list->entry[list->anchor[i].entry].name),
                                row_of(list, &list->anchor[i]));
    const struct sheet_entry *entry = id.n > 0 ? entry_of(list, id) : NULL;
    return entry == NULL ? STR("")
                         : arena_printf(arena, "'%.*s'!A1", STR_ARG(entry->name));
}

void sheet_open(struct sheet *sheet, struct book *book, const struct sheet_entry *entry)
{
    bool reads = entry->node->kind == DOC_SECTION || entry->node->table.reading;
    memset(sheet, 0, sizeof *sheet);
    sheet->book = book;
    sheet->name = entry->name;
    sheet->worksheet = entry->worksheet;
    if (reads)
        worksheet_gridlines(sheet->worksheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_tab_color(sheet->worksheet,
                            book_colour(reads ? book->style.accent : book->style.rule));
}

double sheet_text_width(struct str text)
{
    double width = 0, widest = 0;
    uint32_t cp;
    while (utf8_next(&text, &cp)) {
        width += cp == '\n' ? -width : utf8_is_wide(cp) ? 2.0 : 1.05;
        widest = width > widest ? width : widest;
    }
    return widest;
}

void sheet_widen(struct sheet *sheet, size_t column, double width)
{
    if (column >= SHEET_COLUMNS)
        return;
    if (width > sheet->width[column])
        sheet->width[column] = width;
    if (column + 1 > sheet->columns)
        sheet->columns = (uint16_t)(column + 1);
}

int sheet_indent(const struct doc_table *table, size_t column)
{
    return column > 0 && table->column[column].align == ALIGN_LEFT &&
           (table->column[column - 1].align == ALIGN_RIGHT ||
            table->column[column - 1].bar);
}

struct look sheet_look(const struct sheet *sheet, const struct doc_table *table,
                       size_t column, bool sum)
{
    struct look look = book_look(sheet->book);
    look.align = table->column[column].align;
    look.indent = sheet_indent(table, column);
    look.top = true;
    look.hair_below = true;
    look.bold = sum;
    return look;
}

void sheet_wrap(struct sheet *sheet, uint32_t row, uint16_t first, uint16_t last,
                double width, double size)
{
    sheet->tall =
        mem_room(sheet->tall, sheet->ntall, &sheet->tall_cap, sizeof *sheet->tall);
    sheet->tall[sheet->ntall++] = (struct tall){row, first, last, width, size};
}

static double column_width(const struct sheet *sheet, size_t column)
{
    double width = column < SHEET_COLUMNS ? sheet->width[column] : 0;
    if (sheet->fixed)
        return width > 0 ? width : 8.43;
    return width + 1.5 < 7 ? 7 : width + 1.5 > 60 ? 60 : width + 1.5;
}

static double height_of(const struct sheet *sheet, const struct tall *tall)
{
    double room = 0, size = tall->size > 0 ? tall->size : 10;
    for (uint16_t c = tall->first; c <= tall->last; c++)
        room += column_width(sheet, c);
    double lines = 1 + (double)(int)(tall->width * size / 10 / (room - 1));
    return lines * size * 1.45 + 3;
}

/* Texts of one row come one after the other: the highest counts. */
static void set_heights(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->ntall;) {
        uint32_t row = sheet->tall[i].row;
        double height = 0;
        for (; i < sheet->ntall && sheet->tall[i].row == row; i++) {
            double h = height_of(sheet, &sheet->tall[i]);
            height = h > height ? h : height;
        }
        if (height > 18)
            book_check(sheet->book,
                       worksheet_set_row(sheet->worksheet, row,
                                         height < 409 ? height : 409, NULL),
                       "a row");
    }
}

void sheet_back(struct sheet *sheet, const struct sheet_list *list, uint32_t row,
                uint16_t column)
{
    struct look look = book_look(sheet->book);
    look.underline = true;
    look.ink = sheet->book->style.text2;
    struct str name = list->entry[0].name;
    struct str target = arena_printf(&sheet->book->arena, "'%.*s'!A1", STR_ARG(name));
    book_link(sheet->book, sheet->worksheet, row, column, target,
              arena_printf(&sheet->book->arena, "\xE2\x86\x90 %.*s", STR_ARG(name)),
              &look);
}

/* Width in pixels of the columns that anything printed reaches: cells, texts over
 * several, charts. `last` is the last of them. */
static double printed_width(const struct sheet *sheet, uint16_t *last)
{
    enum { CHARACTER = 7, PADDING = 5, OTHER = 64 };
    uint16_t least = sheet->aside > 0 && sheet->columns < TEXT_SPAN ? (uint16_t)TEXT_SPAN
                                                                    : sheet->columns;
    double px = 0;
    uint16_t c = 0;
    for (; c < least || px < sheet->reach; c++)
        px += c < sheet->columns ? column_width(sheet, c) * CHARACTER + PADDING : OTHER;
    *last = (uint16_t)(c > 0 ? c - 1 : 0);
    return px;
}

/* What is little longer than a page is made to fit one. */
static bool nearly_one_page(const struct sheet *sheet, double width, bool portrait)
{
    enum { ROW_PX = 20 };
    double page = width * (portrait ? 1.36 : 0.64);
    return sheet->row * ROW_PX < page * 1.25;
}

static void set_page(struct sheet *sheet)
{
    lxw_worksheet *ws = sheet->worksheet;
    uint16_t last;
    double width = printed_width(sheet, &last);
    bool portrait = width <= PORTRAIT_PX;
    worksheet_set_paper(ws, PAPER_A4);
    if (!portrait)
        worksheet_set_landscape(ws);
    worksheet_set_margins(ws, 0.5, 0.5, 0.6, 0.6);
    if (sheet->aside == 0 || sheet->row == 0)
        return;
    book_check(sheet->book, worksheet_print_area(ws, 0, 0, sheet->row, last),
               "a print area");
    if (nearly_one_page(sheet, width, portrait))
        worksheet_fit_to_pages(ws, 1, 1);
}

/* The words for page and pages with the codes in their places. */
static struct str page_codes(struct arena *arena, struct str words)
{
    const char *page = words.n > 0 ? memmem(words.p, words.n, "{n}", 3) : NULL;
    const char *pages = words.n > 0 ? memmem(words.p, words.n, "{of}", 4) : NULL;
    if (page == NULL || pages == NULL || pages < page)
        return STR("&P / &N");
    struct str head = {words.p, (size_t)(page - words.p)};
    struct str middle = {page + 3, (size_t)(pages - page - 3)};
    struct str tail = {pages + 4, (size_t)(words.p + words.n - pages - 4)};
    return arena_printf(arena, "%.*s&P%.*s&N%.*s", STR_ARG(head), STR_ARG(middle),
                        STR_ARG(tail));
}

/* "&" begins a code in a header or footer and is doubled; a code's size needs a blank
 * before digits. */
static struct str escape_codes(struct arena *arena, struct str plain)
{
    struct buf buf;
    buf_init(&buf, 4096);
    for (size_t i = 0; i < plain.n; i++)
        buf_put(&buf, plain.p[i] == '&' ? "&&" : plain.p + i, plain.p[i] == '&' ? 2 : 1);
    struct str text = arena_str(arena, buf_view(&buf));
    buf_release(&buf);
    return text;
}

static void set_footer(struct sheet *sheet)
{
    struct book *book = sheet->book;
    struct str footer = escape_codes(&book->arena, book->doc->footer);
    struct str page = page_codes(&book->arena, book->doc->words.page_of);
    struct str text =
        arena_printf(&book->arena, "&L&8 %.*s&R&8 %.*s", STR_ARG(footer), STR_ARG(page));
    if (utf8_count(text) > 254)
        text = arena_printf(&book->arena, "&R&8 %.*s", STR_ARG(page));
    book_check(book, worksheet_set_footer(sheet->worksheet, text.p), "a footer");
}

/* What is not final says so on every printed page. */
static void set_header(struct sheet *sheet)
{
    struct book *book = sheet->book;
    struct str tag = escape_codes(&book->arena, book->doc->provisional);
    if (tag.n == 0)
        return;
    struct str text = arena_printf(&book->arena, "&C&B&10 %.*s", STR_ARG(tag));
    book_check(book, worksheet_set_header(sheet->worksheet, text.p), "a header");
}

void sheet_close(struct sheet *sheet)
{
    lxw_worksheet *ws = sheet->worksheet;
    for (uint16_t c = 0; c < sheet->columns; c++)
        book_check(sheet->book,
                   worksheet_set_column(ws, c, c, column_width(sheet, c), NULL),
                   "a column width");
    set_heights(sheet);
    set_page(sheet);
    set_footer(sheet);
    set_header(sheet);
    mem_free(sheet->tall);
}
