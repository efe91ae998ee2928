/* embed: a typeface as a Type 0 font: TrueType subset by HarfBuzz, a map from our
 * codes to its glyphs, their widths and their text. */
#include <string.h>

#include <hb-ot.h>
#include <hb-subset.h>
#include <zlib.h>

#include "base/mem.h"
#include "render/pdf/typeface.h"
#include "base/banned.h"

#define NAME_MAX_BYTES 80

struct embedding {
    struct typeface *face;
    struct pdf_objects *objects;
    hb_subset_plan_t *plan;
    char name[NAME_MAX_BYTES]; /* "ABCDEF+SourceSans3-Regular" */
};

static void put_deflated(struct pdf_object *object, const char *keys, const void *data,
                         size_t n)
{
    uLongf size = compressBound(n);
    struct buf body;
    void *packed = mem_new(size, 1);
    compress2(packed, &size, data, n, 6);
    buf_init(&body, 1 << 16);
    buf_printf(&body, "/Filter /FlateDecode %s", keys);
    pdf_object_set_stream(object, buf_view(&body), packed, size);
    buf_release(&body);
}

/* Six letters that tell subsets apart, from the glyphs in them. */
static void name_subset(struct embedding *e)
{
    uint64_t h = str_hash((struct str){(const char *)e->face->glyph,
                                       e->face->nglyphs * sizeof *e->face->glyph});
    size_t n = strlen(e->face->name);
    for (int i = 0; i < 6; i++, h /= 26)
        e->name[i] = (char)('A' + h % 26);
    if (n > 4 && e->face->name[n - 4] == '.')
        n -= 4;
    e->name[6] = '+';
    memcpy(e->name + 7, e->face->name, n);
    e->name[7 + n] = '\0';
}

static hb_subset_plan_t *plan_subset(struct typeface *face)
{
    static const char drop[][5] = {"GSUB", "GPOS", "GDEF", "BASE", "JSTF", "STAT", "name",
                                   "post", "OS/2", "cmap", "kern", "vhea", "vmtx", "VORG",
                                   "DSIG", "gasp", "meta", "hdmx", "VDMX", "LTSH"};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_t *dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
        hb_set_add(dropped, hb_tag_from_string(drop[i], 4));
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < face->nglyphs; i++)
        hb_set_add(glyphs, face->glyph[i].gid);
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(face->face, input);
    hb_subset_input_destroy(input);
    return plan;
}

/* Number of the stream object, 0 when HarfBuzz refuses. */
static unsigned put_file(struct embedding *e)
{
    hb_face_t *subset = hb_subset_plan_execute_or_fail(e->plan);
    if (!subset)
        return 0;
    char keys[32];
    unsigned n;
    hb_blob_t *blob = hb_face_reference_blob(subset);
    const char *data = hb_blob_get_data(blob, &n);
    struct pdf_object *object = pdf_object_new(e->objects);
    snprintf(keys, sizeof keys, "/Length1 %u", n);
    put_deflated(object, keys, data, n);
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    return pdf_object_number(object);
}

static unsigned put_glyph_map(struct embedding *e)
{
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(e->plan);
    size_t n = e->face->nglyphs;
    unsigned char *bytes = mem_new(n, 2);
    for (size_t i = 0; i < n; i++) {
        hb_codepoint_t gid = hb_map_get(map, e->face->glyph[i].gid);
        bytes[2 * i] = (unsigned char)(gid >> 8);
        bytes[2 * i + 1] = (unsigned char)gid;
    }
    struct pdf_object *object = pdf_object_new(e->objects);
    put_deflated(object, "", bytes, 2 * n);
    mem_free(bytes);
    return pdf_object_number(object);
}

static void put_mapping(struct buf *b, size_t code, uint32_t cp)
{
    if (cp < 0x10000)
        buf_printf(b, "<%04X> <%04X>\n", (unsigned)code, cp);
    else
        buf_printf(b, "<%04X> <%04X%04X>\n", (unsigned)code,
                   0xD800 + ((cp - 0x10000) >> 10), 0xDC00 + (cp & 0x3FF));
}

static unsigned put_text_map(struct embedding *e)
{
    struct buf b;
    size_t n = e->face->nglyphs;
    buf_init(&b, 4u << 20);
    buf_text(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                 "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> "
                 "def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                 "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (size_t i = 1; i < n; i++) {
        size_t left = n - i;
        if (i % 100 == 1) /* at most 100 a block */
            buf_printf(&b, "%zu beginbfchar\n", left > 100 ? (size_t)100 : left);
        put_mapping(&b, i, e->face->glyph[i].cp);
        if (i % 100 == 0 || left == 1)
            buf_text(&b, "endbfchar\n");
    }
    buf_text(&b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    struct pdf_object *object = pdf_object_new(e->objects);
    put_deflated(object, "", b.p, b.n);
    buf_release(&b);
    return pdf_object_number(object);
}

static unsigned put_descriptor(struct embedding *e, unsigned file)
{
    hb_position_t cap = 0;
    hb_font_extents_t extents = {0};
    struct typeface *face = e->face;
    int upem = (int)face->upem;
    char body[512];
    hb_font_get_h_extents(face->font, &extents);
    hb_ot_metrics_get_position(face->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap);
    struct pdf_object *object = pdf_object_new(e->objects);
    int n =
        snprintf(body, sizeof body,
                 "/Type /FontDescriptor /FontName /%s /Flags 4 "
                 "/FontBBox [-1000 -1000 3000 2000] /ItalicAngle 0 /Ascent %d "
                 "/Descent %d /CapHeight %d /StemV %d /FontFile2 %u 0 R",
                 e->name, extents.ascender * 1000 / upem, extents.descender * 1000 / upem,
                 cap * 1000 / upem, strstr(e->name, "Bold") ? 140 : 80, file);
    pdf_object_set(object, (struct str){body, (size_t)n});
    return pdf_object_number(object);
}

static unsigned put_descendant(struct embedding *e, unsigned descriptor, unsigned map)
{
    struct buf b;
    buf_init(&b, 4u << 20);
    buf_printf(&b,
               "/Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo "
               "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
               "/FontDescriptor %u 0 R /CIDToGIDMap %u 0 R /DW 1000 /W [1 [",
               e->name, descriptor, map);
    for (size_t i = 1; i < e->face->nglyphs; i++)
        buf_printf(&b, i % 32 ? "%u " : "%u\n", (unsigned)e->face->glyph[i].advance);
    buf_text(&b, "]]");
    struct pdf_object *object = pdf_object_new(e->objects);
    pdf_object_set(object, buf_view(&b));
    buf_release(&b);
    return pdf_object_number(object);
}

unsigned typeface_embed(struct typeface *face, struct pdf_objects *objects,
                        struct err *err)
{
    struct embedding e = {face, objects, plan_subset(face), ""};
    unsigned file = e.plan ? put_file(&e) : 0;
    struct pdf_object *font = NULL;
    if (file) {
        char body[512];
        name_subset(&e);
        /* One by one: objects are numbered in the order of these calls. */
        unsigned descriptor = put_descriptor(&e, file);
        unsigned map = put_glyph_map(&e);
        unsigned descendant = put_descendant(&e, descriptor, map);
        int n = snprintf(body, sizeof body,
                         "/Type /Font /Subtype /Type0 /BaseFont /%s /Encoding "
                         "/Identity-H /DescendantFonts [%u 0 R] /ToUnicode %u 0 R",
                         e.name, descendant, put_text_map(&e));
        font = pdf_object_new(objects);
        pdf_object_set(font, (struct str){body, (size_t)n});
    } else {
        err_set(err, ERR_SYSTEM, face->name, 0, "the font cannot be subset");
    }
    hb_subset_plan_destroy(e.plan);
    return font ? pdf_object_number(font) : 0;
}
