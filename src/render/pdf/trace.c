/* trace: lines of the trace. */
#include "render/pdf/trace.h"

#include <math.h>

#include "base/banned.h"

void pdf_trace_to(struct pdf *pdf, FILE *stream)
{
    pdf->trace = stream;
}

/* Half a tenth goes up even where the last bits of the sum that led to it fell short. */
static void put_tenths(FILE *to, double pt)
{
    double tenths = floor(pt * 10 + 0.5 + 1e-6);
    fprintf(to, " %.1f", tenths == 0 ? 0.0 : tenths / 10);
}

static void put_lengths(FILE *to, const double *mm, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_tenths(to, mm[i] * PT_PER_MM);
}

static void put_head(const struct pdf_page *page, const char *kind, struct colour c)
{
    FILE *to = page->pdf->trace;
    fprintf(to, "%zu %s #%02x%02x%02x", page->number, kind, c.r, c.g, c.b);
    if (page->pdf->ink.alpha != 1)
        fprintf(to, "/%.2f", page->pdf->ink.alpha);
}

void pdf_trace_put_fill(struct pdf_page *page, const char *kind, struct colour c,
                        const double *mm, size_t n)
{
    put_head(page, kind, c);
    put_lengths(page->pdf->trace, mm, n);
    fputc('\n', page->pdf->trace);
}

void pdf_trace_put_stroke(struct pdf_page *page, const char *kind,
                          const struct pdf_line *line, const double *mm, size_t n)
{
    FILE *to = page->pdf->trace;
    put_head(page, kind, line->colour);
    fprintf(to, " %.2fpt", line->weight);
    if (line->on > 0)
        fprintf(to, " dash %.2f %.2f", line->on, line->off);
    put_lengths(to, mm, n);
    fputc('\n', to);
}

void pdf_trace_put_text(struct pdf_page *page, const char *kind,
                        const struct pdf_text *set, const double mm[3], struct str text)
{
    FILE *to = page->pdf->trace;
    put_head(page, kind, set->colour);
    fprintf(to, " %s %.2fpt", set->face == FACE_BOLD ? "bold" : "regular", set->size);
    put_lengths(to, mm, 3);
    fputc(' ', to);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ')
            fprintf(to, "\\%02x", (unsigned)text.p[i]);
        else
            fputc(text.p[i], to);
    fputc('\n', to);
}
