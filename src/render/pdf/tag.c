/* tag: elements as they open and close, and the marks in the content streams that
 * belong to them. Both are nodes of one list in the order of drawing, linked into a tree;
 * structure.c writes it. */
#include "render/pdf/tags.h"

#include "base/mem.h"
#include "render/pdf/state.h"
#include "base/banned.h"

#define MARK_ARTIFACT UINT32_MAX

static const char *const names[] = {
    "Artifact", "Document", "Sect", "Div",     "TOC", "Table", "H1", "H2",
    "H3",       "P",        "TOCI", "Caption", "TR",  "TH",    "TD", "Figure"};

const char *pdf_role_name(enum pdf_role role)
{
    return names[role];
}

void pdf_tags_release(struct pdf_tags *tags)
{
    mem_free(tags->node);
    mem_free(tags->stack);
    mem_free(tags->alt);
    mem_free(tags->span);
}

static uint32_t link_node(struct pdf_tags *tags, struct pdf_tag_node node)
{
    tags->node = mem_room(tags->node, tags->n, &tags->cap, sizeof *tags->node);
    uint32_t i = (uint32_t)tags->n++;
    tags->node[i] = node;
    struct pdf_tag_node *above = &tags->node[node.parent];
    if (above->last)
        tags->node[above->last].next = i;
    else
        above->first = i;
    above->last = i;
    return i;
}

/* A mark that had its element for itself becomes a node, before the element gets another
 * part. Nothing was marked since, so that marks stay in the order of drawing. */
static void make_room_beside(struct pdf_tags *tags, uint32_t element)
{
    struct pdf_tag_node *node = &tags->node[element];
    struct pdf_tag_node mark = {
        .parent = element, .is_mark = true, .page = node->page, .number = node->first};
    if (!node->is_single)
        return;
    node->is_single = false;
    node->first = 0;
    link_node(tags, mark);
}

static uint32_t put_node(struct pdf_tags *tags, enum pdf_role role, uint32_t parent)
{
    if (!tags->n) { /* nobody is number 0 */
        tags->node = mem_room(tags->node, tags->n, &tags->cap, sizeof *tags->node);
        tags->node[tags->n++] = (struct pdf_tag_node){0};
    }
    make_room_beside(tags, parent);
    return link_node(tags, (struct pdf_tag_node){.parent = parent, .role = role & 31u});
}

static void put_mark(struct pdf_tags *tags, uint32_t element, size_t page,
                     uint32_t number)
{
    struct pdf_tag_node *node = &tags->node[element];
    struct pdf_tag_node mark = {
        .parent = element, .is_mark = true, .page = page & 0xFFFFFF, .number = number};
    if (node->first || node->is_single) {
        make_room_beside(tags, element);
        link_node(tags, mark);
        return;
    }
    node->is_single = true;
    node->first = number;
    node->page = page & 0xFFFFFF;
}

static uint32_t top(const struct pdf_tags *tags)
{
    return tags->depth ? tags->stack[tags->depth - 1] : MARK_ARTIFACT;
}

void pdf_tag_begin(struct pdf *pdf, enum pdf_role role)
{
    struct pdf_tags *tags = &pdf->tags;
    uint32_t above = top(tags), element = MARK_ARTIFACT;
    if (role != ROLE_ARTIFACT && (above != MARK_ARTIFACT || !tags->depth))
        element = put_node(tags, role, tags->depth ? above : 0);
    tags->stack =
        mem_room(tags->stack, tags->depth, &tags->stack_cap, sizeof *tags->stack);
    tags->stack[tags->depth++] = element;
}

void pdf_tag_end(struct pdf *pdf)
{
    pdf->tags.depth--;
}

void pdf_tag_alt(struct pdf *pdf, struct str text)
{
    struct pdf_tags *tags = &pdf->tags;
    uint32_t element = top(tags);
    if (element == MARK_ARTIFACT || !text.n)
        return;
    tags->alt = mem_room(tags->alt, tags->nalts, &tags->alt_cap, sizeof *tags->alt);
    tags->alt[tags->nalts++] =
        (struct pdf_tag_alt){element, arena_str(&pdf->arena, text)};
}

void pdf_tag_span(struct pdf *pdf, unsigned rows, unsigned columns)
{
    struct pdf_tags *tags = &pdf->tags;
    uint32_t element = top(tags);
    if (element == MARK_ARTIFACT || (rows < 2 && columns < 2))
        return;
    tags->span = mem_room(tags->span, tags->nspans, &tags->span_cap, sizeof *tags->span);
    tags->span[tags->nspans++] = (struct pdf_tag_span){element, rows, columns};
}

/* The element that what is drawn now belongs to. */
static uint32_t wanted(struct pdf *pdf, const struct pdf_page *page, bool text,
                       bool goes_on)
{
    struct pdf_tags *tags = &pdf->tags;
    uint32_t element = top(tags);
    if (element == MARK_ARTIFACT || page->number != pdf->npages)
        return MARK_ARTIFACT; /* a page that has ended gets furniture only */
    enum pdf_role role = (enum pdf_role)tags->node[element].role;
    if (!text && role != ROLE_FIGURE)
        return MARK_ARTIFACT;
    if (role > ROLE_TABLE)
        return element;
    uint32_t open = pdf->ink.mark;
    if (goes_on && open && open != MARK_ARTIFACT && tags->node[open].implied &&
        tags->node[open].parent == element)
        return open;
    open = put_node(tags, ROLE_P, element);
    tags->node[open].implied = true;
    return open;
}

void pdf_tag_unmark(struct pdf *pdf)
{
    if (pdf->ink.mark)
        buf_text(&pdf->ink.out, "EMC\n");
    pdf->ink.mark = 0;
}

static void mark(struct pdf_page *page, uint32_t element)
{
    struct pdf *pdf = page->pdf;
    if (element == pdf->ink.mark)
        return;
    pdf_tag_unmark(pdf);
    pdf->ink.mark = element;
    if (element == MARK_ARTIFACT) {
        buf_text(&pdf->ink.out, "/Artifact BMC\n");
        return;
    }
    put_mark(&pdf->tags, element, page->number, page->nmarks);
    buf_char(&pdf->ink.out, '/');
    buf_text(&pdf->ink.out, names[pdf->tags.node[element].role]);
    buf_text(&pdf->ink.out, " <</MCID ");
    buf_unsigned(&pdf->ink.out, page->nmarks++);
    buf_text(&pdf->ink.out, ">> BDC\n");
}

void pdf_tag_text(struct pdf_page *page, double x, double size)
{
    struct pdf_tags *tags = &page->pdf->tags;
    bool goes_on = x == tags->x && size == tags->size;
    tags->x = x;
    tags->size = size;
    mark(page, wanted(page->pdf, page, true, goes_on));
}

void pdf_tag_path(struct pdf_page *page)
{
    mark(page, wanted(page->pdf, page, false, false));
}
