/* image: a PNG file becomes an image of plain RGB. Transparency is laid on the ground
 * it will stand on, so that the page needs none. */
#include <math.h>
#include <png.h>
#include <string.h>
#include <zlib.h>

#include "render/pdf/page.h"
#include "render/pdf/trace.h"
#include "base/mem.h"

#include "base/banned.h"

/* Pixels of the file, three bytes each; NULL with the failure kept. */
static unsigned char *decode(struct pdf *pdf, struct str png, struct colour ground,
                             png_image *image)
{
    memset(image, 0, sizeof *image);
    image->version = PNG_IMAGE_VERSION;
    const png_color under = {ground.r, ground.g, ground.b};
    unsigned char *pixels = NULL;
    if (png_image_begin_read_from_memory(image, png.p, png.n)) {
        image->format = PNG_FORMAT_RGB;
        pixels = mem_new(PNG_IMAGE_SIZE(*image), 1);
        if (png_image_finish_read(image, &under, pixels, 0, NULL))
            return pixels;
    }
    pdf_fail(pdf, "the logo cannot be read as PNG: %s", image->message);
    png_image_free(image);
    mem_free(pixels);
    return NULL;
}

static void put_object(struct pdf *pdf, const png_image *image, const void *pixels)
{
    uLong n = PNG_IMAGE_SIZE(*image);
    uLongf packed_n = compressBound(n);
    unsigned char *packed = mem_new(packed_n, 1);
    struct buf body;
    buf_init(&body, 1 << 10);
    if (compress2(packed, &packed_n, pixels, n, 9) != Z_OK)
        pdf_fail(pdf, "the logo cannot be packed");
    buf_printf(
        &body,
        "/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace /DeviceRGB "
        "/BitsPerComponent 8 /Filter /FlateDecode",
        image->width, image->height);
    struct pdf_object *object = pdf_object_new(pdf->objects);
    pdf_object_set_stream(object, buf_view(&body), packed, packed_n);
    pdf->image[pdf->nimages++] = object;
    buf_release(&body);
}

void pdf_image_draw(struct pdf_page *page, struct str png, struct colour ground, double x,
                    double y, double w, double h)
{
    struct pdf *pdf = page->pdf;
    png_image image;
    if (pdf->nimages == IMAGES_MAX || !pdf_inside(page, x, y) ||
        !pdf_inside(page, x + w, y + h))
        return;
    unsigned char *pixels = decode(pdf, png, ground, &image);
    if (pixels == NULL)
        return;
    double scale = fmin(w / image.width, h / image.height);
    double width = scale * image.width, height = scale * image.height;
    put_object(pdf, &image, pixels);
    mem_free(pixels);
    pdf_trace_fill(page, "image", ground,
                   (double[]){x + w - width, y + h - height, width, height}, 4);
    buf_text(&pdf->ink.out, "q ");
    pdf_put_number(&pdf->ink.out, width * PT_PER_MM);
    buf_text(&pdf->ink.out, "0 0 ");
    pdf_put_number(&pdf->ink.out, height * PT_PER_MM);
    pdf_put_pair(page, x + w - width, y + h);
    buf_printf(&pdf->ink.out, "cm /I%zu Do Q\n", pdf->nimages - 1);
}
