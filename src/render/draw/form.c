/* Blocks of the last chapters: the definition of a metric as a fraction with its facts,
 * and the boxes for signature and seal. */
#include "render/draw/pen.h"
#include "render/pdf/field.h"

#include <math.h>

#include "base/banned.h"

#define NAME_WIDTH  39.5 /* mm, columns of a definition */
#define FRAC_AT     43.5
#define FRAC_WIDTH  61.0
#define FACT_AT     108.5
#define FACT_LABEL  16.0
#define PAD_TOP     2.6
#define PAD_FOOT    2.8
#define FACT_LEAD   4.06 /* 7.5/11.5 pt */
#define TERM_LEAD   4.06 /* 8.5/11.5 pt */
#define TERM_LINES  4
#define FACT_LINES  8
#define NAME_LINES  2
#define ID_LEAD     3.2
#define LEAST       11.0 /* a name over its line of two */
#define BOX_WIDTH   54.0 /* signature */
#define BOX_PITCH   58.0
#define BOX_HEIGHT  48.0
#define SIGN_HEIGHT 73.0
#define SIGN_ROW    79.0
#define SEAL_RADIUS 21.0

/* A digital signature, below its caption. */
#define FIELD_X 2.5
#define FIELD_Y 14.5
#define FIELD_W 49.0
#define FIELD_H 18.0

struct term {
    struct str line[TERM_LINES];
    size_t n;
    double w;
};

static struct term break_term(const struct pdf_draw *d, struct pdf_text type, double max,
                              struct str text)
{
    struct term t = {.n = 0};
    t.n = pen_break(d, type, max, text, t.line, TERM_LINES);
    for (size_t i = 0; i < t.n; i++)
        t.w = fmax(t.w, fmin(max, pen_width(d, type, t.line[i])));
    return t;
}

static struct pdf_text term_type(const struct pdf_draw *d, enum pdf_anchor anchor)
{
    return pen_type(8.5, FACE_REGULAR, d->style->ink, anchor);
}

static double factor_width(const struct pdf_draw *d, const struct doc_definition *def)
{
    double w = pen_width(d, term_type(d, ANCHOR_LEFT), def->factor);
    return w > 0 ? fmin(w, FRAC_WIDTH / 3) + 1 : 0;
}

static struct pdf_text fact_type(const struct pdf_draw *d)
{
    return pen_type(7.5, FACE_REGULAR, d->style->ink, ANCHOR_LEFT);
}

static double fact_width(double w)
{
    return fmax(20, w - FACT_AT - FACT_LABEL);
}

static double facts_height(const struct pdf_draw *d, const struct doc_definition *def,
                           double w)
{
    struct str line[FACT_LINES];
    size_t n = 0;
    for (size_t i = 0; i < def->nfacts; i++) {
        size_t of = pen_break(d, fact_type(d), fact_width(w), def->fact[i].value.text,
                              line, FACT_LINES);
        n += of ? of : 1;
    }
    return (double)n * FACT_LEAD;
}

static double fraction_height(const struct pdf_draw *d, const struct doc_definition *def)
{
    double max = FRAC_WIDTH - factor_width(d, def) - 3;
    struct term above = break_term(d, term_type(d, ANCHOR_LEFT), max, def->numerator);
    struct term below = break_term(d, term_type(d, ANCHOR_LEFT), max, def->denominator);
    return (double)(above.n + below.n) * TERM_LEAD + 0.6;
}

double definition_height(const struct pdf_draw *d, const struct doc_definition *def,
                         double w)
{
    double facts = facts_height(d, def, w); /* glyphs are numbered when first measured: */
    double fraction = fraction_height(d, def); /* in one order with every compiler */
    return PAD_TOP + fmax(fmax(facts, fraction), LEAST) + PAD_FOOT;
}

/* Numerator over denominator, the factor before the bar; `middle` is the block's. */
static void draw_fraction(const struct pdf_draw *d, const struct doc_definition *def,
                          double x, double middle)
{
    double lead = factor_width(d, def), max = FRAC_WIDTH - lead - 3;
    struct pdf_text centre = term_type(d, ANCHOR_CENTRE);
    struct term above = break_term(d, centre, max, def->numerator);
    struct term below = break_term(d, centre, max, def->denominator);
    double w = fmax(above.w, below.w) + 3, mid = x + lead + w / 2;
    bool fraction = below.n > 0;
    if (fraction) /* the block is centred, not its bar */
        middle += ((double)above.n - (double)below.n) * TERM_LEAD / 2;
    double top = fraction ? middle - (double)above.n * TERM_LEAD
                          : middle - (double)above.n * TERM_LEAD / 2;
    if (!fraction) {
        centre.anchor = ANCHOR_LEFT;
        mid = x + lead;
    }
    for (size_t i = 0; i < above.n; i++)
        pen_fit(d, centre, mid, top + 2.9 + (double)i * TERM_LEAD, max, above.line[i]);
    for (size_t i = 0; i < below.n; i++)
        pen_fit(d, centre, mid, middle + 3.5 + (double)i * TERM_LEAD, max, below.line[i]);
    if (lead > 0)
        pen_fit(d, term_type(d, ANCHOR_LEFT), x, middle + 1.1, lead - 1, def->factor);
    if (fraction)
        pen_rule(d, 0.5, d->style->ink, x + lead, middle, x + lead + w, middle);
}

static void draw_facts(const struct pdf_draw *d, const struct doc_definition *def,
                       double x, double y, double w)
{
    struct pdf_text label = pen_type(7.5, FACE_REGULAR, d->style->text3, ANCHOR_LEFT);
    for (size_t i = 0; i < def->nfacts; i++) {
        struct pdf_text type = fact_type(d);
        if (def->fact[i].value.flags & FLAG_BOLD)
            type.face = FACE_BOLD;
        pen_fit(d, label, x, y + 2.8, FACT_LABEL - 1, def->fact[i].label);
        size_t n = pen_lines(d, type, x + FACT_LABEL, y + 2.8, fact_width(w), FACT_LEAD,
                             def->fact[i].value.text);
        y += (double)(n ? n : 1) * FACT_LEAD;
    }
}

void draw_definition(const struct pdf_draw *d, const struct doc_definition *def, double x,
                     double y, double w)
{
    const struct style *s = d->style;
    struct pdf_text name = pen_type(9.5, FACE_BOLD, s->ink, ANCHOR_LEFT);
    struct pdf_text id = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    struct str line[NAME_LINES];
    double h = definition_height(d, def, w), top = y + PAD_TOP;
    size_t n = pen_break(d, name, NAME_WIDTH, def->name, line, NAME_LINES);
    pen_rule(d, 0.25, s->rule, x, y, x + w, y);
    for (size_t i = 0; i < n; i++)
        pen_fit(d, name, x, top + 3.7 + (double)i * 4.6, NAME_WIDTH, line[i]);
    pen_lines(d, id, x, top + 3.7 + (double)n * 4.6 - 0.5, NAME_WIDTH, ID_LEAD,
              def->id_line);
    draw_fraction(d, def, x + FRAC_AT, y + h / 2);
    draw_facts(d, def, x + FACT_AT, top, w);
}

static void draw_seal(const struct pdf_draw *d, const struct doc_signature *sign,
                      struct box b)
{
    const struct style *s = d->style;
    struct pdf_line dots = {.weight = 0.5, .colour = s->rule, .on = 2.8, .off = 2.3};
    struct pdf_text caption = pen_type(7, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    pen_box(d, s->tint, b);
    pdf_circle(d->page, NULL, &dots, b.x + 31, b.y + 25.5, SEAL_RADIUS);
    pen_rule(d, 0.25, s->text3, b.x + 4, b.y + 27, b.x + 40, b.y + 27);
    pen_fit(d, caption, b.x + 2.5, b.y + 4.2, 12, sign->sign);
    caption.anchor = ANCHOR_CENTRE;
    pen_fit(d, caption, b.x + 31, b.y + 42.6, 18, sign->seal);
}

static void draw_signer(const struct pdf_draw *d, const struct doc_signature *sign,
                        size_t i, double x, double y)
{
    const struct style *s = d->style;
    const struct doc_fact *f = &sign->box[i];
    struct pdf_text role = pen_type(9.5, FACE_BOLD, s->ink, ANCHOR_LEFT);
    struct pdf_text name = pen_type(8, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    struct pdf_text soft = pen_type(8, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    pen_box(d, s->accent, (struct box){x, y, BOX_WIDTH, 1.25 * PEN_POINT});
    pen_fit(d, role, x, y + 6, BOX_WIDTH, f->label);
    draw_seal(d, sign, (struct box){x, y + 8.6, BOX_WIDTH, BOX_HEIGHT});
    double foot = y + 8.6 + BOX_HEIGHT;
    pen_fit(d, name, x, foot + 5, BOX_WIDTH, f->value.text);
    pen_fit(d, soft, x, foot + 9.8, BOX_WIDTH, f->extra);
    double w = pen_fit(d, soft, x, foot + 15, BOX_WIDTH / 3, sign->date);
    pen_rule(d, 0.5, s->text3, x + fmax(13, w + 2), foot + 15.6, x + BOX_WIDTH,
             foot + 15.6);
}

void draw_signature(const struct pdf_draw *d, const struct doc_signature *sign, double x,
                    double y)
{
    for (size_t i = 0; i < sign->nboxes; i++) {
        size_t row = i / 3;
        double left = x + BOX_PITCH * (double)(i % 3), top = y + SIGN_ROW * (double)row;
        draw_signer(d, sign, i, left, top);
        if (i == 0 || i + 1 == sign->nboxes) /* who prepared it, who approves it */
            pdf_field_place(d->page, i == 0 ? FIELD_EDITION : FIELD_APPROVAL,
                            left + FIELD_X, top + FIELD_Y, FIELD_W, FIELD_H);
    }
}

double signature_height(const struct doc_signature *sign)
{
    size_t rows = (sign->nboxes + 2) / 3;
    return rows ? SIGN_ROW * (double)(rows - 1) + SIGN_HEIGHT : 0;
}
