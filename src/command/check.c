/* check: what an import would make of every file, without importing: which column
 * fills which field and how its first cell reads, what is left over, what would be turned
 * away and why, values that no limit knows, and the figures that cannot be made. */
#include <string.h>

#include "catalogue/known.h"
#include "command/check_metrics.h"
#include "ingest/ingest.h"
#include "command/query.h"
#include "deliver/settings.h"
#include "run/reasons.h"
#include "run/sources.h"
#include "base/table_text.h"
#include "base/utf8.h"
#include "run/unknown.h"

#include "base/banned.h"

enum { ROWS_READ = 1000, UNKNOWN_MAX = 20, HEADERS_MAX = 300 };

struct counted { /* a value that no limit knows */
    const struct field *field;
    struct str value, closest;
    uint64_t rows, line;
};
struct checking {
    struct run *run;
    FILE *out;
    bool all; /* rows, not only the first */
    struct check_filled *filled;
    struct reasons reasons;
    const struct source *source; /* the file at hand */
    struct str path;
    struct str **known; /* values by field of its kind */
    size_t *nknown;
    struct counted unknown[UNKNOWN_MAX];
    size_t nunknown;
};

static struct str word(struct checking *in, const char *id)
{
    return words_text(in->run->job.words, id);
}

static struct str number(struct checking *in, uint64_t n)
{
    return arena_printf(&in->run->arena, "%llu", (unsigned long long)n);
}

static void print_filled(struct checking *in, const char *id,
                         const struct words_arg *args, size_t n)
{
    struct arena *arena = &in->run->arena;
    struct str text = words_fill(in->run->job.words, arena, id, args, n);
    text = utf8_tamed(arena, text);
    fprintf(in->out, "  %.*s\n", STR_ARG(text));
}

static void put_column(struct checking *in, struct table_text *table,
                       const struct ingest *ingest, const struct ingest_column *column)
{
    const struct field *field = column->field;
    table_text_put(table, STR(" ")); /* indents the table */
    table_text_put(table, column->header);
    table_text_put(table, field->name);
    table_text_put(table, field->id);
    table_text_put(table, column->sample);
    struct str typed = ingest_spell(ingest, &in->run->arena, field, column->sample);
    table_text_put(
        table, typed.n > 0 || column->sample.n == 0 ? typed : word(in, "check.no-value"));
}

static void print_columns(struct checking *in, const struct ingest *ingest)
{
    static const char *const head[] = {"check.column", "check.field", "check.id",
                                       "check.sample", "check.reads"};
    const struct ingest_column *column;
    struct table_text table;
    struct buf unused;
    size_t n = ingest_columns(ingest, &column);
    buf_init(&unused, 2 * HEADERS_MAX);
    table_text_begin(&table, in->out, 6, false);
    table_text_put(&table, STR(" "));
    for (size_t i = 0; i < 5; i++)
        table_text_put(&table, word(in, head[i]));
    for (size_t i = 0; i < n; i++)
        if (column[i].field != NULL)
            put_column(in, &table, ingest, &column[i]);
        else if (column[i].header.n > 0 && unused.n + column[i].header.n < HEADERS_MAX)
            buf_printf(&unused, "%s%.*s", unused.n > 0 ? ", " : "",
                       STR_ARG(column[i].header));
    table_text_end(&table);
    if (unused.n > 0)
        print_filled(in, "check.unused", &(struct words_arg){"list", buf_view(&unused)},
                     1);
    buf_release(&unused);
}

/* Those with a column that may be meant get a line each, the others share one. */
static void print_unfilled(struct checking *in, struct ingest *ingest)
{
    const struct ingest_unfilled *unfilled;
    size_t n = ingest_unfilled(ingest, &unfilled);
    struct buf rest;
    buf_init(&rest, 4 * HEADERS_MAX);
    for (size_t i = 0; i < n; i++) {
        const struct field *field = unfilled[i].field;
        if (unfilled[i].closest.n == 0) {
            buf_printf(&rest, "%s%.*s (%.*s)", rest.n > 0 ? ", " : "",
                       STR_ARG(field->name), STR_ARG(field->id));
            continue;
        }
        const struct words_arg args[] = {
            {"name", field->name}, {"field", field->id}, {"column", unfilled[i].closest}};
        print_filled(in, "check.suggest", args, 3);
    }
    if (rest.n > 0)
        print_filled(in, "check.unfilled", &(struct words_arg){"list", buf_view(&rest)},
                     1);
    buf_release(&rest);
}

static void print_counts(struct checking *in, const struct ingest_counts *counts)
{
    const struct words_arg args[] = {{"read", number(in, counts->read)},
                                     {"accepted", number(in, counts->accepted)},
                                     {"corrected", number(in, counts->corrected)},
                                     {"rejected", number(in, counts->rejected)},
                                     {"skipped", number(in, counts->skipped)}};
    bool whole = in->all || counts->read < ROWS_READ;
    print_filled(in, whole ? "check.rows" : "check.first-rows", args, 5);
}

static void note_finding(void *self, const struct finding *finding)
{
    struct checking *in = self;
    const char *treatment = finding_treatment(finding->code);
    if (strcmp(treatment, "skipped") == 0)
        return;
    const struct reason reason = {.source = in->source->id,
                                  .file = in->path,
                                  .code = str_of(finding_name(finding->code)),
                                  .field = finding->field != NULL ? finding->field->id
                                                                  : STR_NONE,
                                  .treatment = treatment,
                                  .raw = finding->raw,
                                  .line = (int64_t)finding->line};
    (void)reasons_put(&in->reasons, &reason);
}

static void count_unknown(struct checking *in, const struct field *field,
                          struct str value, uint64_t line)
{
    size_t i = 0;
    while (i < in->nunknown &&
           (in->unknown[i].field != field || !str_eq(in->unknown[i].value, value)))
        i++;
    if (i == UNKNOWN_MAX)
        return;
    if (i == in->nunknown) {
        in->unknown[in->nunknown++] =
            (struct counted){.field = field,
                             .value = arena_str(&in->run->arena, value),
                             .closest = known_closest(in->known[field->index],
                                                      in->nknown[field->index], value),
                             .line = line};
    }
    in->unknown[i].rows++;
}

static void look_for_unknown(struct checking *in, const struct batch *batch)
{
    for (size_t f = 0; f < batch->kind->nfields; f++)
        for (uint32_t row = 0; in->nknown[f] > 0 && row < batch->n; row++) {
            struct str value = batch->column[f].text[row];
            if (!batch_missing(batch, f, row) &&
                known_find(in->known[f], in->nknown[f], value) == in->nknown[f])
                count_unknown(in, &batch->kind->field[f], value, batch->line[row]);
        }
}

static int read_rows(struct checking *in, struct ingest *ingest, struct err *err)
{
    struct batch *batch;
    int result = 0;
    while (result == 0 && (in->all || ingest_counts(ingest)->read < ROWS_READ)) {
        result = ingest_next(ingest, &batch, err);
        if (result == 0)
            look_for_unknown(in, batch);
    }
    return result < 0 ? -1 : ingest_check_days(ingest, err);
}

/* What is told goes to the list of findings too, so that the exit status says it. */
static void report_findings(struct checking *in, size_t first_reason)
{
    struct diag_list *diags = &in->run->diags;
    for (size_t i = first_reason; i < in->reasons.n; i++) {
        const struct reason *r = &in->reasons.item[i];
        diag_put(diags, strcmp(r->treatment, "rejected") == 0 ? DIAG_WARN : DIAG_NOTE,
                 "reason", in->path, (long)r->line, "%.*s",
                 STR_ARG(reasons_text(&in->reasons, r)));
    }
    for (size_t i = 0; i < in->nunknown; i++) {
        const struct counted *u = &in->unknown[i];
        size_t f = u->field->index;
        struct str remedy =
            unknown_remedy(&in->run->arena, u->field, u->value, u->closest);
        struct str known = known_list(&in->run->arena, in->known[f], in->nknown[f]);
        const struct words_arg args[] = {{"value", u->value},
                                         {"name", u->field->name},
                                         {"rows", number(in, u->rows)},
                                         {"known", known},
                                         {"remedy", remedy}};
        struct str text =
            words_fill(in->run->job.words, &in->run->arena, "check.unknown", args, 5);
        diag_put(diags, DIAG_WARN, "value-unknown", in->path, (long)u->line, "%.*s",
                 STR_ARG(text));
    }
}

static void note_filled(struct checking *in, struct ingest *ingest)
{
    const struct kind *kind = in->source->kind;
    struct check_filled *filled = &in->filled[kind->index];
    const struct ingest_unfilled *unfilled;
    size_t n = ingest_unfilled(ingest, &unfilled);
    filled->source = true;
    for (size_t f = 0; f < kind->nfields; f++) {
        size_t i = 0;
        while (i < n && unfilled[i].field != &kind->field[f])
            i++;
        filled->field[f] |= i == n;
    }
}

static void begin_file(struct checking *in, const struct source *source, struct str path)
{
    const struct kind *kind = source->kind;
    struct arena *arena = &in->run->arena;
    in->source = source;
    in->path = path;
    in->nunknown = 0;
    in->known = arena_new(arena, kind->nfields, sizeof *in->known);
    in->nknown = arena_new(arena, kind->nfields, sizeof *in->nknown);
    for (size_t f = 0; f < kind->nfields; f++)
        if (field_is_text(&kind->field[f]))
            in->nknown[f] = known_values(arena, &in->run->job.metrics, kind,
                                         &kind->field[f], &in->known[f]);
}

static int look_at(struct checking *in, const struct zone *zone, struct err *err)
{
    const struct ingest_options options = {.source = in->source,
                                           .zone = zone,
                                           .path = in->path.p,
                                           .finding = note_finding,
                                           .self = in,
                                           .days_later = true};
    struct ingest *ingest;
    size_t first_reason = in->reasons.n;
    if (ingest_open(&ingest, &options, err) != 0)
        return -1;
    int result = read_rows(in, ingest, err);
    fprintf(in->out, "  %.*s, %.*s\n", STR_ARG(ingest_encoding(ingest)),
            STR_ARG(ingest_dialect(ingest)));
    print_columns(in, ingest);
    print_unfilled(in, ingest);
    print_counts(in, ingest_counts(ingest));
    report_findings(in, first_reason);
    note_filled(in, ingest);
    ingest_close(ingest);
    return result;
}

/* A file that cannot be read is reported and the next one looked at. */
static int check_file(void *self, const struct source *source, const struct zone *zone,
                      struct str path, struct err *err)
{
    struct checking *in = self;
    struct err own = {0};
    (void)err;
    begin_file(in, source, path);
    struct str shown = utf8_tamed(&in->run->arena, path);
    fprintf(in->out, "%.*s (%.*s): %s\n", STR_ARG(source->name), STR_ARG(source->id),
            shown.p);
    if (look_at(in, zone, &own) != 0) {
        sources_blame(in->run, source, &own);
        diag_put(&in->run->diags, DIAG_REFUSE, "file-refused", str_of(own.file), own.line,
                 "%s", own.msg);
    }
    fputc('\n', in->out);
    return 0;
}

/* Who is mailed, and how, is read here so that a mistake does not wait for the first mail. */
static int check_settings(const struct job *job, struct err *err)
{
    struct settings settings;
    if (!job->deliver.n)
        return 0;
    int result = settings_load(&settings, job, err);
    settings_release(&settings);
    return result;
}

int query_check(struct run *run, const struct options *options, FILE *out,
                struct err *err)
{
    if (job_load(&run->job, run->options->job, run->options->data, err) != 0 ||
        run_check_pack(run, err) != 0 || check_settings(&run->job, err) != 0)
        return -1;
    const struct records *records = &run->job.records;
    struct checking in = {.run = run, .out = out, .all = options->all != NULL};
    in.filled = arena_new(&run->arena, records->nkinds, sizeof *in.filled);
    for (size_t i = 0; i < records->nkinds; i++)
        in.filled[i].field =
            arena_new(&run->arena, records->kind[i].nfields, sizeof *in.filled[i].field);
    reasons_init(&in.reasons, run);
    int result = sources_each(run, check_file, &in, err);
    if (result == 0)
        check_metrics_print(run, in.filled, out);
    reasons_release(&in.reasons);
    return result;
}
