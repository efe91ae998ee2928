/* flow: pages, room and notes for later. Headers and footers are in head.c. */
#include "render/layout/flow.h"

#include <string.h>

#include "base/buf.h"
#include "render/layout/head.h"
#include "base/banned.h"

/* The grid: portrait and landscape. */
static const struct frame {
    double width, height, x, w, top, bottom;
} frames[2] = {{210, 297, 20, 170, 26, 275}, {297, 210, 15, 267, 21, 195}};

#define AUDITOR_TEXT_WIDTH 126.5 /* 9 of 12 columns */
#define AUDITOR_WIDTH      39.5
#define AUDITOR_BELOW      3.5 /* verdict to column */

void flow_init(struct flow *f, const struct doc *doc, const struct style *style,
               struct pdf *pdf, const struct render_options *options, struct err *err)
{
    memset(f, 0, sizeof *f);
    f->doc = doc;
    f->style = style;
    f->pdf = pdf;
    f->diags = options->diags;
    f->volume = options->volume;
    f->err = err;
    f->draw = (struct pdf_draw){pdf, NULL, style, doc};
    arena_init(&f->scratch);
    arena_init(&f->keep);
}

void flow_release(struct flow *f)
{
    arena_release(&f->scratch);
    arena_release(&f->keep);
    mem_free(f->page);
    mem_free(f->later);
}

void flow_fail(struct flow *f)
{
    f->failed = true;
}

static void note_page(struct flow *f)
{
    size_t number = pdf_page_count(f->pdf);
    f->page = mem_room(f->page, number - 1, &f->page_cap, sizeof *f->page);
    struct str path = f->section ? f->section->section.path : STR_NONE;
    if (f->section && !path.n)
        path = arena_printf(&f->keep, "%.*s%s%.*s", STR_ARG(f->section->section.number),
                            f->section->section.number.n ? "  " : "",
                            STR_ARG(f->section->section.title));
    f->page[number - 1] = (struct flow_page){path, f->landscape, true};
}

/* The auditor's column runs to the page's foot on every page of its section. */
static void draw_auditor_column(struct flow *f)
{
    double x = f->x + AUDITOR_TEXT_WIDTH + GUTTER;
    double y = f->top;
    if (f->verdict) {
        pdf_tag_begin(f->pdf, ROLE_DIV);
        draw_verdict(&f->draw, &f->verdict->verdict, x, y);
        pdf_tag_end(f->pdf);
        y += VERDICT_HEIGHT + AUDITOR_BELOW;
        f->verdict = NULL;
    }
    pdf_tag_begin(f->pdf, ROLE_ARTIFACT);
    draw_auditor(&f->draw, x, y, AUDITOR_WIDTH, f->bottom - y);
    pdf_tag_end(f->pdf);
}

static void begin_page(struct flow *f)
{
    const struct frame *frame = &frames[f->landscape];
    f->draw.page = pdf_page_begin(f->pdf, frame->width, frame->height);
    f->x = frame->x;
    f->w = f->auditor ? AUDITOR_TEXT_WIDTH : frame->w;
    f->top = f->y = frame->top;
    f->bottom = frame->bottom;
    f->fresh = true;
    note_page(f);
    if (f->auditor)
        draw_auditor_column(f);
}

void flow_page(struct flow *f, bool landscape, bool auditor)
{
    bool same = f->landscape == landscape && f->auditor == auditor;
    if (f->draw.page && f->fresh && same && !auditor) {
        note_page(f);
        return;
    }
    f->landscape = landscape;
    f->auditor = auditor;
    begin_page(f);
}

double flow_left(const struct flow *f)
{
    return f->bottom - f->y - (f->fresh ? 0 : f->gap);
}

double flow_page_height(const struct flow *f)
{
    return f->bottom - f->top;
}

double flow_frame_height(bool landscape)
{
    return frames[landscape].bottom - frames[landscape].top;
}

double flow_room(struct flow *f, double height)
{
    const double slack = 0.01;
    if (!f->draw.page)
        begin_page(f);
    if (!f->fresh && flow_left(f) + slack < height) {
        double rest = f->bottom - f->y - height; /* half of a gap may give way */
        if (rest + slack >= f->gap / 2)
            f->gap = rest;
        else
            begin_page(f);
    }
    if (!f->fresh)
        f->y += f->gap;
    f->gap = 0;
    return f->bottom - f->y;
}

void flow_break(struct flow *f)
{
    begin_page(f);
    f->gap = 0;
}

void flow_advance(struct flow *f, double height)
{
    f->y += height;
    f->gap = 0;
    f->fresh = false;
    arena_reset(&f->scratch);
}

static struct flow_later *put_later(struct flow *f, const struct pdf_text *set, double x,
                                    double y)
{
    f->later = mem_room(f->later, f->nlater, &f->later_cap, sizeof *f->later);
    struct flow_later *later = &f->later[f->nlater++];
    *later = (struct flow_later){
        .page = pdf_page_number(f->draw.page), .set = *set, .x = x, .y = y};
    return later;
}

void flow_later(struct flow *f, const struct pdf_text *set, double x, double y,
                struct str pattern, const struct flow_number *number)
{
    struct flow_later *later = put_later(f, set, x, y);
    later->pattern = pattern;
    later->number = number;
}

void flow_later_page(struct flow *f, const struct pdf_text *set, double x, double right,
                     double y, struct str place)
{
    struct flow_later *later = put_later(f, set, right, y);
    later->place = arena_str(&f->keep, place);
    later->leader = x;
}

struct str flow_fill(struct arena *arena, struct str pattern, uint64_t n, uint64_t of)
{
    struct buf b;
    buf_init(&b, 4096);
    for (size_t i = 0; i < pattern.n; i++) {
        struct str rest = {pattern.p + i, pattern.n - i};
        if (str_starts(rest, STR("{n}")) || str_starts(rest, STR("{rows}"))) {
            buf_printf(&b, "%llu", (unsigned long long)n);
            i += rest.p[1] == 'n' ? 2 : 5;
        } else if (str_starts(rest, STR("{of}")) || str_starts(rest, STR("{total}"))) {
            buf_printf(&b, "%llu", (unsigned long long)of);
            i += rest.p[1] == 'o' ? 3 : 6;
        } else {
            buf_char(&b, pattern.p[i]);
        }
    }
    struct str out = arena_str(arena, buf_view(&b));
    buf_release(&b);
    return out;
}
