/* batch: room for rows and findings, used again and again. */
#include "ingest/batch.h"

#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

enum { RAW_HEAD = 256 }; /* characters of a cell that a finding keeps */

static void make(struct batch *batch, const struct kind *kind)
{
    *batch = (struct batch){.kind = kind};
    batch->column = mem_new(kind->nfields, sizeof *batch->column);
    for (size_t i = 0; i < kind->nfields; i++) {
        struct batch_column *column = &batch->column[i];
        if (field_is_text(&kind->field[i]))
            column->text = mem_new(BATCH_MAX, sizeof *column->text);
        else
            column->num = mem_new(BATCH_MAX, sizeof *column->num);
    }
}

void batch_release(struct batch *batch)
{
    for (size_t i = 0; batch->kind != NULL && i < batch->kind->nfields; i++) {
        if (field_is_text(&batch->kind->field[i]))
            mem_free(batch->column[i].text);
        else
            mem_free(batch->column[i].num);
    }
    mem_free(batch->column);
    mem_free(batch->finding);
    arena_release(&batch->arena);
    *batch = (struct batch){0};
}

void batch_clear(struct batch *batch, const struct kind *kind)
{
    if (batch->kind == NULL)
        make(batch, kind);
    batch->n = 0;
    batch->nfindings = 0;
    arena_reset(&batch->arena);
    for (size_t i = 0; i < batch->kind->nfields; i++)
        memset(batch->column[i].missing, 0xFF, sizeof batch->column[i].missing);
}

bool batch_is_full(const struct batch *batch)
{
    return batch->n == BATCH_MAX || batch->nfindings >= BATCH_FINDINGS ||
           batch->arena.total >= BATCH_BYTES;
}

void batch_put_finding(struct batch *batch, const struct finding *finding)
{
    batch->finding = mem_room(batch->finding, batch->nfindings, &batch->findings_cap,
                              sizeof *batch->finding);
    batch->finding[batch->nfindings] = *finding;
    batch->finding[batch->nfindings++].raw =
        arena_str(&batch->arena, utf8_head(finding->raw, RAW_HEAD));
}
