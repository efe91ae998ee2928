/* row_queue: the row being made has a buffer a column; finished rows lie packed, as their
 * texts and the length of each. What was handed out is dropped once all is. */
#include "ingest/row_queue.h"

#include "base/banned.h"

void row_queue_init(struct row_queue *q)
{
    *q = (struct row_queue){0};
    arena_init(&q->arena);
    buf_init(&q->ready, UINT32_MAX);
}

void row_queue_release(struct row_queue *q)
{
    for (size_t i = 0; i < q->n && q->cell != NULL; i++)
        buf_release(&q->cell[i]);
    arena_release(&q->arena);
    mem_free(q->name);
    mem_free(q->cell);
    mem_free(q->filled);
    mem_free(q->length);
    mem_free(q->line);
    mem_free(q->out);
    buf_release(&q->ready);
    *q = (struct row_queue){0};
}

size_t row_queue_name(struct row_queue *q, struct str name)
{
    q->name = mem_room(q->name, q->n, &q->names_cap, sizeof *q->name);
    q->name[q->n] = arena_str(&q->arena, name);
    return q->n++;
}

void row_queue_expect(struct row_queue *q, const struct source *source)
{
    for (size_t i = 0; i < source->nmaps; i++)
        if (source->map[i].column.n > 0)
            row_queue_name(q, source->map[i].column);
    for (size_t i = 0; i < source->kind->nfields; i++)
        row_queue_name(q, source->kind->field[i].id);
}

void row_queue_start(struct row_queue *q)
{
    q->cell = mem_new(q->n, sizeof *q->cell);
    q->filled = mem_new(q->n, sizeof *q->filled);
    q->out = mem_new(q->n, sizeof *q->out);
    for (size_t i = 0; i < q->n; i++)
        buf_init(&q->cell[i], CELL_MAX);
}

bool row_queue_put(struct row_queue *q, size_t column, struct str text,
                   const struct str *joint)
{
    struct buf *cell = &q->cell[column];
    q->bytes -= cell->n;
    if (joint == NULL)
        buf_clear(cell);
    else if (q->filled[column])
        buf_str(cell, *joint);
    q->filled[column] = true;
    buf_str(cell, text);
    q->bytes += cell->n;
    return !buf_failed(cell) && q->bytes <= ROW_MAX;
}

static void make_room(struct row_queue *q)
{
    while (q->cells_cap < (q->rows + 1) * q->n)
        q->length = mem_room(q->length, q->cells_cap, &q->cells_cap, sizeof *q->length);
    q->line = mem_room(q->line, q->rows, &q->rows_cap, sizeof *q->line);
}

void row_queue_end(struct row_queue *q, uint64_t line)
{
    make_room(q);
    for (size_t i = 0; i < q->n; i++) {
        q->length[q->rows * q->n + i] = (uint32_t)q->cell[i].n;
        if (!q->filled[i])
            continue;
        buf_str(&q->ready, buf_view(&q->cell[i]));
        buf_clear(&q->cell[i]);
        q->filled[i] = false;
    }
    q->bytes = 0;
    q->line[q->rows++] = line;
}

static void drop_taken(struct row_queue *q)
{
    buf_clear(&q->ready);
    q->rows = q->taken = q->at = 0;
}

bool row_queue_take(struct row_queue *q, struct raw_row *row)
{
    *row = (struct raw_row){.cell = q->named ? q->out : q->name, .n = q->n};
    if (!q->named)
        return q->named = true;
    if (q->taken == q->rows) {
        drop_taken(q);
        return false;
    }
    for (size_t i = 0; i < q->n; i++) {
        size_t n = q->length[q->taken * q->n + i];
        q->out[i] = (struct str){q->ready.p + q->at, n};
        q->at += n;
    }
    row->line = q->line[q->taken++];
    return true;
}
