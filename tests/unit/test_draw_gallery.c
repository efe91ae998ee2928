/* draws every drawing in its usual and its unusual cases, for the eye: with
 * AUDITPACK_GALLERY=FILE the PDF is kept. Here it must draw without a finding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "render/draw/draw.h"
#include "render/pdf/file.h"

#include "fixture_doc.h"

#include "base/banned.h"

#define S(literal) STR(literal)

struct gallery {
    struct pdf_draw draw;
    struct style style;
    struct arena arena;
    struct diag_list diags;
    double y;
};

static const struct node *find(const struct node *node, enum doc_kind kind,
                               const struct node *after)
{
    struct doc_walk walk;
    bool past = !after;
    doc_walk_init(&walk, node);
    while (doc_walk_step(&walk)) {
        if (past && walk.entering && walk.node->kind == kind)
            return walk.node;
        past = past || walk.node == after;
    }
    return NULL;
}

static const struct chart *find_chart(const struct doc *doc, enum chart_kind kind)
{
    const struct node *node = NULL;
    while ((node = find(doc->root, DOC_CHART, node)))
        if (node->chart.kind == kind)
            return &node->chart;
    return NULL;
}

static void turn(struct gallery *g)
{
    if (g->draw.page)
        pdf_page_end(g->draw.page);
    g->draw.page = pdf_page_begin(g->draw.pdf, 210, 297);
    g->y = 20;
}

static struct chart copy_of(struct gallery *g, const struct chart *from)
{
    struct chart c = *from;
    c.series = arena_new(&g->arena, c.nseries + 1, sizeof *c.series);
    for (size_t i = 0; i < c.nseries; i++) {
        c.series[i] = from->series[i];
        c.series[i].point =
            arena_new(&g->arena, c.ncategories + 1, sizeof *c.series[i].point);
        memcpy(c.series[i].point, from->series[i].point,
               c.ncategories * sizeof *c.series[i].point);
    }
    c.empty = S("本期没有数据\n来源已读取 0 行，非缺文件");
    return c;
}

static struct chart only_point(struct gallery *g, const struct chart *from, size_t at)
{
    struct chart c = copy_of(g, from);
    for (size_t i = 0; i < c.nseries; i++)
        for (size_t k = 0; k < c.ncategories; k++)
            c.series[i].point[k].missing = k != at;
    if (at < c.ncategories)
        c.series[0].point[at].has_interval = true;
    for (size_t k = 0; k < c.ncategories; k++) {
        struct chart_point *p = &c.series[0].point[k];
        p->low = p->y - 3;
        p->high = p->y + 2;
    }
    return c;
}

static struct chart all_equal(struct gallery *g, const struct chart *from, double y)
{
    struct chart c = copy_of(g, from);
    for (size_t i = 0; i < c.nseries; i++)
        for (size_t k = 0; k < c.ncategories; k++)
            c.series[i].point[k] = (struct chart_point){.y = y, .text = S("100")};
    c.has_limits = c.has_goal = false;
    return c;
}

static struct chart extreme(struct gallery *g, const struct chart *from)
{
    static const double odd[] = {1e6, -2e5, 3, 7.7e6, 0.001};
    struct chart c = copy_of(g, from);
    c.percent = false;
    c.title = S("一个很长很长的图题，长到放不进它自己的位置，因此只好缩小并截断为止");
    for (size_t i = 0; i < c.nseries; i++)
        for (size_t k = 0; k < c.ncategories; k++) {
            c.series[i].point[k].y = odd[(k + i) % 5];
            c.series[i].point[k].text = S("1,000,000.00");
        }
    struct str *names = arena_new(&g->arena, c.ncategories + 1, sizeof *names);
    for (size_t k = 0; k < c.ncategories; k++)
        names[k] = S("名称特别长的类别之一");
    if (c.kind != CHART_HISTOGRAM)
        c.category = names;
    return c;
}

static void put(struct gallery *g, const struct chart *c, double w)
{
    struct pdf_draw *d = &g->draw;
    double h = chart_height(d, c, w);
    struct pdf_line frame = {.weight = 0.2, .colour = g->style.rule};
    if (g->y + h > 285)
        turn(g);
    pdf_rect_stroke(d->page, &frame, 20, g->y, w, h);
    draw_chart(d, c, 20, g->y, w, h);
    g->y += h + 6;
}

static void put_variants(struct gallery *g, enum chart_kind kind, double w)
{
    const struct chart *usual = find_chart(g->draw.doc, kind);
    assert_non_null(usual);
    size_t n = usual->ncategories, at = usual->current < n ? usual->current : 0;
    turn(g);
    put(g, usual, w);
    struct chart none = copy_of(g, usual);
    if (!usual->nseries) {
        none.ngantt = none.nmatrix = 0;
        put(g, &none, w);
        return;
    }
    none = only_point(g, usual, n);
    struct chart one = only_point(g, usual, at);
    struct chart equal = all_equal(g, usual, 100), odd = extreme(g, usual);
    put(g, &none, w);
    put(g, &one, w);
    put(g, &equal, w);
    put(g, &odd, w);
}

static void put_lines(struct gallery *g)
{
    const struct node *node = NULL;
    struct pdf_draw *d = &g->draw;
    size_t i = 0;
    put_variants(g, CHART_LINE, 83);
    turn(g);
    while ((node = find(d->doc->root, DOC_CHART, node))) {
        if (node->chart.kind != CHART_LINE)
            continue;
        if (!i)
            g->y += draw_legend(d, &node->chart, 20, g->y, 170) + 3;
        draw_chart(d, &node->chart, 20 + 87 * (double)(i % 2),
                   g->y + 51.5 * (double)(i / 2), 83, 46.5);
        i++;
    }
}

static void put_radars(struct gallery *g)
{
    struct chart c = *find_chart(g->draw.doc, CHART_RADAR);
    put_variants(g, CHART_RADAR, 68.5);
    for (size_t n = 1; n < 6; n++) {
        c.ncategories = n;
        put(g, &c, 68.5);
    }
}

static void put_tiles(struct gallery *g)
{
    const struct node *node = NULL;
    struct pdf_draw *d = &g->draw;
    size_t i = 0;
    turn(g);
    while ((node = find(d->doc->root, DOC_TILE, node))) {
        draw_tile(d, &node->tile, 20 + 43.5 * (double)(i % 4),
                  g->y + 34.5 * (double)(i / 4));
        i++;
    }
    struct doc_tile odd = find(d->doc->root, DOC_TILE, NULL)->tile;
    odd.name = S("名称特别长的一个指标，写不下");
    odd.value.text = S("1,234,567,890");
    odd.target = S("目标 ≥1,000,000.00");
    odd.change = S("+1,234,567.8 百分点");
    odd.foot_right = S("95% 区间 1,000,000.0–9,999,999.9");
    odd.mark = MARK_MISSED;
    odd.trend = -1;
    draw_tile(d, &odd, 20, g->y + 69);
    odd = find(d->doc->root, DOC_TILE, NULL)->tile;
    odd.mark = MARK_DASH;
    draw_tile(d, &odd, 63.5, g->y + 69);
    odd.mark = MARK_ABSENT;
    odd.value = (struct doc_cell){.text = S("缺文件"), .flags = FLAG_MISSING};
    odd.has_strip = false;
    odd.unit = odd.change = STR_NONE;
    draw_tile(d, &odd, 107, g->y + 69);
    for (int m = 0; m <= MARK_OUTSIDE; m++)
        draw_mark(d, (enum doc_state)m, 20 + 8 * m, g->y + 110);
    draw_tag(d, d->doc->words.unconfirmed, 120, g->y + 110);
    draw_bar(d, .8, .7, false, 130, g->y + 110, 24);
    draw_bar(d, .5, .7, true, 160, g->y + 110, 24);
}

static void put_panels(struct gallery *g)
{
    struct pdf_draw *d = &g->draw;
    const struct doc_score *score = &find(d->doc->root, DOC_SCORE, NULL)->score;
    struct doc_score odd = *score;
    odd.value = S("试算 68.23");
    odd.grade = S("将为 达标以下");
    odd.note = S("试算：有假定分值，等级为“将为”");
    odd.at = 12;
    turn(g);
    draw_score(d, score, 20, 20, 68.5, 50);
    draw_score(d, &odd, 92.5, 20, 68.5, 50);
    draw_verdict(d, &find(d->doc->root, DOC_VERDICT, NULL)->verdict, 20, 76);
    draw_auditor(d, 150.5, 76, 39.5, 200);
    draw_signature(d, &find(d->doc->root, DOC_SIGNATURE, NULL)->signature, 20, 100);
    turn(g);
    const struct node *def = NULL;
    while ((def = find(d->doc->root, DOC_DEFINITION, def))) {
        draw_definition(d, &def->definition, 20, g->y, 170);
        g->y += definition_height(d, &def->definition, 170);
    }
    struct doc_definition wide = find(d->doc->root, DOC_DEFINITION, NULL)->definition;
    wide.name = S("重大投诉在规定时限内上报主管部门的及时率");
    wide.numerator =
        S("按投诉提出时间计入本期、属于重大投诉、且在规定时限之内上报主管部门的"
          "投诉件数之和");
    wide.denominator = S("本期全部重大投诉");
    draw_definition(d, &wide, 20, g->y, 170);
    g->y += definition_height(d, &wide, 170);
    wide.denominator =
        S("按投诉提出时间计入本期的全部重大投诉，含截至时尚未上报、但已过时限的");
    draw_definition(d, &wide, 20, g->y, 170);
    g->y += definition_height(d, &wide, 170);
    wide.denominator = STR_NONE;
    draw_definition(d, &wide, 20, g->y, 170);
}

static void put_covers(struct gallery *g)
{
    struct pdf_draw *d = &g->draw;
    struct doc_cover cover = find(d->doc->root, DOC_COVER, NULL)->cover;
    turn(g);
    draw_cover(d, &cover);
    draw_cover_pages(d, S("共 46 页"));
    cover.provisional = S("临时版　PROVISIONAL");
    cover.provisional_note = S("2 项数据闸门未通过，见第 38 页；不得作为审核证据");
    turn(g);
    draw_cover(d, &cover);
    g->style.light_cover = true;
    turn(g);
    draw_cover(d, &cover);
    g->style.light_cover = false;
}

static void save(struct gallery *g)
{
    struct err err = {0};
    struct pdf_info info = {.title = S("gallery"), .language = S("zh-CN")};
    pdf_page_end(g->draw.page);
    if (pdf_save(g->draw.pdf, &info, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < g->diags.n; i++)
        print_message("%s\n", g->diags.item[i].text.p);
    assert_int_equal(g->diags.n, 0);
}

static void draws_everything(void **state)
{
    struct gallery g = {.y = 20};
    struct err err = {0};
    struct doc *doc = fixture_doc(3);
    (void)state;
    arena_init(&g.arena);
    diag_init(&g.diags);
    assert_int_equal(style_load(&g.style, fixture_style(), "templates/styles/default.xml",
                                "templates/schemas/style.rng", S("zh-CN"), &g.arena,
                                &err),
                     0);
    g.draw = (struct pdf_draw){.style = &g.style, .doc = doc};
    const char *path = getenv("AUDITPACK_GALLERY");
    FILE *f = path ? fopen(path, "wb") : tmpfile();
    assert_non_null(f);
    assert_int_equal(pdf_open(&g.draw.pdf, f, &g.style, "fonts", &g.diags, &err), 0);
    put_covers(&g);
    put_panels(&g);
    put_tiles(&g);
    put_lines(&g);
    put_variants(&g, CHART_PARETO, 112);
    put_radars(&g);
    put_variants(&g, CHART_HISTOGRAM, 83);
    put_variants(&g, CHART_COMPARE, 83);
    put_variants(&g, CHART_GANTT, 170);
    put_variants(&g, CHART_MATRIX, 170);
    save(&g);
    pdf_close(g.draw.pdf);
    fclose(f);
    doc_free(doc);
    diag_release(&g.diags);
    arena_release(&g.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(draws_everything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
