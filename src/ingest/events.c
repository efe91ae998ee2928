/* events: an event log becomes one row an id. Of every id the cells of its last event are
 * kept, and what the job takes from single events: the first or last cell of those in a
 * certain state, or their number. Events are placed by their time, those of one time by
 * their line, so that the order of the file does not matter. Memory is bounded by the ids:
 * some 80 bytes and the cells of one row each. An event that cannot be placed is handed on
 * as such, behind the rows. */
#include <stdio.h>
#include <string.h>

#include "ingest/inner.h"
#include "ingest/keys.h"
#include "ingest/value/when.h"

#include "base/banned.h"

enum { FIRST_SLOTS = 1024, COUNT_MAX = 24 };

struct place { /* in time; the line is 0 where nothing was taken yet */
    int64_t at;
    uint64_t line;
};

/* The cells of an id lie packed: each its length as uint32_t, then its text, or NO_TEXT
 * alone. A count is kept as the time of its cell. */
#define NO_TEXT UINT32_MAX
struct story {
    struct place last;
    struct place *taken; /* of each cell that has a place of its own */
    char *packed;
    size_t size;
};

struct slot {
    struct digest128 id;
    uint32_t story; /* from 1; 0: free */
};

struct wish { /* a <take>, its columns found */
    const struct take *take;
    size_t of, when; /* the number of columns: none */
};

struct bad_event {
    uint64_t line;
    struct str raw;
};

struct events {
    struct inner inner;
    const struct fold *fold;
    const struct forms *forms;
    size_t by, order; /* columns; `order` is their number where there is none */
    struct wish *wish;
    size_t ncells;      /* the columns, then the wishes */
    size_t shared;      /* cells before this one have the place of the row */
    struct str *cell;   /* of the row at hand */
    struct buf packing; /* cells on their way into a story */
    struct slot *slot;
    size_t slots;
    struct story *story;
    size_t n, cap, next;
    struct bad_event *bad;
    size_t nbad, bad_cap, next_bad;
    struct arena arena; /* texts of bad events */
    uint64_t read;
    bool named, placed, utc;
    char (*count)[COUNT_MAX];
};

static bool is_later(struct place a, struct place b)
{
    return a.at != b.at ? a.at > b.at : a.line > b.line;
}

/* Finding the story of an id. */

static struct slot *find_slot(struct slot *slot, size_t slots, struct digest128 id)
{
    size_t at = id.a & (slots - 1);
    while (slot[at].story != 0 && (slot[at].id.a != id.a || slot[at].id.b != id.b))
        at = (at + 1) & (slots - 1);
    return &slot[at];
}

static void widen(struct events *e)
{
    struct slot *wide = mem_new(e->slots * 2, sizeof *wide);
    for (size_t i = 0; i < e->slots; i++)
        if (e->slot[i].story != 0)
            *find_slot(wide, e->slots * 2, e->slot[i].id) = e->slot[i];
    mem_free(e->slot);
    e->slot = wide;
    e->slots *= 2;
}

static struct story *story_of(struct events *e, struct str id)
{
    struct digest128 digest = keys_digest(id, 0, 0);
    struct slot *slot = find_slot(e->slot, e->slots, digest);
    if (slot->story != 0)
        return &e->story[slot->story - 1];
    e->story = mem_room(e->story, e->n, &e->cap, sizeof *e->story);
    struct story *story = &e->story[e->n++];
    *story = (struct story){0};
    if (e->ncells > e->shared)
        story->taken = mem_new(e->ncells - e->shared, sizeof *story->taken);
    *slot = (struct slot){digest, (uint32_t)e->n};
    if (e->n > e->slots / 4 * 3)
        widen(e);
    return story;
}

/* The cells of a story. */

static void unpack(struct events *e, const struct story *story)
{
    const char *p = story->packed;
    for (size_t i = 0; i < e->ncells; i++) {
        uint32_t n;
        e->cell[i] = STR_NONE;
        if (p == NULL)
            continue;
        memcpy(&n, p, sizeof n);
        p += sizeof n;
        e->cell[i] = n == NO_TEXT ? reader_no_text : (struct str){p, n};
        p += n == NO_TEXT ? 0 : n;
    }
}

static void pack(struct events *e, struct story *story)
{
    buf_clear(&e->packing);
    for (size_t i = 0; i < e->ncells; i++) {
        bool text = e->cell[i].p != reader_no_text.p;
        uint32_t n = text ? (uint32_t)e->cell[i].n : NO_TEXT;
        buf_put(&e->packing, &n, sizeof n);
        if (text)
            buf_str(&e->packing, e->cell[i]);
    }
    if (e->packing.n != story->size)
        story->packed = mem_grow(story->packed, e->packing.n, 1);
    memcpy(story->packed, e->packing.p, e->packing.n);
    story->size = e->packing.n;
}

/* A cell that only changes when an event speaks of it. */
static bool keep_sparse(struct events *e, struct story *story, const struct raw_row *row,
                        struct place at)
{
    bool changed = false;
    for (size_t i = 0; i < e->inner.n; i++) {
        struct place *taken = &story->taken[i - e->shared];
        if (str_trim(row->cell[i]).n == 0 || (taken->line > 0 && !is_later(at, *taken)))
            continue;
        *taken = at;
        e->cell[i] = row->cell[i];
        changed = true;
    }
    return changed;
}

static bool keep_last(struct events *e, struct story *story, const struct raw_row *row,
                      struct place at)
{
    bool later = story->last.line == 0 || is_later(at, story->last);
    if (later)
        story->last = at;
    if (e->fold->sparse)
        return keep_sparse(e, story, row, at);
    for (size_t i = 0; i < e->inner.n && later; i++)
        e->cell[i] = row->cell[i];
    return later;
}

static bool take_wish(struct events *e, const struct wish *wish, size_t cell,
                      struct story *story, const struct raw_row *row, struct place at)
{
    struct place *taken = &story->taken[cell - e->shared];
    if (wish->when < e->inner.n &&
        !str_eq(str_trim(row->cell[wish->when]), wish->take->is))
        return false;
    if (wish->take->pick == TAKE_COUNT) {
        taken->at++;
        return false;
    }
    bool later = is_later(at, *taken);
    if (taken->line > 0 && later != (wish->take->pick == TAKE_LAST))
        return false;
    *taken = at;
    e->cell[cell] = row->cell[wish->of];
    return true;
}

static void put_event(struct events *e, const struct raw_row *row, int64_t time)
{
    struct story *story = story_of(e, str_trim(row->cell[e->by]));
    struct place at = {time, row->line};
    unpack(e, story);
    bool changed = keep_last(e, story, row, at);
    for (size_t i = 0; i < e->fold->ntakes; i++)
        changed |= take_wish(e, &e->wish[i], e->inner.n + i, story, row, at);
    if (changed)
        pack(e, story);
}

/* Reading the events. */

static bool is_blank(const struct raw_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cell[i]).n > 0)
            return false;
    return true;
}

static bool read_moment(const struct events *e, struct str text, struct moment *moment)
{
    const struct fold *fold = e->fold;
    for (size_t i = 0; i < fold->nformats; i++)
        if (when_parse_as(e->forms, FIELD_TIME, text, fold->format[i], moment))
            return true;
    if (fold->nformats > 0)
        return false;
    moment->utc = false;
    return when_parse(e->forms, FIELD_TIME, text, moment) || str_int(text, &moment->at);
}

/* Times with and without their distance from UTC cannot be compared: the first event
 * decides. */
static bool read_time(struct events *e, const struct raw_row *row, int64_t *time)
{
    struct moment moment = {0};
    *time = 0;
    if (e->order == e->inner.n)
        return true;
    if (!read_moment(e, str_trim(row->cell[e->order]), &moment))
        return false;
    if (!e->placed)
        e->utc = moment.utc;
    e->placed = true;
    *time = moment.at;
    return moment.utc == e->utc;
}

static void put_bad(struct events *e, const struct raw_row *row)
{
    size_t column = e->order < row->n ? e->order : e->by;
    struct str raw = column < row->n ? row->cell[column] : STR_NONE;
    e->bad = mem_room(e->bad, e->nbad, &e->bad_cap, sizeof *e->bad);
    e->bad[e->nbad++] = (struct bad_event){row->line, arena_str(&e->arena, raw)};
}

static int read_all(struct events *e, struct reader *outer, struct err *err)
{
    struct raw_row row;
    int64_t time;
    int status;
    while ((status = reader_next(&e->inner.reader, &row, err)) == 0) {
        if (is_blank(&row)) {
            outer->skipped++;
            continue;
        }
        if (row.unended && row.n < e->inner.n)
            return err_set(err, ERR_GATE, outer->path, (long)row.line,
                           "the file ends in the middle of this row: it was cut off; "
                           "export it again");
        e->read++;
        if (row.n < e->inner.n || str_trim(row.cell[e->by]).n == 0 ||
            !read_time(e, &row, &time))
            put_bad(e, &row);
        else
            put_event(e, &row, time);
    }
    return status < 0 ? -1 : 0;
}

/* Handing out the rows. */

static void next_story(struct events *e, struct raw_row *row)
{
    const struct story *story = &e->story[e->next++];
    unpack(e, story);
    for (size_t i = 0; i < e->fold->ntakes; i++) {
        size_t cell = e->inner.n + i;
        if (e->wish[i].take->pick != TAKE_COUNT)
            continue;
        int n = snprintf(e->count[i], COUNT_MAX, "%lld",
                         (long long)story->taken[cell - e->shared].at);
        e->cell[cell] = (struct str){e->count[i], (size_t)n};
    }
    *row = (struct raw_row){.cell = e->cell, .n = e->ncells, .line = story->last.line};
}

static void name_cells(struct events *e, struct raw_row *row)
{
    for (size_t i = 0; i < e->inner.n; i++)
        e->cell[i] = e->inner.name[i];
    for (size_t i = 0; i < e->fold->ntakes; i++)
        e->cell[e->inner.n + i] = e->fold->take[i].column;
    *row = (struct raw_row){.cell = e->cell, .n = e->ncells, .line = e->inner.line};
}

static int events_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct events *e = reader->state;
    (void)err;
    if (!e->named) {
        e->named = true;
        name_cells(e, row);
    } else if (e->next < e->n) {
        next_story(e, row);
    } else if (e->next_bad < e->nbad) {
        const struct bad_event *bad = &e->bad[e->next_bad++];
        *row = (struct raw_row){
            .cell = &bad->raw, .n = 1, .line = bad->line, .unplaced = true};
    } else {
        return 1;
    }
    return 0;
}

static void events_close(struct reader *reader)
{
    struct events *e = reader->state;
    inner_close(&e->inner);
    for (size_t i = 0; i < e->n; i++) {
        mem_free(e->story[i].taken);
        mem_free(e->story[i].packed);
    }
    mem_free(e->story);
    mem_free(e->slot);
    mem_free(e->wish);
    mem_free(e->cell);
    mem_free(e->bad);
    mem_free(e->count);
    buf_release(&e->packing);
    arena_release(&e->arena);
    mem_free(e);
    reader->state = NULL;
}

/* Opening. */

/* Wanted: id, time, then of each wish what it takes and by what it is chosen. */
static int find_columns(struct events *e, struct reader *reader,
                        const struct source *source, struct err *err)
{
    const struct fold *fold = e->fold;
    size_t n = 2 + 2 * fold->ntakes;
    struct str *wanted = mem_new(n, sizeof *wanted);
    size_t *column = mem_new(n, sizeof *column);
    wanted[0] = fold->by;
    wanted[1] = fold->order;
    for (size_t i = 0; i < fold->ntakes; i++) {
        wanted[2 + 2 * i] = fold->take[i].of;
        wanted[3 + 2 * i] = fold->take[i].when;
    }
    int status = inner_open(&e->inner, reader, source, wanted, column, n, "<fold>", err);
    e->by = column[0];
    e->order = column[1];
    for (size_t i = 0; i < fold->ntakes; i++)
        e->wish[i] = (struct wish){&fold->take[i], column[2 + 2 * i], column[3 + 2 * i]};
    mem_free(wanted);
    mem_free(column);
    return status;
}

static void start(struct events *e)
{
    e->ncells = e->inner.n + e->fold->ntakes;
    e->shared = e->fold->sparse ? 0 : e->inner.n;
    e->cell = mem_new(e->ncells, sizeof *e->cell);
    e->count = mem_new(e->fold->ntakes, sizeof *e->count);
    e->slots = FIRST_SLOTS;
    e->slot = mem_new(e->slots, sizeof *e->slot);
}

int events_over(struct reader *reader, const struct source *source, struct err *err)
{
    static const struct reader_ops ops = {
        .name = "events", .next = events_next, .close = events_close};
    struct events *e = mem_new(1, sizeof *e);
    e->fold = source->fold;
    e->forms = source->kind->nfields > 0 ? source->kind->field[0].forms : NULL;
    e->wish = mem_new(source->fold->ntakes, sizeof *e->wish);
    buf_init(&e->packing, SIZE_MAX);
    arena_init(&e->arena);
    int status = find_columns(e, reader, source, err);
    reader->ops = &ops;
    reader->state = e;
    if (status != 0)
        return -1;
    start(e);
    if (read_all(e, reader, err) != 0)
        return -1;
    size_t n = strlen(reader->dialect);
    snprintf(reader->dialect + n, sizeof reader->dialect - n, ", %llu events of %zu ids",
             (unsigned long long)e->read, e->n);
    return 0;
}
