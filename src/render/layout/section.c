/* section: titles, and which way each kind of block goes onto the pages. */
#include "render/layout/section.h"

#include "render/layout/block.h"
#include "render/layout/head.h"
#include "render/layout/table.h"
#include "base/banned.h"

#define POINT          (25.4 / 72)
#define NUMBER_GAP     3.0
#define H1_GAP         8.0 /* above a chapter that does not begin a page */
#define H2_GAP         5.5
#define LEAD_GAP       1.0
#define AFTER_H1       4.0
#define KEEP_LINES     3
#define CONTENTS_LEAST 20.0
#define CONTENTS_TITLE 12.0
#define REGISTER_LEAST 26.0
#define SQUEEZE_MAX    1.1 /* mm of a row of 6.2 */

static void flow_children(struct flow *, const struct node *parent);
static void flow_node(struct flow *, const struct node *);
static void flow_block(struct flow *, const struct node *);

/* A register takes its section's title into its own title line. */
static bool is_register_section(const struct node *node)
{
    const struct node *first = node->first;
    return first && first->kind == DOC_REGISTER &&
           (node->section.landscape || str_eq(node->section.title, first->table.title));
}

/* A title with nothing but a new page under it is not printed; the next one stands for
 * both, in the outline and the contents too. */
static bool is_silent(const struct node *node)
{
    const struct node *first = node->first;
    return first && first->kind == DOC_SECTION &&
           (first->section.new_page || first->section.auditor ||
            first->section.landscape != node->section.landscape);
}

static enum block_text title_role(const struct node *node)
{
    bool chapter = node->section.level <= 1 || node->section.new_page;
    return chapter ? BLOCK_H1 : BLOCK_H2;
}

static double number_width(struct flow *f, const struct node *node)
{
    struct block_type type = block_type(f, title_role(node));
    if (!node->section.number.n)
        return 0;
    return pdf_text_width(f->pdf, &type.set, node->section.number) + NUMBER_GAP;
}

static double title_height(struct flow *f, const struct node *node)
{
    double w = f->w - number_width(f, node);
    double subtitle =
        node->section.subtitle.n
            ? LEAD_GAP + block_text_height(f, BLOCK_LEAD, node->section.subtitle, f->w)
            : 0;
    return block_text_height(f, title_role(node), node->section.title, w) + subtitle;
}

static double gap_after_title(const struct node *node, const struct node *next)
{
    if (next->kind == DOC_LEAD || next->kind == DOC_CONTENTS)
        return LEAD_GAP;
    if (title_role(node) == BLOCK_H1)
        return next->kind == DOC_HEADING ? H2_GAP : AFTER_H1;
    return next->kind == DOC_SECTION ? H2_GAP : GAP_HEADING;
}

static double three_lines(struct flow *f, enum block_text role, struct str text)
{
    double line = block_type(f, role).leading * POINT;
    double h = block_text_height(f, role, text, f->w);
    return h < KEEP_LINES * line ? h : KEEP_LINES * line;
}

/* The least of a block that may stand under a title. */
static double least(struct flow *f, const struct node *node)
{
    size_t n;
    double h;
    if (!node)
        return 0;
    switch (node->kind) {
    case DOC_SECTION:
        if (node->section.new_page || node->section.auditor || node->section.landscape)
            return 0;
        if (is_register_section(node))
            return REGISTER_LEAST;
        h = title_height(f, node);
        return h + (node->first ? GAP_HEADING + least(f, node->first) : 0);
    case DOC_HEADING:
        return block_height(f, node, f->w) + GAP_HEADING + least(f, node->next);
    case DOC_PARA:
    case DOC_LEAD:
    case DOC_NOTE:
        return three_lines(f, block_role(f, node, f->w), node->text);
    case DOC_TABLE:
        return table_least(f, node, f->w);
    case DOC_REGISTER:
        return REGISTER_LEAST;
    case DOC_CONTENTS: /* on one page, where one holds them */
        h = contents_height(f);
        return h + CONTENTS_TITLE < flow_page_height(f) ? h : CONTENTS_LEAST;
    case DOC_TILES:
        return TILE_HEIGHT;
    case DOC_CHARTS:
        return node->first ? 5 + block_chart_row(f, node->first, f->w, &n) : 0;
    default:
        return block_height(f, node, f->w);
    }
}

/* The same, never more than a page offers. */
static double least_on_page(struct flow *f, double h)
{
    return h < flow_page_height(f) ? h : flow_page_height(f);
}

static struct str outline_title(struct flow *f, const struct doc_section *s)
{
    return s->number.n ? arena_printf(&f->keep, "%.*s  %.*s", STR_ARG(s->number),
                                      STR_ARG(s->title))
                       : s->title;
}

/* Place and outline entry of a section and of the silent ones before it. */
static void mark_sections(struct flow *f, const struct node *node, double y)
{
    if (f->npending < sizeof f->pending / sizeof *f->pending)
        f->pending[f->npending++] = node;
    for (size_t i = 0; i < f->npending; i++) {
        const struct doc_section *s = &f->pending[i]->section;
        pdf_place(f->draw.page, s->id, y);
        pdf_outline(f->draw.page, s->level, outline_title(f, s), y);
    }
    f->npending = 0;
}

static enum pdf_role heading_role(const struct doc_section *s)
{
    return s->level <= 1 ? ROLE_H1 : s->level == 2 ? ROLE_H2 : ROLE_H3;
}

static void draw_section_title(struct flow *f, const struct node *node)
{
    const struct doc_section *s = &node->section;
    enum block_text role = title_role(node);
    struct block_type type = block_type(f, role);
    double shift = number_width(f, node), h = title_height(f, node);
    flow_room(f, least_on_page(f, h + GAP_HEADING + least(f, node->first)));
    mark_sections(f, node, f->y);
    pdf_tag_begin(f->pdf, heading_role(s));
    if (s->number.n)
        pdf_text_draw(f->draw.page, &type.set, f->x,
                      f->y + pdf_baseline(type.set.size, type.leading), s->number);
    block_text_draw(f, role, s->title, f->x + shift, f->y, f->w - shift);
    pdf_tag_end(f->pdf);
    if (s->subtitle.n) {
        double title = block_text_height(f, role, s->title, f->w - shift);
        block_text_draw(f, BLOCK_LEAD, s->subtitle, f->x, f->y + title + LEAD_GAP, f->w);
    }
    flow_advance(f, h);
}

static const struct node *find_verdict(const struct node *section)
{
    for (const struct node *n = section->first; n; n = n->next)
        if (n->kind == DOC_VERDICT)
            return n;
    return NULL;
}

/* A section begins a page when it says so, when the paper turns, and where the auditor's
 * column begins or ends. */
static void open_page(struct flow *f, const struct node *node)
{
    const struct doc_section *s = &node->section;
    bool turned = s->landscape != f->landscape || s->auditor != f->auditor;
    if (s->auditor)
        f->verdict = find_verdict(node);
    if (s->new_page || s->auditor || turned || !f->draw.page)
        flow_page(f, s->landscape, s->auditor);
}

static void flow_titled(struct flow *f, const struct node *node)
{
    const struct node *outer = f->section;
    f->section = node;
    open_page(f, node);
    if (is_register_section(node)) {
        f->gap = H2_GAP;
        flow_room(f, REGISTER_LEAST);
        mark_sections(f, node, f->y);
        register_flow(f, node->first, node);
    } else {
        f->gap = title_role(node) == BLOCK_H1 ? H1_GAP : H2_GAP;
        draw_section_title(f, node);
    }
    flow_children(f, node);
    f->section = outer;
}

static void flow_section(struct flow *f, const struct node *node)
{
    pdf_tag_begin(f->pdf, ROLE_SECT);
    if (is_silent(node)) {
        if (f->npending < sizeof f->pending / sizeof *f->pending)
            f->pending[f->npending++] = node;
        flow_children(f, node);
    } else {
        flow_titled(f, node);
    }
    pdf_tag_end(f->pdf);
}

static void flow_text(struct flow *f, enum block_text role, struct str text)
{
    struct block_type type = block_type(f, role);
    double leading = type.leading * POINT, first = three_lines(f, role, text);
    struct arena arena;
    arena_init(&arena);
    struct pdf_para para = block_para(f, &arena, role, text, f->w);
    pdf_tag_begin(f->pdf, ROLE_P);
    for (size_t at = 0; at < para.n;) {
        double room = flow_room(f, at ? leading : first);
        size_t fits = (size_t)((room + 0.01) / leading), left = para.n - at;
        if (fits < left && left - fits == 1 && fits > 2)
            fits--; /* no single line on the next page */
        size_t n = fits < left ? fits : left;
        if (!n)
            n = 1;
        pdf_para_draw(f->draw.page, &type.set, &para, at, n, f->x,
                      f->y + pdf_baseline(type.set.size, type.leading), leading);
        flow_advance(f, (double)n * leading);
        at += n;
        if (at < para.n)
            flow_break(f);
    }
    pdf_tag_end(f->pdf);
    arena_release(&arena);
}

static void flow_heading(struct flow *f, const struct node *node)
{
    double h = block_height(f, node, f->w);
    flow_room(f, least_on_page(f, h + GAP_HEADING + least(f, node->next)));
    block_draw(f, node, f->x, f->y, f->w);
    flow_advance(f, h);
}

static void flow_tiles(struct flow *f, const struct node *node)
{
    const struct node *tile = node->first;
    size_t row = block_tiles_in_row(f->w);
    while (tile) {
        flow_room(f, TILE_HEIGHT);
        for (size_t i = 0; i < row && tile; i++, tile = tile->next)
            block_draw(f, tile, f->x + (double)i * (TILE_WIDTH + GUTTER), f->y, f->w);
        flow_advance(f, TILE_HEIGHT);
        f->gap = GUTTER;
    }
}

static void flow_charts(struct flow *f, const struct node *node)
{
    const struct chart *legend = block_legend(node);
    size_t n;
    if (legend) {
        flow_room(f, least_on_page(f, least(f, node)));
        draw_legend(&f->draw, legend, f->x, f->y, f->w);
        flow_advance(f, 5);
    }
    for (const struct node *chart = node->first; chart;) {
        double h = block_chart_row(f, chart, f->w, &n);
        flow_room(f, h);
        block_chart_row_draw(f, chart, n, f->x, f->y, f->w);
        flow_advance(f, h);
        f->gap = 5;
        while (n--)
            chart = chart->next;
    }
}

static size_t chart_rows(const struct chart *chart)
{
    return chart->kind == CHART_GANTT    ? chart->ngantt
           : chart->kind == CHART_MATRIX ? chart->nmatrix
                                         : 0;
}

static struct chart chart_part(const struct chart *chart, size_t from, size_t n)
{
    struct chart part = *chart;
    if (chart->kind == CHART_GANTT) {
        part.gantt += from;
        part.ngantt = n;
    } else {
        part.matrix += from;
        part.nmatrix = n;
    }
    return part;
}

/* Height of the chart with n rows, each as high as the look wants it: a drawing squeezes
 * its rows into a page, the flow goes on to the next instead. */
static double chart_height_of(struct flow *f, const struct chart *chart, size_t n)
{
    struct chart two = chart_part(chart, 0, 2), three = chart_part(chart, 0, 3);
    double h = chart_height(&f->draw, &two, f->w);
    double row = chart_height(&f->draw, &three, f->w) - h;
    return n > 2 ? h + row * (double)(n - 2) : h;
}

/* A plan or a matrix in parts that fit their pages. */
static void flow_chart_rows(struct flow *f, const struct chart *chart)
{
    size_t total = chart_rows(chart);
    for (size_t at = 0; at < total;) {
        size_t n = total - at;
        if (at)
            flow_break(f);
        while (n > 3 && chart_height_of(f, chart, n) > f->bottom - f->y)
            n--;
        if (total - at - n == 1 && n > 3)
            n--; /* no single row on the next page */
        struct chart part = chart_part(chart, at, n);
        double h = chart_height(&f->draw, &part, f->w);
        draw_chart(&f->draw, &part, f->x, f->y, f->w, h);
        flow_advance(f, h);
        at += n;
    }
}

static void flow_chart(struct flow *f, const struct node *node)
{
    size_t rows = chart_rows(&node->chart);
    if (rows > 3 && chart_height_of(f, &node->chart, rows) > flow_page_height(f)) {
        flow_room(f, flow_page_height(f) / 3);
        flow_chart_rows(f, &node->chart);
        return;
    }
    flow_block(f, node);
}

static void warn_tall(struct flow *f, const struct node *node, double h)
{
    if (f->diags)
        diag_put(f->diags, DIAG_WARN, "block-too-tall", node->origin,
                 (long)pdf_page_number(f->draw.page),
                 "%s is %.0f mm high, the page offers %.0f", doc_kind_name(node->kind), h,
                 flow_page_height(f));
}

/* What is higher than a page loses its frame, its mark or its columns, never a line. */
static void flow_tall(struct flow *f, const struct node *node, double h)
{
    if (node->kind == DOC_SPLIT) {
        for (const struct node *pane = node->first; pane; pane = pane->next) {
            flow_children(f, pane);
            f->gap = GAP_BLOCK;
        }
    } else if (node->first) {
        flow_children(f, node);
    } else if (node->kind == DOC_ITEM) {
        flow_text(f, BLOCK_ITEM, node->item.cell.text);
    } else if (node->kind == DOC_REQUIREMENT) {
        flow_text(f, BLOCK_CLAUSE, node->requirement.text);
        flow_text(f, BLOCK_NOTE, node->requirement.note);
    } else {
        flow_room(f, h);
        warn_tall(f, node, h);
        block_draw(f, node, f->x, f->y, f->w);
        flow_advance(f, h);
    }
}

static void flow_block(struct flow *f, const struct node *node)
{
    double h = block_height(f, node, f->w);
    if (h <= 0)
        return;
    if (h > flow_page_height(f)) {
        flow_tall(f, node, h);
        return;
    }
    f->tight = h > flow_left(f) && !f->fresh;
    double tight = f->tight ? block_height(f, node, f->w) : h;
    f->tight = tight < h && tight <= flow_left(f) + f->gap / 2;
    h = f->tight ? tight : h;
    flow_room(f, h);
    block_draw(f, node, f->x, f->y, f->w);
    f->tight = false;
    flow_advance(f, h);
}

static void flow_node(struct flow *f, const struct node *node)
{
    switch (node->kind) {
    case DOC_SECTION:
        flow_section(f, node);
        break;
    case DOC_HEADING:
        flow_heading(f, node);
        break;
    case DOC_LEAD:
    case DOC_PARA:
    case DOC_NOTE:
        flow_text(f, block_role(f, node, f->w), node->text);
        break;
    case DOC_TABLE:
        table_flow(f, node);
        break;
    case DOC_REGISTER:
        register_flow(f, node, NULL);
        break;
    case DOC_CONTENTS:
        pdf_tag_begin(f->pdf, ROLE_TOC);
        contents_flow(f);
        pdf_tag_end(f->pdf);
        break;
    case DOC_TILES:
        flow_tiles(f, node);
        break;
    case DOC_CHART:
        flow_chart(f, node);
        break;
    case DOC_CHARTS:
        flow_charts(f, node);
        break;
    case DOC_VERDICT:
        if (!f->auditor)
            flow_block(f, node);
        break;
    case DOC_DATASET: /* for sheets only */
        break;
    default:
        flow_block(f, node);
    }
}

/* A section beside the auditor's column: what its blocks take, what is between them. */
struct extent {
    double blocks, gaps;
    size_t rows; /* of tables */
};

static struct extent measure_section(struct flow *f, const struct node *section)
{
    const struct node *before = NULL;
    struct extent e = {title_height(f, section), 0, 0};
    for (const struct node *n = section->first; n; n = n->next) {
        if (n->kind == DOC_DATASET || n->kind == DOC_VERDICT)
            continue;
        e.gaps += before ? block_gap(before, n) : gap_after_title(section, n);
        e.blocks += block_height(f, n, f->w);
        for (const struct node *row = n->first; row && n->kind == DOC_TABLE;
             row = row->next)
            e.rows++;
        before = n;
    }
    arena_reset(&f->scratch);
    return e;
}

/* When it would reach a little over its page, half of the gaps give way, then some of the
 * air in the rows: its last lines are worth more. Returns what is left of the gaps. */
static double share_of_gaps(struct flow *f, const struct node *section)
{
    struct extent e = measure_section(f, section);
    double over = e.blocks + e.gaps - flow_page_height(f);
    if (over <= 0)
        return 1;
    if (over < e.gaps / 2)
        return (e.gaps - over) / e.gaps;
    double each = (over - e.gaps / 2 + 0.1) / (double)(e.rows ? e.rows : 1);
    if (!e.rows || each > SQUEEZE_MAX)
        return 1;
    f->squeeze = each;
    return 0.5;
}

static void flow_children(struct flow *f, const struct node *parent)
{
    const struct node *before = NULL;
    double share = parent->kind == DOC_SECTION && parent->section.auditor
                       ? share_of_gaps(f, parent)
                       : 1;
    bool titled = parent->kind == DOC_SECTION;
    for (const struct node *n = parent->first; n && !f->failed; n = n->next) {
        if (titled && n == parent->first && is_register_section(parent))
            continue; /* drawn with the title */
        if (n->kind == DOC_DATASET || (n->kind == DOC_VERDICT && f->auditor))
            continue;
        if (before)
            f->gap = block_gap(before, n);
        else if (titled)
            f->gap = gap_after_title(parent, n);
        f->gap *= share;
        flow_node(f, n);
        before = n;
    }
    if (parent->kind == DOC_SECTION)
        f->squeeze = 0;
}

static void walk_cover(struct flow *f, const struct node *node)
{
    flow_page(f, false, false);
    pdf_tag_begin(f->pdf, ROLE_DIV);
    draw_cover(&f->draw, &node->cover);
    pdf_tag_end(f->pdf);
    f->page[pdf_page_count(f->pdf) - 1].furnished = false;
    flow_advance(f, flow_page_height(f));
}

void section_walk(struct flow *f)
{
    for (const struct node *n = f->doc->root->first; n && !f->failed; n = n->next) {
        if (n->kind == DOC_COVER)
            walk_cover(f, n);
        else
            flow_node(f, n);
    }
}
