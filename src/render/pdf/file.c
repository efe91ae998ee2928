/* file: pages come and go; their contents are packed and written as they end, what
 * refers to others when the whole is complete. */
#include "render/pdf/file.h"

#include <math.h>
#include <pthread.h>

#include <linebreak.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "render/pdf/state.h"
#include "base/banned.h"

#define KIDS_MAX 64 /* pages a node of the page tree */

/* The tables of line breaking are searched from end to end until they are indexed. */
static void index_line_breaks(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_linebreak);
}

int pdf_open(struct pdf **out, FILE *stream, const struct style *style, const char *fonts,
             struct diag_list *diags, struct err *err)
{
    struct pdf *pdf = mem_new(1, sizeof *pdf);
    index_line_breaks();
    arena_init(&pdf->arena);
    buf_init(&pdf->ink.out, STREAM_BYTES_MAX);
    pdf->diags = diags;
    pdf->ink_colour = style->ink;
    pdf->objects = pdf_objects_new(stream);
    pdf->resources = pdf_object_new(pdf->objects);
    pdf->digest = sha256_begin();
    pdf->packer = packer_new();
    if (pdf_fonts_open(&pdf->fonts, style, fonts, diags, err)) {
        pdf_close(pdf);
        return -1;
    }
    *out = pdf;
    return 0;
}

void pdf_close(struct pdf *pdf)
{
    if (!pdf)
        return;
    if (pdf->digest)
        sha256_end(pdf->digest);
    packer_free(pdf->packer);
    pdf_fonts_close(pdf->fonts);
    pdf_objects_free(pdf->objects);
    buf_release(&pdf->ink.out);
    for (size_t i = 0; i < pdf->npages; i++)
        mem_free(pdf->page[i]);
    mem_free(pdf->page);
    mem_free(pdf->packed);
    mem_free(pdf->place);
    mem_free(pdf->link);
    mem_free(pdf->outline);
    pdf_tags_release(&pdf->tags);
    arena_release(&pdf->arena);
    mem_free(pdf);
}

struct pdf_page *pdf_page_begin(struct pdf *pdf, double width_mm, double height_mm)
{
    struct pdf_page *page = mem_new(1, sizeof *page);
    if (pdf->open)
        pdf_page_end(pdf->open);
    page->pdf = pdf;
    page->object = pdf_object_new(pdf->objects);
    page->number = pdf->npages + 1;
    page->width = width_mm * PT_PER_MM;
    page->height = height_mm * PT_PER_MM;
    pdf->page = mem_room(pdf->page, pdf->npages, &pdf->page_cap, sizeof *pdf->page);
    pdf->page[pdf->npages++] = page;
    pdf_stream_begin(pdf, page);
    return page;
}

struct pdf_page *pdf_page_again(struct pdf *pdf, size_t number)
{
    struct pdf_page *page = pdf->page[number - 1];
    if (pdf->open && pdf->open != page)
        pdf_page_end(pdf->open);
    if (pdf->open != page)
        pdf_stream_begin(pdf, page);
    return page;
}

void pdf_page_end(struct pdf_page *page)
{
    struct pdf *pdf = page->pdf;
    if (pdf->open != page)
        return;
    pdf->open = NULL;
    if (pdf_stream_is_empty(pdf))
        return;
    if (page->nstreams == STREAMS_MAX) {
        pdf_fail(pdf, "page %zu was opened too often", page->number);
        return;
    }
    page->stream[page->nstreams++] = pdf_stream_end(pdf, STR("/Filter /FlateDecode"));
}

size_t pdf_page_number(const struct pdf_page *page)
{
    return page->number;
}

size_t pdf_page_count(const struct pdf *pdf)
{
    return pdf->npages;
}

static void put_page_body(struct pdf *pdf, const struct pdf_page *page, unsigned parent,
                          size_t *link, struct buf *b)
{
    buf_clear(b);
    buf_printf(b, "/Type /Page /Parent %u 0 R /Resources %u 0 R /MediaBox [0 0 ", parent,
               pdf_object_number(pdf->resources));
    pdf_put_number(b, page->width);
    pdf_put_number(b, page->height);
    buf_text(b, "] /Contents [");
    for (unsigned i = 0; i < page->nstreams; i++)
        buf_printf(b, "%u 0 R ", page->stream[i]);
    buf_char(b, ']');
    if (page->nmarks)
        buf_printf(b, " /StructParents %zu /Tabs /S", page->number - 1);
    pdf_nav_annotations(pdf, page->number, link, b);
    pdf_object_set(page->object, buf_view(b));
}

/* Root, nodes of KIDS_MAX, pages: two levels do for any number that fits a file. */
static void write_pages(struct pdf *pdf)
{
    struct buf root, node, body;
    struct pdf_object *tree = pdf_object_page_tree(pdf->objects);
    size_t link = 0;
    buf_init(&root, 16u << 20);
    buf_init(&node, 1u << 20);
    buf_init(&body, 16u << 20);
    buf_printf(&root, "/Type /Pages /Count %zu /Kids [", pdf->npages);
    for (size_t i = 0; i < pdf->npages; i += KIDS_MAX) {
        struct pdf_object *object = pdf_object_new(pdf->objects);
        size_t n = pdf->npages - i < KIDS_MAX ? pdf->npages - i : KIDS_MAX;
        buf_clear(&node);
        buf_printf(&node, "/Type /Pages /Parent %u 0 R /Count %zu /Kids [",
                   pdf_object_number(tree), n);
        for (size_t k = i; k < i + n; k++) {
            buf_printf(&node, "%u 0 R ", pdf_object_number(pdf->page[k]->object));
            put_page_body(pdf, pdf->page[k], pdf_object_number(object), &link, &body);
        }
        buf_char(&node, ']');
        pdf_object_set(object, buf_view(&node));
        buf_printf(&root, "%u 0 R ", pdf_object_number(object));
    }
    buf_char(&root, ']');
    pdf_object_set(tree, buf_view(&root));
    buf_release(&root);
    buf_release(&node);
    buf_release(&body);
}

static int write_resources(struct pdf *pdf, struct err *err)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    buf_text(&b, "/Font << ");
    int failed = pdf_fonts_embed(pdf->fonts, pdf->objects, &b, err);
    buf_text(&b, ">> /ExtGState << ");
    for (size_t i = 0; i < pdf->nalphas; i++) {
        long v = lround(pdf->alpha[i] * 1000);
        buf_printf(&b, "/A%zu << /ca %ld.%03ld /CA %ld.%03ld >> ", i, v / 1000, v % 1000,
                   v / 1000, v % 1000);
    }
    buf_text(&b, ">> /XObject << ");
    for (size_t i = 0; i < pdf->nimages; i++)
        buf_printf(&b, "/I%zu %u 0 R ", i, pdf_object_number(pdf->image[i]));
    buf_text(&b, ">>");
    pdf_object_set(pdf->resources, buf_view(&b));
    buf_release(&b);
    return failed;
}

int pdf_save(struct pdf *pdf, const struct pdf_info *info, struct err *err)
{
    struct buf catalogue;
    struct sha256 id;
    if (pdf->open)
        pdf_page_end(pdf->open);
    if (pdf->npages == 0)
        pdf_fail(pdf, "a document without pages");
    if (pdf->failed) {
        *err = pdf->err;
        return -1;
    }
    pdf_field_draw(pdf, info);
    if (write_resources(pdf, err))
        return -1;
    buf_init(&catalogue, 1 << 20);
    pdf_nav_write(pdf, &catalogue);
    pdf_meta_write(pdf, info, &catalogue);
    pdf_attach_write(pdf, info, &catalogue);
    pdf_field_write(pdf, info, &catalogue);
    write_pages(pdf);
    pdf_structure_write(pdf, &catalogue);
    pdf_object_set(pdf_object_catalogue(pdf->objects), buf_view(&catalogue));
    buf_release(&catalogue);
    id = sha256_end(pdf->digest);
    pdf->digest = NULL;
    if (pdf->failed) {
        *err = pdf->err;
        return -1;
    }
    return pdf_objects_save(pdf->objects, id.byte, err);
}
