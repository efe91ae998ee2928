/* The coverage matrix: items down, months across, one letter and one look a cell. */
#include "render/draw/chart.h"

#include <math.h>

#include "base/banned.h"

#define HEAD      10.9 /* mm */
#define ROW       7.4
#define ROW_LEAST 4.6
#define FOOT      1.0
#define PITCH     7.8
#define INSET     0.35
#define CELLS_END 161.4 /* right edge of the last month at full width */
#define FULL      170.0
#define MONTHS    13

struct matrix {
    const struct pdf_draw *d;
    const struct chart *c;
    struct box box;
    double row, pitch, cells, number; /* cells: left edge of the first month */
    size_t rows, months;
};

double matrix_height(const struct chart *c)
{
    double n = c->nmatrix < 2 ? 2 : (double)c->nmatrix;
    return HEAD + n * ROW + FOOT;
}

static void near_cell(const struct pdf_draw *d, struct box b)
{
    const struct style *s = d->style;
    double corner = fmin(2.2, b.h / 2);
    const double xy[] = {b.x, b.y, b.x + corner, b.y, b.x, b.y + corner};
    pen_box(d, s->alert10, b);
    pen_frame(d, 0.5, s->alert, b);
    pdf_path_fill(d->page, s->alert, xy, 3);
}

void draw_matrix_cell(const struct pdf_draw *d, const struct matrix_cell *cell,
                      bool current, struct box b)
{
    const struct style *s = d->style;
    double x = b.x + b.w / 2, y = b.y + b.h / 2;
    struct pdf_text type = pen_type(6.5, FACE_BOLD, s->alert, ANCHOR_CENTRE);
    switch (cell->look) {
    case 'v':
        pen_box(d, current ? s->accent : s->accent32, b);
        type.face = FACE_REGULAR;
        type.colour = current ? s->white : s->ink;
        break;
    case 's':
        near_cell(d, b);
        break;
    case 'x':
        pen_box(d, s->alert, b);
        type.colour = s->white;
        break;
    case 'm':
        pen_box(d, s->white, b);
        pen_frame(d, 0.75, s->alert, b);
        break;
    default:
        pen_rule(d, 0.75, s->rule, x - 1.1, y, x + 1.1, y);
        return;
    }
    pen_fit(d, type, x, y + 0.9, b.w - 0.6, cell->letter);
}

static double month_x(const struct matrix *m, size_t i)
{
    return m->cells + m->pitch * (double)i;
}

static void draw_months(const struct matrix *m)
{
    const struct style *s = m->d->style;
    const struct chart *c = m->c;
    struct pdf_text plain = pen_type(7, FACE_REGULAR, s->text2, ANCHOR_CENTRE);
    struct pdf_text bold = pen_type(7, FACE_BOLD, s->ink, ANCHOR_CENTRE);
    struct pdf_text group = pen_type(6.5, FACE_REGULAR, s->text3, ANCHOR_CENTRE);
    for (size_t i = 0; i < m->months; i++) {
        double x = month_x(m, i) + m->pitch / 2;
        pen_fit(m->d, i == c->current ? bold : plain, x, m->box.y + 8, m->pitch - 0.6,
                c->category[i]);
        bool begins = c->group && (!i || !str_eq(c->group[i], c->group[i - 1]));
        if (begins)
            pen_fit(m->d, group, x, m->box.y + 4.2, m->pitch - 0.4, c->group[i]);
    }
}

static void draw_matrix_head(const struct matrix *m)
{
    const struct style *s = m->d->style;
    const struct chart *c = m->c;
    struct pdf_text left = pen_type(7, FACE_BOLD, s->text2, ANCHOR_LEFT);
    struct pdf_text right = pen_type(7, FACE_BOLD, s->text2, ANCHOR_RIGHT);
    double x = m->box.x, y = m->box.y, end = x + m->box.w;
    pen_rule(m->d, 0.75, s->ink, x, y + 0.3, end, y + 0.3);
    pen_fit(m->d, left, x, y + 8, m->cells - x - 26, c->matrix_head[0]);
    pen_fit(m->d, right, m->cells - 13, y + 8, 10, c->matrix_head[1]);
    pen_fit(m->d, right, m->cells - 3, y + 8, 9, c->matrix_head[2]);
    pen_fit(m->d, right, end, y + 8, end - month_x(m, m->months), c->head[3]);
    pen_rule(m->d, 0.5, s->ink, x, y + 10.5, end, y + 10.5);
    draw_months(m);
}

static bool is_short(const struct matrix_row *r)
{
    return r->mark == MARK_ABSENT || r->mark == MARK_MISSED;
}

static void draw_item(const struct matrix *m, const struct matrix_row *r, double y)
{
    const struct style *s = m->d->style;
    double x = m->box.x, base = y + m->row / 2 + 0.95;
    struct pdf_text number = pen_type(7.5, FACE_REGULAR, s->text2, ANCHOR_LEFT);
    struct pdf_text label = pen_type(8, FACE_REGULAR, s->ink, ANCHOR_LEFT);
    struct pdf_text count = pen_type(7.5, FACE_REGULAR, s->text2, ANCHOR_RIGHT);
    pen_fit(m->d, number, x, base, m->number - 1, r->number);
    pen_fit(m->d, label, x + m->number, base, m->cells - 20 - x - m->number, r->label);
    pen_fit(m->d, count, m->cells - 13, base, 8, r->needed);
    count.colour = is_short(r) ? s->alert : s->ink;
    count.face = is_short(r) ? FACE_BOLD : FACE_REGULAR;
    pen_fit(m->d, count, m->cells - 3, base, 8, r->held);
    for (size_t i = 0; i < m->months; i++)
        draw_matrix_cell(m->d, &r->cell[i], i == m->c->current,
                         (struct box){month_x(m, i) + INSET, y + INSET,
                                      m->pitch - 2 * INSET, m->row - 2 * INSET});
    draw_mark(m->d, (enum doc_state)r->mark, x + m->box.w - 3, y + m->row / 2 + 1.15);
    pen_rule(m->d, 0.25, s->hair, x, y + m->row, m->cells - 2, y + m->row);
}

static void draw_row(const struct matrix *m, size_t i)
{
    const struct matrix_row *r = &m->c->matrix[i];
    double y = m->box.y + HEAD + m->row * (double)i;
    if (r->band) {
        struct pdf_text type = pen_type(8, FACE_BOLD, m->d->style->accent, ANCHOR_LEFT);
        pen_fit(m->d, type, m->box.x, y + m->row / 2 + 2, m->cells - m->box.x - 3,
                r->label);
        return;
    }
    draw_item(m, r, y);
}

/* Wide enough for the longest number, so that labels align. */
static double number_width(const struct matrix *m)
{
    struct pdf_text type = pen_type(7.5, FACE_REGULAR, m->d->style->text2, ANCHOR_LEFT);
    double widest = 8.5;
    for (size_t i = 0; i < m->rows; i++)
        if (!m->c->matrix[i].band)
            widest = fmax(widest, pen_width(m->d, type, m->c->matrix[i].number));
    return fmin(widest, 18) + 1.5;
}

void draw_matrix(const struct pdf_draw *d, const struct chart *c, struct box b)
{
    struct matrix m = {.d = d, .c = c, .box = b, .rows = c->nmatrix};
    double room = b.h - HEAD - FOOT, end = b.x + b.w;
    m.months = c->ncategories < MONTHS ? c->ncategories : MONTHS;
    m.pitch = PITCH * fmin(1, b.w / FULL);
    m.cells = b.x + CELLS_END * b.w / FULL - m.pitch * (double)m.months;
    if (!c->nmatrix) {
        draw_matrix_head(&m);
        chart_empty(d, c, (struct box){b.x, b.y + HEAD + 1, b.w, room - 1});
        return;
    }
    m.row = fmin(ROW, fmax(ROW_LEAST, room / (double)m.rows));
    if ((double)m.rows * m.row > room + 0.01)
        m.rows = (size_t)(room / m.row);
    m.number = number_width(&m);
    draw_matrix_head(&m);
    for (size_t i = 0; i < m.rows; i++)
        draw_row(&m, i);
    double foot = b.y + HEAD + m.row * (double)m.rows;
    if (c->current < m.months)
        pen_frame(d, 0.75, d->style->ink,
                  (struct box){month_x(&m, c->current) - 0.2, b.y + HEAD, m.pitch + 0.4,
                               foot - b.y - HEAD + 0.2});
    pen_rule(d, 0.75, d->style->ink, b.x, foot + 1, end, foot + 1);
}
