/* object: objects go into the file as they are set, their places into a table of ours.
 * Catalogue, page tree and information are libharu's: it writes them last, with its own
 * table and the trailer, which names ours as the one before it. A dictionary of libharu's
 * that we fill is empty but for its hook. */
#include "render/pdf/object.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/banned.h"

enum { CATALOGUE = 1, PAGE_TREE, INFO, OURS }; /* numbers */
#define HEADER "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n"

struct pdf_object {
    struct pdf_objects *objects;
    unsigned number;
};

struct pdf_objects {
    HPDF_Doc doc;
    unsigned long status, detail; /* first error libharu reported */
    FILE *out;                    /* NULL: nothing is kept */
    int error;                    /* errno of the first write that failed */
    uint64_t size;                /* of the file so far */
    uint64_t *place;              /* by number, of ours; 0: not set yet */
    size_t n, cap;
    struct arena arena; /* the objects as such */
    struct pdf_object *kept[OURS];
    struct buf body[OURS];     /* of libharu's three */
    uint64_t table;            /* place of ours */
    struct pdf_object *hidden; /* table of the packed objects, NULL: there are none */
    unsigned hidden_size;      /* all objects, then */
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

/* Into the file, unless an earlier write failed. */
static void put(struct pdf_objects *objects, const void *p, size_t n)
{
    if (objects->out && !objects->error && fwrite(p, 1, n, objects->out) != n)
        objects->error = errno ? errno : EIO;
    objects->size += n;
}

static void put_line(struct pdf_objects *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void put_line(struct pdf_objects *objects, const char *format, ...)
{
    char line[96];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    put(objects, line, (size_t)n);
}

static HPDF_STATUS write_kept(HPDF_Dict dict, HPDF_Stream out)
{
    const struct buf *body = dict->attr;
    return write_text(out, body->p, body->n);
}

static void adopt(struct pdf_objects *objects, HPDF_Dict dict, unsigned number)
{
    objects->kept[number] = pdf_object_new(objects);
    buf_init(&objects->body[number], 64u << 20);
    if (dict) {
        dict->attr = &objects->body[number];
        dict->before_write_fn = NULL;
        dict->write_fn = write_kept;
        if ((dict->header.obj_id & 0x00FFFFFF) != number)
            objects->status = HPDF_XREF_COUNT_ERR;
    }
}

static void remove_keys(HPDF_Dict dict, const char *const *key)
{
    for (; *key; key++)
        HPDF_Dict_RemoveElement(dict, *key);
}

static HPDF_Dict info_of(struct pdf_objects *objects, HPDF_Doc doc)
{
    static const char *const keys[] = {"Producer", NULL};
    if (doc->info) {
        remove_keys(doc->info, keys);
        return doc->info;
    }
    doc->info = HPDF_Dict_New(doc->mmgr);
    if (doc->info && HPDF_Xref_Add(doc->xref, doc->info) != HPDF_OK)
        objects->status = objects->status ? objects->status : HPDF_XREF_COUNT_ERR;
    return doc->info;
}

struct pdf_objects *pdf_objects_new(FILE *out)
{
    static const char *const tree_keys[] = {"Type", "Kids", "Count", NULL};
    struct pdf_objects *objects = mem_new(1, sizeof *objects);
    arena_init(&objects->arena);
    objects->out = out;
    objects->doc = HPDF_New(record, objects);
    if (!objects->doc)
        objects->status = objects->status ? objects->status : HPDF_FAILD_TO_ALLOC_MEM;
    else
        remove_keys(objects->doc->root_pages, tree_keys);
    pdf_object_new(objects); /* nobody is number 0 */
    adopt(objects, objects->doc ? objects->doc->catalog : NULL, CATALOGUE);
    adopt(objects, objects->doc ? objects->doc->root_pages : NULL, PAGE_TREE);
    adopt(objects, objects->doc ? info_of(objects, objects->doc) : NULL, INFO);
    put(objects, HEADER, sizeof HEADER - 1);
    return objects;
}

void pdf_objects_free(struct pdf_objects *objects)
{
    if (!objects)
        return;
    if (objects->doc)
        HPDF_Free(objects->doc);
    for (int i = CATALOGUE; i < OURS; i++)
        buf_release(&objects->body[i]);
    mem_free(objects->place);
    arena_release(&objects->arena);
    mem_free(objects);
}

struct pdf_object *pdf_object_new(struct pdf_objects *objects)
{
    struct pdf_object *object = arena_new(&objects->arena, 1, sizeof *object);
    objects->place =
        mem_room(objects->place, objects->n, &objects->cap, sizeof *objects->place);
    objects->place[objects->n] = 0;
    *object = (struct pdf_object){objects, (unsigned)objects->n++};
    return object;
}

unsigned pdf_object_number(const struct pdf_object *object)
{
    return object->number;
}

static void begin(struct pdf_object *object, struct str body)
{
    struct pdf_objects *objects = object->objects;
    objects->place[object->number] = objects->size;
    put_line(objects, "%u 0 obj\n<<", object->number);
    put(objects, body.p, body.n);
}

void pdf_object_set(struct pdf_object *object, struct str body)
{
    if (object->number < OURS) {
        struct buf *kept = &object->objects->body[object->number];
        buf_clear(kept);
        buf_str(kept, body);
        return;
    }
    begin(object, body);
    put(object->objects, ">>\nendobj\n", 10);
}

void pdf_object_set_stream(struct pdf_object *object, struct str body, void *data,
                           size_t n)
{
    struct pdf_objects *objects = object->objects;
    begin(object, body);
    put_line(objects, " /Length %zu>>\nstream\n", n);
    put(objects, data, n);
    put(objects, "\nendstream\nendobj\n", 18);
    mem_free(data);
}

struct pdf_object *pdf_object_catalogue(struct pdf_objects *objects)
{
    return objects->kept[CATALOGUE];
}

struct pdf_object *pdf_object_page_tree(struct pdf_objects *objects)
{
    return objects->kept[PAGE_TREE];
}

struct pdf_object *pdf_object_info(struct pdf_objects *objects)
{
    return objects->kept[INFO];
}

static HPDF_STATUS write_file(HPDF_Stream out, const HPDF_BYTE *p, HPDF_UINT n)
{
    struct pdf_objects *objects = out->attr;
    put(objects, p, n);
    return objects->error ? HPDF_SetError(out->error, HPDF_FILE_IO_ERROR, 0) : HPDF_OK;
}

void pdf_objects_hide(struct pdf_objects *objects, struct pdf_object *table,
                      unsigned size)
{
    objects->hidden = table;
    objects->hidden_size = size;
}

/* libharu counts its own objects only. */
static HPDF_STATUS drop_size(HPDF_Dict trailer)
{
    return HPDF_Dict_RemoveElement(trailer, "Size");
}

static HPDF_STATUS write_others(HPDF_Dict trailer, HPDF_Stream out)
{
    const struct pdf_objects *objects = trailer->attr;
    char text[96];
    int n = snprintf(text, sizeof text, "\n/Size %zu /Prev %lu",
                     objects->hidden ? objects->hidden_size : objects->n,
                     (unsigned long)objects->table);
    if (objects->hidden)
        n += snprintf(text + n, sizeof text - (size_t)n, " /XRefStm %lu",
                      (unsigned long)objects->place[objects->hidden->number]);
    return write_text(out, text, (size_t)n);
}

static void set_trailer(struct pdf_objects *objects, const unsigned char *id)
{
    HPDF_Doc doc = objects->doc;
    HPDF_Array pair = HPDF_Array_New(doc->mmgr);
    doc->trailer->attr = objects;
    doc->trailer->before_write_fn = drop_size;
    doc->trailer->write_fn = write_others;
    HPDF_Dict_Add(doc->trailer, "Root", doc->catalog);
    HPDF_Dict_Add(doc->trailer, "Info", doc->info);
    HPDF_Dict_Add(doc->trailer, "ID", pair);
    for (int i = 0; i < 2; i++)
        HPDF_Array_Add(pair, HPDF_Binary_New(doc->mmgr, (HPDF_BYTE *)id, 16));
}

/* The table of what has been written, as that of a file which libharu's part updates. */
static int put_table(struct pdf_objects *objects, struct err *err)
{
    objects->table = objects->size;
    put_line(objects, "xref\n0 1\n0000000000 65535 f \n%d %zu\n", OURS,
             objects->n - OURS);
    for (size_t i = OURS; i < objects->n; i++) {
        if (!objects->place[i])
            return err_set(err, ERR_SYSTEM, NULL, 0, "object %zu of the PDF is empty", i);
        put_line(objects, "%010" PRIu64 " 00000 n \n", objects->place[i]);
    }
    put_line(objects, "trailer\n<< /Size %zu /Root %d 0 R >>\n", objects->n, CATALOGUE);
    return 0;
}

int pdf_objects_save(struct pdf_objects *objects, const unsigned char *id,
                     struct err *err)
{
    if (put_table(objects, err) != 0)
        return -1;
    if (!objects->status) {
        set_trailer(objects, id);
        HPDF_Stream out =
            HPDF_CallbackWriter_New(objects->doc->mmgr, write_file, objects);
        if (out) {
            out->size = (HPDF_UINT)objects->size; /* where libharu's part begins */
            HPDF_Xref_WriteToStream(objects->doc->xref, out, NULL);
        }
        HPDF_Stream_Free(out);
    }
    errno = objects->error;
    if (errno || (!objects->status && objects->out && fflush(objects->out) != 0))
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
