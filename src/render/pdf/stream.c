/* stream: what is drawn, as a packed stream of the file; and the first error of drawing. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "render/pdf/state.h"
#include "base/banned.h"

#define STREAM_BEGIN "q\n"

void pdf_fail(struct pdf *pdf, const char *format, ...)
{
    char text[sizeof pdf->err.msg];
    va_list args;
    if (pdf->failed)
        return;
    pdf->failed = true;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    err_set(&pdf->err, ERR_SYSTEM, NULL, 0, "%s", text);
}

void pdf_stream_begin(struct pdf *pdf, struct pdf_page *page)
{
    struct buf out = pdf->ink.out;
    pdf->ink = (struct pdf_ink){.out = out, .face = -1, .alpha = 1};
    buf_clear(&pdf->ink.out);
    buf_text(&pdf->ink.out, STREAM_BEGIN); /* a page's streams share their states */
    pdf->open = page;
}

/* The working memory is kept for the next. */
void *pdf_pack(struct pdf *pdf, struct str text, size_t *n)
{
    size_t room = packer_room(text.n);
    if (room > pdf->packed_cap) {
        pdf->packed = mem_grow(pdf->packed, room, 1);
        pdf->packed_cap = room;
    }
    *n = packer_zlib(pdf->packer, text, pdf->packed, pdf->packed_cap);
    if (*n == 0)
        pdf_fail(pdf, "a text of %zu bytes cannot be compressed", text.n);
    void *copy = mem_new(*n + 1, 1);
    memcpy(copy, pdf->packed, *n);
    return copy;
}

bool pdf_stream_is_empty(const struct pdf *pdf)
{
    return pdf->ink.out.n == sizeof STREAM_BEGIN - 1;
}

unsigned pdf_stream_end(struct pdf *pdf, struct str keys)
{
    size_t size;
    pdf_tag_unmark(pdf);
    pdf->open = NULL;
    buf_text(&pdf->ink.out, "Q\n");
    if (buf_failed(&pdf->ink.out))
        pdf_fail(pdf, "a page is larger than %u MB", STREAM_BYTES_MAX >> 20);
    void *data = pdf_pack(pdf, buf_view(&pdf->ink.out), &size);
    sha256_put(pdf->digest, data, size);
    struct pdf_object *object = pdf_object_new(pdf->objects);
    pdf_object_set_stream(object, keys, data, size);
    return pdf_object_number(object);
}
