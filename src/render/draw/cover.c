/* The cover: what it is, whose, for when, which edition. A bar for every item of the
 * standard stands on the edge of the ground; the light look saves toner. */
#include "render/draw/pen.h"

#include <math.h>

#include "base/banned.h"

#define PAGE_WIDTH  210.0
#define LEFT        20.0
#define RIGHT       190.0
#define INNER       (RIGHT - LEFT)
#define GROUND      176.0 /* height of the accent ground, mm */
#define BAR_HEIGHT  52.0
#define BAR_WIDTH   8.0
#define BAR_GAP     2.4
#define PART_GAP    8.2 /* more between sections */
#define COLUMN      43.5
#define COLUMN_WIDE 39.5
#define LOGO_WIDTH  60.0
#define LOGO_HEIGHT 14.0
#define DIM_UNDER   0.9 /* share under which a bar is dimmer */

struct cover {
    const struct pdf_draw *d;
    const struct doc_cover *cover;
    struct colour title, soft, bar; /* on the ground */
    bool light;
};

static void draw_ground(const struct cover *c)
{
    const struct style *s = c->d->style;
    if (!c->light)
        pen_box(c->d, s->accent, (struct box){0, 0, PAGE_WIDTH, GROUND});
}

static void draw_provisional(const struct cover *c)
{
    const struct style *s = c->d->style;
    const struct doc_cover *cover = c->cover;
    struct pdf_text word = pen_type(11, FACE_BOLD, s->alert, ANCHOR_LEFT);
    struct pdf_text note = pen_type(8, FACE_REGULAR, s->ink, ANCHOR_RIGHT);
    if (!cover->provisional.n)
        return;
    struct box band = {LEFT, 12, INNER, 11};
    pen_box(c->d, s->white, band);
    if (c->light)
        pen_frame(c->d, 0.75, s->alert, band);
    pen_box(c->d, s->alert, (struct box){LEFT, 12, 2.4, 11});
    double taken = pen_fit(c->d, word, 26, 19, 80, cover->provisional);
    pen_fit(c->d, note, 187, 18.8, 187 - 26 - taken - 4, cover->provisional_note);
}

static double draw_two(const struct cover *c, struct pdf_text type, double x, double y,
                       double w, double leading, struct str text);

/* Above the rule at the right; where the band of a provisional edition stands, none. */
static void draw_logo(const struct cover *c)
{
    const struct style *s = c->d->style;
    const struct doc_cover *cover = c->cover;
    if (cover->logo.n && !cover->provisional.n)
        pdf_image_draw(c->d->page, cover->logo, c->light ? s->white : s->accent,
                       RIGHT - LOGO_WIDTH, 11, LOGO_WIDTH, LOGO_HEIGHT);
}

/* A name too long for its line takes the one above it, too; smaller and lower where the
 * band of what is provisional lies above. */
static void draw_organisation(const struct cover *c, struct pdf_text type, double w)
{
    struct str name = c->cover->organisation;
    bool two = pen_width(c->d, type, name) > w;
    bool banded = two && c->cover->provisional.n;
    type.size = banded ? 11 : type.size;
    draw_two(c, type, LEFT,
             banded ? 28.6
             : two  ? 27
                    : 33,
             two ? fmax(w, 120) : w, banded ? 5 : 6, name);
}

static void draw_titles(const struct cover *c)
{
    const struct doc_cover *cover = c->cover;
    const struct pdf_draw *d = c->d;
    struct pdf_text organisation = pen_type(13, FACE_BOLD, c->title, ANCHOR_LEFT);
    struct pdf_text kind = pen_type(8.5, FACE_REGULAR, c->soft, ANCHOR_RIGHT);
    struct pdf_text title = pen_type(36, FACE_BOLD, c->title, ANCHOR_LEFT);
    struct pdf_text alternative = pen_type(14, FACE_REGULAR, c->soft, ANCHOR_LEFT);
    struct pdf_text period = pen_type(20, FACE_BOLD, c->title, ANCHOR_LEFT);
    struct pdf_text dates = pen_type(10.5, FACE_REGULAR, c->soft, ANCHOR_LEFT);
    double taken = pen_fit(d, kind, RIGHT, 33, 45, cover->kind);
    draw_organisation(c, organisation, INNER - taken - 4);
    pdf_alpha(d->page, 0.5);
    pen_rule(d, 0.5, c->soft, LEFT, 37.5, RIGHT, 37.5);
    pdf_alpha(d->page, 1);
    pen_fit(d, title, LEFT, 66, INNER, cover->title);
    pen_fit(d, alternative, LEFT, 76.5, INNER, cover->title_alt);
    taken = pen_fit(d, period, LEFT, 102, INNER * 0.6, cover->period);
    double x = fmax(75, LEFT + taken + 8);
    pen_fit(d, dates, x, 102, RIGHT - x, cover->dates);
}

/* Bars begin at half: what lies under it would hide the differences that count. */
static double bar_height(double share)
{
    return BAR_HEIGHT * fmax(0.01, pen_share(share, 0.5, 1));
}

static void draw_item_bar(const struct cover *c, const struct doc_bar *bar, double x,
                          double w)
{
    const struct pdf_draw *d = c->d;
    struct pdf_text type = pen_type(6, FACE_REGULAR, c->soft, ANCHOR_CENTRE);
    double h = bar_height(bar->share), top = GROUND - BAR_HEIGHT;
    if (bar->applicable && !bar->evaluated) { /* nothing is known: an empty frame */
        pdf_alpha(d->page, 0.4);
        pen_frame(d, 0.4, c->bar, (struct box){x, top, w, BAR_HEIGHT});
        pdf_alpha(d->page, 1);
    } else {
        pdf_alpha(d->page, 0.1);
        pen_box(d, c->bar, (struct box){x, top, w, BAR_HEIGHT});
    }
    if (bar->applicable && bar->evaluated) {
        pdf_alpha(d->page, bar->share < DIM_UNDER ? 0.5 : 0.82);
        pen_box(d, c->bar, (struct box){x, GROUND - h, w, h});
    }
    pdf_alpha(d->page, 1);
    if (!bar->applicable)
        pen_rule(d, 0.4, c->bar, x, GROUND, x + w, top);
    pen_fit(d, type, x + w / 2, top - 1.6, w + BAR_GAP - 0.6, bar->label);
}

/* Fifteen bars with two wider gaps fill the width; others are scaled to it. */
static void draw_item_bars(const struct cover *c)
{
    const struct doc_cover *cover = c->cover;
    struct pdf_text note = pen_type(6.5, FACE_REGULAR, c->d->style->text3, ANCHOR_LEFT);
    double all = -BAR_GAP;
    for (size_t i = 0; i < cover->nbars; i++)
        all += BAR_WIDTH + BAR_GAP + (i && cover->bar[i].gap_before ? PART_GAP : 0);
    double scale = all > 0 ? fmin(1.5, INNER / all) : 1, x = LEFT;
    for (size_t i = 0; i < cover->nbars; i++) {
        if (i && cover->bar[i].gap_before)
            x += PART_GAP * scale;
        draw_item_bar(c, &cover->bar[i], x, BAR_WIDTH * scale);
        x += (BAR_WIDTH + BAR_GAP) * scale;
    }
    if (c->light)
        pen_rule(c->d, 0.75, c->d->style->accent, LEFT, GROUND, RIGHT, GROUND);
    pen_fit(c->d, note, LEFT, 181.5, INNER, cover->bars_note);
}

/* At most two lines; the second one shrinks. Returns the height they take. */
static double draw_two(const struct cover *c, struct pdf_text type, double x, double y,
                       double w, double leading, struct str text)
{
    struct str line[2];
    size_t n = pen_break(c->d, type, w, text, line, 2);
    for (size_t i = 0; i < n; i++)
        pen_fit(c->d, type, x, y + leading * (double)i, w, line[i]);
    return leading * (double)n;
}

static void draw_facts(const struct cover *c)
{
    const struct style *s = c->d->style;
    struct pdf_text label = pen_type(7.5, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    struct pdf_text value = pen_type(11, FACE_BOLD, s->ink, ANCHOR_LEFT);
    struct pdf_text extra = pen_type(7.5, FACE_REGULAR, s->text2, ANCHOR_LEFT);
    for (size_t i = 0; i < 4; i++) {
        const struct doc_fact *f = &c->cover->fact[i];
        double x = LEFT + COLUMN * (double)i;
        pen_rule(c->d, 1, s->accent, x, 190, x + COLUMN_WIDE, 190);
        pen_fit(c->d, label, x, 196, COLUMN_WIDE, f->label);
        pen_fit(c->d, value, x, 202.8, COLUMN_WIDE, f->value.text);
        draw_two(c, extra, x, 208.2, COLUMN_WIDE, 3.9, f->extra);
    }
}

static void draw_people(const struct cover *c)
{
    const struct style *s = c->d->style;
    struct pdf_text label = pen_type(7.5, FACE_REGULAR, s->text3, ANCHOR_LEFT);
    struct pdf_text value = pen_type(8.5, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    struct pdf_text extra = pen_type(7.5, FACE_REGULAR, s->text2, ANCHOR_LEFT);
    const struct doc_cover *cover = c->cover;
    if (cover->scope.value.text.n)
        pen_put(c->d, label, LEFT, 232, cover->scope.label);
    draw_two(c, value, LEFT, 238.5, INNER, 4.9, cover->scope.value.text);
    for (size_t i = 0; i < cover->npersons && i < 4; i++) {
        const struct doc_fact *f = &cover->person[i];
        double x = LEFT + COLUMN * (double)i;
        pen_fit(c->d, label, x, 250, COLUMN_WIDE, f->label);
        double y = 256.5 + draw_two(c, value, x, 256.5, COLUMN_WIDE, 4.6, f->value.text);
        draw_two(c, extra, x, y, COLUMN_WIDE, 3.9, f->extra);
    }
}

void draw_cover(const struct pdf_draw *d, const struct doc_cover *cover)
{
    const struct style *s = d->style;
    bool light = s->light_cover;
    struct cover c = {.d = d,
                      .cover = cover,
                      .title = light ? s->accent : s->white,
                      .soft = light ? s->text2 : s->on_accent,
                      .bar = light ? s->accent : s->white,
                      .light = light};
    struct pdf_text bold = pen_type(7.5, FACE_BOLD, s->text2, ANCHOR_LEFT);
    draw_ground(&c);
    draw_provisional(&c);
    draw_logo(&c);
    draw_titles(&c);
    draw_item_bars(&c);
    draw_facts(&c);
    draw_people(&c);
    pen_rule(d, 0.5, s->rule, LEFT, 274, RIGHT, 274);
    pen_fit(d, bold, LEFT, 280, INNER - 30, cover->confidentiality);
}

void draw_cover_pages(const struct pdf_draw *d, struct str text)
{
    struct pdf_text type = pen_type(7.5, FACE_REGULAR, d->style->text2, ANCHOR_RIGHT);
    pen_fit(d, type, RIGHT, 280, 28, text);
}
