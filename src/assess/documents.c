/* documents: reads the evidence register and looks its files up. A file that cannot be
 * had is a state of the document, not an error. */
#include "assess/documents.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"

#include "base/banned.h"

enum { CHUNK = 1 << 16 };

static struct str text_of(const struct row_value *row, const struct field *field,
                          struct arena *arena)
{
    const struct row_value *v = &row[field->index];
    return v->missing ? STR_NONE : arena_str(arena, v->text);
}

static bool time_of(const struct row_value *row, const struct field *field, int64_t *out)
{
    const struct row_value *v = &row[field->index];
    *out = v->missing ? 0 : v->num;
    return !v->missing;
}

/* An end without a beginning covers that day, and the other way round. */
static void read_cover(struct document *d, const struct row_value *row,
                       const struct evidence_binding *e)
{
    bool from = time_of(row, e->covers_from, &d->covers_from);
    bool until = time_of(row, e->covers_until, &d->covers_until);
    d->has_covers = from || until;
    if (!from)
        d->covers_from = d->covers_until;
    if (!until)
        d->covers_until = d->covers_from;
}

static struct document read_document(const struct row_value *row,
                                     const struct evidence_binding *e,
                                     struct arena *arena)
{
    struct document d = {.number = text_of(row, e->number, arena),
                         .clause = text_of(row, e->clause, arena),
                         .slot = text_of(row, e->slot, arena),
                         .title = text_of(row, e->title, arena),
                         .version = text_of(row, e->version, arena),
                         .owner = text_of(row, e->owner, arena),
                         .file = text_of(row, e->file, arena)};
    d.has_issued = time_of(row, e->issued, &d.issued);
    d.has_until = time_of(row, e->valid_until, &d.until);
    read_cover(&d, row, e);
    return d;
}

static int hash_stream(int fd, struct document *d, struct err *err)
{
    char chunk[CHUNK];
    ssize_t n;
    struct sha256_run *run = sha256_begin();
    while ((n = read(fd, chunk, sizeof chunk)) > 0) {
        sha256_put(run, chunk, (size_t)n);
        d->bytes += n;
    }
    d->digest = sha256_end(run);
    return n < 0 ? err_system(err, d->file.p, "cannot read the evidence file") : 0;
}

static int look_up(struct document *d, const char *folder, struct err *err)
{
    struct err why = {0};
    int fd;
    if (d->file.n == 0)
        return 0;
    if (file_open_beneath(folder, d->file, &fd, &why) < 0) {
        d->file_refused = why.sys_errno != ENOENT;
        return 0;
    }
    d->file_found = true;
    int rc = hash_stream(fd, d, err);
    close(fd);
    return rc;
}

int documents_read(struct assessment *a, struct arena *arena, struct measure *measure,
                   const struct evidence_binding *e, const char *folder, struct err *err)
{
    struct rows *rows;
    const struct row_value *row;
    size_t n = 0;
    if (records_open(&rows, measure, e->kind, NULL, err) < 0)
        return -1;
    size_t room = (size_t)rows_total(rows);
    a->document = arena_new(arena, room + 1, sizeof *a->document);
    int rc = 0;
    while (n < room && (rc = rows_next(rows, &row, err)) == 0) {
        a->document[n] = read_document(row, e, arena);
        rc = look_up(&a->document[n++], folder, err);
        if (rc < 0)
            break;
    }
    a->ndocuments = n;
    rows_close(rows);
    return rc < 0 ? -1 : 0;
}
