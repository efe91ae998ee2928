/* inner: see inner.h. The first heading that has all wanted columns is the header. */
#include "ingest/inner.h"

#include "base/buf.h"
#include "ingest/header.h"
#include "ingest/heading.h"

#include "base/banned.h"

enum { NAMES_SHOWN = 200 };

/* How many of the wanted columns the heading has, and where. */
static size_t find_columns(const struct heading *heading, struct arena *arena,
                           const struct str *wanted, size_t *column, size_t n,
                           size_t *lacking)
{
    size_t found = 0;
    for (size_t w = n; w-- > 0;) {
        struct str name = header_fold(arena, wanted[w]);
        size_t i = 0;
        while (i < heading->n &&
               (name.n == 0 || !str_eq(header_fold(arena, heading->name[i]), name)))
            i++;
        column[w] = i;
        if (i < heading->n || name.n == 0)
            found++;
        else
            *lacking = w;
    }
    return found;
}

static int refuse(struct inner *inner, struct str lacking, const char *what,
                  struct err *err)
{
    struct buf seen;
    buf_init(&seen, SIZE_MAX);
    for (size_t i = 0; i < inner->n && seen.n < NAMES_SHOWN; i++)
        buf_printf(&seen, "%s\"%.*s\"", i > 0 ? ", " : "", STR_ARG(inner->name[i]));
    err_set(err, ERR_GATE, inner->reader.path, (long)inner->line,
            "no column is named \"%.*s\", which %s needs; the header has %s",
            STR_ARG(lacking), what, seen.p);
    buf_release(&seen);
    return -1;
}

int inner_open(struct inner *inner, struct reader *reader, const struct source *source,
               const struct str *wanted, size_t *column, size_t n, const char *what,
               struct err *err)
{
    struct heading heading;
    size_t best = 0, lacking = 0, missing = 0;
    int status;
    *inner = (struct inner){.reader = *reader};
    reader->merges = (struct merges){0};
    arena_init(&inner->arena);
    reader->headed = true;
    heading_init(&heading, &inner->arena, source, &inner->reader);
    while ((status = heading_next(&heading, err)) == 0) {
        size_t found = find_columns(&heading, &inner->arena, wanted, column, n, &missing);
        if (found > best || inner->n == 0) {
            best = found;
            lacking = missing;
            inner->name = heading.name;
            inner->n = heading.n;
            inner->line = heading.line;
        }
        if (found == n) {
            reader->skipped += heading_above(&heading);
            return 0;
        }
    }
    return status < 0 ? -1 : refuse(inner, wanted[lacking], what, err);
}

void inner_close(struct inner *inner)
{
    reader_close(&inner->reader);
    arena_release(&inner->arena);
}
