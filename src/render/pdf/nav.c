/* nav: places, links and outline. All are collected while pages are drawn. */
#include "render/pdf/nav.h"

#include <stdlib.h>

#include "base/mem.h"
#include "render/pdf/state.h"
#include "base/banned.h"

#define HEAD_ROOM 14.0 /* pt a reader shows above the place it goes to */

static double top_of(const struct pdf_page *page, double y_mm)
{
    double top = page->height - y_mm * PT_PER_MM + HEAD_ROOM;
    return top < page->height ? top : page->height;
}

static const struct pdf_place_mark *lookup(const struct pdf *pdf, struct str id)
{
    for (size_t i = 0; i < pdf->nplaces; i++)
        if (str_eq(pdf->place[i].id, id))
            return &pdf->place[i];
    return NULL;
}

void pdf_place(struct pdf_page *page, struct str id, double y)
{
    struct pdf *pdf = page->pdf;
    if (!id.n || lookup(pdf, id))
        return;
    pdf->place = mem_room(pdf->place, pdf->nplaces, &pdf->place_cap, sizeof *pdf->place);
    pdf->place[pdf->nplaces++] = (struct pdf_place_mark){arena_str(&pdf->arena, id),
                                                         pdf_object_number(page->object),
                                                         page->number, top_of(page, y)};
}

size_t pdf_place_page(const struct pdf *pdf, struct str id)
{
    const struct pdf_place_mark *place = lookup(pdf, id);
    return place ? place->number : 0;
}

void pdf_link(struct pdf_page *page, struct str id, double x, double y, double w,
              double h)
{
    struct pdf *pdf = page->pdf;
    if (!id.n || !pdf_inside(page, x, y) || !pdf_inside(page, x + w, y + h))
        return;
    pdf->link = mem_room(pdf->link, pdf->nlinks, &pdf->link_cap, sizeof *pdf->link);
    pdf->link[pdf->nlinks++] = (struct pdf_link_mark){arena_str(&pdf->arena, id),
                                                      page->number,
                                                      x * PT_PER_MM,
                                                      page->height - (y + h) * PT_PER_MM,
                                                      (x + w) * PT_PER_MM,
                                                      page->height - y * PT_PER_MM};
}

void pdf_outline(struct pdf_page *page, int level, struct str title, double y)
{
    struct pdf *pdf = page->pdf;
    pdf->outline =
        mem_room(pdf->outline, pdf->noutlines, &pdf->outline_cap, sizeof *pdf->outline);
    pdf->outline[pdf->noutlines++] =
        (struct pdf_outline_mark){arena_str(&pdf->arena, title), level > 0 ? level : 1,
                                  pdf_object_number(page->object), top_of(page, y)};
}

/* By page; within one as they were drawn (their order in memory). */
static int by_page(const void *a, const void *b)
{
    const struct pdf_link_mark *x = a, *y = b;
    if (x->page != y->page)
        return x->page < y->page ? -1 : 1;
    return str_cmp(x->id, y->id);
}

static void put_destination(struct buf *b, unsigned page, double top)
{
    buf_printf(b, "[%u 0 R /XYZ null ", page);
    pdf_put_number(b, top);
    buf_text(b, "null]");
}

static void put_annotation(struct buf *b, const struct pdf_link_mark *link,
                           const struct pdf_place_mark *place)
{
    buf_text(b, "<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [");
    pdf_put_number(b, link->left);
    pdf_put_number(b, link->bottom);
    pdf_put_number(b, link->right);
    pdf_put_number(b, link->top);
    buf_text(b, "] /Dest ");
    put_destination(b, place->page, place->top);
    buf_text(b, " >>\n");
}

/* Called for the pages in order; *next is the first link not yet written. A link that
 * leads nowhere is left out: doc_check has reported it. */
void pdf_nav_annotations(struct pdf *pdf, size_t page, size_t *next, struct buf *body)
{
    bool any = false;
    for (; *next < pdf->nlinks && pdf->link[*next].page == page; ++*next) {
        const struct pdf_place_mark *place = lookup(pdf, pdf->link[*next].id);
        if (!place)
            continue;
        if (!any)
            buf_text(body, " /Annots [");
        any = true;
        put_annotation(body, &pdf->link[*next], place);
    }
    for (int i = 0; i < PDF_FIELDS; i++) {
        if (!pdf->field[i].number || pdf->field[i].page != page)
            continue;
        buf_printf(body, "%s%u 0 R ", any ? "" : " /Annots [", pdf->field[i].number);
        any = true;
    }
    if (any)
        buf_char(body, ']');
}

struct tree { /* of the outline, by index; 0 is the root, entry i is node i + 1 */
    struct pdf_object **object;
    size_t *parent, *first, *last, *next, *prev, *count;
};

static void grow_tree(const struct pdf *pdf, struct tree *t)
{
    for (size_t i = 1; i <= pdf->noutlines; i++) {
        size_t parent = i - 1;
        while (parent && pdf->outline[parent - 1].level >= pdf->outline[i - 1].level)
            parent = t->parent[parent];
        t->parent[i] = parent;
        t->prev[i] = t->last[parent];
        if (t->last[parent])
            t->next[t->last[parent]] = i;
        else
            t->first[parent] = i;
        t->last[parent] = i;
        t->count[parent]++;
    }
}

static void put_reference(struct buf *b, const struct tree *t, const char *key, size_t i)
{
    if (i)
        buf_printf(b, " /%s %u 0 R", key, pdf_object_number(t->object[i]));
}

static void put_outline(const struct pdf *pdf, const struct tree *t, size_t i)
{
    struct buf b;
    const struct pdf_outline_mark *mark = i ? &pdf->outline[i - 1] : NULL;
    buf_init(&b, 1 << 20);
    if (mark) {
        buf_text(&b, "/Title ");
        pdf_put_text(&b, mark->title);
        buf_printf(&b, " /Parent %u 0 R /Dest ",
                   pdf_object_number(t->object[t->parent[i]]));
        put_destination(&b, mark->page, mark->top);
    } else {
        buf_text(&b, "/Type /Outlines");
    }
    put_reference(&b, t, "First", t->first[i]);
    put_reference(&b, t, "Last", t->last[i]);
    put_reference(&b, t, "Next", t->next[i]);
    put_reference(&b, t, "Prev", t->prev[i]);
    if (t->count[i]) /* chapters are open to their sections, sections closed */
        buf_printf(&b, " /Count %s%zu", mark && mark->level > 1 ? "-" : "", t->count[i]);
    pdf_object_set(t->object[i], buf_view(&b));
    buf_release(&b);
}

static void write_outline(struct pdf *pdf, struct buf *catalogue)
{
    size_t n = pdf->noutlines + 1;
    struct arena arena;
    arena_init(&arena);
    struct tree t = {
        arena_new(&arena, n, sizeof *t.object), arena_new(&arena, n, sizeof *t.parent),
        arena_new(&arena, n, sizeof *t.first),  arena_new(&arena, n, sizeof *t.last),
        arena_new(&arena, n, sizeof *t.next),   arena_new(&arena, n, sizeof *t.prev),
        arena_new(&arena, n, sizeof *t.count)};
    for (size_t i = 0; i < n; i++)
        t.object[i] = pdf_object_new(pdf->objects);
    grow_tree(pdf, &t);
    for (size_t i = 0; i < n; i++)
        put_outline(pdf, &t, i);
    buf_printf(catalogue, " /Outlines %u 0 R /PageMode /UseOutlines",
               pdf_object_number(t.object[0]));
    arena_release(&arena);
}

void pdf_nav_write(struct pdf *pdf, struct buf *catalogue)
{
    if (pdf->nlinks)
        qsort(pdf->link, pdf->nlinks, sizeof *pdf->link, by_page);
    if (pdf->noutlines)
        write_outline(pdf, catalogue);
}
