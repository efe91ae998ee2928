/* xlsx_book: workbook, formats and single cells. */
#include "render/xlsx_book.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

enum { CELL_TEXT_MAX = 32767, SERIAL_1970 = 25569 };

struct book_format {
    struct look look;
    lxw_format *format;
};

void book_check(struct book *book, lxw_error code, const char *what)
{
    if (code == LXW_NO_ERROR || book->first.code != ERR_NONE)
        return;
    err_set(&book->first, ERR_SYSTEM, NULL, 0, "workbook: %s: %s", what,
            lxw_strerror(code));
}

lxw_color_t book_colour(struct colour c)
{
    return (lxw_color_t)c.r << 16 | (lxw_color_t)c.g << 8 | (lxw_color_t)c.b;
}

static void set_properties(struct book *book)
{
    struct arena *arena = &book->arena;
    const struct doc *doc = book->doc;
    lxw_doc_properties properties = {
        .title = (char *)arena_str(arena, doc->title).p,
        .author = (char *)arena_str(arena, doc->author).p,
        .subject = (char *)arena_str(arena, doc->subject).p,
        .keywords = (char *)arena_str(arena, doc->keywords).p,
        .company = (char *)arena_str(arena, doc->organisation).p,
        .created = (time_t)(doc->as_of - doc->as_of_offset),
    };
    book_check(book, workbook_set_properties(book->workbook, &properties), "properties");
}

int book_open(struct book *book, const struct doc *doc,
              const struct render_options *options, const char *path, struct err *err)
{
    memset(book, 0, sizeof *book);
    arena_init(&book->arena);
    buf_init(&book->scratch, (size_t)CELL_TEXT_MAX * 10);
    book->doc = doc;
    book->options = options;
    struct str schema = arena_printf(&book->arena, "%s/style.rng", options->schemas);
    if (style_load(&book->style, options->style, schema.p, doc->language, &book->arena,
                   err) != 0)
        return -1;
    lxw_workbook_options how = {.constant_memory = LXW_FALSE,
                                .tmpdir = (char *)options->temp,
                                .use_zip64 = LXW_FALSE};
    book->workbook = workbook_new_opt(path, &how);
    if (book->workbook == NULL)
        return err_set(err, ERR_SYSTEM, path, 0, "cannot begin the workbook");
    set_properties(book);
    return 0;
}

int book_close(struct book *book, struct err *err)
{
    lxw_error code = workbook_close(book->workbook);
    book->workbook = NULL;
    book_check(book, code, "writing the file");
    if (book->first.code == ERR_NONE)
        return 0;
    *err = book->first;
    return -1;
}

void book_release(struct book *book)
{
    if (book->workbook != NULL)
        lxw_workbook_free(book->workbook);
    mem_free(book->format);
    buf_release(&book->scratch);
    arena_release(&book->arena);
}

lxw_worksheet *book_sheet(struct book *book, struct str name, bool streaming)
{
    struct str text = arena_str(&book->arena, name);
    book->workbook->options.constant_memory = streaming;
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, text.p);
    book->workbook->options.constant_memory = LXW_FALSE;
    if (sheet == NULL && book->first.code == ERR_NONE)
        err_set(&book->first, ERR_JOB, NULL, 0,
                "workbook: '%s' cannot be the name of a sheet", text.p);
    book->counts.sheets++;
    return sheet;
}

struct look book_look(const struct book *book)
{
    return (struct look){.ink = book->style.ink, .size = 10};
}

static void set_borders(const struct book *book, lxw_format *format,
                        const struct look *look)
{
    if (look->rule_above) {
        format_set_top(format, LXW_BORDER_THIN);
        format_set_top_color(format, book_colour(book->style.ink));
    }
    if (look->rule_below || look->hair_below) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(
            format, book_colour(look->rule_below ? book->style.ink : book->style.hair));
    }
}

static lxw_format *make_format(struct book *book, const struct look *look)
{
    static const uint8_t align[] = {LXW_ALIGN_LEFT, LXW_ALIGN_RIGHT, LXW_ALIGN_CENTER};
    lxw_format *format = workbook_add_format(book->workbook);
    format_set_font_name(format, arena_str(&book->arena, book->style.sheet_font).p);
    format_set_font_size(format, look->size > 0 ? look->size : 10);
    format_set_font_color(format, book_colour(look->ink));
    format_set_align(format, align[look->align]);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (look->bold)
        format_set_bold(format);
    if (look->underline)
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    if (look->wrap)
        format_set_text_wrap(format);
    if (look->indent > 0)
        format_set_indent(format, (uint8_t)look->indent);
    if (look->has_fill) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_bg_color(format, book_colour(look->fill));
    }
    if (look->unlocked)
        format_set_unlocked(format);
    if (look->number[0] != '\0')
        format_set_num_format(format, look->number);
    set_borders(book, format, look);
    return format;
}

static bool same_colour(struct colour a, struct colour b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

static bool same_look(const struct look *a, const struct look *b)
{
    return strcmp(a->number, b->number) == 0 && same_colour(a->ink, b->ink) &&
           a->has_fill == b->has_fill &&
           (!a->has_fill || same_colour(a->fill, b->fill)) && a->bold == b->bold &&
           a->wrap == b->wrap && a->align == b->align && a->rule_above == b->rule_above &&
           a->rule_below == b->rule_below && a->hair_below == b->hair_below &&
           a->unlocked == b->unlocked && a->underline == b->underline &&
           a->size == b->size && a->indent == b->indent;
}

static lxw_format *format_of(struct book *book, const struct look *look)
{
    for (size_t i = 0; i < book->nformats; i++)
        if (same_look(&book->format[i].look, look))
            return book->format[i].format;
    book->format =
        mem_room(book->format, book->nformats, &book->format_cap, sizeof *book->format);
    book->format[book->nformats] = (struct book_format){*look, make_format(book, look)};
    return book->format[book->nformats++].format;
}

/* "_x0041_" in a text would be read as an escape: its underscore is escaped itself. */
static bool is_escape(struct str rest)
{
    if (rest.n < 7 || rest.p[0] != '_' || rest.p[1] != 'x' || rest.p[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (memchr("0123456789abcdefABCDEF", rest.p[i], 22) == NULL)
            return false;
    return true;
}

/* Terminated, in the book's scratch buffer until the next text. */
static const char *cell_text(struct book *book, struct str text)
{
    struct buf *buf = &book->scratch;
    size_t count = 0;
    uint32_t cp;
    buf_clear(buf);
    for (struct str rest = text; count < CELL_TEXT_MAX; count++) {
        struct str before = rest;
        if (!utf8_next(&rest, &cp))
            break;
        if (is_escape(before))
            buf_text(buf, "_x005F");
        buf_put(buf, before.p, before.n - rest.n);
    }
    if (count == CELL_TEXT_MAX && book->options->diags != NULL)
        diag_put(book->options->diags, DIAG_WARN, "cell-cut", STR(""), 0,
                 "a text of over %d characters was cut in the workbook", CELL_TEXT_MAX);
    return buf->p;
}

void book_text(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
               struct str text, const struct look *look)
{
    book->counts.cells++;
    book_check(book,
               worksheet_write_string(sheet, row, col, cell_text(book, text),
                                      format_of(book, look)),
               "a text cell");
}

void book_number(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                 double number, const struct look *look)
{
    book->counts.cells++;
    if (!isfinite(number))
        book_check(book, LXW_ERROR_PARAMETER_VALIDATION, "a number that is not finite");
    else
        book_check(book,
                   worksheet_write_number(sheet, row, col, number, format_of(book, look)),
                   "a number cell");
}

void book_formula(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                  const char *formula, bool has_number, double number, struct str text,
                  const struct look *look)
{
    lxw_format *format = format_of(book, look);
    book->counts.cells++;
    if (has_number)
        book_check(book,
                   worksheet_write_formula_num(sheet, row, col, formula, format, number),
                   "a formula");
    else
        book_check(book,
                   worksheet_write_formula_str(sheet, row, col, formula, format,
                                               arena_str(&book->arena, text).p),
                   "a formula");
}

void book_link(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
               struct str target, struct str text, const struct look *look)
{
    struct str url = arena_printf(&book->arena, "internal:'%.*s'!A1", STR_ARG(target));
    book->counts.cells++;
    book_check(book,
               worksheet_write_url_opt(sheet, row, col, url.p, format_of(book, look),
                                       cell_text(book, text), NULL),
               "a link");
}

void book_blank(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                const struct look *look)
{
    book_check(book, worksheet_write_blank(sheet, row, col, format_of(book, look)),
               "an empty cell");
}

bool book_cell_is_number(const struct doc_cell *cell)
{
    return cell->type != DOC_TEXT && (cell->flags & FLAG_MISSING) == 0;
}

double book_cell_value(const struct doc_cell *cell)
{
    if (cell->type == DOC_TIME || cell->type == DOC_DATE)
        return (double)cell->num / 86400.0 + SERIAL_1970;
    if (cell->type == DOC_INTEGER)
        return (double)cell->num;
    return cell->real;
}

/* Glyphs that stand for the states in cells; the page draws them as paths. */
static const char *mark_glyph(enum doc_state mark)
{
    static const char *const glyph[] = {"",
                                        "\xE2\x97\x8F",
                                        "\xE2\x97\x90",
                                        "\xE2\x96\xB3",
                                        "\xE2\x96\xA0",
                                        "\xE2\x96\xA1",
                                        "\xE2\x97\x8C",
                                        "\xE2\x97\x8B",
                                        "\xE2\x80\x93",
                                        "",
                                        "\xE2\x97\x86"};
    return glyph[mark];
}

static bool mark_alerts(enum doc_state mark)
{
    return mark == MARK_WARN || mark == MARK_MISSED || mark == MARK_ABSENT ||
           mark == MARK_OUTSIDE;
}

static void decimals_format(char *out, size_t size, const char *head, int decimals,
                            const char *tail)
{
    static const char zeros[] = "000000";
    int n = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    snprintf(out, size, "%s%s%.*s%s", head, n > 0 ? "." : "", n, zeros, tail);
}

void book_cell_look(const struct book *book, const struct doc_cell *cell,
                    struct look *look)
{
    const struct style *style = &book->style;
    if (cell->flags & FLAG_ALERT || mark_alerts(cell->mark))
        look->ink = style->alert;
    else if (cell->flags & FLAG_MUTED)
        look->ink = style->text2;
    look->bold = look->bold || (cell->flags & (FLAG_BOLD | FLAG_GROUP)) != 0;
    look->number[0] = '\0';
    if (!book_cell_is_number(cell))
        return;
    if (cell->type == DOC_TIME)
        snprintf(look->number, sizeof look->number, "yyyy-mm-dd hh:mm");
    else if (cell->type == DOC_DATE)
        snprintf(look->number, sizeof look->number, "yyyy-mm-dd");
    else if (cell->type == DOC_PERCENT)
        decimals_format(look->number, sizeof look->number, "0", cell->decimals, "%");
    else if (cell->type == DOC_DECIMAL)
        decimals_format(look->number, sizeof look->number, "#,##0", cell->decimals, "");
    else
        snprintf(look->number, sizeof look->number, "#,##0");
}

void book_cell(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
               const struct doc_cell *cell, const struct look *base)
{
    struct look look = *base;
    book_cell_look(book, cell, &look);
    if (book_cell_is_number(cell)) {
        book_number(book, sheet, row, col, book_cell_value(cell), &look);
        return;
    }
    const char *glyph = mark_glyph(cell->mark);
    if (glyph[0] == '\0') {
        book_text(book, sheet, row, col, cell->text, &look);
        return;
    }
    struct arena arena;
    arena_init(&arena);
    book_text(book, sheet, row, col,
              arena_printf(&arena, "%s %.*s", glyph, STR_ARG(cell->text)), &look);
    arena_release(&arena);
}
