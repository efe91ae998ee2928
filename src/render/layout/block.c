/* block: one row a kind of node: how high, how drawn. */
#include "render/layout/block.h"

#include <string.h>

#include "render/layout/charts.h"
#include "render/layout/item.h"
#include "render/layout/table.h"
#include "base/banned.h"

#define POINT        (25.4 / 72)
#define SCORE_HEIGHT 50.0
#define NARROW       130.0 /* mm, under it body text is set a little smaller */
#define ALERT_BAR    2.5   /* pt */
#define ALERT_WEIGHT 0.75
#define TITLE_HEIGHT (14 * POINT + 0.5)

static double column_height(struct flow *, const struct node *first, double w);
static void column_draw(struct flow *, const struct node *first, double x, double y,
                        double w);

enum block_text block_role(const struct node *node, double w)
{
    bool in_section = node->parent->kind == DOC_SECTION;
    switch (node->kind) {
    case DOC_HEADING:
        return in_section ? BLOCK_H2 : BLOCK_H3;
    case DOC_LEAD:
        return BLOCK_LEAD;
    case DOC_NOTE:
        return BLOCK_NOTE;
    default:
        return in_section && w > NARROW        ? BLOCK_BODY
               : node->parent->kind == DOC_BOX ? BLOCK_ITEM
                                               : BLOCK_CLAUSE;
    }
}

static double text_height(struct flow *f, const struct node *node, double w)
{
    return block_text_height(f, block_role(node, w), node->text, w);
}

static void text_draw(struct flow *f, const struct node *node, double x, double y,
                      double w)
{
    block_text_draw(f, block_role(node, w), node->text, x, y, w);
}

/* Panes of a split: shares of 12 columns side by side, the tallest decides. */
static double pane_width(const struct node *pane, double w)
{
    return pane->span * (w + GUTTER) / 12 - GUTTER;
}

static double split_height(struct flow *f, const struct node *node, double w)
{
    double most = 0;
    for (const struct node *pane = node->first; pane; pane = pane->next) {
        double h = column_height(f, pane->first, pane_width(pane, w));
        most = h > most ? h : most;
    }
    return most;
}

static void split_draw(struct flow *f, const struct node *node, double x, double y,
                       double w)
{
    for (const struct node *pane = node->first; pane; pane = pane->next) {
        double width = pane_width(pane, w);
        column_draw(f, pane->first, x, y, width);
        x += width + GUTTER;
    }
}

struct inset {
    double left, right, top, bottom;
};

static struct inset inset_of(const struct doc_box *box)
{
    if (box->look == BOX_ALERT)
        return (struct inset){4.4, 3, 2.5, 2};
    return (struct inset){4, 4, 3.5, 3.5};
}

static double box_height(struct flow *f, const struct node *node, double w)
{
    struct inset in = inset_of(&node->box);
    double title = node->box.title.n ? TITLE_HEIGHT : 0;
    return in.top + title + in.bottom +
           column_height(f, node->first, w - in.left - in.right);
}

static void box_draw(struct flow *f, const struct node *node, double x, double y,
                     double w)
{
    struct inset in = inset_of(&node->box);
    const struct style *style = f->style;
    double h = box_height(f, node, w), at = y + in.top;
    if (node->box.look == BOX_ALERT) {
        struct pdf_line frame = {ALERT_WEIGHT, style->alert, 0, 0, false};
        pdf_rect_stroke(f->draw.page, &frame, x, y, w, h);
        pdf_rect_fill(f->draw.page, style->alert, x, y, ALERT_BAR * POINT, h);
    } else {
        pdf_rect_fill(f->draw.page, style->tint, x, y, w, h);
    }
    if (node->box.title.n) {
        struct block_type type = block_type(f, BLOCK_H3);
        type.set.colour = node->box.look == BOX_ALERT ? style->alert : style->ink;
        bool cut;
        struct str title = pdf_text_fit(f->pdf, &f->scratch, &type.set, node->box.title,
                                        w - in.left - in.right, &cut);
        pdf_text_draw(f->draw.page, &type.set, x + in.left,
                      at + pdf_baseline(type.set.size, type.leading), title);
        at += TITLE_HEIGHT;
    }
    column_draw(f, node->first, x + in.left, at, w - in.left - in.right);
}

static double findings_height(struct flow *f, const struct node *node, double w)
{
    double title = node->box.title.n ? TITLE_HEIGHT : 0;
    return title + column_height(f, node->first, w);
}

static void findings_draw(struct flow *f, const struct node *node, double x, double y,
                          double w)
{
    if (node->box.title.n) {
        block_text_draw(f, BLOCK_H3, node->box.title, x, y, w);
        y += TITLE_HEIGHT;
    }
    column_draw(f, node->first, x, y, w);
}

static double score_height(struct flow *f, const struct node *node, double w)
{
    (void)f, (void)node, (void)w;
    return SCORE_HEIGHT;
}

static void score_draw(struct flow *f, const struct node *node, double x, double y,
                       double w)
{
    draw_score(&f->draw, &node->score, x, y, w, SCORE_HEIGHT);
}

size_t block_tiles_in_row(double w)
{
    double n = (w + GUTTER + 0.1) / (TILE_WIDTH + GUTTER);
    return n < 1 ? 1 : (size_t)n;
}

static void tile_draw(struct flow *f, const struct node *node, double x, double y,
                      double w)
{
    (void)w;
    draw_tile(&f->draw, &node->tile, x, y);
}

static double tiles_height(struct flow *f, const struct node *node, double w)
{
    size_t n = 0, row = block_tiles_in_row(w);
    (void)f;
    for (const struct node *tile = node->first; tile; tile = tile->next)
        n++;
    size_t rows = (n + row - 1) / row;
    return (double)rows * (TILE_HEIGHT + GUTTER) - (rows ? GUTTER : 0);
}

static void tiles_draw(struct flow *f, const struct node *node, double x, double y,
                       double w)
{
    size_t i = 0, row = block_tiles_in_row(w);
    for (const struct node *tile = node->first; tile; tile = tile->next, i++) {
        size_t line = i / row;
        block_draw(f, tile, x + (double)(i % row) * (TILE_WIDTH + GUTTER),
                   y + (double)line * (TILE_HEIGHT + GUTTER), w);
    }
}

static double verdict_height(struct flow *f, const struct node *node, double w)
{
    (void)f, (void)node, (void)w;
    return VERDICT_HEIGHT;
}

static void verdict_draw(struct flow *f, const struct node *node, double x, double y,
                         double w)
{
    (void)w;
    draw_verdict(&f->draw, &node->verdict, x, y);
}

static double definition_block_height(struct flow *f, const struct node *node, double w)
{
    return definition_height(&f->draw, &node->definition, w);
}

static void definition_block_draw(struct flow *f, const struct node *node, double x,
                                  double y, double w)
{
    draw_definition(&f->draw, &node->definition, x, y, w);
}

static double signature_block_height(struct flow *f, const struct node *node, double w)
{
    (void)f, (void)w;
    return signature_height(&node->signature);
}

static void signature_block_draw(struct flow *f, const struct node *node, double x,
                                 double y, double w)
{
    (void)w;
    draw_signature(&f->draw, &node->signature, x, y);
}

/* Kinds that are not here are no blocks: sections, rows, what only sheets show. */
static const struct block_row {
    double (*height)(struct flow *, const struct node *, double w);
    void (*draw)(struct flow *, const struct node *, double x, double y, double w);
    enum pdf_role role; /* ROLE_ARTIFACT: it says itself what it is */
} blocks[DOC_KINDS] = {
    [DOC_HEADING] = {text_height, text_draw, ROLE_H3},
    [DOC_LEAD] = {text_height, text_draw, ROLE_P},
    [DOC_PARA] = {text_height, text_draw, ROLE_P},
    [DOC_NOTE] = {text_height, text_draw, ROLE_P},
    [DOC_REQUIREMENT] = {requirement_height, requirement_draw, ROLE_P},
    [DOC_SPLIT] = {split_height, split_draw, ROLE_DIV},
    [DOC_BOX] = {box_height, box_draw, ROLE_DIV},
    [DOC_FINDINGS] = {findings_height, findings_draw, ROLE_DIV},
    [DOC_ITEM] = {item_height, item_draw, ROLE_P},
    [DOC_TABLE] = {table_height, table_draw, ROLE_ARTIFACT},
    [DOC_SCORE] = {score_height, score_draw, ROLE_DIV},
    [DOC_TILE] = {NULL, tile_draw, ROLE_DIV},
    [DOC_TILES] = {tiles_height, tiles_draw, ROLE_DIV},
    [DOC_CHART] = {chart_block_height, chart_block_draw, ROLE_ARTIFACT},
    [DOC_CHARTS] = {charts_height, charts_draw, ROLE_DIV},
    [DOC_VERDICT] = {verdict_height, verdict_draw, ROLE_DIV},
    [DOC_DEFINITION] = {definition_block_height, definition_block_draw, ROLE_DIV},
    [DOC_SIGNATURE] = {signature_block_height, signature_block_draw, ROLE_DIV},
};

double block_height(struct flow *f, const struct node *node, double w)
{
    return blocks[node->kind].height ? blocks[node->kind].height(f, node, w) : 0;
}

void block_draw(struct flow *f, const struct node *node, double x, double y, double w)
{
    enum pdf_role role = blocks[node->kind].role;
    if (!blocks[node->kind].draw)
        return;
    if (role != ROLE_ARTIFACT)
        pdf_tag_begin(f->pdf, role);
    blocks[node->kind].draw(f, node, x, y, w);
    if (role != ROLE_ARTIFACT)
        pdf_tag_end(f->pdf);
}

double block_gap(const struct node *before, const struct node *after)
{
    if (!before)
        return 0;
    if (after->kind == DOC_NOTE)
        return 1.5;
    if (before->kind == DOC_HEADING)
        return GAP_HEADING;
    if (after->kind == DOC_HEADING)
        return 5.5;
    if (before->kind == DOC_PARA && after->kind == DOC_PARA)
        return 2;
    if (before->kind == after->kind &&
        (after->kind == DOC_ITEM || after->kind == DOC_DEFINITION))
        return 0;
    if (before->kind == DOC_LEAD)
        return 5;
    return before->kind == DOC_FINDINGS ? 4 : GAP_BLOCK;
}

static double column_height(struct flow *f, const struct node *first, double w)
{
    double h = 0;
    for (const struct node *n = first; n; n = n->next)
        h += block_gap(n->prev, n) + block_height(f, n, w);
    return h;
}

static void column_draw(struct flow *f, const struct node *first, double x, double y,
                        double w)
{
    for (const struct node *n = first; n; n = n->next) {
        y += block_gap(n->prev, n);
        block_draw(f, n, x, y, w);
        y += block_height(f, n, w);
    }
}
