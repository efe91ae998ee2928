/* block: one row a kind of node: how high, how drawn. */
#include "render/layout/block.h"

#include <string.h>

#include "render/layout/box.h"
#include "render/layout/table.h"
#include "base/banned.h"

#define POINT         (25.4 / 72)
#define SCORE_HEIGHT  50.0
#define LEGEND_HEIGHT 5.0
#define CHART_ROW_GAP 5.0
#define JUSTIFY_FROM  100.0 /* mm, narrower body text is ragged in any style */
#define NARROW        130.0 /* mm, under it body text is set a little smaller */
#define PANE_NARROW   120.0

struct block_type block_type(const struct flow *f, enum block_text role)
{
    const struct style *s = f->style;
    const struct {
        double size, leading;
        enum pdf_face face;
        struct colour colour;
    } row[] = {
        [BLOCK_H1] = {20, 26, FACE_BOLD, s->accent},
        [BLOCK_H2] = {12, 17, FACE_BOLD, s->ink},
        [BLOCK_H3] = {9.5, 14, FACE_BOLD, s->ink},
        [BLOCK_LEAD] = {10.5, 17, FACE_REGULAR, s->text2},
        [BLOCK_BODY] = {9.5, 15.5, FACE_REGULAR, s->ink},
        [BLOCK_CLAUSE] = {9, 14.5, FACE_REGULAR, s->ink},
        [BLOCK_FINDING] = {8.5, 13.5, FACE_REGULAR, s->ink},
        [BLOCK_ITEM] = {8, 12, FACE_REGULAR, s->ink},
        [BLOCK_TABLE] = {8, 11.5, FACE_REGULAR, s->text2},
        [BLOCK_NOTE] = {7, 10.5, FACE_REGULAR, s->text3},
    };
    return (struct block_type){
        {row[role].size, row[role].face, row[role].colour, ANCHOR_LEFT, 0},
        row[role].leading};
}

struct pdf_para block_para(struct flow *f, struct arena *arena, enum block_text role,
                           struct str text, double w)
{
    struct block_type type = block_type(f, role);
    bool body = role == BLOCK_BODY || role == BLOCK_CLAUSE;
    struct pdf_para para =
        pdf_para_break(f->pdf, arena, &type.set, f->doc->language, text, w);
    if (f->style->justified && body && w >= JUSTIFY_FROM)
        pdf_para_justify(f->pdf, arena, &type.set, &para, w);
    return para;
}

double block_text_height(struct flow *f, enum block_text role, struct str text, double w)
{
    struct block_type type = block_type(f, role);
    return (double)block_para(f, &f->scratch, role, text, w).n * type.leading * POINT;
}

void block_text_draw(struct flow *f, enum block_text role, struct str text, double x,
                     double y, double w)
{
    struct block_type type = block_type(f, role);
    struct pdf_para para = block_para(f, &f->scratch, role, text, w);
    pdf_para_draw(f->draw.page, &type.set, &para, 0, para.n, x,
                  y + pdf_baseline(type.set.size, type.leading), type.leading * POINT);
}

enum block_text block_role(const struct flow *f, const struct node *node, double w)
{
    (void)f;
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
    return block_text_height(f, block_role(f, node, w), node->text, w);
}

static void text_draw(struct flow *f, const struct node *node, double x, double y,
                      double w)
{
    block_text_draw(f, block_role(f, node, w), node->text, x, y, w);
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
        double h = block_column_height(f, pane->first, pane_width(pane, w));
        most = h > most ? h : most;
    }
    return most;
}

static void split_draw(struct flow *f, const struct node *node, double x, double y,
                       double w)
{
    for (const struct node *pane = node->first; pane; pane = pane->next) {
        double width = pane_width(pane, w);
        block_column_draw(f, pane->first, x, y, width);
        x += width + GUTTER;
    }
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

static bool has_legend(const struct chart *chart)
{
    return chart->kind == CHART_LINE && chart->legend[0].n;
}

static double chart_block_height(struct flow *f, const struct node *node, double w)
{
    double legend = has_legend(&node->chart) ? LEGEND_HEIGHT : 0;
    return chart_height(&f->draw, &node->chart, w) + legend;
}

static void chart_block_draw(struct flow *f, const struct node *node, double x, double y,
                             double w)
{
    double h = chart_height(&f->draw, &node->chart, w);
    draw_chart(&f->draw, &node->chart, x, y, w, h);
    if (has_legend(&node->chart))
        draw_legend(&f->draw, &node->chart, x, y + h + 1, w);
}

const struct chart *block_legend(const struct node *charts)
{
    const struct chart *best = NULL;
    size_t most = 0;
    for (const struct node *node = charts->first; node; node = node->next) {
        size_t n = 0;
        while (n < 5 && node->chart.legend[n].n)
            n++;
        if (node->chart.kind == CHART_LINE && n > most) {
            most = n;
            best = &node->chart;
        }
    }
    return best;
}

double block_chart_row(struct flow *f, const struct node *chart, double w, size_t *n)
{
    size_t wanted = w < PANE_NARROW ? 1 : 2;
    double width = wanted == 1 ? w : (w - GUTTER) / 2, most = 0;
    for (*n = 0; chart && *n < wanted; chart = chart->next, ++*n) {
        double h = chart_height(&f->draw, &chart->chart, width);
        most = h > most ? h : most;
    }
    return most;
}

void block_chart_row_draw(struct flow *f, const struct node *chart, size_t n, double x,
                          double y, double w)
{
    double width = w < PANE_NARROW ? w : (w - GUTTER) / 2;
    for (size_t i = 0; i < n; i++, chart = chart->next) {
        draw_chart(&f->draw, &chart->chart, x, y, width,
                   chart_height(&f->draw, &chart->chart, width));
        x += width + GUTTER;
    }
}

static double charts_height(struct flow *f, const struct node *node, double w)
{
    double h = block_legend(node) ? LEGEND_HEIGHT : 0;
    size_t n;
    for (const struct node *chart = node->first; chart;) {
        h += block_chart_row(f, chart, w, &n);
        while (n--)
            chart = chart->next;
        h += chart ? CHART_ROW_GAP : 0;
    }
    return h;
}

static void charts_draw(struct flow *f, const struct node *node, double x, double y,
                        double w)
{
    size_t n;
    if (block_legend(node)) {
        draw_legend(&f->draw, block_legend(node), x, y, w);
        y += LEGEND_HEIGHT;
    }
    for (const struct node *chart = node->first; chart;) {
        double h = block_chart_row(f, chart, w, &n);
        block_chart_row_draw(f, chart, n, x, y, w);
        while (n--)
            chart = chart->next;
        y += h + CHART_ROW_GAP;
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

double block_column_height(struct flow *f, const struct node *first, double w)
{
    double h = 0;
    for (const struct node *n = first; n; n = n->next)
        h += block_gap(n->prev, n) + block_height(f, n, w);
    return h;
}

void block_column_draw(struct flow *f, const struct node *first, double x, double y,
                       double w)
{
    for (const struct node *n = first; n; n = n->next) {
        y += block_gap(n->prev, n);
        block_draw(f, n, x, y, w);
        y += block_height(f, n, w);
    }
}
