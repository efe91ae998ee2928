/* table: a table as a block of a column, and as a flow over pages with its head and
 * its title repeated. */
#include "render/layout/table.h"

#include <string.h>

#include "render/layout/block_text.h"
#include "base/banned.h"

#define POINT        (25.4 / 72)
#define RULE_OUTER   0.75
#define RULE_ROW     0.25
#define NOTE_GAP     1.5
#define KEEP_ROWS    3    /* that a head does not stand without */
#define KEEP_WHOLE   62.0 /* mm, a table under it is not parted: a quarter of a page */
#define KEEP_LINES   3    /* of a row, where it may be split */
#define TITLE_HEIGHT (14 * POINT + NOTE_GAP)

struct rows { /* of one table node */
    const struct node **node;
    size_t *lines; /* of each, in the columns selected */
    size_t *keep;  /* rows behind each that its page must hold too */
    size_t n;
};

/* A part on one page; its numbers are filled when the table has ended. */
struct part {
    struct flow_number *number;
    struct part *next;
};

struct run { /* a table on its way over pages */
    struct flow *f;
    const struct node *node;
    struct table t;
    struct rows rows;
    size_t at, line; /* next row, and next line of it when it is being split */
    struct part *parts;
    size_t nparts;
    double note;
};

static double title_height(const struct doc_table *table)
{
    return table->title.n ? TITLE_HEIGHT : 0;
}

static double note_height(struct flow *f, struct str text, double w)
{
    return text.n ? NOTE_GAP + block_text_height(f, BLOCK_NOTE, text, w) : 0;
}

static void prepare(struct table *t, struct flow *f, const struct node *node, double x,
                    double w)
{
    table_begin(t, f, &node->table, node->table.register_style);
    for (const struct node *row = node->first; row; row = row->next)
        table_measure(t, row->row.cell, row->row.sum);
    table_fit(t, x, w);
}

static double empty_height(struct flow *f, const struct doc_table *table, double w)
{
    return 2 + block_text_height(f, BLOCK_TABLE, table->empty, w);
}

static double group_height(struct table *t, const struct node *node)
{
    struct flow *f = t->f;
    double h = title_height(&node->table) + t->head_height;
    for (const struct node *row = node->first; row; row = row->next) {
        struct table_row set = table_set_node(t, &f->scratch, row);
        h += table_row_height(t, set.lines);
    }
    if (!node->first)
        h += empty_height(f, &node->table, t->w);
    return h + note_height(f, node->table.note, t->w);
}

double table_height(struct flow *f, const struct node *node, double w)
{
    struct table t;
    double h = 0;
    prepare(&t, f, node, 0, w);
    for (size_t g = 0; g < t.ngroups; g++) {
        table_select(&t, g);
        h += group_height(&t, node) + (g ? GAP_BLOCK : 0);
    }
    return h;
}

/* What a row adds to the least of its table: of a tall one, its first lines. */
static double row_least(const struct table *t, size_t lines)
{
    return table_row_height(t, lines < KEEP_LINES ? lines : KEEP_LINES);
}

double table_least(struct flow *f, const struct node *node, double w)
{
    struct table t;
    size_t n = 0;
    prepare(&t, f, node, 0, w);
    double whole = t.ngroups == 1 ? group_height(&t, node) : KEEP_WHOLE;
    if (whole < KEEP_WHOLE)
        return whole;
    double h = title_height(&node->table) + t.head_height;
    for (const struct node *row = node->first; row && n < KEEP_ROWS; row = row->next, n++)
        h += row_least(&t, table_set_node(&t, &f->scratch, row).lines);
    if (!node->first)
        h += empty_height(f, &node->table, w);
    if (n < KEEP_ROWS || !node->first)
        h += note_height(f, node->table.note, w);
    return h;
}

static double draw_title(struct flow *f, const struct doc_table *table, double x,
                         double y, double w)
{
    if (!table->title.n)
        return 0;
    pdf_tag_begin(f->pdf, ROLE_CAPTION);
    block_text_draw(f, BLOCK_H3, table->title, x, y, w);
    pdf_tag_end(f->pdf);
    return TITLE_HEIGHT;
}

static void draw_empty(struct table *t, double y)
{
    pdf_tag_begin(t->f->pdf, ROLE_TR);
    pdf_tag_begin(t->f->pdf, ROLE_TD);
    block_text_draw(t->f, BLOCK_TABLE, t->table->empty, t->x, y + 1, t->w);
    pdf_tag_end(t->f->pdf);
    pdf_tag_end(t->f->pdf);
}

/* Hair under a row, unless the rule of a sum or the end of the part follows. */
static void draw_row_rule(struct table *t, const struct node *next, double y)
{
    if (next && !next->row.sum && !t->look->zebra)
        span_rule(t, next->row.cell, y, RULE_ROW, t->f->style->hair);
}

static void draw_zebra(struct table *t, size_t index, double y, double h)
{
    if (t->look->zebra && index % 2)
        pdf_rect_fill(t->f->draw.page, t->f->style->tint, t->x, y, t->w, h);
}

static double draw_group(struct table *t, const struct node *node, double y)
{
    struct flow *f = t->f;
    size_t index = 0;
    double top = y;
    pdf_tag_begin(f->pdf, ROLE_TABLE);
    y += draw_title(f, &node->table, t->x, y, t->w);
    table_draw_head(t, y);
    y += t->head_height;
    for (const struct node *row = node->first; row; row = row->next, index++) {
        struct table_row set = table_set_node(t, &f->scratch, row);
        double h = table_row_height(t, set.lines);
        draw_zebra(t, index, y, h);
        table_draw_row(t, &set, 0, set.lines, y);
        draw_row_rule(t, row->next, y += h);
    }
    if (!node->first) {
        draw_empty(t, y);
        y += empty_height(f, &node->table, t->w);
    }
    table_draw_rule(t, y, RULE_OUTER, f->style->ink);
    pdf_tag_end(f->pdf);
    if (node->table.note.n)
        block_text_draw(f, BLOCK_NOTE, node->table.note, t->x, y + NOTE_GAP, t->w);
    return y + note_height(f, node->table.note, t->w) - top;
}

void table_draw(struct flow *f, const struct node *node, double x, double y, double w)
{
    struct table t;
    prepare(&t, f, node, x, w);
    for (size_t g = 0; g < t.ngroups; g++) {
        table_select(&t, g);
        y += draw_group(&t, node, y) + GAP_BLOCK;
    }
    for (const struct node *row = node->first; row; row = row->next)
        f->rows++;
    table_report_cuts(&t, node->table.title);
}

static void take_rows(struct run *run)
{
    struct flow *f = run->f;
    size_t i = 0;
    for (const struct node *row = run->node->first; row; row = row->next)
        run->rows.n++;
    run->rows.node = mem_new(run->rows.n + 1, sizeof *run->rows.node);
    run->rows.lines = mem_new(run->rows.n + 1, sizeof *run->rows.lines);
    run->rows.keep = mem_new(run->rows.n + 1, sizeof *run->rows.keep);
    for (const struct node *row = run->node->first; row; row = row->next, i++) {
        run->rows.node[i] = row;
        run->rows.lines[i] = table_set_node(&run->t, &f->scratch, row).lines;
        run->rows.keep[i] = span_keep(&run->t, &f->scratch, row);
        arena_reset(&f->scratch);
    }
}

static double next_height(const struct run *run, size_t row)
{
    size_t done = row == run->at ? run->line : 0;
    return table_row_height(&run->t, run->rows.lines[row] - done) +
           (row + 1 == run->rows.n ? run->note : 0);
}

/* The same with the rows that must stand on its page. */
static double kept_height(const struct run *run, size_t row)
{
    double h = 0, page = flow_page_height(run->f) - run->t.head_height - TITLE_HEIGHT;
    size_t last = row + run->rows.keep[row];
    for (size_t i = row; i <= last && i < run->rows.n; i++)
        h += next_height(run, i);
    return h < page ? h : next_height(run, row);
}

/* What a part needs to be worth beginning. */
static double part_least(const struct run *run)
{
    double h = run->t.head_height + title_height(&run->node->table), whole = h;
    size_t last = run->at + KEEP_ROWS;
    for (size_t i = run->at; i < run->rows.n && i < last; i++)
        h += row_least(&run->t, run->rows.lines[i]);
    if (last >= run->rows.n)
        h += run->note;
    for (size_t i = run->at; i < run->rows.n && whole < KEEP_WHOLE; i++)
        whole += next_height(run, i);
    if (run->at == 0 && whole < KEEP_WHOLE)
        return whole;
    double page = flow_page_height(run->f);
    return h < page ? h : page;
}

/* The title of a part that goes on: "title (continued, n of m)". */
static double draw_part_title(struct run *run, double y)
{
    struct flow *f = run->f;
    const struct doc_section *section = f->section ? &f->section->section : NULL;
    struct str title = run->node->table.title;
    struct pdf_text set = {9.5, FACE_BOLD, f->style->ink, ANCHOR_LEFT, 0};
    struct pdf_text small = {7, FACE_REGULAR, f->style->text3, ANCHOR_LEFT, 0};
    struct part *part = arena_new(&f->keep, 1, sizeof *part);
    *part = (struct part){arena_new(&f->keep, 1, sizeof *part->number), run->parts};
    run->parts = part;
    part->number->n = ++run->nparts;
    if (run->nparts == 1)
        return draw_title(f, &run->node->table, run->t.x, y, run->t.w);
    if (!title.n && section)
        title = arena_printf(&f->keep, "%.*s%s%.*s", STR_ARG(section->number),
                             section->number.n ? "  " : "", STR_ARG(section->title));
    double baseline = y + pdf_baseline(9.5, 14);
    bool cut;
    title = pdf_text_fit(f->pdf, &f->scratch, &set, title, run->t.w - 40, &cut);
    double w = pdf_text_draw(f->draw.page, &set, run->t.x, baseline, title);
    flow_later(f, &small, run->t.x + w + 1.5, baseline, f->doc->words.continued,
               part->number);
    return TITLE_HEIGHT;
}

/* As many lines of a row taller than a page as this one takes. */
static double draw_piece(struct run *run, struct table_row *set, double y)
{
    struct table *t = &run->t;
    double room = run->f->bottom - y - t->look->pad_top - t->look->pad_bottom;
    size_t fits = (size_t)(room / (t->look->leading * POINT));
    size_t left = set->lines - run->line;
    size_t n = fits < 1 ? 1 : fits < left ? fits : left;
    table_draw_row(t, set, run->line, n, y);
    run->line += n;
    if (run->line >= set->lines) {
        run->line = 0;
        run->at++;
    }
    return table_row_height(t, n);
}

/* May row `at` end this page? Not when it leaves one row alone for the next. */
static bool leaves_one(const struct run *run, size_t drawn, double y)
{
    size_t next = run->at + 1;
    return drawn >= 2 && next + 1 == run->rows.n &&
           y + next_height(run, run->at) + next_height(run, next) > run->f->bottom;
}

/* Only a row that no page holds is split, and not for fewer than three lines. */
static bool may_split(const struct run *run, const struct table_row *row, double y)
{
    const struct table *t = &run->t;
    double page = flow_page_height(run->f) - t->head_height - TITLE_HEIGHT;
    return table_row_height(t, row->lines) > page &&
           y + table_row_height(t, KEEP_LINES) < run->f->bottom;
}

static double draw_part_rows(struct run *run, double y)
{
    struct table *t = &run->t;
    struct flow *f = run->f;
    for (size_t drawn = 0; run->at < run->rows.n; drawn++) {
        const struct node *row = run->rows.node[run->at];
        struct table_row set = table_set_node(t, &f->scratch, row);
        double h = table_row_height(t, set.lines - run->line);
        double need = drawn ? kept_height(run, run->at) : next_height(run, run->at);
        bool fits = y + need <= f->bottom + 0.01;
        set.leads = !drawn;
        if (drawn && ((!fits && !may_split(run, &set, y)) || leaves_one(run, drawn, y)))
            break;
        if (!fits) {
            y += draw_piece(run, &set, y);
            break;
        }
        if (drawn)
            draw_row_rule(t, row, y);
        draw_zebra(t, run->at, y, h);
        table_draw_row(t, &set, run->line, set.lines - run->line, y);
        y += h;
        run->line = 0;
        run->at++;
        arena_reset(&f->scratch);
    }
    return y;
}

static void flow_part(struct run *run)
{
    struct flow *f = run->f;
    struct table *t = &run->t;
    double y = f->y;
    bool again = run->nparts > 0; /* title and head were read on the first page */
    pdf_tag_begin(f->pdf, again ? ROLE_ARTIFACT : ROLE_TABLE);
    y += draw_part_title(run, y);
    table_draw_head(t, y);
    if (again)
        pdf_tag_end(f->pdf);
    y = draw_part_rows(run, y + t->head_height);
    if (!run->rows.n) {
        draw_empty(t, y);
        y += empty_height(f, t->table, t->w);
    }
    table_draw_rule(t, y, RULE_OUTER, f->style->ink);
    if (run->at >= run->rows.n)
        pdf_tag_end(f->pdf);
    if (run->at >= run->rows.n && t->table->note.n) {
        block_text_draw(f, BLOCK_NOTE, t->table->note, t->x, y + NOTE_GAP, t->w);
        y += run->note;
    }
    flow_advance(f, y - f->y);
}

static void flow_group(struct run *run, size_t group)
{
    struct flow *f = run->f;
    table_select(&run->t, group);
    run->at = run->line = run->nparts = 0;
    run->parts = NULL;
    run->rows = (struct rows){NULL, NULL, NULL, 0};
    run->note = note_height(f, run->node->table.note, f->w);
    take_rows(run);
    flow_room(f, part_least(run));
    flow_part(run);
    while (run->at < run->rows.n) {
        flow_break(f);
        flow_part(run);
    }
    for (struct part *part = run->parts; part; part = part->next)
        part->number->of = run->nparts;
    mem_free(run->rows.node);
    mem_free(run->rows.lines);
    mem_free(run->rows.keep);
}

void table_flow(struct flow *f, const struct node *node)
{
    struct run run = {.f = f, .node = node};
    prepare(&run.t, f, node, f->x, f->w);
    for (size_t g = 0; g < run.t.ngroups; g++) {
        if (g)
            f->gap = GAP_BLOCK;
        flow_group(&run, g);
    }
    f->rows += run.rows.n;
    table_report_cuts(&run.t, node->table.title);
}
