/* Causes and effect after Ishikawa: a spine that leads to what happened, branches above
 * and below it, the causes as twigs. Twigs lie level, so that texts can be read. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define EMPTY   24.0 /* mm */
#define TWIG    4.6  /* from one cause to the next */
#define NAME    6.0  /* over a branch */
#define FOOT    3.0  /* between the last twig and the spine */
#define LEAST   16.0 /* of a half */
#define SLANT   0.32 /* how far a branch leans: x over y */
#define LEAN    0.35 /* of its width at most */
#define EFFECT  34.0 /* width of the box at the head */
#define COLUMNS 3

static size_t most_twigs(const struct chart *c, size_t from)
{
    size_t most = 0;
    for (size_t i = from; i < c->nbranches; i += 2)
        most = c->branch[i].n > most ? c->branch[i].n : most;
    return most;
}

static double half_height(const struct chart *c, size_t from)
{
    return fmax(LEAST, NAME + TWIG * (double)most_twigs(c, from) + FOOT);
}

double fishbone_height(const struct chart *c)
{
    return c->empty.n || !c->nbranches ? EMPTY : half_height(c, 0) + half_height(c, 1);
}

/* Branches alternate: even ones above, odd ones below the spine. */
struct bone {
    const struct pdf_draw *d;
    double spine, root, width, height, twig;
    bool above;
};

static void draw_branch(const struct bone *b, const struct chart_list *branch)
{
    const struct style *s = b->d->style;
    double sign = b->above ? -1 : 1, tip = b->spine + sign * (b->height - NAME);
    double slant = fmin(SLANT, LEAN * b->width / (b->height - NAME));
    double x = b->root - slant * (b->height - NAME);
    struct pdf_text name = pen_type(8, FACE_BOLD, s->accent, ANCHOR_LEFT);
    struct pdf_text twig = pen_type(7, FACE_REGULAR, s->ink, ANCHOR_RIGHT);
    pen_rule(b->d, 1, s->accent, x, tip, b->root, b->spine);
    double base = b->above ? tip - 1.6 : tip + 4.2;
    pen_fit(b->d, name, fmax(x - b->width / 2, b->root - b->width), base, b->width,
            branch->title);
    for (size_t i = 0; i < branch->n; i++) {
        double y = tip - sign * b->twig * ((double)i + 0.7);
        double at = b->root - slant * fabs(b->spine - y);
        double room = at - (b->root - b->width) - 1;
        pen_rule(b->d, 0.5, s->text3, at - fmin(room, b->width * 0.72), y, at, y);
        pen_fit(b->d, twig, at - 1.5, y - 0.7, room - 1.5, branch->item[i]);
    }
}

static void draw_effect(const struct pdf_draw *d, const struct chart *c, double x,
                        double spine, double w)
{
    const struct style *s = d->style;
    struct pdf_text type = pen_type(8, FACE_BOLD, s->white, ANCHOR_CENTRE);
    struct str line[3];
    size_t n = pen_break(d, type, w - 4, c->effect, line, 3);
    double h = 5.5 + 4.2 * (double)n;
    pen_box(d, s->accent, (struct box){x, spine - h / 2, w, h});
    for (size_t i = 0; i < n; i++)
        pen_fit(d, type, x + w / 2, spine - h / 2 + 5.4 + 4.2 * (double)i, w - 4,
                line[i]);
}

void draw_fishbone(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    if (c->empty.n || !c->nbranches) {
        chart_empty(d, c, b);
        return;
    }
    double share = fmin(1, b.h / fishbone_height(c)), upper = half_height(c, 0) * share;
    size_t columns = (c->nbranches + 1) / 2;
    double head = fmin(EFFECT, b.w * 0.3), spine = b.y + upper;
    double width = (b.w - head) / (double)(columns < COLUMNS ? COLUMNS : columns);
    double from = b.x + b.w - head - width * (double)columns;
    pen_rule(d, 1.5, d->style->ink, from, spine, b.x + b.w - head, spine);
    for (size_t i = 0; i < c->nbranches; i++) {
        struct bone bone = {.d = d,
                            .spine = spine,
                            .root = from + width * ((double)(i / 2) + 1) - 2,
                            .width = width - 3,
                            .above = i % 2 == 0,
                            .twig = TWIG * share};
        bone.height = half_height(c, i % 2) * share;
        draw_branch(&bone, &c->branch[i]);
    }
    draw_effect(d, c, b.x + b.w - head, spine, head);
}
