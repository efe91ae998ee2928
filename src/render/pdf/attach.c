/* attach: files carried inside the file, each with what it is to the document
 * (PDF/A-3: associated files), its type and its date, which is that of the document. */
#include "base/mem.h"
#include "render/pdf/state.h"
#include "render/render.h"
#include "base/banned.h"

/* A MIME type as a name: what is no plain letter is written as its number. */
static void put_name(struct buf *b, struct str text)
{
    buf_char(b, '/');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
                     c == '-' || c == '.' || c == '+';
        if (plain)
            buf_char(b, (char)c);
        else
            buf_printf(b, "#%02X", c);
    }
}

static unsigned write_stream(struct pdf *pdf, const struct render_attachment *file,
                             const char *date)
{
    struct buf keys;
    size_t size;
    void *packed = pdf_pack(pdf, file->text, &size);
    buf_init(&keys, 4096);
    buf_text(&keys, "/Type /EmbeddedFile /Subtype ");
    put_name(&keys, file->mime);
    buf_printf(&keys, " /Params << /Size %zu /ModDate (%s) >> /Filter /FlateDecode",
               file->text.n, date);
    struct pdf_object *object = pdf_object_new(pdf->objects);
    pdf_object_set_stream(object, buf_view(&keys), packed, size);
    buf_release(&keys);
    return pdf_object_number(object);
}

static unsigned write_file(struct pdf *pdf, const struct render_attachment *file,
                           const char *date)
{
    struct buf b;
    unsigned stream = write_stream(pdf, file, date);
    buf_init(&b, 1 << 16);
    buf_text(&b, "/Type /Filespec /F ");
    pdf_put_text(&b, file->name);
    buf_text(&b, " /UF ");
    pdf_put_text(&b, file->name);
    buf_text(&b, " /Desc ");
    pdf_put_text(&b, file->description);
    buf_printf(&b, " /AFRelationship /%s /EF << /F %u 0 R /UF %u 0 R >>",
               file->source ? "Source" : "Data", stream, stream);
    struct pdf_object *object = pdf_object_new(pdf->objects);
    pdf_object_set(object, buf_view(&b));
    buf_release(&b);
    return pdf_object_number(object);
}

void pdf_attach_write(struct pdf *pdf, const struct pdf_info *info, struct buf *catalogue)
{
    char date[PDF_DATE];
    struct buf names;
    if (!info->nattachments)
        return;
    pdf_meta_date(info, date);
    buf_init(&names, 1 << 16);
    buf_text(catalogue, " /AF [");
    for (size_t i = 0; i < info->nattachments; i++) {
        unsigned number = write_file(pdf, &info->attachment[i], date);
        pdf_put_text(&names, info->attachment[i].name);
        buf_printf(&names, " %u 0 R ", number);
        buf_printf(catalogue, "%u 0 R ", number);
    }
    buf_text(catalogue, "] /Names << /EmbeddedFiles << /Names [");
    buf_str(catalogue, buf_view(&names));
    buf_text(catalogue, "] >> >>");
    buf_release(&names);
}
