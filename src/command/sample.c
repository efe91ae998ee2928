/* sample: some of the rows that a figure rests on, drawn so that anybody can draw them again:
 * every row has the SHA-256 of the seed, a line feed and its record's id, and the rows with the
 * least digests are taken. No generator, no order of rows and no machine has a say in it. */
#include <stdlib.h>
#include <string.h>

#include "command/query.h"

#include "base/banned.h"

enum { SIZE_MOST = 100000, DIGITS = 16 };

struct drawn {
    struct sha256 digest;
    struct row_value value[TRACE_COLUMNS];
};
struct stratum {
    const struct figure *figure;
    int64_t population, size;
};
struct sampling {
    struct run *run;
    struct str seed;
    int state;
    struct stratum *stratum;
    size_t nstrata;
    struct arena arena; /* texts of the rows taken */
    struct drawn *drawn;
    size_t ndrawn;
};

/* --- how many of which -------------------------------------------------------------- */

static int64_t population_of(const struct sampling *s, const struct figure *figure)
{
    switch (s->state) {
    case 1:
        return figure->pending;
    case 2:
        return figure->miss;
    case 3:
        return figure->hit;
    default:
        return figure->hit + figure->miss;
    }
}

/* Whether one row more goes rather to `a` than to `b`: none is left without, then in
 * proportion (Adams). */
static bool comes_first(const struct stratum *a, const struct stratum *b)
{
    if (a->size == a->population || b->size == b->population)
        return a->size < a->population;
    return (num_wide)a->population * b->size > (num_wide)b->population * a->size;
}

static void share_out(struct sampling *s, int64_t size)
{
    for (int64_t n = 0; n < size; n++) {
        struct stratum *best = &s->stratum[0];
        for (size_t i = 1; i < s->nstrata; i++)
            if (comes_first(&s->stratum[i], best))
                best = &s->stratum[i];
        if (best->size == best->population)
            return;
        best->size++;
    }
}

static void put_stratum(struct sampling *s, const struct figure *figure)
{
    int64_t population = population_of(s, figure);
    if (population > 0)
        s->stratum[s->nstrata++] = (struct stratum){figure, population, 0};
}

/* Strata that leave rows out would draw a sample of something else. */
static int find_strata(struct sampling *s, const struct figure *figure, const char *by,
                       struct err *err)
{
    const struct figures *figures = measure_figures(s->run->measure);
    const struct dimension *cut = metrics_dimension(&s->run->job.metrics, str_of(by));
    int64_t all = population_of(s, figure), held = 0;
    if (cut == NULL || figure->cut != NULL)
        return err_set(err, ERR_JOB, NULL, 0,
                       cut == NULL ? "--by %s: no dimension has this id"
                                   : "--by %s goes with the whole, not with --segment",
                       by);
    s->stratum = arena_new(&s->run->arena, figures_count(figures), sizeof *s->stratum);
    for (size_t i = 0; i < figures_count(figures); i++) {
        const struct figure *f = figures_at(figures, i);
        if (f->metric == figure->metric && f->window == figure->window && f->cut == cut)
            put_stratum(s, f);
    }
    for (size_t i = 0; i < s->nstrata; i++)
        held += s->stratum[i].population;
    if (held == all)
        return 0;
    return err_set(err, ERR_JOB, NULL, 0,
                   "--by %s: its keys hold %lld of %lld rows of '%.*s' in %s; take "
                   "another dimension, or none",
                   by, (long long)held, (long long)all, STR_ARG(figure->metric->id),
                   figure->window->name);
}

/* --- the draw ------------------------------------------------------------------------- */

static int by_digest(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct sha256));
}

static struct sha256 digest_of(const struct sampling *s, struct str record)
{
    struct sha256_run *run = sha256_begin();
    sha256_put(run, s->seed.p, s->seed.n);
    sha256_put(run, "\n", 1);
    sha256_put(run, record.p, record.n);
    return sha256_end(run);
}

static void keep(struct sampling *s, const struct sha256 *digest,
                 const struct row_value *value)
{
    struct drawn *one = &s->drawn[s->ndrawn++];
    one->digest = *digest;
    for (size_t i = 0; i < TRACE_COLUMNS; i++) {
        one->value[i] = value[i];
        one->value[i].text = arena_str(&s->arena, value[i].text);
    }
}

/* Room for twice the rows wanted: each time it is full the larger half goes. */
static int draw(struct sampling *s, const struct stratum *stratum, struct err *err)
{
    size_t size = (size_t)stratum->size;
    struct rows *rows;
    const struct row_value *value;
    struct sha256 most;
    int result;
    memset(&most, 0xff, sizeof most);
    s->ndrawn = 0;
    if (trace_open(&rows, s->run->measure, stratum->figure, s->state, 0, NULL, err) != 0)
        return -1;
    while ((result = rows_next(rows, &value, err)) == 0) {
        struct sha256 digest = digest_of(s, value[0].text);
        if (memcmp(&digest, &most, sizeof most) < 0)
            keep(s, &digest, value);
        if (s->ndrawn < 2 * size)
            continue;
        qsort(s->drawn, s->ndrawn, sizeof *s->drawn, by_digest);
        s->ndrawn = size;
        most = s->drawn[size - 1].digest;
    }
    rows_close(rows);
    qsort(s->drawn, s->ndrawn, sizeof *s->drawn, by_digest);
    s->ndrawn = s->ndrawn < size ? s->ndrawn : size;
    return result < 0 ? -1 : 0;
}

/* --- what is printed -------------------------------------------------------------------- */

static void put_drawn(struct sampling *s, struct table_text *table,
                      const struct stratum *stratum, const struct drawn *one, size_t n)
{
    static const char *const word[] = {"", "pending", "miss", "hit"};
    const size_t state = 4, value = 5;
    table_text_put_integer(table, (int64_t)n);
    for (size_t i = 0; i <= value; i++)
        if (i == state)
            table_text_put(table, str_of(word[one->value[i].num]));
        else
            query_put_value(table, &one->value[i], s->run->job.zone);
    table_text_put(table, figure_key(stratum->figure));
    table_text_put_integer(table, stratum->population);
    table_text_put(table, s->seed);
    struct str digest = sha256_hex(&table->arena, &one->digest);
    digest.n = DIGITS;
    table_text_put(table, digest);
}

static int print_strata(struct sampling *s, struct table_text *table, struct err *err)
{
    for (size_t i = 0; i < s->nstrata; i++) {
        const struct stratum *stratum = &s->stratum[i];
        if (stratum->size == 0)
            continue;
        s->drawn = mem_new(2 * (size_t)stratum->size, sizeof *s->drawn);
        int result = draw(s, stratum, err);
        for (size_t n = 0; n < s->ndrawn && result == 0; n++)
            put_drawn(s, table, stratum, &s->drawn[n], n + 1);
        mem_free(s->drawn);
        if (result != 0)
            return -1;
    }
    return 0;
}

static void print_method(const struct sampling *s, const struct figure *figure, FILE *out)
{
    int64_t population = 0, size = 0;
    for (size_t i = 0; i < s->nstrata; i++) {
        population += s->stratum[i].population;
        size += s->stratum[i].size;
    }
    fprintf(
        out,
        "\n%lld of %lld rows of '%.*s' in %s; seed '%.*s'; the least SHA-256 of seed, "
        "line feed and record id%s\n",
        (long long)size, (long long)population, STR_ARG(figure->metric->id),
        strcmp(figure->window->name, "period") == 0 ? s->run->period.text
                                                    : figure->window->name,
        STR_ARG(s->seed), s->nstrata > 1 ? ", of each stratum" : "");
}

static int print_sample(struct sampling *s, const struct figure *figure, bool csv,
                        FILE *out, struct err *err)
{
    static const char *const head[] = {"n",  "record", "file",  "line",
                                       "at", "state",  "value", "stratum",
                                       "of", "seed",   "digest"};
    struct table_text table;
    table_text_begin(&table, out, sizeof head / sizeof *head, csv);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        table_text_put(&table, str_of(head[i]));
    int result = print_strata(s, &table, err);
    table_text_end(&table);
    if (result == 0 && !csv)
        print_method(s, figure, out);
    return result;
}

/* --- what is asked ------------------------------------------------------------------------ */

static int read_options(struct sampling *s, const struct options *o, int64_t *size,
                        bool *csv, struct err *err)
{
    struct str format = o->format ? str_of(o->format) : STR("table");
    *csv = str_eq(format, STR("csv"));
    if (!*csv && !str_eq(format, STR("table")))
        return err_set(err, ERR_JOB, NULL, 0, "--format %.*s: a sample is a table or csv",
                       STR_ARG(format));
    if (o->size == NULL || !str_int(str_of(o->size), size) || *size < 1 ||
        *size > SIZE_MOST)
        return err_set(err, ERR_JOB, NULL, 0,
                       "a sample has a size, --size 1 to --size %d", (int)SIZE_MOST);
    return query_state(o->only, &s->state, err);
}

/* Both parts of a ratio are metrics of their own, and are sampled as such. */
static int refuse_ratio(const struct figure *figure, struct err *err)
{
    return err_set(err, ERR_JOB, NULL, 0,
                   "'%.*s' is a ratio of two sorts of rows; sample '%.*s' or '%.*s'",
                   STR_ARG(figure->metric->id), STR_ARG(trace_metric(figure, 0)->id),
                   STR_ARG(trace_metric(figure, 1)->id));
}

int query_sample(struct run *run, const struct options *options, FILE *out,
                 struct err *err)
{
    struct sampling s = {.run = run};
    const struct figure *figure;
    int64_t size;
    bool csv;
    if (read_options(&s, options, &size, &csv, err) != 0 ||
        query_prepare(run, err) != 0 || query_figure(run, options, &figure, err) != 0)
        return -1;
    if (figure->metric->kind == METRIC_RATIO)
        return refuse_ratio(figure, err);
    s.seed = options->seed ? str_of(options->seed)
                           : arena_printf(&run->arena, "%.*s %s", STR_ARG(run->job.id),
                                          run->period.text);
    struct stratum whole = {figure, population_of(&s, figure), 0};
    s.stratum = &whole;
    s.nstrata = 1;
    if (options->by != NULL) {
        s.nstrata = 0;
        if (find_strata(&s, figure, options->by, err) != 0)
            return -1;
    }
    if (s.nstrata > 0)
        share_out(&s, size);
    arena_init(&s.arena);
    int result = print_sample(&s, figure, csv, out, err);
    arena_release(&s.arena);
    return result;
}
