/* section: titles, and which way each kind of block goes onto the pages. */
#include "render/layout/section.h"

#include "render/layout/block.h"
#include "render/layout/charts.h"
#include "render/layout/head.h"
#include "render/layout/register.h"
#include "render/layout/table.h"
#include "render/layout/title.h"
#include "base/banned.h"

#define H1_GAP         8.0 /* above a chapter that does not begin a page */
#define H2_GAP         5.5
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

/* The least of a block that may stand under a title. */
static double least(struct flow *f, const struct node *node)
{
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
        return block_text_least(f, block_role(node, f->w), node->text);
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
        return charts_least(f, node);
    default:
        return block_height(f, node, f->w);
    }
}

/* The same, never more than a page offers. */
static double least_on_page(struct flow *f, double h)
{
    return h < flow_page_height(f) ? h : flow_page_height(f);
}

/* With the least that may stand under it. */
static void flow_title(struct flow *f, const struct node *node)
{
    double h = title_height(f, node);
    flow_room(f, least_on_page(f, h + GAP_HEADING + least(f, node->first)));
    title_draw(f, node);
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
        title_mark(f, node, f->y);
        register_flow(f, node->first, node);
    } else {
        f->gap = title_role(node) == BLOCK_H1 ? H1_GAP : H2_GAP;
        flow_title(f, node);
    }
    flow_children(f, node);
    f->section = outer;
}

static void flow_section(struct flow *f, const struct node *node)
{
    pdf_tag_begin(f->pdf, ROLE_SECT);
    if (title_is_silent(node)) {
        if (f->npending < sizeof f->pending / sizeof *f->pending)
            f->pending[f->npending++] = node;
        flow_children(f, node);
    } else {
        flow_titled(f, node);
    }
    pdf_tag_end(f->pdf);
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
        block_text_flow(f, BLOCK_ITEM, node->item.cell.text);
    } else if (node->kind == DOC_REQUIREMENT) {
        block_text_flow(f, BLOCK_CLAUSE, node->requirement.text);
        block_text_flow(f, BLOCK_NOTE, node->requirement.note);
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
        block_text_flow(f, block_role(node, f->w), node->text);
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
        if (!chart_flow(f, node))
            flow_block(f, node);
        break;
    case DOC_CHARTS:
        charts_flow(f, node);
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
        e.gaps += before ? block_gap(before, n) : title_gap(section, n);
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
            f->gap = title_gap(parent, n);
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
