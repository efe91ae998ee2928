/* reader_open: chooses the format of a file by its first bytes. Kinds of file that exports come
 * in but that are not read are refused by name instead of as unreadable text.
 * Readers over a reader (inner.h) come last. */
#include "ingest/reader.h"

#include <string.h>

#include "ingest/text/bytes.h"
#include "ingest/inner.h"

#include "base/banned.h"

enum { HEAD = 4096 };

static const struct reader_ops *const formats[] = {
    &xlsx_reader, &sqlite_reader, &sheet_xml_reader, &html_reader,
    &xes_reader,  &xml_reader,    &csv_reader};

struct foreign {
    const char *mark;
    size_t n;
    const char *what;
};
static const struct foreign foreigns[] = {
    {"\x1F\x8B", 2, "compressed with gzip twice"},
    {"%PDF-", 5, "a PDF"},
    {"MIME-Version:", 13, "a web archive (MHTML), whatever its name says"},
    {"{\\rtf", 5, "a text document (RTF)"},
    {"{\"", 2, "JSON"},
    {"[{", 2, "JSON"},
};

static int refuse_foreign(const char *path, struct str head, struct err *err)
{
    for (size_t i = 0; i < sizeof foreigns / sizeof *foreigns; i++)
        if (str_starts(head, (struct str){foreigns[i].mark, foreigns[i].n}))
            return err_set(err, ERR_GATE, path, 0, "the file is %s; export it as CSV",
                           foreigns[i].what);
    return 0;
}

static int read_head(const char *path, char *head, size_t cap, size_t *n, bool *packed,
                     struct err *err)
{
    struct bytes *bytes;
    if (bytes_open(&bytes, path, err) != 0)
        return -1;
    *packed = bytes_packed(bytes);
    int result = bytes_read(bytes, head, cap, n, err);
    bytes_close(bytes);
    return result;
}

int reader_open(struct reader *reader, const char *path, const struct source *source,
                struct err *err)
{
    char text[HEAD];
    struct str head = {text, 0};
    bool packed;
    *reader = (struct reader){.path = path};
    if (read_head(path, text, sizeof text, &head.n, &packed, err) != 0 ||
        refuse_foreign(path, head, err) != 0)
        return -1;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && !reader->ops; i++)
        if (formats[i]->probe(head))
            reader->ops = formats[i];
    if (reader->ops == NULL)
        return err_set(err, ERR_GATE, path, 0, "the file is in no format that is read");
    if (packed && !reader->ops->packed)
        return err_set(err, ERR_GATE, path, 0, "the file is %s in gzip; unpack it first",
                       reader->ops->name);
    if (reader->ops->open(reader, source, err) != 0 ||
        (source->fold != NULL && events_over(reader, source, err) != 0))
        return -1;
    return source->split.column.n > 0 ? split_over(reader, source, err) : 0;
}
