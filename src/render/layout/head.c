/* head: one more stream a page, when the number of pages is known. */
#include "render/layout/head.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define SIZE       7.0
#define NAME_GAP   3.0 /* mm, organisation to document */
#define TAG_PAD    1.2
#define LEADER_GAP 1.5

static const struct furniture { /* mm */
    double left, right, head, head_rule, foot_rule, foot;
} furniture[2] = {{20, 190, 14.6, 17.5, 280.5, 284.9}, {15, 282, 11.6, 14.5, 198, 202.4}};

static void draw_tag_provisional(struct flow *f, const struct furniture *at)
{
    const struct style *style = f->style;
    struct pdf_text set = {SIZE, FACE_BOLD, style->alert, ANCHOR_CENTRE, 0};
    struct pdf_line frame = {0.75, style->alert, 0, 0, false};
    double middle = (at->left + at->right) / 2;
    double w = pdf_text_width(f->pdf, &set, f->doc->provisional) + 2 * TAG_PAD;
    pdf_rect_stroke(f->draw.page, &frame, middle - w / 2, at->head - 3.2, w, 4.4);
    pdf_text_draw(f->draw.page, &set, middle, at->head, f->doc->provisional);
}

/* The text, cut where it would run into what stands at `limit` wide. */
static double draw_limited(struct flow *f, struct pdf_text set, double x, double y,
                           double limit, struct str text)
{
    bool cut;
    if (!text.n || limit <= 0)
        return 0;
    text = pdf_text_fit(f->pdf, &f->scratch, &set, text, limit, &cut);
    return pdf_text_draw(f->draw.page, &set, x, y, text);
}

static void draw_header(struct flow *f, const struct flow_page *page)
{
    const struct furniture *at = &furniture[page->landscape];
    const struct style *style = f->style;
    struct pdf_text bold = {SIZE, FACE_BOLD, style->ink, ANCHOR_LEFT, 0};
    struct pdf_text plain = {SIZE, FACE_REGULAR, style->text3, ANCHOR_LEFT, 0};
    struct pdf_text right = {SIZE, FACE_REGULAR, style->text3, ANCHOR_RIGHT, 0};
    struct pdf_line rule = {0.5, style->rule, 0, 0, false};
    double half = (at->right - at->left) / (f->doc->provisional.n ? 2.6 : 2) - NAME_GAP;
    double w = draw_limited(f, bold, at->left, at->head, half, f->doc->organisation);
    draw_limited(f, plain, at->left + w + NAME_GAP, at->head, half - w - NAME_GAP,
                 f->doc->header);
    draw_limited(f, right, at->right, at->head, half, page->path);
    pdf_line_draw(f->draw.page, &rule, at->left, at->head_rule, at->right, at->head_rule);
    if (f->doc->provisional.n)
        draw_tag_provisional(f, at);
}

/* "page {n} of {of}" flush right with the current number bold. */
static void draw_number(struct flow *f, const struct furniture *at, size_t n, size_t of)
{
    struct str pattern = f->doc->words.page_of;
    const char *mark = pattern.n ? memmem(pattern.p, pattern.n, "{n}", 3) : NULL;
    struct pdf_text plain = {SIZE, FACE_REGULAR, f->style->text3, ANCHOR_LEFT, 0};
    struct pdf_text bold = {SIZE, FACE_BOLD, f->style->ink, ANCHOR_LEFT, 0};
    if (!mark)
        return;
    size_t before = (size_t)(mark - pattern.p);
    struct str part[3] = {
        flow_fill(&f->scratch, (struct str){pattern.p, before}, n, of),
        arena_printf(&f->scratch, "%zu", n),
        flow_fill(&f->scratch, (struct str){mark + 3, pattern.n - before - 3}, n, of)};
    const struct pdf_text *set[3] = {&plain, &bold, &plain};
    double x = at->right;
    for (int i = 0; i < 3; i++)
        x -= pdf_text_width(f->pdf, set[i], part[i]);
    for (int i = 0; i < 3; i++)
        x += pdf_text_draw(f->draw.page, set[i], x, at->foot, part[i]);
}

static void draw_footer(struct flow *f, const struct flow_page *page, size_t n, size_t of)
{
    const struct furniture *at = &furniture[page->landscape];
    struct pdf_text plain = {SIZE, FACE_REGULAR, f->style->text3, ANCHOR_LEFT, 0};
    struct pdf_line rule = {0.25, f->style->rule, 0, 0, false};
    pdf_line_draw(f->draw.page, &rule, at->left, at->foot_rule, at->right, at->foot_rule);
    draw_limited(f, plain, at->left, at->foot, (at->right - at->left) * 0.75,
                 f->doc->footer);
    draw_number(f, at, n, of);
}

/* Dots on one grid for all lines, from the entry to its number. */
static void draw_place(struct flow *f, const struct flow_later *later)
{
    size_t number = pdf_place_page(f->pdf, later->place);
    struct str text = arena_printf(&f->scratch, "%zu", number);
    struct pdf_line dots = {0.75, f->style->rule, 0.75, 1.5, false};
    double w = pdf_text_width(f->pdf, &later->set, text);
    if (!number)
        return;
    pdf_text_draw(f->draw.page, &later->set, later->x, later->y, text);
    if (later->leader > 0 && later->x - w - LEADER_GAP > later->leader)
        pdf_line_draw(f->draw.page, &dots, later->x - w - LEADER_GAP, later->y - 0.3,
                      later->leader, later->y - 0.3);
}

static int by_page(const void *a, const void *b)
{
    const struct flow_later *x = a, *y = b;
    if (x->page != y->page)
        return x->page < y->page ? -1 : 1;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return x->x < y->x ? -1 : x->x > y->x;
}

static void draw_later(struct flow *f, const struct flow_later *later)
{
    if (later->place.n) {
        draw_place(f, later);
        return;
    }
    pdf_text_draw(
        f->draw.page, &later->set, later->x, later->y,
        flow_fill(&f->scratch, later->pattern, later->number->n, later->number->of));
}

void flow_finish(struct flow *f)
{
    size_t pages = pdf_page_count(f->pdf), next = 0;
    if (f->nlater)
        qsort(f->later, f->nlater, sizeof *f->later, by_page);
    for (size_t i = 1; i <= pages; i++) {
        const struct flow_page *page = &f->page[i - 1];
        f->draw.page = pdf_page_again(f->pdf, i);
        if (page->furnished) {
            draw_header(f, page);
            draw_footer(f, page, i, pages);
        } else {
            draw_cover_pages(&f->draw,
                             flow_fill(&f->scratch, f->doc->words.of_pages, i, pages));
        }
        while (next < f->nlater && f->later[next].page == i)
            draw_later(f, &f->later[next++]);
        pdf_page_end(f->draw.page);
        arena_reset(&f->scratch);
    }
    f->draw.page = NULL;
}
