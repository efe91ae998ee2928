/* page: paths and states of the open page, written into its content stream. */
#include "render/pdf/page.h"

#include <math.h>

#include "base/mem.h"
#include "render/pdf/trace.h"
#include "base/banned.h"

#define OFF_PAGE_MM 1.0 /* what a line weight may stick out */

bool pdf_inside(struct pdf_page *page, double x, double y)
{
    double slack = OFF_PAGE_MM * PT_PER_MM;
    if (!isfinite(x) || !isfinite(y)) {
        pdf_fail(page->pdf, "page %zu: a coordinate is not a number", page->number);
        return false;
    }
    x *= PT_PER_MM;
    y *= PT_PER_MM;
    if (x >= -slack && x <= page->width + slack && y >= -slack &&
        y <= page->height + slack)
        return true;
    pdf_fail(page->pdf, "page %zu: drawing at %.1f, %.1f mm is off the page",
             page->number, x / PT_PER_MM, y / PT_PER_MM);
    return false;
}

void pdf_put_pair(struct pdf_page *page, double x_mm, double y_mm)
{
    struct buf *out = &page->pdf->ink.out;
    pdf_put_number(out, x_mm * PT_PER_MM);
    pdf_put_number(out, page->height - y_mm * PT_PER_MM);
}

static bool same_colour(struct colour a, struct colour b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* Colours to three decimals: two would shift a tint by a step of 255. */
static void put_colour(struct buf *out, struct colour c, const char *operator_name)
{
    const uint8_t part[3] = {c.r, c.g, c.b};
    for (int i = 0; i < 3; i++) {
        unsigned thousandths = (part[i] * 1000u + 127) / 255;
        if (thousandths == 0 || thousandths == 1000)
            buf_text(out, thousandths ? "1 " : "0 ");
        else
            buf_printf(out, ".%03u ", thousandths);
    }
    buf_text(out, operator_name);
}

void pdf_put_fill(struct pdf *pdf, struct colour c)
{
    struct pdf_ink *ink = &pdf->ink;
    if (ink->fill_set && same_colour(ink->fill, c))
        return;
    put_colour(&ink->out, c, "rg\n");
    ink->fill = c;
    ink->fill_set = true;
}

static void put_line(struct pdf *pdf, const struct pdf_line *line)
{
    struct pdf_ink *ink = &pdf->ink;
    if (!ink->line_set || !same_colour(ink->line_colour, line->colour))
        put_colour(&ink->out, line->colour, "RG\n");
    if (!ink->weight_set || ink->weight != line->weight) {
        pdf_put_number(&ink->out, line->weight);
        buf_text(&ink->out, "w\n");
    }
    if (ink->on != line->on || ink->off != line->off) {
        buf_char(&ink->out, '[');
        if (line->on > 0) {
            pdf_put_number(&ink->out, line->on);
            pdf_put_number(&ink->out, line->off);
        }
        buf_text(&ink->out, "] 0 d\n");
    }
    if (ink->round != line->round)
        buf_text(&ink->out, line->round ? "1 j\n" : "0 j\n");
    ink->line_colour = line->colour;
    ink->weight = line->weight;
    ink->on = line->on;
    ink->off = line->off;
    ink->round = line->round;
    ink->line_set = ink->weight_set = true;
}

void pdf_line_draw(struct pdf_page *page, const struct pdf_line *line, double x1,
                   double y1, double x2, double y2)
{
    if (!pdf_inside(page, x1, y1) || !pdf_inside(page, x2, y2))
        return;
    pdf_tag_path(page);
    pdf_trace_stroke(page, "line", line, (double[]){x1, y1, x2, y2}, 4);
    put_line(page->pdf, line);
    pdf_put_pair(page, x1, y1);
    buf_text(&page->pdf->ink.out, "m ");
    pdf_put_pair(page, x2, y2);
    buf_text(&page->pdf->ink.out, "l S\n");
}

static void put_rect(struct pdf_page *page, double x, double y, double w, double h)
{
    struct buf *out = &page->pdf->ink.out;
    pdf_put_pair(page, x, y + h);
    pdf_put_number(out, w * PT_PER_MM);
    pdf_put_number(out, h * PT_PER_MM);
}

void pdf_rect_fill(struct pdf_page *page, struct colour c, double x, double y, double w,
                   double h)
{
    if (!pdf_inside(page, x, y) || !pdf_inside(page, x + w, y + h))
        return;
    pdf_tag_path(page);
    pdf_trace_fill(page, "fill", c, (double[]){x, y, w, h}, 4);
    pdf_put_fill(page->pdf, c);
    put_rect(page, x, y, w, h);
    buf_text(&page->pdf->ink.out, "re f\n");
}

void pdf_rect_stroke(struct pdf_page *page, const struct pdf_line *line, double x,
                     double y, double w, double h)
{
    if (!pdf_inside(page, x, y) || !pdf_inside(page, x + w, y + h))
        return;
    pdf_tag_path(page);
    pdf_trace_stroke(page, "frame", line, (double[]){x, y, w, h}, 4);
    put_line(page->pdf, line);
    put_rect(page, x, y, w, h);
    buf_text(&page->pdf->ink.out, "re S\n");
}

static bool put_path(struct pdf_page *page, const double *xy, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!pdf_inside(page, xy[2 * i], xy[2 * i + 1]))
            return false;
    for (size_t i = 0; i < n; i++) {
        pdf_put_pair(page, xy[2 * i], xy[2 * i + 1]);
        buf_text(&page->pdf->ink.out, i ? "l\n" : "m\n");
    }
    return n > 0;
}

void pdf_path_fill(struct pdf_page *page, struct colour c, const double *xy, size_t n)
{
    pdf_tag_path(page);
    pdf_trace_fill(page, "shape", c, xy, 2 * n);
    pdf_put_fill(page->pdf, c);
    if (put_path(page, xy, n))
        buf_text(&page->pdf->ink.out, "f\n");
}

void pdf_path_stroke(struct pdf_page *page, const struct pdf_line *line, const double *xy,
                     size_t n, bool closed)
{
    pdf_tag_path(page);
    pdf_trace_stroke(page, closed ? "outline" : "path", line, xy, 2 * n);
    put_line(page->pdf, line);
    if (put_path(page, xy, n))
        buf_text(&page->pdf->ink.out, closed ? "s\n" : "S\n");
}

/* A quarter circle or less from angle a to b (clockwise from twelve) as one curve. */
static void put_arc(struct pdf_page *page, double x, double y, double r, double a,
                    double b)
{
    double k = 4.0 / 3 * tan((b - a) / 4) * r;
    pdf_put_pair(page, x + r * sin(a) + k * cos(a), y - r * cos(a) + k * sin(a));
    pdf_put_pair(page, x + r * sin(b) - k * cos(b), y - r * cos(b) - k * sin(b));
    pdf_put_pair(page, x + r * sin(b), y - r * cos(b));
    buf_text(&page->pdf->ink.out, "c\n");
}

static bool circle_inside(struct pdf_page *page, double x, double y, double r)
{
    return pdf_inside(page, x - r, y - r) && pdf_inside(page, x + r, y + r);
}

void pdf_circle(struct pdf_page *page, const struct colour *fill,
                const struct pdf_line *stroke, double x, double y, double r)
{
    if (!circle_inside(page, x, y, r))
        return;
    pdf_tag_path(page);
    if (fill) {
        pdf_trace_fill(page, "disc", *fill, (double[]){x, y, r}, 3);
        pdf_put_fill(page->pdf, *fill);
    }
    if (stroke) {
        pdf_trace_stroke(page, "circle", stroke, (double[]){x, y, r}, 3);
        put_line(page->pdf, stroke);
    }
    pdf_put_pair(page, x, y - r);
    buf_text(&page->pdf->ink.out, "m\n");
    for (int i = 0; i < 4; i++)
        put_arc(page, x, y, r, i * M_PI_2, (i + 1) * M_PI_2);
    buf_text(&page->pdf->ink.out, fill && stroke ? "b\n" : fill ? "f\n" : "s\n");
}

void pdf_sector_fill(struct pdf_page *page, struct colour c, double x, double y, double r,
                     double a, double b)
{
    if (!circle_inside(page, x, y, r) || !isfinite(a) || !isfinite(b) || b <= a)
        return;
    int parts = (int)ceil((b - a) / 90);
    double from = a * M_PI / 180, step = (b - a) * M_PI / 180 / parts;
    double to = b * M_PI / 180;
    pdf_tag_path(page);
    pdf_trace_fill(page, "sector", c,
                   (double[]){x, y, x + r * sin(from), y - r * cos(from), x + r * sin(to),
                              y - r * cos(to)},
                   6);
    pdf_put_fill(page->pdf, c);
    pdf_put_pair(page, x, y);
    buf_text(&page->pdf->ink.out, "m\n");
    pdf_put_pair(page, x + r * sin(from), y - r * cos(from));
    buf_text(&page->pdf->ink.out, "l\n");
    for (int i = 0; i < parts; i++)
        put_arc(page, x, y, r, from + i * step, from + (i + 1) * step);
    buf_text(&page->pdf->ink.out, "f\n");
}

void pdf_alpha(struct pdf_page *page, double alpha)
{
    struct pdf *pdf = page->pdf;
    size_t i = 0;
    if (!isfinite(alpha) || alpha == pdf->ink.alpha)
        return;
    while (i < pdf->nalphas && pdf->alpha[i] != alpha)
        i++;
    if (i == ALPHAS_MAX) {
        pdf_fail(pdf, "page %zu: more than %d alphas", page->number, ALPHAS_MAX);
        return;
    }
    if (i == pdf->nalphas)
        pdf->alpha[pdf->nalphas++] = alpha;
    buf_printf(&pdf->ink.out, "/A%zu gs\n", i);
    pdf->ink.alpha = alpha;
}
