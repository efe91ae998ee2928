/* draw: on a device that only records, every drawing stays in its box whatever the values
 * are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "fixture_doc.h"
#include "render/draw/chart.h"
#include "render/pdf/field.h"

#include "base/banned.h"

/* --- a device that remembers the edges of what was drawn --- */

struct pdf_page {
    struct rect drawn;
    double smallest; /* type, pt */
    size_t strokes;
    int figures; /* open */
    bool broken; /* a coordinate that is no number */
};

static struct pdf_page recorded;

static void mark_point(double x, double y)
{
    if (!isfinite(x) || !isfinite(y)) {
        recorded.broken = true;
        return;
    }
    recorded.drawn.left = fmin(recorded.drawn.left, x);
    recorded.drawn.right = fmax(recorded.drawn.right, x);
    recorded.drawn.top = fmin(recorded.drawn.top, y);
    recorded.drawn.bottom = fmax(recorded.drawn.bottom, y);
    recorded.strokes++;
}

double pdf_text_width(struct pdf *pdf, const struct pdf_text *type, struct str text)
{
    double em = 0;
    uint32_t cp;
    (void)pdf;
    while (utf8_next(&text, &cp))
        em += utf8_is_wide(cp) ? 1 : 0.55;
    return em * type->size * PEN_POINT;
}

double pdf_text_draw(struct pdf_page *page, const struct pdf_text *type, double x,
                     double y, struct str text)
{
    double w = pdf_text_width(NULL, type, text);
    double from = type->anchor == ANCHOR_RIGHT    ? x - w
                  : type->anchor == ANCHOR_CENTRE ? x - w / 2
                                                  : x;
    page->smallest = fmin(page->smallest, type->size);
    mark_point(from, y - type->size * PEN_POINT * 0.7);
    mark_point(from + w, y);
    return w;
}

double pdf_text_upright(struct pdf_page *page, const struct pdf_text *type, double x,
                        double y, struct str text)
{
    double w = pdf_text_width(NULL, type, text);
    page->smallest = fmin(page->smallest, type->size);
    mark_point(x, y);
    mark_point(x, y - w);
    return w;
}

void pdf_line_draw(struct pdf_page *page, const struct pdf_line *line, double x1,
                   double y1, double x2, double y2)
{
    (void)page;
    (void)line;
    mark_point(x1, y1);
    mark_point(x2, y2);
}

void pdf_rect_fill(struct pdf_page *page, struct colour colour, double x, double y,
                   double w, double h)
{
    (void)page;
    (void)colour;
    mark_point(x, y);
    mark_point(x + w, y + h);
}

void pdf_rect_stroke(struct pdf_page *page, const struct pdf_line *line, double x,
                     double y, double w, double h)
{
    pdf_line_draw(page, line, x, y, x + w, y + h);
}

void pdf_path_fill(struct pdf_page *page, struct colour colour, const double *xy,
                   size_t n)
{
    (void)page;
    (void)colour;
    for (size_t i = 0; i < n; i++)
        mark_point(xy[2 * i], xy[2 * i + 1]);
}

void pdf_path_stroke(struct pdf_page *page, const struct pdf_line *line, const double *xy,
                     size_t n, bool closed)
{
    (void)line;
    (void)closed;
    pdf_path_fill(page, (struct colour){0}, xy, n);
}

void pdf_circle(struct pdf_page *page, const struct colour *fill,
                const struct pdf_line *stroke, double x, double y, double r)
{
    (void)page;
    (void)fill;
    (void)stroke;
    mark_point(x - r, y - r);
    mark_point(x + r, y + r);
}

void pdf_sector_fill(struct pdf_page *page, struct colour colour, double x, double y,
                     double r, double a, double b)
{
    (void)colour;
    (void)a;
    (void)b;
    pdf_circle(page, NULL, NULL, x, y, r);
}

void pdf_image_draw(struct pdf_page *page, struct str png, struct colour ground, double x,
                    double y, double w, double h)
{
    (void)png;
    pdf_rect_fill(page, ground, x, y, w, h);
}

void pdf_alpha(struct pdf_page *page, double alpha)
{
    (void)page;
    assert_true(alpha > 0 && alpha <= 1);
}

void pdf_tag_begin(struct pdf *pdf, enum pdf_role role)
{
    (void)pdf;
    assert_int_equal(role, ROLE_FIGURE);
    recorded.figures++;
}

void pdf_tag_end(struct pdf *pdf)
{
    (void)pdf;
    recorded.figures--;
}

void pdf_tag_alt(struct pdf *pdf, struct str text)
{
    (void)pdf;
    (void)text;
    assert_int_equal(recorded.figures, 1);
}

void pdf_field_place(struct pdf_page *page, enum pdf_field_kind kind, double x, double y,
                     double w, double h)
{
    (void)page;
    (void)kind;
    mark_point(x, y);
    mark_point(x + w, y + h);
}

/* --- drawings on it --- */

static struct style plain_style;
static uint64_t start, seed;
static struct doc *doc;

static struct pdf_draw recorder(void)
{
    recorded = (struct pdf_page){.drawn = {1e9, 1e9, -1e9, -1e9}, .smallest = 100};
    return (struct pdf_draw){NULL, &recorded, &plain_style, doc};
}

#define SLACK 1.2 /* mm a glyph, a stroke or a round point may reach over an edge */

static void expect_inside(double x, double y, double w, double h)
{
    assert_false(recorded.broken);
    assert_int_equal(recorded.figures, 0);
    assert_true(recorded.strokes > 0);
    assert_true(recorded.smallest >= PEN_SMALLEST);
    if (recorded.drawn.left < x - SLACK || recorded.drawn.right > x + w + SLACK ||
        recorded.drawn.top < y - SLACK || recorded.drawn.bottom > y + h + SLACK)
        fail_msg(
            "seed %d: drawn %.1f %.1f to %.1f %.1f outside of %.1f %.1f to %.1f %.1f",
            (int)start, recorded.drawn.left, recorded.drawn.top, recorded.drawn.right,
            recorded.drawn.bottom, x, y, x + w, y + h);
}

static void expect_chart_inside(const struct chart *c, double w)
{
    struct pdf_draw d = recorder();
    double h = chart_height(&d, c, w);
    assert_true(h > 0 && h < 250);
    draw_chart(&d, c, 20, 30, w, h);
    expect_inside(20, 30, w, h);
}

static const struct node *next_of(enum doc_kind kind, const struct node *after)
{
    struct doc_walk walk;
    bool past = !after;
    doc_walk_init(&walk, doc->root);
    while (doc_walk_step(&walk)) {
        if (past && walk.entering && walk.node->kind == kind)
            return walk.node;
        past = past || walk.node == after;
    }
    return NULL;
}

static void charts_stay_in_their_box(void **state)
{
    static const double widths[] = {68.5, 83, 112, 170};
    (void)state;
    for (const struct node *n = NULL; (n = next_of(DOC_CHART, n));)
        for (size_t i = 0; i < 4; i++)
            expect_chart_inside(&n->chart, widths[i]);
}

/* A small generator, so that a failure comes back with the same seed. */
static uint32_t roll(uint32_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % sides;
}

static double odd_value(void)
{
    static const double odd[] = {0,    -0.0,  1,        100,  99.96, -5,
                                 1e-9, 1e9,   1e300,    NAN,  42,    1 / 3.,
                                 1e15, -1e15, INFINITY, 12.5, 7,     1e-300};
    return odd[roll(sizeof odd / sizeof *odd)];
}

static struct str odd_text(void)
{
    static const char *odd[] = {
        "", "1", "100.00%",
        ("\xe5\x90\x8d\xe7\xa7\xb0\xe7\x89\xb9\xe5\x88\xab\xe9\x95"
         "\xbf\xe7\x9a\x84\xe7\xb1\xbb\xe5\x88\xab"),
        "a word that is far too long for the place it is given"};
    return str_of(odd[roll(sizeof odd / sizeof *odd)]);
}

#define CATEGORIES 13

struct odd_chart {
    struct chart chart;
    struct chart_series series[3];
    struct chart_point point[3][CATEGORIES];
    struct str text[4][CATEGORIES];
    bool alert[CATEGORIES];
    struct gantt_row gantt[40];
    struct chart_tick tick[5];
    struct matrix_row matrix[40];
    struct str item[4][40];
};

static void roll_points(struct odd_chart *o)
{
    static const enum series_role roles[] = {SERIES_MAIN, SERIES_LAST, SERIES_RUNNING};
    for (size_t s = 0; s < 3; s++) {
        o->series[s] = (struct chart_series){odd_text(), roles[s], o->point[s]};
        for (size_t i = 0; i < CATEGORIES; i++)
            o->point[s][i] = (struct chart_point){.y = odd_value(),
                                                  .missing = roll(4) == 0,
                                                  .hollow = roll(5) == 0,
                                                  .outside = roll(5) == 0,
                                                  .has_interval = roll(2),
                                                  .low = odd_value(),
                                                  .high = odd_value(),
                                                  .text = odd_text(),
                                                  .note = odd_text()};
    }
}

static void roll_rows(struct odd_chart *o)
{
    for (size_t i = 0; i < 40; i++) {
        o->gantt[i] = (struct gantt_row){.number = odd_text(),
                                         .action = odd_text(),
                                         .owner = odd_text(),
                                         .state = odd_text(),
                                         .mark = (int)roll(MARK_OUTSIDE + 1),
                                         .start = odd_value(),
                                         .due = odd_value(),
                                         .done = odd_value(),
                                         .progress = odd_value(),
                                         .overdue = roll(2)};
        o->matrix[i] = (struct matrix_row){.band = roll(5) == 0,
                                           .number = odd_text(),
                                           .label = odd_text(),
                                           .needed = odd_text(),
                                           .held = odd_text(),
                                           .mark = (int)roll(MARK_OUTSIDE + 1)};
        for (size_t k = 0; k < 13; k++)
            o->matrix[i].cell[k] = (struct matrix_cell){"vsxm-?"[roll(6)], odd_text()};
    }
    for (size_t i = 0; i < 5; i++)
        o->tick[i] = (struct chart_tick){odd_value(), odd_text()};
}

static void roll_chart(struct odd_chart *o, enum chart_kind kind)
{
    roll_points(o);
    roll_rows(o);
    for (size_t i = 0; i < CATEGORIES; i++) {
        o->alert[i] = roll(2);
        for (size_t k = 0; k < 4; k++)
            o->text[k][i] = odd_text();
    }
    o->chart = (struct chart){.kind = kind,
                              .title = odd_text(),
                              .unit = odd_text(),
                              .newest = odd_text(),
                              .newest_note = odd_text(),
                              .note = odd_text(),
                              .empty = odd_text(),
                              .percent = roll(2),
                              .better = (int)roll(3) - 1,
                              .category = o->text[0],
                              .group = o->text[1],
                              .ncategories = roll(CATEGORIES + 1),
                              .series = o->series,
                              .nseries = roll(4),
                              .has_goal = roll(2),
                              .goal = odd_value(),
                              .goal_text = odd_text(),
                              .has_limits = roll(2),
                              .centre = odd_value(),
                              .lower = odd_value(),
                              .upper = odd_value(),
                              .current = roll(CATEGORIES + 1),
                              .spoke_value = o->text[2],
                              .spoke_alert = o->alert,
                              .change = o->text[3],
                              .step = odd_value(),
                              .median = odd_value(),
                              .median_text = odd_text(),
                              .gantt = o->gantt,
                              .ngantt = roll(41),
                              .axis_from = odd_value(),
                              .axis_until = odd_value(),
                              .as_of = odd_value(),
                              .as_of_text = odd_text(),
                              .tick = o->tick,
                              .nticks = roll(6),
                              .matrix = o->matrix,
                              .nmatrix = roll(41)};
    for (size_t i = 0; i < 5; i++)
        o->chart.legend[i] = odd_text();
    if (kind >= CHART_QUADRANT && roll(3))
        o->chart.empty = STR_NONE;
    for (size_t q = 0; q < 4; q++) {
        for (size_t i = 0; i < 40; i++)
            o->item[q][i] = odd_text();
        o->chart.quadrant[q] =
            (struct chart_list){odd_text(), o->item[q], roll(roll(5) ? 6 : 41)};
    }
    o->chart.effect = odd_text();
    o->chart.branch = o->chart.quadrant;
    o->chart.nbranches = roll(5);
    for (size_t i = 0; i < RISK_STEPS * RISK_STEPS; i++)
        o->chart.risk[i / RISK_STEPS][i % RISK_STEPS] = roll(3) ? STR_NONE : odd_text();
}

static void odd_charts_stay_in_their_box(void **state)
{
    static struct odd_chart odd;
    (void)state;
    for (uint64_t i = 0; i < 4000; i++) {
        start = seed = i;
        roll_chart(&odd, (enum chart_kind)(i % (CHART_RISK + 1)));
        expect_chart_inside(&odd.chart, i % 3 ? 83 : 170);
    }
}

static void tiles_and_panels_stay_in_their_box(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 500; i++) {
        start = seed = i;
        struct doc_tile t = {.name = odd_text(),
                             .unit = odd_text(),
                             .target = odd_text(),
                             .change = odd_text(),
                             .foot_left = odd_text(),
                             .foot_right = odd_text(),
                             .value = {.text = odd_text()},
                             .mark = (enum doc_state)roll(MARK_OUTSIDE + 1),
                             .trend = (int)roll(3) - 1,
                             .has_strip = roll(2),
                             .low = odd_value(),
                             .high = odd_value(),
                             .at = odd_value(),
                             .goal = odd_value(),
                             .axis_from = odd_value(),
                             .axis_until = odd_value(),
                             .has_goal = roll(2)};
        struct pdf_draw d = recorder();
        draw_tile(&d, &t, 20, 30);
        expect_inside(20, 30, TILE_WIDTH, TILE_HEIGHT);
        struct doc_score score = {.label = odd_text(),
                                  .value = odd_text(),
                                  .grade_label = odd_text(),
                                  .grade = odd_text(),
                                  .formula = odd_text(),
                                  .distance = odd_text(),
                                  .note = odd_text(),
                                  .at = odd_value(),
                                  .nlines = roll(9)};
        for (size_t k = 0; k < 8; k++) {
            score.line[k].at = 60 + 5 * (double)k;
            score.line[k].text = odd_text();
        }
        d = recorder();
        draw_score(&d, &score, 20, 30, 68.5, 50);
        expect_inside(20, 30, 68.5, 50);
    }
}

static void the_rest_stays_in_its_box(void **state)
{
    struct pdf_draw d = recorder();
    (void)state;
    draw_verdict(&d, &next_of(DOC_VERDICT, NULL)->verdict, 20, 30);
    expect_inside(20, 30, VERDICT_WIDTH, VERDICT_HEIGHT);
    d = recorder();
    draw_auditor(&d, 150, 30, 39.5, 200);
    expect_inside(150, 30, 39.5, 200);
    d = recorder();
    draw_cover(&d, &next_of(DOC_COVER, NULL)->cover);
    expect_inside(0, 0, 210, 297);
    const struct doc_signature *sign = &next_of(DOC_SIGNATURE, NULL)->signature;
    d = recorder();
    draw_signature(&d, sign, 20, 30);
    expect_inside(20, 30, 170, signature_height(sign));
    const struct doc_definition *def = &next_of(DOC_DEFINITION, NULL)->definition;
    d = recorder();
    draw_definition(&d, def, 20, 30, 170);
    expect_inside(20, 30, 170, definition_height(&d, def, 170));
}

static void marks_differ_in_shape(void **state)
{
    size_t strokes[MARK_OUTSIDE + 1];
    (void)state;
    for (int m = 0; m <= MARK_OUTSIDE; m++) {
        struct pdf_draw d = recorder();
        draw_mark(&d, (enum doc_state)m, 20, 30);
        strokes[m] = recorded.strokes;
        if (m != MARK_NONE)
            expect_inside(20, 30 - 2.65 + SLACK, 3, 3 - 2 * SLACK + 0.4);
    }
    assert_int_equal(strokes[MARK_NONE], 0);
    assert_true(strokes[MARK_MISSED] > strokes[MARK_ABSENT]);
}

static void long_text_is_cut_at_six_points(void **state)
{
    struct pdf_draw d = recorder();
    struct pdf_text type = pen_type(9, FACE_REGULAR, plain_style.ink, ANCHOR_LEFT);
    (void)state;
    assert_true(pen_fit(&d, type, 10, 10, 20, STR("short")) < 20);
    assert_true(recorded.smallest == 9);
    assert_true(pen_fit(&d, type, 10, 10, 20, STR("a little too long")) <= 20.02);
    assert_true(recorded.smallest < 9 && recorded.smallest > PEN_SMALLEST);
    double w = pen_fit(&d, type, 10, 10, 20, STR("much too long for twenty millimetres"));
    assert_true(w <= 20.02 && w > 15);
    assert_true(recorded.smallest == PEN_SMALLEST);
    assert_true(pen_fit(&d, type, 10, 10, -3, STR("no room")) == 0);
}

static void lines_break_where_they_may(void **state)
{
    struct pdf_draw d = recorder();
    struct pdf_text type = pen_type(10, FACE_REGULAR, plain_style.ink, ANCHOR_LEFT);
    struct str line[4];
    (void)state;
    assert_int_equal(pen_break(&d, type, 20, STR("one two three"), line, 4), 2);
    assert_true(str_eq(line[0], STR("one two")));
    assert_true(str_eq(line[1], STR("three")));
    assert_int_equal(pen_break(&d, type, 50, STR("a\nb"), line, 4), 2);
    assert_int_equal(pen_break(&d, type, 5, STR("unbreakable"), line, 4), 4);
    assert_int_equal(pen_break(&d, type, 20, STR(""), line, 4), 0);
    assert_int_equal(pen_break_even(&d, type, 5, STR("unbreakable"), line, 4), 1);
    assert_int_equal(pen_break_even(&d, type, 5, STR("two words"), line, 4), 2);
    assert_int_equal(pen_break(&d, type, 26, STR("one two three f"), line, 4), 2);
    assert_true(str_eq(line[1], STR("f")));
    assert_int_equal(pen_break_even(&d, type, 26, STR("one two three f"), line, 4), 2);
    assert_true(str_eq(line[1], STR("three f")));
}

static void odd_ranges_have_an_axis(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 5000; i++) {
        start = seed = i;
        double low = odd_value(), high = odd_value();
        struct axis_range range;
        axis_range_init(&range);
        axis_take(&range, low);
        axis_take(&range, high);
        struct axis a = axis_fit(&range, roll(4));
        assert_true(a.ticks >= 3 && a.ticks <= 5);
        assert_true(isfinite(a.from) && isfinite(a.until) && a.until > a.from);
        if (isfinite(low))
            assert_true(a.from <= low * (1 + 1e-6) + 1e-300 || low < 0 || a.from <= low);
    }
}

static int open_doc(void **state)
{
    (void)state;
    doc = fixture_doc(3);
    return 0;
}

static int close_doc(void **state)
{
    (void)state;
    doc_free(doc);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts_stay_in_their_box),
        cmocka_unit_test(odd_charts_stay_in_their_box),
        cmocka_unit_test(tiles_and_panels_stay_in_their_box),
        cmocka_unit_test(the_rest_stays_in_its_box),
        cmocka_unit_test(marks_differ_in_shape),
        cmocka_unit_test(long_text_is_cut_at_six_points),
        cmocka_unit_test(lines_break_where_they_may),
        cmocka_unit_test(odd_ranges_have_an_axis),
    };
    return cmocka_run_group_tests(tests, open_doc, close_doc);
}
