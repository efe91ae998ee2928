/* meta: what the file says about itself: information, XMP, colour, language. It claims
 * PDF/A-3: level A where it is tagged, else U. The two forms of the information are equal, as PDF/A wants. No clock: the time is given. */
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/xml.h"
#include "render/pdf/icc.h"
#include "render/pdf/state.h"
#include "base/banned.h"

struct stamp { /* "D:20261103080000+08'00'" and "2026-11-03T08:00:00+08:00" */
    char pdf[PDF_DATE], iso[PDF_DATE];
};

static struct stamp stamp_of(const struct pdf_info *info)
{
    struct stamp s;
    struct civil c = civil_of(info->time);
    int minutes = info->offset / 60;
    char sign = minutes < 0 ? '-' : '+';
    minutes = minutes < 0 ? -minutes : minutes;
    snprintf(s.pdf, sizeof s.pdf, "D:%04d%02d%02d%02d%02d%02d%c%02d'%02d'", c.year,
             c.month, c.day, c.hour, c.minute, c.second, sign, minutes / 60,
             minutes % 60);
    snprintf(s.iso, sizeof s.iso, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year,
             c.month, c.day, c.hour, c.minute, c.second, sign, minutes / 60,
             minutes % 60);
    return s;
}

void pdf_meta_date(const struct pdf_info *info, char date[PDF_DATE])
{
    struct stamp s = stamp_of(info);
    memcpy(date, s.pdf, sizeof s.pdf);
}

static void put_field(struct buf *b, const char *key, struct str value)
{
    if (!value.n)
        return;
    buf_printf(b, " /%s ", key);
    pdf_put_text(b, value);
}

static void write_info(struct pdf *pdf, const struct pdf_info *info,
                       const struct stamp *stamp)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    put_field(&b, "Title", info->title);
    put_field(&b, "Author", info->author);
    put_field(&b, "Subject", info->subject);
    put_field(&b, "Keywords", info->keywords);
    put_field(&b, "Creator", info->producer);
    put_field(&b, "Producer", info->producer);
    buf_printf(&b, " /CreationDate (%s) /ModDate (%s)", stamp->pdf, stamp->pdf);
    pdf_object_set(pdf_object_info(pdf->objects), buf_view(&b));
    buf_release(&b);
}

/* before VALUE after, escaped; nothing when there is no value. */
static void put_xmp(struct buf *b, const char *before, struct str value,
                    const char *after)
{
    if (!value.n)
        return;
    buf_text(b, before);
    xml_escape(b, value);
    buf_text(b, after);
}

static void put_xmp_body(struct buf *b, const struct pdf_info *info,
                         const struct stamp *stamp)
{
    struct str iso = str_of(stamp->iso);
    put_xmp(b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", info->title,
            "</rdf:li></rdf:Alt></dc:title>\n");
    put_xmp(b, "<dc:creator><rdf:Seq><rdf:li>", info->author,
            "</rdf:li></rdf:Seq></dc:creator>\n");
    put_xmp(b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", info->subject,
            "</rdf:li></rdf:Alt></dc:description>\n");
    put_xmp(b, "<pdf:Keywords>", info->keywords, "</pdf:Keywords>\n");
    put_xmp(b, "<pdf:Producer>", info->producer, "</pdf:Producer>\n");
    put_xmp(b, "<xmp:CreatorTool>", info->producer, "</xmp:CreatorTool>\n");
    put_xmp(b, "<xmp:CreateDate>", iso, "</xmp:CreateDate>\n");
    put_xmp(b, "<xmp:ModifyDate>", iso, "</xmp:ModifyDate>\n");
    put_xmp(b, "<xmp:MetadataDate>", iso, "</xmp:MetadataDate>\n");
}

/* Not deflated, so that other programs find it in the file. */
static unsigned write_xmp(struct pdf *pdf, const struct pdf_info *info,
                          const struct stamp *stamp)
{
    struct buf b;
    size_t n;
    buf_init(&b, 1 << 20);
    buf_text(&b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                 "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF "
                 "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                 "<rdf:Description rdf:about=\"\" "
                 "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                 "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
                 "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
                 "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n");
    put_xmp_body(&b, info, stamp);
    buf_printf(&b,
               "<pdfaid:part>3</pdfaid:part>\n"
               "<pdfaid:conformance>%s</pdfaid:conformance>\n",
               pdf->tags.n ? "A" : "U");
    buf_text(&b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
    struct pdf_object *object = pdf_object_new(pdf->objects);
    char *data = buf_detach(&b, &n);
    pdf_object_set_stream(object, STR("/Type /Metadata /Subtype /XML"), data, n);
    buf_release(&b);
    return pdf_object_number(object);
}

static unsigned write_profile(struct pdf *pdf)
{
    unsigned char profile[PDF_ICC_BYTES];
    size_t size;
    pdf_icc_srgb(profile);
    void *packed = pdf_pack(pdf, (struct str){(char *)profile, sizeof profile}, &size);
    struct pdf_object *object = pdf_object_new(pdf->objects);
    pdf_object_set_stream(object, STR("/N 3 /Filter /FlateDecode"), packed, size);
    return pdf_object_number(object);
}

void pdf_meta_write(struct pdf *pdf, const struct pdf_info *info, struct buf *catalogue)
{
    struct stamp stamp = stamp_of(info);
    write_info(pdf, info, &stamp);
    buf_printf(catalogue, " /Metadata %u 0 R", write_xmp(pdf, info, &stamp));
    buf_printf(catalogue,
               " /OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 "
               "/OutputConditionIdentifier (sRGB IEC61966-2.1) "
               "/Info (sRGB IEC61966-2.1) /RegistryName (http://www.color.org) "
               "/DestOutputProfile %u 0 R >>]",
               write_profile(pdf));
    buf_text(catalogue, " /PageLabels << /Nums [0 << /S /D >>] >>");
    buf_text(catalogue, " /ViewerPreferences << /DisplayDocTitle true >> /Lang (");
    buf_str(catalogue, info->language);
    buf_char(catalogue, ')');
}
