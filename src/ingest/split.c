/* split: one row for each value of a cell that holds several. Every other cell of the row
 * is repeated; blanks around a value and empty values go. A row without any value becomes
 * a blank row, which is counted as skipped. */
#include "base/utf8.h"
#include "ingest/inner.h"

#include "base/banned.h"

struct split_rows {
    struct inner inner;
    const struct split *split;
    size_t column;
    struct raw_row row; /* of the inner reader; its values left are in `rest` */
    struct str rest;
    struct str *cell;
    size_t cap;
    bool named, any; /* the header, a value of the row has been handed out */
    bool more;       /* the row at hand may have values left */
};

static bool parts(struct str marks, uint32_t cp)
{
    uint32_t mark;
    while (utf8_next(&marks, &mark))
        if (mark == cp)
            return true;
    return false;
}

/* The next value of the cell that is not blank, cut off the rest; false: there is none. */
static bool next_value(struct split_rows *s, struct str *value)
{
    while (s->rest.n > 0) {
        const char *from = s->rest.p, *until;
        uint32_t cp;
        do
            until = s->rest.p;
        while (utf8_next(&s->rest, &cp) && !parts(s->split->by, cp));
        *value = str_trim((struct str){from, (size_t)(until - from)});
        if (value->n > 0)
            return true;
    }
    return false;
}

static int next_row(struct split_rows *s, struct err *err)
{
    int status = reader_next(&s->inner.reader, &s->row, err);
    if (status != 0)
        return status;
    while (s->cap < s->row.n)
        s->cell = mem_room(s->cell, s->cap, &s->cap, sizeof *s->cell);
    for (size_t i = 0; i < s->row.n; i++)
        s->cell[i] = s->row.cell[i];
    s->rest = s->column < s->row.n ? s->row.cell[s->column] : STR_NONE;
    s->more = true;
    s->any = false;
    return 0;
}

static int split_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct split_rows *s = reader->state;
    if (!s->named) {
        s->named = true;
        *row = (struct raw_row){
            .cell = s->inner.name, .n = s->inner.n, .line = s->inner.line};
        return 0;
    }
    for (;;) {
        if (!s->more) {
            int status = next_row(s, err);
            if (status != 0)
                return status;
        }
        *row = s->row;
        row->cell = s->cell;
        if (s->row.n <= s->column) { /* too short a row is not for us to judge */
            s->more = false;
            return 0;
        }
        s->more = next_value(s, &s->cell[s->column]);
        if (s->more) {
            s->any = true;
            return 0;
        }
        if (!s->any) {
            row->n = 0;
            return 0;
        }
    }
}

static void split_close(struct reader *reader)
{
    struct split_rows *s = reader->state;
    inner_close(&s->inner);
    mem_free(s->cell);
    mem_free(s);
    reader->state = NULL;
}

int split_over(struct reader *reader, const struct source *source, struct err *err)
{
    static const struct reader_ops ops = {
        .name = "split", .next = split_next, .close = split_close};
    struct split_rows *s = mem_new(1, sizeof *s);
    s->split = &source->split;
    int status = inner_open(&s->inner, reader, source, &source->split.column, &s->column,
                            1, "<split>", err);
    reader->ops = &ops;
    reader->state = s;
    return status;
}
