/* pdf_object: our dictionaries inside libharu's table of objects. A dictionary of ours is
 * an empty HPDF_Dict whose hooks write the body; its length and bytes stay with us. */
#include "render/pdf_object.h"

#include <math.h>
#include <string.h>

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/banned.h"

struct pdf_object {
    HPDF_Dict dict;
    HPDF_Stream out; /* while it is being written */
    char *body;
    size_t nbody;
    void *data;
    size_t ndata;
};

struct pdf_objects {
    HPDF_Doc doc;
    unsigned long status, detail; /* first error libharu reported */
    struct pdf_object *catalogue, *page_tree, *info;
    struct pdf_object *hidden; /* table of the packed objects, NULL: there are none */
    unsigned size;             /* all objects, then */
};

/* libharu's errors stick to the document: one record is enough, nothing jumps. */
static void HPDF_STDCALL record(HPDF_STATUS status, HPDF_STATUS detail, void *data)
{
    struct pdf_objects *objects = data;
    if (!objects->status) {
        objects->status = status;
        objects->detail = detail;
    }
}

static HPDF_STATUS write_text(HPDF_Stream out, const void *p, size_t n)
{
    const unsigned char *at = p;
    while (n) { /* libharu counts in 32 bits */
        HPDF_UINT part = n > 1u << 20 ? 1u << 20 : (HPDF_UINT)n;
        HPDF_STATUS status = HPDF_Stream_Write(out, at, part);
        if (status != HPDF_OK)
            return status;
        at += part;
        n -= part;
    }
    return HPDF_OK;
}

static HPDF_STATUS write_body(HPDF_Dict dict, HPDF_Stream out)
{
    struct pdf_object *object = dict->attr;
    object->out = out;
    HPDF_STATUS status = write_text(out, object->body, object->nbody);
    if (status == HPDF_OK && object->data) {
        char length[40];
        int n = snprintf(length, sizeof length, " /Length %zu", object->ndata);
        status = write_text(out, length, (size_t)n);
    }
    return status;
}

/* Called behind the closing >>, which is where a stream stands. */
static HPDF_STATUS write_stream(HPDF_Dict dict)
{
    struct pdf_object *object = dict->attr;
    if (!object->data)
        return HPDF_OK;
    HPDF_STATUS status = write_text(object->out, "\nstream\n", 8);
    if (status == HPDF_OK)
        status = write_text(object->out, object->data, object->ndata);
    if (status == HPDF_OK)
        status = write_text(object->out, "\nendstream", 10);
    return status;
}

static void free_object(HPDF_Dict dict)
{
    struct pdf_object *object = dict->attr;
    if (!object)
        return;
    mem_free(object->body);
    mem_free(object->data);
    mem_free(object);
    dict->attr = NULL;
}

static struct pdf_object *adopt(HPDF_Dict dict)
{
    struct pdf_object *object = mem_new(1, sizeof *object);
    object->dict = dict;
    if (dict) {
        dict->attr = object;
        dict->before_write_fn = NULL;
        dict->write_fn = write_body;
        dict->after_write_fn = write_stream;
        dict->free_fn = free_object;
    }
    return object;
}

static void remove_keys(HPDF_Dict dict, const char *const *key)
{
    for (; *key; key++)
        HPDF_Dict_RemoveElement(dict, *key);
}

struct pdf_objects *pdf_objects_new(void)
{
    static const char *const tree_keys[] = {"Type", "Kids", "Count", NULL};
    static const char *const info_keys[] = {"Producer", NULL};
    struct pdf_objects *objects = mem_new(1, sizeof *objects);
    objects->doc = HPDF_New(record, objects);
    if (!objects->doc) {
        objects->status = objects->status ? objects->status : HPDF_FAILD_TO_ALLOC_MEM;
        return objects;
    }
    objects->catalogue = adopt(objects->doc->catalog);
    objects->page_tree = adopt(objects->doc->root_pages);
    remove_keys(objects->doc->root_pages, tree_keys);
    if (objects->doc->info) {
        objects->info = adopt(objects->doc->info);
        remove_keys(objects->doc->info, info_keys);
    } else {
        objects->info = pdf_object_new(objects);
        objects->doc->info = objects->info->dict;
    }
    return objects;
}

void pdf_objects_free(struct pdf_objects *objects)
{
    if (!objects)
        return;
    if (objects->doc)
        HPDF_Free(objects->doc);
    mem_free(objects);
}

struct pdf_object *pdf_object_new(struct pdf_objects *objects)
{
    HPDF_Dict dict = objects->doc ? HPDF_Dict_New(objects->doc->mmgr) : NULL;
    struct pdf_object *object = adopt(dict);
    if (dict && HPDF_Xref_Add(objects->doc->xref, dict) != HPDF_OK)
        objects->status = objects->status ? objects->status : HPDF_XREF_COUNT_ERR;
    return object;
}

unsigned pdf_object_number(const struct pdf_object *object)
{
    return object->dict ? (unsigned)(object->dict->header.obj_id & 0x00FFFFFF) : 0;
}

void pdf_object_set(struct pdf_object *object, struct str body)
{
    mem_free(object->body);
    object->body = mem_new(body.n ? body.n : 1, 1);
    memcpy(object->body, body.p, body.n);
    object->nbody = body.n;
}

void pdf_object_set_stream(struct pdf_object *object, struct str body, void *data,
                           size_t n)
{
    pdf_object_set(object, body);
    mem_free(object->data);
    object->data = data;
    object->ndata = n;
}

struct pdf_object *pdf_object_catalogue(struct pdf_objects *objects)
{
    return objects->catalogue;
}

struct pdf_object *pdf_object_page_tree(struct pdf_objects *objects)
{
    return objects->page_tree;
}

struct pdf_object *pdf_object_info(struct pdf_objects *objects)
{
    return objects->info;
}

struct target {
    FILE *stream;
    bool failed;
};

static HPDF_STATUS write_file(HPDF_Stream out, const HPDF_BYTE *p, HPDF_UINT n)
{
    struct target *target = out->attr;
    if (fwrite(p, 1, n, target->stream) == n)
        return HPDF_OK;
    target->failed = true;
    return HPDF_SetError(out->error, HPDF_FILE_IO_ERROR, 0);
}

void pdf_objects_hide(struct pdf_objects *objects, struct pdf_object *table,
                      unsigned size)
{
    objects->hidden = table;
    objects->size = size;
}

/* libharu counts its own objects only. */
static HPDF_STATUS drop_size(HPDF_Dict trailer)
{
    return HPDF_Dict_RemoveElement(trailer, "Size");
}

static HPDF_STATUS write_hidden(HPDF_Dict trailer, HPDF_Stream out)
{
    const struct pdf_objects *objects = trailer->attr;
    HPDF_XrefEntry entry =
        HPDF_Xref_GetEntry(objects->doc->xref, pdf_object_number(objects->hidden));
    char text[64];
    int n = snprintf(text, sizeof text, "\n/Size %u /XRefStm %lu", objects->size,
                     entry ? (unsigned long)entry->byte_offset : 0ul);
    return write_text(out, text, (size_t)n);
}

static void set_trailer(struct pdf_objects *objects, const unsigned char *id)
{
    HPDF_Doc doc = objects->doc;
    HPDF_Array pair = HPDF_Array_New(doc->mmgr);
    if (objects->hidden) {
        doc->trailer->attr = objects;
        doc->trailer->before_write_fn = drop_size;
        doc->trailer->write_fn = write_hidden;
    }
    HPDF_Dict_Add(doc->trailer, "Root", doc->catalog);
    HPDF_Dict_Add(doc->trailer, "Info", doc->info);
    HPDF_Dict_Add(doc->trailer, "ID", pair);
    for (int i = 0; i < 2; i++)
        HPDF_Array_Add(pair, HPDF_Binary_New(doc->mmgr, (HPDF_BYTE *)id, 16));
}

int pdf_objects_save(struct pdf_objects *objects, const unsigned char *id, FILE *stream,
                     struct err *err)
{
    struct target target = {stream, false};
    if (!objects->status) {
        set_trailer(objects, id);
        HPDF_Stream out =
            HPDF_CallbackWriter_New(objects->doc->mmgr, write_file, &target);
        static const char header[] = "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n";
        if (out && write_text(out, header, sizeof header - 1) == HPDF_OK)
            HPDF_Xref_WriteToStream(objects->doc->xref, out, NULL);
        HPDF_Stream_Free(out);
    }
    if (target.failed || (!objects->status && fflush(stream) != 0))
        return err_system(err, NULL, "cannot write the PDF");
    if (objects->status)
        return err_set(err, ERR_SYSTEM, NULL, 0, "the PDF library failed: 0x%04lX/%lu",
                       objects->status, objects->detail);
    return 0;
}

static void put_unit(struct buf *b, unsigned unit)
{
    static const char digit[] = "0123456789ABCDEF";
    char hex[4] = {digit[unit >> 12 & 15], digit[unit >> 8 & 15], digit[unit >> 4 & 15],
                   digit[unit & 15]};
    buf_put(b, hex, 4);
}

void pdf_put_text(struct buf *b, struct str utf8)
{
    uint32_t cp;
    buf_text(b, "<FEFF");
    while (utf8_next(&utf8, &cp)) {
        if (cp >= 0x10000) {
            put_unit(b, 0xD800 + ((cp - 0x10000) >> 10));
            cp = 0xDC00 + (cp & 0x3FF);
        }
        put_unit(b, cp);
    }
    buf_char(b, '>');
}

void pdf_put_number(struct buf *b, double value)
{
    char text[32];
    size_t n = sizeof text;
    long x = lround(value * 100);
    unsigned long v = x < 0 ? 0ul - (unsigned long)x : (unsigned long)x;
    unsigned cents = (unsigned)(v % 100);
    text[--n] = ' ';
    if (cents % 10)
        text[--n] = (char)('0' + cents % 10);
    if (cents) {
        text[--n] = (char)('0' + cents / 10);
        text[--n] = '.';
    }
    v /= 100;
    do
        text[--n] = (char)('0' + v % 10);
    while (v /= 10);
    if (x < 0)
        text[--n] = '-';
    buf_put(b, text + n, sizeof text - n);
}
