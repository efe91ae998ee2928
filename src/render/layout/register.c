/* register: the rows of a cursor over as many pages as they need. Their number is
 * known beforehand, so every title says which page of how many it is; what was drawn is
 * held against it at the end. */
#include "render/layout/register.h"

#include <string.h>

#include "doc/cursor.h"
#include "render/layout/block_text.h"
#include "render/layout/table.h"
#include "base/banned.h"

#define TITLE_HEIGHT  8.0 /* mm, title line with its distance */
#define TITLE_SIZE    10.5
#define TITLE_SIZE_H2 12.0 /* among other sections of a portrait page */
#define HEAD_MOST     14.0 /* mm, of four lines in two levels */
#define NUMBER_GAP    3.0
#define ROW_HEIGHT    4.0
#define NOTE_ROWS     2    /* places the note of a cap takes */
#define MEASURED_ROWS 2000 /* that decide on the widths of columns */
#define RULE_OUTER    0.75
#define CELLS_TAGGED  20000 /* larger registers are tagged by row */

/* Rows that a page of this height holds at least. */
static uint64_t page_rows(double height)
{
    return (uint64_t)((height - TITLE_HEIGHT - HEAD_MOST) / ROW_HEIGHT);
}

/* Rows that a volume has room for, whatever its head: at least so many stand on a page. */
static uint64_t rows_of_volume(const struct node *node)
{
    const struct node *section = node->parent;
    bool landscape = section->kind == DOC_SECTION && section->section.landscape;
    return node->table.volume * page_rows(flow_frame_height(landscape));
}

static uint64_t rows_before(const struct node *node, size_t volume)
{
    return volume < 2 ? 0 : node->table.cap + (volume - 2) * rows_of_volume(node);
}

static uint64_t rows_until(const struct node *node, size_t volume)
{
    const struct doc_table *table = &node->table;
    uint64_t total = table->rows.total;
    uint64_t until = volume < 2 ? table->cap : rows_before(node, volume + 1);
    return (volume < 2 && !table->cap) || until > total ? total : until;
}

size_t register_volumes(const struct node *node)
{
    const struct doc_table *table = &node->table;
    if (!table->volume || !table->cap || table->rows.total <= table->cap)
        return 1;
    uint64_t rest = table->rows.total - table->cap, rows = rows_of_volume(node);
    return 1 + (size_t)((rest + rows - 1) / rows);
}

struct reel { /* a register on its way over pages */
    struct flow *f;
    const struct doc_table *table;
    const struct doc_section *section;
    struct table t;
    struct cursor cursor;
    struct doc_cell *cell;
    struct arena arena;   /* of one row */
    uint64_t from, limit; /* rows of other volumes before, rows to draw */
    uint64_t done;        /* rows drawn */
    size_t page, pages;
};

static int rewind_rows(struct reel *reel)
{
    cursor_close(&reel->cursor);
    return cursor_open(&reel->cursor, &reel->table->rows, reel->f->err);
}

static int next_row(struct reel *reel)
{
    memset(reel->cell, 0, reel->table->ncolumns * sizeof *reel->cell);
    return cursor_next(&reel->cursor, reel->cell, reel->f->err);
}

static int measure(struct reel *reel)
{
    table_begin(&reel->t, reel->f, reel->table, true);
    if (rewind_rows(reel))
        return -1;
    for (uint64_t i = 0; i < reel->limit && i < MEASURED_ROWS; i++) {
        int end = next_row(reel);
        if (end)
            return end < 0 ? -1 : 0;
        table_measure(&reel->t, reel->cell, false);
    }
    return 0;
}

static bool is_cut(const struct reel *reel)
{
    return reel->f->volume < 2 && reel->limit < reel->table->rows.total &&
           reel->table->cap_note.n;
}

static uint64_t places(const struct reel *reel) /* rows and the note behind them */
{
    return reel->limit + (is_cut(reel) ? NOTE_ROWS : 0);
}

static uint64_t capacity(const struct reel *reel, double room)
{
    double rows = (room - TITLE_HEIGHT - reel->t.head_height + 0.05) / ROW_HEIGHT;
    return rows < 1 ? 1 : (uint64_t)rows;
}

/* Rows for this page: full, but never so that fewer than two are left for the last. */
static uint64_t share(const struct reel *reel, double room)
{
    uint64_t fits = capacity(reel, room), left = places(reel) - reel->done;
    uint64_t rows = reel->limit - reel->done;
    if (left <= fits)
        return rows;
    if (fits > 4 && rows < fits + 2)
        return rows - 2;
    return fits < rows ? fits : rows;
}

static size_t count_pages(const struct reel *reel, double room)
{
    struct reel dry = *reel;
    size_t pages = 0;
    double page = flow_page_height(reel->f);
    dry.done = 0;
    do {
        dry.done += share(&dry, pages ? page : room);
        pages++;
    } while (dry.done < dry.limit);
    return pages;
}

static enum pdf_role heading_role(const struct reel *reel)
{
    return !reel->section || reel->section->level > 2 ? ROLE_H3
           : reel->section->level == 2                ? ROLE_H2
                                                      : ROLE_H1;
}

static void draw_title(struct reel *reel, double y, uint64_t rows)
{
    struct flow *f = reel->f;
    const struct doc_section *s = reel->section;
    double size = f->landscape ? TITLE_SIZE : TITLE_SIZE_H2;
    struct pdf_text bold = {size, FACE_BOLD, f->style->ink, ANCHOR_LEFT, 0};
    struct pdf_text small = {7, FACE_REGULAR, f->style->text3, ANCHOR_LEFT, 0};
    double x = reel->t.x, baseline = y + pdf_baseline(size, 15);
    if (s && s->number.n)
        x += pdf_text_draw(f->draw.page, &bold, x, baseline, s->number) + NUMBER_GAP;
    x += pdf_text_draw(f->draw.page, &bold, x, baseline,
                       s ? s->title : reel->table->title);
    if (reel->page > 1)
        x += pdf_text_draw(
            f->draw.page, &small, x + 1, baseline,
            flow_fill(&f->scratch, f->doc->words.continued, reel->page, reel->pages));
    struct str rows_text =
        flow_fill(&f->scratch, f->doc->words.rows_on_page, rows, reel->table->rows.total);
    struct str line = arena_printf(&f->scratch, "%.*s%s%.*s", STR_ARG(reel->table->note),
                                   reel->table->note.n ? "  " : "", STR_ARG(rows_text));
    bool cut;
    double right = reel->t.x + reel->t.w;
    line = pdf_text_fit(f->pdf, &f->scratch, &small, line, right - x - 6, &cut);
    small.anchor = ANCHOR_RIGHT;
    pdf_text_draw(f->draw.page, &small, right, baseline, line);
}

static int draw_rows(struct reel *reel, uint64_t rows, double y)
{
    struct table *t = &reel->t;
    for (uint64_t i = 0; i < rows; i++, y += ROW_HEIGHT) {
        int end = next_row(reel);
        if (end < 0)
            return -1;
        if (end)
            return err_set(reel->f->err, ERR_SYSTEM, NULL, 0,
                           "register %.*s ended after %llu rows, %llu were announced",
                           STR_ARG(reel->table->id), (unsigned long long)reel->done,
                           (unsigned long long)reel->table->rows.total);
        struct table_row row = table_set_row(t, &reel->arena, reel->cell, false);
        if (reel->done % 2)
            pdf_rect_fill(reel->f->draw.page, reel->f->style->tint, t->x, y, t->w,
                          ROW_HEIGHT);
        table_draw_row(t, &row, 0, 1, y);
        reel->done++;
        arena_reset(&reel->arena);
        arena_reset(&reel->f->scratch);
    }
    return 0;
}

/* A head that is repeated was read on the first page. */
static void draw_head(struct reel *reel, double y)
{
    if (reel->page > 1)
        pdf_tag_begin(reel->f->pdf, ROLE_ARTIFACT);
    table_draw_head(&reel->t, y);
    if (reel->page > 1)
        pdf_tag_end(reel->f->pdf);
}

static int draw_page(struct reel *reel)
{
    struct flow *f = reel->f;
    struct table *t = &reel->t;
    double y = f->y;
    uint64_t rows = share(reel, f->bottom - f->y);
    reel->page++;
    pdf_tag_begin(f->pdf, reel->page > 1 ? ROLE_ARTIFACT : heading_role(reel));
    draw_title(reel, y, rows);
    pdf_tag_end(f->pdf);
    y += TITLE_HEIGHT;
    if (reel->page == 1)
        pdf_tag_begin(f->pdf, ROLE_TABLE);
    draw_head(reel, y);
    y += t->head_height;
    if (draw_rows(reel, rows, y))
        return -1;
    y += (double)rows * ROW_HEIGHT;
    table_draw_rule(t, y, RULE_OUTER, f->style->ink);
    if (reel->done == reel->limit)
        pdf_tag_end(f->pdf);
    if (reel->done == reel->limit && is_cut(reel)) {
        block_text_draw(f, BLOCK_NOTE, reel->table->cap_note, t->x, y + 1.5, t->w);
        y += NOTE_ROWS * ROW_HEIGHT;
    }
    flow_advance(f, y - f->y);
    return 0;
}

/* Nothing to list: the head and one sentence. */
static void draw_empty(struct reel *reel)
{
    struct flow *f = reel->f;
    struct table *t = &reel->t;
    double y = f->y;
    reel->page = 1;
    pdf_tag_begin(f->pdf, heading_role(reel));
    draw_title(reel, y, 0);
    pdf_tag_end(f->pdf);
    y += TITLE_HEIGHT;
    pdf_tag_begin(f->pdf, ROLE_TABLE);
    table_draw_head(t, y);
    pdf_tag_end(f->pdf);
    y += t->head_height;
    block_text_draw(f, BLOCK_TABLE, reel->table->empty, t->x, y + 1, t->w);
    y += 2 + block_text_height(f, BLOCK_TABLE, reel->table->empty, t->w);
    table_draw_rule(t, y, RULE_OUTER, f->style->ink);
    flow_advance(f, y - f->y);
}

static int check_end(struct reel *reel)
{
    if (reel->from + reel->limit < reel->table->rows.total)
        return 0;
    int end = next_row(reel);
    if (end < 0 || end == 1)
        return end < 0 ? -1 : 0;
    return err_set(reel->f->err, ERR_SYSTEM, NULL, 0,
                   "register %.*s has more rows than the %llu announced",
                   STR_ARG(reel->table->id), (unsigned long long)reel->table->rows.total);
}

static int skip_rows(struct reel *reel)
{
    for (uint64_t i = 0; i < reel->from; i++)
        if (next_row(reel) != 0)
            return -1;
    return 0;
}

static int draw_group(struct reel *reel, size_t group)
{
    struct flow *f = reel->f;
    const double least = TITLE_HEIGHT + 2 * ROW_HEIGHT;
    table_select(&reel->t, group);
    reel->done = reel->page = 0;
    double room = flow_room(f, least + reel->t.head_height + 2 * ROW_HEIGHT);
    if (reel->limit == 0) {
        draw_empty(reel);
        return 0;
    }
    reel->pages = count_pages(reel, room);
    if (rewind_rows(reel) || skip_rows(reel) || draw_page(reel))
        return -1;
    while (reel->done < reel->limit) {
        flow_break(f);
        if (draw_page(reel))
            return -1;
    }
    return check_end(reel);
}

void register_flow(struct flow *f, const struct node *node, const struct node *section)
{
    const struct doc_table *table = &node->table;
    struct reel reel = {.f = f, .table = table, .from = rows_before(node, f->volume)};
    reel.limit = rows_until(node, f->volume) - reel.from;
    reel.section = section ? &section->section : NULL;
    arena_init(&reel.arena);
    reel.cell = mem_new(table->ncolumns, sizeof *reel.cell);
    int failed = measure(&reel);
    if (!failed) {
        table_fit(&reel.t, f->x, f->w);
        reel.t.rows_whole = reel.limit * table->ncolumns > CELLS_TAGGED;
        for (size_t g = 0; g < reel.t.ngroups && !failed; g++)
            failed = draw_group(&reel, g);
    }
    f->rows += reel.done;
    table_report_cuts(&reel.t, table->title);
    if (failed)
        flow_fail(f);
    cursor_close(&reel.cursor);
    mem_free(reel.cell);
    arena_release(&reel.arena);
}
