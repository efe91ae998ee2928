/* ingest: rows of a reader become batches of typed columns. For each row, in this order:
 * number of cells, key seen before in the file, required fields, other fields, order of
 * times. The row leaves at the first rule that rejects it; fields that do not fit become
 * missing. Memory is bounded by a window of text, a batch and the set of keys. */
#include "ingest/ingest.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/above.h"
#include "ingest/beside.h"
#include "ingest/day_month.h"
#include "ingest/keys.h"
#include "ingest/skip.h"
#include "ingest/suggest.h"
#include "ingest/typing.h"

#include "base/banned.h"

enum { SAMPLE_ROWS = 200, SAMPLE_MAX = 80 };

struct cell { /* of the row at hand, one a field */
    struct str raw, text;
    int64_t value;
    bool missing;
};

struct ingest {
    struct ingest_options options;
    const struct kind *kind;
    struct arena arena; /* lives as long as the ingest */
    struct reader reader;
    struct mapping mapping;
    struct local *local;
    struct keys keys;
    struct buf key;       /* built from several fields */
    struct arena spelled; /* parts of the key of the row at hand */
    struct cell *cell;
    size_t *
        filled; /* fields that something fills, in their order; the others stay missing */
    size_t nfilled;
    struct above above;
    struct beside beside;
    char dialect[208];   /* of the reader, and at the end what was filled from above */
    uint64_t first_line; /* of the rows below the header */
    struct day_month *day_month; /* one a field */
    bool blanked;                /* the row at hand lost a field */
    bool suggested;              /* for what is unfilled */
    bool ended;
    struct batch *batch; /* being filled */
    struct batch own;    /* of ingest_next */
    struct ingest_counts counts;
};

/* Reports; true, so that a rule can return its finding. */
static bool report(struct ingest *in, enum finding_code code, uint64_t line,
                   const struct field *field, struct str raw)
{
    struct finding finding = {code, line, field, raw};
    in->counts.by_code[code]++;
    in->counts.rejected += finding_rejects(code);
    if (in->options.finding != NULL)
        batch_put_finding(in->batch, &finding);
    return true;
}

static bool is_blank(const struct raw_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->cell[i].n > 0 && str_trim(row->cell[i]).n > 0)
            return false;
    return true;
}

/* Cells beyond the header are fine while they are empty: spreadsheets write them. */
static bool fits_cells(const struct ingest *in, const struct raw_row *row)
{
    bool breaks = row->n < in->mapping.ncolumns && !in->reader.sparse;
    for (size_t i = in->mapping.ncolumns; i < row->n; i++)
        breaks |= str_trim(row->cell[i]).n > 0;
    return !breaks;
}

static bool breaks_event(struct ingest *in, const struct raw_row *row)
{
    return row->unplaced && report(in, FINDING_EVENT, row->line, NULL, row->cell[0]);
}

static void clean_cells(struct ingest *in, const struct raw_row *row)
{
    beside_next(&in->beside);
    for (size_t i = 0; i < in->nfilled; i++) {
        const struct slot *slot = &in->mapping.slot[in->filled[i]];
        struct cell *cell = &in->cell[in->filled[i]];
        if (slot->column == NO_COLUMN)
            cell->raw = slot->map->constant;
        else
            cell->raw = slot->column < row->n ? row->cell[slot->column] : STR_NONE;
        if (slot->map != NULL && slot->map->fill_down)
            cell->raw = above_fill(&in->above, in->filled[i], cell->raw);
        cell->raw = beside_join(&in->beside, slot, row, cell->raw);
        cell->text = cell->raw.p == reader_no_text.p
                         ? STR_NONE
                         : typing_clean(in->options.source, slot, cell->raw);
        cell->missing = cell->text.n == 0;
    }
}

/* What is no text is spelled one way, so that 2026/10 and 2026-10 are one key; a value that
 * does not fit its type stays as it is read, the row is rejected for it or loses it. */
static struct str key_part(struct ingest *in, const struct field *field)
{
    const struct slot *slot = &in->mapping.slot[field->index];
    struct str text = in->cell[field->index].text;
    int64_t value;
    bool odd;
    if (text.n == 0 || field_is_text(field) ||
        typing_value(slot, text, in->local, &value, &odd) != TYPING_FITS)
        return text;
    return typing_spell(&in->spelled, field, value, in->options.zone);
}

/* Several fields are joined by '|'; a '|' or '\' within one gets a '\' before it, so that
 * different fields never make the same key. */
static struct str row_key(struct ingest *in)
{
    const struct kind *kind = in->kind;
    arena_reset(&in->spelled);
    if (kind->nkey == 1)
        return key_part(in, kind->key[0]);
    buf_clear(&in->key);
    for (size_t i = 0; i < kind->nkey; i++) {
        struct str part = key_part(in, kind->key[i]);
        if (i > 0)
            buf_char(&in->key, '|');
        for (size_t k = 0; k < part.n; k++) {
            if (part.p[k] == '|' || part.p[k] == '\\')
                buf_char(&in->key, '\\');
            buf_char(&in->key, part.p[k]);
        }
    }
    return buf_view(&in->key);
}

static bool has_key(const struct ingest *in)
{
    for (size_t i = 0; i < in->kind->nkey; i++)
        if (!in->cell[in->kind->key[i]->index].missing)
            return true;
    return false;
}

/* A row without any key is no duplicate; it fails as required, or is its own row. The key
 * of a row counts as seen whatever becomes of the row. */
static bool breaks_key(struct ingest *in, const struct raw_row *row, struct str key)
{
    const struct field *field = in->kind->key[0];
    bool fresh = !has_key(in) || keys_put(&in->keys, key);
    if (!fits_cells(in, row))
        return report(in, FINDING_CELLS, row->line, NULL, row->cell[0]);
    if (buf_failed(&in->key) || key.n > KEY_MAX)
        return report(in, FINDING_KEY, row->line, field, in->cell[field->index].raw);
    return !fresh &&
           report(in, FINDING_DUPLICATE, row->line, field, in->cell[field->index].raw);
}

static bool is_after(const struct slot *slot)
{
    return slot->map != NULL && slot->map->after != NULL;
}

/* A time given as what passed since another one, which was typed before. */
static int type_after(struct ingest *in, const struct slot *slot, struct cell *cell)
{
    const struct cell *from = &in->cell[slot->map->after->index];
    int64_t passed;
    if (from->missing || !typing_passed(slot, cell->text, &passed) ||
        __builtin_add_overflow(from->value, passed, &cell->value))
        return FINDING_TIME;
    return TYPING_FITS;
}

/* TYPING_FITS, or what is wrong with the cell. */
static int type_cell(struct ingest *in, size_t field, uint64_t line)
{
    const struct slot *slot = &in->mapping.slot[field];
    struct cell *cell = &in->cell[field];
    bool odd;
    int found;
    if (cell->raw.p == reader_no_text.p)
        return FINDING_BINARY;
    if (cell->missing)
        return TYPING_FITS;
    if (field_is_text(slot->field) && typing_is_fault(slot, cell->text))
        return FINDING_FAULT;
    if (slot->field->type == FIELD_TEXT)
        return TYPING_FITS;
    if (field_is_text(slot->field))
        return typing_lost_digits(cell->text) ? FINDING_DIGITS : TYPING_FITS;
    if (is_after(slot))
        return type_after(in, slot, cell);
    found = typing_value(slot, cell->text, in->local, &cell->value, &odd);
    if (found == TYPING_FITS && odd)
        report(in, FINDING_ZONE, line, slot->field, cell->raw);
    in->day_month[field].fits += found == TYPING_FITS;
    if (found == FINDING_TIME)
        day_month_note(&in->day_month[field], cell->text, line);
    return found;
}

static bool breaks_required(struct ingest *in, uint64_t line)
{
    for (size_t i = 0; i < in->kind->nfields; i++) {
        const struct field *field = &in->kind->field[i];
        if (!field->required)
            continue;
        if (in->cell[i].missing || type_cell(in, i, line) != TYPING_FITS)
            return report(in, FINDING_REQUIRED, line, field, in->cell[i].raw);
    }
    return false;
}

static void type_others(struct ingest *in, uint64_t line)
{
    in->blanked = false;
    for (size_t i = 0; i < in->nfilled; i++) {
        const struct field *field = &in->kind->field[in->filled[i]];
        struct cell *cell = &in->cell[field->index];
        int found = field->required ? TYPING_FITS : type_cell(in, field->index, line);
        if (found == TYPING_FITS)
            continue;
        report(in, (enum finding_code)found, line, field, cell->raw);
        cell->missing = true;
        in->blanked = true;
    }
}

static bool breaks_order(struct ingest *in, uint64_t line)
{
    for (size_t i = 0; i < in->kind->norders; i++) {
        const struct order_rule *rule = &in->kind->order[i];
        const struct cell *first = &in->cell[rule->first->index];
        const struct cell *then = &in->cell[rule->then->index];
        if (!first->missing && !then->missing && then->value < first->value)
            return report(in, FINDING_ORDER, line, rule->then, then->raw);
    }
    return false;
}

static void keep_event(struct ingest *in)
{
    const struct field *event = in->kind->event;
    if (event == NULL || in->cell[event->index].missing)
        return;
    int64_t at = in->cell[event->index].value;
    if (at < in->counts.first)
        in->counts.first = at;
    if (at > in->counts.last)
        in->counts.last = at;
}

static void keep_row(struct ingest *in, uint64_t line, struct str key)
{
    struct batch *batch = in->batch;
    uint32_t row = batch->n++;
    batch->line[row] = line;
    for (size_t i = 0; i < in->nfilled; i++) {
        const struct field *field = &in->kind->field[in->filled[i]];
        const struct cell *cell = &in->cell[field->index];
        struct batch_column *column = &batch->column[field->index];
        if (!cell->missing)
            column->missing[row / 64] &= ~((uint64_t)1 << (row % 64));
        if (!field_is_text(field))
            column->num[row] = cell->missing ? 0 : cell->value;
        else
            column->text[row] =
                cell->missing ? STR_NONE : arena_str(&batch->arena, cell->text);
    }
    const struct field *field = in->kind->key[0];
    bool shared = in->kind->nkey == 1 && field_is_text(field);
    batch->key[row] =
        shared ? batch->column[field->index].text[row] : arena_str(&batch->arena, key);
    in->counts.accepted++;
    in->counts.corrected += in->blanked;
    keep_event(in);
}

/* The last row of a file, too short and without a line end, is no bad row but a sign that
 * rows behind it are lost. */
static int refuse_cut(const struct ingest *in, const struct raw_row *row, struct err *err)
{
    if (!row->unended || row->n >= in->mapping.ncolumns)
        return 0;
    return err_set(err, ERR_GATE, in->options.path, (long)row->line,
                   "the file ends in the middle of this row: it was cut off; export it "
                   "again");
}

/* U+FFFD stands where a program before lost what was written there. */
static void note_replaced(struct ingest *in, uint64_t line)
{
    static const char mark[] = "\xEF\xBF\xBD";
    for (size_t i = 0; i < in->nfilled; i++) {
        const struct cell *cell = &in->cell[in->filled[i]];
        if (cell->text.n > 0 &&
            memmem(cell->text.p, cell->text.n, mark, sizeof mark - 1) != NULL)
            report(in, FINDING_REPLACED, line, &in->kind->field[in->filled[i]],
                   cell->raw);
    }
}

static bool is_skipped(struct ingest *in, const struct raw_row *row)
{
    struct str why;
    if (skip_row(&in->mapping, in->options.source, row, &why))
        return report(in, FINDING_SKIPPED, row->line, NULL, why);
    return is_blank(row);
}

/* Of each column, for people who look at the mapping; of two that make a value that of the
 * first is the whole. */
static void keep_samples(struct ingest *in, const struct raw_row *row)
{
    for (size_t i = 0; i < row->n && i < in->mapping.ncolumns; i++) {
        struct ingest_column *column = &in->mapping.column[i];
        struct str text = str_trim(row->cell[i]);
        if (column->field != NULL) {
            const struct slot *slot = &in->mapping.slot[column->field->index];
            text = slot->with == i ? STR_NONE : beside_join(&in->beside, slot, row, text);
        }
        if (column->sample.n == 0 && text.n > 0)
            column->sample = arena_str(
                &in->arena,
                (struct str){text.p, text.n < SAMPLE_MAX ? text.n : SAMPLE_MAX});
    }
}

static int take_row(struct ingest *in, const struct raw_row *row, struct err *err)
{
    struct str key;
    if (is_skipped(in, row)) {
        in->counts.skipped++;
        return 0;
    }
    if (refuse_cut(in, row, err) != 0)
        return -1;
    if (in->counts.read++ < SAMPLE_ROWS)
        keep_samples(in, row);
    if (breaks_event(in, row))
        return 0;
    clean_cells(in, row);
    key = row_key(in);
    if (breaks_key(in, row, key) || breaks_required(in, row->line))
        return 0;
    if (in->reader.replaced)
        note_replaced(in, row->line);
    type_others(in, row->line);
    if (!breaks_order(in, row->line))
        keep_row(in, row->line, key);
    return 0;
}

static bool is_filled(const struct slot *slot)
{
    return slot->column != NO_COLUMN || (slot->map != NULL && slot->map->has_constant);
}

static void list_filled(struct ingest *in)
{
    in->filled = arena_new(&in->arena, in->kind->nfields, sizeof *in->filled);
    for (size_t i = 0; i < in->kind->nfields; i++) {
        in->cell[i] = (struct cell){.missing = true};
        if (is_filled(&in->mapping.slot[i]) && !is_after(&in->mapping.slot[i]))
            in->filled[in->nfilled++] = i;
    }
    for (size_t i = 0; i < in->kind->nfields; i++) /* behind those they rest on */
        if (is_filled(&in->mapping.slot[i]) && is_after(&in->mapping.slot[i]))
            in->filled[in->nfilled++] = i;
}

/* That cells were filled is of how the file was read. */
static void tell_dialect(struct ingest *in)
{
    if (in->above.filled == 0)
        snprintf(in->dialect, sizeof in->dialect, "%s", in->reader.dialect);
    else
        snprintf(in->dialect, sizeof in->dialect, "%s, %llu cells filled from above",
                 in->reader.dialect, (unsigned long long)in->above.filled);
}

int ingest_open(struct ingest **out, const struct ingest_options *options,
                struct err *err)
{
    struct ingest *in = mem_new(1, sizeof *in);
    in->options = *options;
    in->kind = options->source->kind;
    in->counts.first = INT64_MAX;
    in->counts.last = INT64_MIN;
    in->local = mem_new(1, sizeof *in->local);
    local_init(in->local, options->zone);
    keys_init(&in->keys);
    buf_init(&in->key, KEY_MAX + 1);
    in->cell = arena_new(&in->arena, in->kind->nfields, sizeof *in->cell);
    in->day_month = arena_new(&in->arena, in->kind->nfields, sizeof *in->day_month);
    int result = reader_open(&in->reader, options->path, options->source, err);
    if (result == 0 &&
        mapping_read(&in->mapping, &in->arena, options->source, &in->reader, err) != 0)
        result = err_note(err, "the file was read as %s", in->reader.dialect);
    if (result != 0) {
        ingest_close(in);
        return -1;
    }
    in->counts.skipped = in->mapping.skipped + in->reader.skipped;
    list_filled(in);
    above_init(&in->above, options->source);
    beside_init(&in->beside);
    tell_dialect(in);
    *out = in;
    return 0;
}

bool ingest_days_format(const struct ingest *in, const struct field *field, char *out,
                        size_t size, bool *either)
{
    return day_month_format(&in->day_month[field->index], field, out, size, either);
}

int ingest_check_days(const struct ingest *in, struct err *err)
{
    for (size_t i = 0; i < in->kind->nfields; i++)
        if (day_month_check(&in->day_month[i], &in->kind->field[i], in->options.path,
                            err) != 0)
            return -1;
    return 0;
}

/* The header's row first, where it was no header. */
static int next_row(struct ingest *in, struct raw_row *row, struct err *err)
{
    if (in->mapping.first.n == 0)
        return reader_next(&in->reader, row, err);
    *row = in->mapping.first;
    in->mapping.first.n = 0;
    return 0;
}

/* Cells that span rows leave those below blank, and nothing in these says so. */
static void note_merged(struct ingest *in)
{
    for (size_t i = 0; i < in->nfilled; i++) {
        const struct slot *slot = &in->mapping.slot[in->filled[i]];
        char range[ABOVE_RANGE];
        uint64_t row;
        if (above_merged(&in->reader.merges, slot, in->first_line, &row, range))
            report(in, FINDING_MERGED, row, slot->field, str_of(range));
    }
}

int ingest_fill(struct ingest *in, struct batch *batch, struct err *err)
{
    struct raw_row row;
    batch_clear(batch, in->kind);
    in->batch = batch;
    while (!in->ended && !batch_is_full(batch)) {
        int status = next_row(in, &row, err);
        in->ended = status > 0;
        if (in->first_line == 0)
            in->first_line = row.line;
        if (in->ended) {
            note_merged(in);
            tell_dialect(in);
        }
        if (status < 0 || (status == 0 && take_row(in, &row, err) != 0))
            return -1;
    }
    if (in->counts.read != in->counts.accepted + in->counts.rejected)
        return err_set(err, ERR_SYSTEM, in->options.path, 0,
                       "rows read are not rows accepted and rejected: a defect");
    if (in->ended)
        keys_release(&in->keys); /* before the caller needs memory to sort an index */
    if (in->ended && !in->options.days_later && ingest_check_days(in, err) != 0)
        return -1;
    return batch->n == 0 && batch->nfindings == 0;
}

void ingest_tell(const struct ingest *in, const struct batch *batch)
{
    for (size_t i = 0; i < batch->nfindings; i++)
        in->options.finding(in->options.self, &batch->finding[i]);
}

bool ingest_ended(const struct ingest *in)
{
    return in->ended;
}

int ingest_next(struct ingest *in, struct batch **batch, struct err *err)
{
    int status = ingest_fill(in, &in->own, err);
    ingest_tell(in, &in->own);
    *batch = &in->own;
    return status;
}

size_t ingest_columns(const struct ingest *in, const struct ingest_column **column)
{
    *column = in->mapping.column;
    return in->mapping.ncolumns;
}

bool ingest_fills(const struct ingest *in, const struct field *field)
{
    return is_filled(&in->mapping.slot[field->index]);
}

struct str ingest_spell(const struct ingest *in, struct arena *arena,
                        const struct field *field, struct str raw)
{
    const struct slot *slot = &in->mapping.slot[field->index];
    struct str text = typing_clean(in->options.source, slot, raw);
    int64_t value;
    bool odd;
    if (text.n == 0 || field_is_text(field))
        return typing_lost_digits(text) && field->type != FIELD_TEXT ? STR_NONE : text;
    if (is_after(slot)) {
        if (!typing_passed(slot, text, &value))
            return STR_NONE;
        return arena_printf(arena, "+%02lld:%02lld:%02lld", (long long)value / 3600,
                            (long long)value / 60 % 60, (long long)value % 60);
    }
    if (typing_value(slot, text, in->local, &value, &odd) != TYPING_FITS)
        return STR_NONE;
    return typing_spell(arena, field, value, in->options.zone);
}

size_t ingest_unfilled(struct ingest *in, const struct ingest_unfilled **unfilled)
{
    const struct mapping *mapping = &in->mapping;
    if (!in->suggested)
        suggest_columns(&in->arena, mapping->column, mapping->ncolumns, mapping->unfilled,
                        mapping->nunfilled);
    in->suggested = true;
    *unfilled = mapping->unfilled;
    return mapping->nunfilled;
}

const struct ingest_counts *ingest_counts(const struct ingest *in)
{
    return &in->counts;
}

struct str ingest_encoding(const struct ingest *in)
{
    return in->reader.encoding;
}

struct str ingest_dialect(const struct ingest *in)
{
    return str_of(in->dialect);
}

void ingest_close(struct ingest *in)
{
    if (in == NULL)
        return;
    reader_close(&in->reader);
    above_release(&in->above);
    beside_release(&in->beside);
    keys_release(&in->keys);
    buf_release(&in->key);
    arena_release(&in->spelled);
    batch_release(&in->own);
    arena_release(&in->arena);
    mem_free(in->local);
    mem_free(in);
}
