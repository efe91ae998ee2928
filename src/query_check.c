/* query_check: what an import would make of every file, without importing: which column
 * fills which field, what is left over, how many rows would be turned away and why. */
#include "ingest/ingest.h"
#include "query.h"
#include "sources.h"

#include "base/banned.h"

struct checking {
    struct run *run;
    FILE *out;
    size_t refused;
};

static void print_columns(FILE *out, const struct ingest *ingest)
{
    const struct ingest_column *column;
    size_t n = ingest_columns(ingest, &column);
    for (size_t i = 0; i < n; i++)
        if (column[i].field != NULL)
            fprintf(out, "  %.*s -> %.*s\n", STR_ARG(column[i].header),
                    STR_ARG(column[i].field->id));
    for (size_t i = 0; i < n; i++)
        if (column[i].field == NULL)
            fprintf(out, "  %.*s is not used\n", STR_ARG(column[i].header));
}

static void print_unfilled(FILE *out, const struct ingest *ingest)
{
    const struct ingest_unfilled *unfilled;
    size_t n = ingest_unfilled(ingest, &unfilled);
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "  nothing fills %.*s (%.*s)", STR_ARG(unfilled[i].field->id),
                STR_ARG(unfilled[i].field->name));
        if (unfilled[i].closest.n > 0)
            fprintf(out, "; did you mean column %.*s?", STR_ARG(unfilled[i].closest));
        fputc('\n', out);
    }
}

static void print_counts(FILE *out, const struct ingest_counts *counts)
{
    fprintf(out, "  read %llu, accepted %llu (%llu with a field blanked), rejected %llu",
            (unsigned long long)counts->read, (unsigned long long)counts->accepted,
            (unsigned long long)counts->corrected, (unsigned long long)counts->rejected);
    for (int code = 0; code < FINDING_N; code++)
        if (counts->by_code[code] > 0)
            fprintf(out, ", %s %llu", finding_name((enum finding_code)code),
                    (unsigned long long)counts->by_code[code]);
    fputc('\n', out);
}

static int read_to_end(struct ingest *ingest, struct err *err)
{
    struct batch *batch;
    int result;
    while ((result = ingest_next(ingest, &batch, err)) == 0)
        continue;
    return result < 0 ? -1 : 0;
}

/* A file that cannot be read is reported and the next one looked at. */
static int check_file(void *self, const struct source *source, const struct zone *zone,
                      struct str path, struct err *err)
{
    struct checking *in = self;
    struct ingest *ingest = NULL;
    struct err own = {0};
    (void)err;
    const struct ingest_options options = {
        .source = source, .zone = zone, .path = path.p};
    fprintf(in->out, "%.*s: %s\n", STR_ARG(source->id), path.p);
    if (ingest_open(&ingest, &options, &own) == 0) {
        print_columns(in->out, ingest);
        print_unfilled(in->out, ingest);
        if (read_to_end(ingest, &own) == 0) {
            fprintf(in->out, "  %.*s, %.*s\n", STR_ARG(ingest_encoding(ingest)),
                    STR_ARG(ingest_dialect(ingest)));
            print_counts(in->out, ingest_counts(ingest));
        }
        ingest_close(ingest);
    }
    if (own.code != ERR_NONE) {
        in->refused++;
        diag_put(&in->run->diags, DIAG_REFUSE, "file-refused", str_of(own.file), own.line,
                 "%s", own.msg);
    }
    return 0;
}

int query_check(struct run *run, const struct options *options, FILE *out,
                struct err *err)
{
    (void)options;
    if (job_load(&run->job, run->options->job, run->options->data, err) != 0 ||
        run_check_pack(run, err) != 0)
        return -1;
    struct checking in = {.run = run, .out = out};
    return sources_each(run, check_file, &in, err);
}
