/* rows_walk: rows that are walked more than once are computed once, by the first walk, and
 * kept in a temporary file beside the store. A value is a byte that says what follows, then
 * a number of as few bytes as it needs, or a text with its length as such a number. */
#include "measure/rows_run.h"

#include <pthread.h>

#include "base/file.h"

#include "base/banned.h"

enum { ROW_MAX = 1 << 28 };
enum tag { TAG_MISSING, TAG_NUMBER, TAG_TEXT };

struct rows_walk {
    struct rows *rows;
    struct spool_reader reader;
    struct row_value *value;
    uint64_t at;
};

/* Seven bits a byte, the sign in the lowest of all. */
static void put_number(struct buf *out, int64_t number)
{
    uint64_t rest = (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0);
    for (; rest > 0x7f; rest >>= 7)
        buf_char(out, (char)(rest | 0x80));
    buf_char(out, (char)rest);
}

static int64_t take_number(const char **p)
{
    uint64_t number = 0, byte;
    int shift = 0;
    do {
        byte = (unsigned char)*(*p)++;
        number |= (byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    return (int64_t)(number >> 1 ^ (number & 1 ? UINT64_MAX : 0));
}

static void put_value(struct buf *out, const struct row_value *value)
{
    enum tag tag = value->missing ? TAG_MISSING : value->text.p ? TAG_TEXT : TAG_NUMBER;
    buf_char(out, (char)tag);
    if (tag == TAG_NUMBER)
        put_number(out, value->num);
    if (tag != TAG_TEXT)
        return;
    put_number(out, (int64_t)value->text.n);
    buf_str(out, value->text);
}

static void take_value(const char **p, const struct rows_format *format,
                       struct row_value *value)
{
    enum tag tag = (enum tag) * (*p)++;
    *value = (struct row_value){.type = format->type, .scale = format->scale};
    value->missing = tag == TAG_MISSING;
    if (tag == TAG_NUMBER)
        value->num = take_number(p);
    if (tag != TAG_TEXT)
        return;
    value->text.n = (size_t)take_number(p);
    value->text.p = *p;
    *p += value->text.n;
}

static int keep_rows(struct rows *rows, struct err *err)
{
    struct buf record;
    int status = 0;
    buf_init(&record, ROW_MAX);
    while (status == 0 && (status = rows_step(rows, err)) == 0) {
        buf_clear(&record);
        for (size_t i = 0; i < rows->ncolumns; i++)
            put_value(&record, &rows->value[i]);
        if (buf_failed(&record))
            status = err_set(err, ERR_SYSTEM, NULL, 0, "a row is too large to be kept");
        else
            status = spool_put(&rows->kept, buf_view(&record), err);
    }
    sqlite3_reset(rows->stmt);
    buf_release(&record);
    return status < 0 ? -1 : spool_end(&rows->kept, err);
}

static int keep(struct rows *rows, struct err *err)
{
    struct arena arena;
    if (rows->is_kept)
        return 0;
    arena_init(&arena);
    struct str folder = store_folder(rows->measure->store, &arena);
    int status = spool_open(&rows->kept, folder.p, err);
    arena_release(&arena);
    if (status == 0)
        status = keep_rows(rows, err);
    if (status == 0)
        rows->is_kept = true;
    else
        spool_close(&rows->kept);
    return status;
}

int rows_walk_open(struct rows_walk **out, struct rows *rows, struct err *err)
{
    pthread_mutex_lock(&rows->measure->one_at_a_time);
    int status = keep(rows, err);
    pthread_mutex_unlock(&rows->measure->one_at_a_time);
    if (status != 0)
        return -1;
    struct rows_walk *walk = mem_new(1, sizeof *walk);
    walk->rows = rows;
    walk->value = mem_new(rows->ncolumns, sizeof *walk->value);
    spool_reader_init(&walk->reader, &rows->kept);
    *out = walk;
    return 0;
}

int rows_walk_next(struct rows_walk *walk, const struct row_value **value,
                   struct err *err)
{
    struct str record;
    int status = spool_next(&walk->reader, &record, err);
    if (status != 0)
        return status;
    const char *p = record.p;
    for (size_t i = 0; i < walk->rows->ncolumns; i++)
        take_value(&p, &walk->rows->format[i], &walk->value[i]);
    rows_finish(walk->rows, ++walk->at, walk->value);
    *value = walk->value;
    return 0;
}

void rows_walk_close(struct rows_walk *walk)
{
    if (!walk)
        return;
    spool_reader_release(&walk->reader);
    mem_free(walk->value);
    mem_free(walk);
}
