/* structure: the tree of elements as objects. There are far more of them than of all
 * others together, so they are packed into streams of objects, which the file's table
 * names beside its own entries (a hybrid file): a register of 100,000 rows takes one
 * megabyte instead of ten. */
#include "base/mem.h"
#include "render/pdf/state.h"
#include "base/banned.h"

#define PACK      200  /* objects a stream */
#define KIDS      1000 /* pages a node of the tree of parents */
#define BODY_MAX  (64u << 20)
#define ENTRY     5 /* bytes in the table: type, stream, index */
#define ENTRY_KEY "[1 3 1]"

struct writing {
    struct pdf *pdf;
    unsigned base;         /* number of the first packed object */
    size_t n, total;       /* packed objects: done, in all */
    struct buf head, body; /* of the stream being filled */
    struct pdf_object **stream;
    size_t nstreams;
    const struct pdf_tag_alt *alt; /* the next to be written */
    const struct pdf_tag_span *span;
    struct pdf_object *root;
};

static void set_packed(struct pdf *pdf, struct pdf_object *object, struct str keys,
                       struct str text)
{
    size_t size;
    void *packed = pdf_pack(pdf, text, &size);
    pdf_object_set_stream(object, keys, packed, size);
}

static void flush(struct writing *w)
{
    char keys[128];
    size_t n = w->n % PACK ? w->n % PACK : PACK;
    if (!w->body.n)
        return;
    if (buf_failed(&w->body))
        pdf_fail(w->pdf, "an element of the structure has too many parts");
    int length =
        snprintf(keys, sizeof keys,
                 "/Type /ObjStm /N %zu /First %zu /Filter /FlateDecode", n, w->head.n);
    buf_str(&w->head, buf_view(&w->body));
    set_packed(w->pdf, w->stream[(w->n - 1) / PACK], (struct str){keys, (size_t)length},
               buf_view(&w->head));
    buf_clear(&w->head);
    buf_clear(&w->body);
}

/* Called before the body of the next packed object is written. */
static void begin(struct writing *w)
{
    if (w->n && w->n % PACK == 0)
        flush(w);
    buf_printf(&w->head, "%zu %zu ", w->base + w->n, w->body.n);
    w->n++;
}

/* Elements that hold nothing are left out. Children stand behind their parents. */
static size_t number_elements(struct pdf_tags *tags)
{
    size_t n = 0;
    for (size_t i = tags->n; i-- > 1;) {
        struct pdf_tag_node *node = &tags->node[i];
        if (!node->page)
            continue;
        struct pdf_tag_node *parent = &tags->node[node->parent];
        if (!parent->page || node->page < parent->page)
            parent->page = node->page;
    }
    for (size_t i = 1; i < tags->n; i++)
        if (tags->node[i].page && !tags->node[i].is_mark)
            tags->node[i].number = (uint32_t)n++;
    return n;
}

static unsigned page_object(const struct writing *w, uint32_t page)
{
    return pdf_object_number(w->pdf->page[page - 1]->object);
}

static void put_kid(struct writing *w, const struct pdf_tag_node *kid, uint32_t page)
{
    if (!kid->is_mark) {
        buf_unsigned(&w->body, w->base + kid->number);
        buf_text(&w->body, " 0 R ");
    } else if (kid->page == page) {
        buf_unsigned(&w->body, kid->number);
        buf_char(&w->body, ' ');
    } else {
        buf_printf(&w->body, "<</Type/MCR/Pg %u 0 R/MCID %u>>", page_object(w, kid->page),
                   kid->number);
    }
}

/* What a cell of a table is for, and over what it goes. */
static void put_cell_keys(struct writing *w, uint32_t i, enum pdf_role role)
{
    const struct pdf_tags *tags = &w->pdf->tags;
    const struct pdf_tag_span *end = tags->span + tags->nspans, *span = NULL;
    for (; w->span < end && w->span->element <= i; w->span++)
        if (w->span->element == i)
            span = w->span;
    if (role != ROLE_TH && !span)
        return;
    buf_text(&w->body, "/A<</O/Table");
    if (role == ROLE_TH)
        buf_text(&w->body, "/Scope/Column");
    if (span && span->rows > 1)
        buf_printf(&w->body, "/RowSpan %u", span->rows);
    if (span && span->columns > 1)
        buf_printf(&w->body, "/ColSpan %u", span->columns);
    buf_text(&w->body, ">>");
}

static void put_alt(struct writing *w, uint32_t i)
{
    const struct pdf_tags *tags = &w->pdf->tags;
    for (; w->alt < tags->alt + tags->nalts && w->alt->element <= i; w->alt++) {
        if (w->alt->element != i)
            continue;
        buf_text(&w->body, "/Alt");
        pdf_put_text(&w->body, w->alt->text);
    }
}

static void put_element(struct writing *w, uint32_t i)
{
    const struct pdf_tags *tags = &w->pdf->tags;
    const struct pdf_tag_node *node = &tags->node[i];
    begin(w);
    buf_printf(&w->body, "<</S/%s/P %u 0 R/Pg %u 0 R", pdf_role_name(node->role),
               node->parent ? w->base + tags->node[node->parent].number
                            : pdf_object_number(w->root),
               page_object(w, node->page));
    put_cell_keys(w, i, node->role);
    put_alt(w, i);
    buf_text(&w->body, "/K[");
    if (node->is_single)
        buf_unsigned(&w->body, node->first);
    for (uint32_t k = node->is_single ? 0 : node->first; k; k = tags->node[k].next)
        if (tags->node[k].page)
            put_kid(w, &tags->node[k], node->page);
    buf_text(&w->body, "]>>\n");
}

/* The elements that the marks of each page belong to, by number of the mark. */
static void put_parents(struct writing *w)
{
    const struct pdf_tags *tags = &w->pdf->tags;
    uint32_t page = 0;
    for (size_t i = 1; i < tags->n; i++) {
        const struct pdf_tag_node *node = &tags->node[i];
        if (!node->is_mark && !node->is_single)
            continue;
        if (node->page != page) {
            if (page)
                buf_text(&w->body, "]\n");
            begin(w);
            buf_char(&w->body, '[');
            page = node->page;
        }
        const struct pdf_tag_node *element =
            node->is_mark ? &tags->node[node->parent] : node;
        buf_unsigned(&w->body, w->base + element->number);
        buf_text(&w->body, " 0 R ");
    }
    buf_text(&w->body, "]\n");
}

static size_t marked_pages(const struct pdf *pdf)
{
    size_t n = 0;
    for (size_t i = 0; i < pdf->npages; i++)
        n += pdf->page[i]->nmarks > 0;
    return n;
}

/* A leaf of the tree of parents: KIDS pages from `page` on; `array` is the object of the
 * next page's. */
static unsigned put_leaf(struct writing *w, size_t page, unsigned *array)
{
    struct buf b;
    const struct pdf *pdf = w->pdf;
    size_t end = page + KIDS < pdf->npages ? page + KIDS : pdf->npages;
    struct pdf_object *object = pdf_object_new(pdf->objects);
    buf_init(&b, 1 << 20);
    buf_printf(&b, "/Limits [%zu %zu] /Nums [", page, end - 1);
    for (size_t i = page; i < end; i++)
        if (pdf->page[i]->nmarks)
            buf_printf(&b, "%zu %u 0 R ", i, (*array)++);
    buf_char(&b, ']');
    pdf_object_set(object, buf_view(&b));
    buf_release(&b);
    return pdf_object_number(object);
}

static void put_root(struct writing *w, unsigned first, unsigned array)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_printf(&b,
               "/Type /StructTreeRoot /K [%u 0 R] /ParentTreeNextKey %zu "
               "/ParentTree << /Kids [",
               first, w->pdf->npages);
    for (size_t page = 0; page < w->pdf->npages; page += KIDS)
        buf_printf(&b, "%u 0 R ", put_leaf(w, page, &array));
    buf_text(&b, "] >>");
    pdf_object_set(w->root, buf_view(&b));
    buf_release(&b);
}

/* Where the packed objects are: stream and index of each. */
static void put_table(struct writing *w, struct pdf_object *table)
{
    char keys[192];
    unsigned char *entry = mem_new(w->total, ENTRY), *at = entry;
    for (size_t i = 0; i < w->total; i++, at += ENTRY) {
        unsigned stream = pdf_object_number(w->stream[i / PACK]);
        at[0] = 2;
        at[1] = (unsigned char)(stream >> 16);
        at[2] = (unsigned char)(stream >> 8);
        at[3] = (unsigned char)stream;
        at[4] = (unsigned char)(i % PACK);
    }
    int n = snprintf(keys, sizeof keys,
                     "/Type /XRef /Size %zu /Index [%u %zu] /W " ENTRY_KEY
                     " /Filter /FlateDecode",
                     w->base + w->total, w->base, w->total);
    set_packed(w->pdf, table, (struct str){keys, (size_t)n},
               (struct str){(char *)entry, w->total * ENTRY});
    mem_free(entry);
}

void pdf_structure_write(struct pdf *pdf, struct buf *catalogue)
{
    struct pdf_tags *tags = &pdf->tags;
    struct writing w = {.pdf = pdf, .alt = tags->alt, .span = tags->span};
    size_t elements = number_elements(tags), leaves = (pdf->npages + KIDS - 1) / KIDS;
    if (!elements)
        return;
    w.total = elements + marked_pages(pdf);
    w.nstreams = (w.total + PACK - 1) / PACK;
    w.stream = mem_new(w.nstreams, sizeof *w.stream);
    buf_init(&w.head, BODY_MAX);
    buf_init(&w.body, BODY_MAX);
    w.root = pdf_object_new(pdf->objects);
    struct pdf_object *table = pdf_object_new(pdf->objects);
    for (size_t i = 0; i < w.nstreams; i++)
        w.stream[i] = pdf_object_new(pdf->objects);
    w.base = pdf_object_number(table) + (unsigned)(w.nstreams + leaves) + 1;
    put_root(&w, w.base, w.base + (unsigned)elements);
    for (uint32_t i = 1; i < tags->n; i++)
        if (!tags->node[i].is_mark && tags->node[i].page)
            put_element(&w, i);
    put_parents(&w);
    flush(&w);
    put_table(&w, table);
    pdf_objects_hide(pdf->objects, table, w.base + (unsigned)w.total);
    buf_printf(catalogue, " /StructTreeRoot %u 0 R /MarkInfo << /Marked true >>",
               pdf_object_number(w.root));
    buf_release(&w.head);
    buf_release(&w.body);
    mem_free(w.stream);
}
