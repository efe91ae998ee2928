/* Panels: the score with its scale, the verdict box of a clause, the auditor's column. */
#include "render/draw/axis.h"
#include "render/draw/pen.h"

#include <math.h>

#include "base/banned.h"

#define SCALE_FROM  60.0 /* points the scale begins and ends at */
#define SCALE_UNTIL 100.0
#define SCORE_PAD   5.0
#define GRADES      8

static double score_x(struct box b, double at)
{
    return b.x + SCORE_PAD +
           pen_share(at, SCALE_FROM, SCALE_UNTIL) * (b.w - 2 * SCORE_PAD);
}

static void draw_scale(const struct pdf_draw *d, const struct doc_score *score,
                       struct box b)
{
    const struct style *s = d->style;
    double y = b.y + 34, at = score_x(b, score->at);
    const double marker[] = {at, y - 0.5, at - 1.1, y - 2.4, at + 1.1, y - 2.4};
    pdf_alpha(d->page, 0.18);
    pen_box(d, s->white, (struct box){b.x + SCORE_PAD, y, b.w - 2 * SCORE_PAD, 2});
    pdf_alpha(d->page, 1);
    pen_box(d, s->white, (struct box){b.x + SCORE_PAD, y, at - b.x - SCORE_PAD, 2});
    for (size_t i = 0; i < score->nlines && i < GRADES; i++) {
        double v = score->line[i].at, x = score_x(b, v);
        pen_rule(d, 0.9, v <= score->at ? s->accent : s->white, x, y - 1, x, y + 2.4);
        pen_rule(d, 0.6, s->white, x, y + 2.4, x, y + 3.4);
    }
    pdf_path_fill(d->page, s->white, marker, 3);
}

/* Names of the grade lines: moved apart; when there is no room, the first ones go. */
static void draw_grades(const struct pdf_draw *d, const struct doc_score *score,
                        struct box b)
{
    struct pdf_text type = pen_type(6.5, FACE_REGULAR, d->style->white, ANCHOR_CENTRE);
    double x[GRADES], w[GRADES];
    size_t n = score->nlines < GRADES ? score->nlines : GRADES;
    size_t from = 0;
    for (; from < n; from++) {
        for (size_t i = from; i < n; i++) {
            x[i] = score_x(b, score->line[i].at);
            w[i] = pen_width(d, type, score->line[i].text);
        }
        if (axis_spread(x + from, w + from, n - from, 0.8, b.x + 2, b.x + b.w - 2))
            break;
    }
    for (size_t i = from; i < n; i++)
        pen_put(d, type, x[i], b.y + 40.2, score->line[i].text);
}

void draw_score(const struct pdf_draw *d, const struct doc_score *score, double x,
                double y, double w, double h)
{
    const struct style *s = d->style;
    struct box b = {x, y, w, h};
    double left = x + SCORE_PAD, right = x + w - SCORE_PAD, inner = w - 2 * SCORE_PAD;
    struct pdf_text label = pen_type(8.5, FACE_REGULAR, s->on_accent, ANCHOR_LEFT);
    struct pdf_text value = pen_type(34, FACE_BOLD, s->white, ANCHOR_LEFT);
    struct pdf_text grade = pen_type(20, FACE_BOLD, s->white, ANCHOR_RIGHT);
    struct pdf_text formula = pen_type(7, FACE_REGULAR, s->on_accent, ANCHOR_LEFT);
    struct pdf_text note = pen_type(6.5, FACE_REGULAR, s->on_accent, ANCHOR_LEFT);
    struct pdf_text distance = pen_type(7, FACE_BOLD, s->white, ANCHOR_RIGHT);
    pen_box(d, s->accent, b);
    pen_fit(d, label, left, y + 9, inner * 0.6, score->label);
    pen_fit(d, note, left, y + 13, inner, score->note);
    label.anchor = ANCHOR_RIGHT;
    pen_fit(d, label, right, y + 9, inner * 0.38, score->grade_label);
    double taken = pen_fit(d, grade, right, y + 24.6, inner * 0.42, score->grade);
    pen_fit(d, value, left, y + 25.5, inner - taken - 3, score->value);
    draw_scale(d, score, b);
    draw_grades(d, score, b);
    taken = pen_fit(d, distance, right, y + 45.8, inner * 0.5, score->distance);
    pen_fit(d, formula, left, y + 45.8, inner - taken - 2, score->formula);
}

/* "10.70 / 12.00": what was earned stands out. */
static void draw_points(const struct pdf_draw *d, struct str text, double right, double y,
                        double max)
{
    const struct style *s = d->style;
    struct pdf_text big = pen_type(13, FACE_BOLD, s->ink, ANCHOR_RIGHT);
    struct pdf_text small = pen_type(8, FACE_REGULAR, s->text2, ANCHOR_RIGHT);
    struct str rest = text, earned = STR_NONE;
    str_split(&rest, '/', &earned);
    if (!rest.n) {
        pen_fit(d, big, right, y, max, text);
        return;
    }
    struct str of = {rest.p - 1, rest.n + 1}; /* with the stroke */
    double taken = pen_fit(d, small, right, y, max / 2, of) + 0.8;
    pen_fit(d, big, right - taken, y, max - taken, str_trim(earned));
}

void draw_verdict(const struct pdf_draw *d, const struct doc_verdict *v, double x,
                  double y)
{
    const struct style *s = d->style;
    struct pdf_text label = pen_type(8, FACE_REGULAR, s->text2, ANCHOR_LEFT);
    struct pdf_text state =
        pen_type(8, FACE_REGULAR, draw_mark_colour(s, v->state.mark), ANCHOR_RIGHT);
    double left = x + 2.5, right = x + VERDICT_WIDTH - 2.5, inner = right - left;
    pen_box(d, s->tint, (struct box){x, y, VERDICT_WIDTH, VERDICT_HEIGHT});
    pen_box(d, s->accent, (struct box){x, y, VERDICT_WIDTH, 1.25 * PEN_POINT});
    double taken = pen_fit(d, state, right, y + 6, inner * 0.7, v->state.text);
    draw_mark(d, v->state.mark, right - taken - 4, y + 6);
    pen_fit(d, label, left, y + 6, inner - taken - 5, v->label);
    taken = 0;
    if (v->unconfirmed)
        taken = draw_tag(d, d->doc->words.unconfirmed, left, y + 13) + 1.5;
    draw_points(d, v->points.text, right, y + 13, inner - taken);
}

/* Word and box three times, evenly over the width. */
static void draw_ticks(const struct pdf_draw *d, struct box b, double y)
{
    const struct doc_words *words = &d->doc->words;
    const struct str word[] = {words->auditor_ok, words->auditor_fail,
                               words->auditor_note};
    struct pdf_text type = pen_type(7.5, FACE_REGULAR, d->style->text2, ANCHOR_LEFT);
    const double apart = 1.1, side = 2.8;
    double w[3], all = 0, room = b.w - 4;
    for (size_t i = 0; i < 3; i++)
        all += w[i] = pen_width(d, type, word[i]) + apart + side;
    double scale = fmin(1, (room - 2) / all), x = b.x + 2;
    double gap = (room - all * scale) / 2;
    for (size_t i = 0; i < 3; i++) {
        double text = w[i] * scale - apart - side;
        double taken = pen_fit(d, type, x, y, text, word[i]);
        pen_frame(d, 0.5, d->style->text2,
                  (struct box){x + taken + apart, y - 2.4, side, side});
        x += w[i] * scale + gap;
    }
}

/* Signature and date, each with a line to write on. */
static void draw_signing(const struct pdf_draw *d, struct box b, double y)
{
    const struct doc_words *words = &d->doc->words;
    struct pdf_text type = pen_type(7.5, FACE_REGULAR, d->style->text2, ANCHOR_LEFT);
    double right = b.x + b.w - 2, middle = b.x + b.w * 0.58;
    double x = b.x + 2 + pen_fit(d, type, b.x + 2, y, b.w * 0.3, words->signature) + 1;
    pen_rule(d, 0.25, d->style->text3, x, y + 0.5, middle - 1.2, y + 0.5);
    x = middle + pen_fit(d, type, middle, y, b.w * 0.2, words->date) + 1;
    pen_rule(d, 0.25, d->style->text3, x, y + 0.5, right, y + 0.5);
}

void draw_auditor(const struct pdf_draw *d, double x, double y, double w, double h)
{
    const struct style *s = d->style;
    struct box b = {x, y, w, h};
    struct pdf_text head = pen_type(7.5, FACE_BOLD, s->text2, ANCHOR_LEFT);
    struct pdf_line dots = {.weight = 0.3, .colour = s->rule, .on = 0.7, .off = 2};
    pen_box(d, s->tint, (struct box){x, y, w, 6.5});
    pen_frame(d, 0.5, s->rule, b);
    pen_rule(d, 0.5, s->rule, x, y + 6.5, x + w, y + 6.5);
    pen_fit(d, head, x + 2, y + 4.5, w - 4, d->doc->words.auditor);
    size_t lines = h < 38.5 ? 0 : (size_t)((h - 38.5) / 8) + 1;
    for (size_t i = 0; i < lines; i++) {
        double at = y + 14.5 + 8 * (double)i;
        pdf_line_draw(d->page, &dots, x + 2, at, x + w - 2, at);
    }
    if (h < 30)
        return;
    draw_ticks(d, b, y + h - 16);
    draw_signing(d, b, y + h - 6);
}
