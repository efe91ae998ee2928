/* facts_terms: writes the parts of a declaration (path, test, population, limit, state,
 * value) as expressions. Every statement is made from these, so that none can count a
 * row differently. */
#include "measure/facts_terms.h"

#include <assert.h>

#include "base/banned.h"

enum { FIXED = 2 }; /* ?1 as_of, ?2 event: never shared with an equal literal */

static size_t put_param(struct query *q, struct fact_param param)
{
    for (size_t i = FIXED; i < q->nparams; i++)
        if (q->param[i].is_text == param.is_text && q->param[i].num == param.num &&
            str_eq(q->param[i].text, param.text))
            return i + 1;
    q->param = mem_room(q->param, q->nparams, &q->cap, sizeof *q->param);
    q->param[q->nparams++] = param;
    return q->nparams;
}

void write_number(struct query *q, int64_t num)
{
    buf_printf(&q->sql, "?%zu", put_param(q, (struct fact_param){.num = num}));
}

void write_text(struct query *q, struct str text)
{
    struct fact_param param = {.is_text = true, .text = text};
    buf_printf(&q->sql, "?%zu", put_param(q, param));
}

void query_init(struct query *q, int64_t as_of, int64_t event)
{
    *q = (struct query){0};
    buf_init(&q->sql, SQL_MAX);
    q->param = mem_room(q->param, 0, &q->cap, sizeof *q->param);
    q->param[0] = (struct fact_param){.num = as_of};
    q->param[1] = (struct fact_param){.num = event};
    q->nparams = FIXED;
}

void query_release(struct query *q)
{
    buf_release(&q->sql);
    mem_free(q->param);
}

void write_sql(struct query *q, const char *text)
{
    buf_text(&q->sql, text);
}

void write_quoted(struct query *q, struct str id)
{
    buf_printf(&q->sql, "\"%.*s\"", STR_ARG(id));
}

void need_parent(struct query *q, const struct field *via)
{
    for (size_t i = 0; i < q->nvias; i++)
        if (q->via[i] == via)
            return;
    assert(q->nvias < sizeof q->via / sizeof *q->via);
    q->via[q->nvias++] = via;
}

void write_path(struct query *q, const struct field *via, const struct field *field)
{
    if (via) {
        need_parent(q, via);
        write_quoted(q, via->id);
        buf_char(&q->sql, '.');
    } else {
        write_sql(q, "r.");
    }
    write_quoted(q, field->id);
}

void write_own(struct query *q, const struct field *field)
{
    write_path(q, NULL, field);
}

void write_between(struct query *q, const struct field *field, int64_t from,
                   int64_t until)
{
    write_own(q, field);
    write_sql(q, " >= ");
    write_number(q, from);
    write_sql(q, " AND ");
    write_own(q, field);
    write_sql(q, " < ");
    write_number(q, until);
}

static void write_literal(struct query *q, const struct test *test, size_t i)
{
    if (field_is_text(test->field))
        write_text(q, test->value[i]);
    else
        write_number(q, test->number[i]);
}

/* One of several values is written as comparisons: SQLite would look each row up in a
 * table it makes of an IN list. */
static void write_in(struct query *q, const struct test *test)
{
    write_sql(q, "(");
    for (size_t i = 0; i < test->nvalues; i++) {
        write_sql(q, i ? " OR " : "");
        write_path(q, test->via, test->field);
        write_sql(q, " = ");
        write_literal(q, test, i);
    }
    write_sql(q, ")");
}

static void write_where(struct query *q, const struct test *test)
{
    static const char *const operator[] = {
        [TEST_IS] = " IS ",  [TEST_NOT] = " IS NOT ",         [TEST_MIN] = " >= ",
        [TEST_MAX] = " <= ", [TEST_PRESENT] = " IS NOT NULL", [TEST_ABSENT] = " IS NULL"};
    if (is_unfilled(q, test->via, test->field)) {
        write_sql(q, test->op == TEST_NOT || test->op == TEST_ABSENT ? "1" : "0");
        return;
    }
    if (test->op == TEST_IN) {
        write_in(q, test);
        return;
    }
    write_path(q, test->via, test->field);
    write_sql(q, operator[test->op]);
    if (test->nvalues > 0)
        write_literal(q, test, 0);
}

/* Siblings joined by AND or OR; a test of a missing field is NULL, which is as good as
 * false because nothing is ever negated. */
void write_tests(struct query *q, const struct test *first, const char *between)
{
    for (const struct test *test = first; test; test = test->next) {
        write_sql(q, test == first ? "" : between);
        if (test->op == TEST_ALL || test->op == TEST_ANY) {
            buf_char(&q->sql, '(');
            write_tests(q, test->child, test->op == TEST_ANY ? " OR " : " AND ");
            buf_char(&q->sql, ')');
        } else {
            write_where(q, test);
        }
    }
}

static bool is_everything(const struct population *population)
{
    return !population || (!population->where && is_everything(population->base));
}

void write_population(struct query *q, const struct population *population)
{
    if (is_everything(population)) {
        write_sql(q, "1");
        return;
    }
    if (!is_everything(population->base)) {
        write_population(q, population->base);
        write_sql(q, population->where ? " AND " : "");
    }
    write_tests(q, population->where, " AND ");
}

/* The key of a row; NULL where it has no parent. */
void write_dimension(struct query *q, const struct dimension *dimension,
                     const struct kind *kind)
{
    const struct dimension_of *of = dimension_reach(dimension, kind);
    if (of->via) {
        need_parent(q, of->via);
        write_sql(q, "CASE WHEN ");
        write_quoted(q, of->via->id);
        write_sql(q, ".row IS NOT NULL THEN ");
    }
    if (is_unfilled(q, of->via, of->field)) {
        if (dimension->blank.n)
            write_text(q, dimension->blank);
        else
            write_sql(q, "NULL");
    } else if (dimension->blank.n) {
        write_sql(q, "coalesce(");
        write_path(q, of->via, of->field);
        write_sql(q, ", ");
        write_text(q, dimension->blank);
        write_sql(q, ")");
    } else {
        write_path(q, of->via, of->field);
    }
    write_sql(q, of->via ? " END" : "");
}

/* What follows THEN for one limit: its seconds, or the state that they give. */
typedef void branch_writer(struct query *, const struct metric *, int64_t seconds);

/* A missing text needs the name of the blank only where the limit has one for it; else it
 * is no key at all. */
void write_limiting(struct query *q, const struct limit *limit, const struct kind *kind)
{
    const struct dimension_of *of = dimension_reach(limit->by, kind);
    for (size_t i = 0; i < limit->nat; i++)
        if (str_eq(limit->at[i].key, limit->by->blank)) {
            write_dimension(q, limit->by, kind);
            return;
        }
    write_path(q, of->via, of->field);
}

static void write_by_limit(struct query *q, const struct metric *metric,
                           branch_writer *branch, const char *otherwise)
{
    const struct limit *limit = metric->limit;
    if (!limit->by) {
        branch(q, metric, limit->at[0].seconds);
        return;
    }
    write_sql(q, "CASE ");
    write_limiting(q, limit, metric->of->kind);
    for (size_t i = 0; i < limit->nat; i++) {
        write_sql(q, " WHEN ");
        write_text(q, limit->at[i].key);
        write_sql(q, " THEN ");
        branch(q, metric, limit->at[i].seconds);
    }
    buf_printf(&q->sql, "%s END", otherwise);
}

static void write_seconds(struct query *q, const struct metric *metric, int64_t seconds)
{
    (void)metric;
    write_number(q, seconds);
}

static const char *between_name(const struct metric *metric)
{
    bool called = metric->pause || metric->reopened == REOPENED_WITHOUT_GAP;
    return metric->clock == CLOCK_BUSINESS ? "worked(" : called ? "elapsed(" : NULL;
}

static void close_call(struct query *q, const struct metric *metric)
{
    if (metric->pause || metric->reopened == REOPENED_WITHOUT_GAP) {
        write_sql(q, ", ");
        write_pauses(q, metric);
    }
    write_sql(q, ")");
}

/* From start to end, or to as_of where there is no end yet. */
static void write_span(struct query *q, const struct metric *metric, bool or_as_of)
{
    const char *name = between_name(metric);
    if (name) {
        write_sql(q, name);
        write_own(q, metric->from);
        write_sql(q, ", ");
    }
    write_sql(q, or_as_of ? "coalesce(" : "");
    write_end(q, metric);
    write_sql(q, or_as_of ? ", ?1)" : "");
    if (name) {
        close_call(q, metric);
    } else {
        write_sql(q, " - ");
        write_own(q, metric->from);
    }
}

void write_elapsed(struct query *q, const struct metric *metric)
{
    write_span(q, metric, false);
}

static void open_due(struct query *q, const struct metric *metric)
{
    bool business = metric->clock == CLOCK_BUSINESS, called = between_name(metric);
    write_sql(q, business ? "due_at(" : called ? "elapsed_due(" : "");
    write_own(q, metric->from);
    write_sql(q, called ? ", " : " + ");
}

static void close_due(struct query *q, const struct metric *metric)
{
    if (between_name(metric))
        close_call(q, metric);
}

void write_due(struct query *q, const struct metric *metric)
{
    open_due(q, metric);
    write_limit(q, metric);
    close_due(q, metric);
}

static void write_absent(struct query *q, const struct metric *metric, int64_t seconds)
{
    if (metric->absent == ABSENT_DUE) {
        write_sql(q, " WHEN ");
        open_due(q, metric);
        write_number(q, seconds);
        close_due(q, metric);
        write_sql(q, " <= ?1 THEN 2 ELSE 1 END");
    } else {
        write_sql(q, metric->absent == ABSENT_MISS ? " ELSE 2 END" : " ELSE 0 END");
    }
}

static void write_kept(struct query *q, const struct metric *metric, int64_t seconds)
{
    write_sql(q, "CASE WHEN ");
    write_own(q, metric->from);
    write_sql(q, " IS NULL THEN 0 WHEN ");
    write_span(q, metric, false);
    write_sql(q, " <= ");
    write_number(q, seconds);
    write_sql(q, " THEN 3 WHEN ");
    write_end(q, metric);
    write_sql(q, " IS NOT NULL THEN 2");
    write_absent(q, metric, seconds);
}

static void write_bands(struct query *q, const struct metric *metric)
{
    write_sql(q, "CASE WHEN ");
    write_own(q, metric->value);
    write_sql(q, " IS NULL THEN NULL");
    for (size_t i = 0; i < metric->nbands; i++) {
        const struct band *band = &metric->band[i];
        write_sql(q, band->has_to ? " WHEN " : " ELSE ");
        if (band->has_to) {
            write_own(q, metric->value);
            write_sql(q, " <= ");
            write_number(q, band->to);
            write_sql(q, " THEN ");
        }
        write_number(q, band->is);
    }
    write_sql(q, " END");
}

/* The value of a fact, NULL where it has none. */
void write_value(struct query *q, const struct metric *metric)
{
    switch (metric->form) {
    case FACT_ROW:
    case FACT_TEST:
        write_sql(q, "NULL");
        break;
    case FACT_FIELD:
        if (metric->nbands)
            write_bands(q, metric);
        else
            write_own(q, metric->value);
        break;
    case FACT_SPAN:
    case FACT_WITHIN:
        if (metric->at_end)
            write_age(q, metric);
        else
            write_span(q, metric, metric->form == FACT_WITHIN);
        break;
    case FACT_REPEAT:
        write_repeat_value(q, metric);
        break;
    }
}

/* State of a row that is in the population. */
void write_state(struct query *q, const struct metric *metric)
{
    switch (metric->form) {
    case FACT_ROW:
        write_sql(q, "3");
        break;
    case FACT_TEST:
        write_sql(q, "CASE WHEN ");
        write_tests(q, metric->hit, " AND ");
        write_sql(q, " THEN 3 ELSE 2 END");
        break;
    case FACT_FIELD:
    case FACT_SPAN:
        write_sql(q, "CASE WHEN ");
        write_value(q, metric);
        write_sql(q, " IS NULL THEN 0 ELSE 3 END");
        break;
    case FACT_WITHIN:
        write_by_limit(q, metric, metric->at_end ? write_age_state : write_kept,
                       " ELSE 0");
        break;
    case FACT_REPEAT:
        write_by_limit(q, metric, write_repeat_state, " ELSE 0");
        break;
    }
}

void write_member_state(struct query *q, const struct metric *metric)
{
    write_sql(q, "CASE WHEN ");
    write_population(q, metric->of);
    write_sql(q, " THEN ");
    write_state(q, metric);
    write_sql(q, " ELSE 0 END");
}

void write_limit(struct query *q, const struct metric *metric)
{
    if (metric->limit)
        write_by_limit(q, metric, write_seconds, "");
    else
        write_sql(q, "NULL");
}
