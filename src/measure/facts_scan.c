/* facts_scan: writes the scan's SELECT. An expression that several facts, tests or rules
 * share is one column, since SQLite would work it out as often as it is written. */
#include "measure/facts_scan.h"

#include "measure/facts_terms.h"

#include "base/banned.h"

struct select {
    struct query *q;
    struct str *column; /* texts of the expressions */
    size_t n, cap;
    struct arena arena;
};

/* Written where the statement will stand, and taken from there. */
static struct query *begin_column(struct select *s)
{
    buf_cut(&s->q->sql, 0);
    return s->q;
}

/* Column of the expression written since the beginning, which may stand already. */
static int end_column(struct select *s)
{
    struct str text = buf_view(&s->q->sql);
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->column[i], text))
            return (int)i;
    s->column = mem_room(s->column, s->n, &s->cap, sizeof *s->column);
    s->column[s->n] = arena_str(&s->arena, text);
    return (int)s->n++;
}

static void write_columns(struct select *s)
{
    bool fits = s->n <= SCANNED_MOST;
    struct query *q = begin_column(s);
    write_sql(q, fits ? "SELECT scanned(" : "SELECT ");
    for (size_t i = 0; i < s->n; i++) {
        write_sql(q, i ? ",\n       " : "");
        buf_str(&q->sql, s->column[i]);
    }
    write_sql(q, fits ? ")" : "");
}

static int put_own(struct select *s, const struct field *field)
{
    write_own(begin_column(s), field);
    return end_column(s);
}

static int put_name(struct select *s, const char *name)
{
    write_sql(begin_column(s), name);
    return end_column(s);
}

/* Several tests stand behind WHEN, where SQLite stops at the first that fails. */
static int put_tests(struct select *s, const struct test *first)
{
    struct query *q = begin_column(s);
    bool several = first->next || first->child || first->op == TEST_IN;
    write_sql(q, several ? "CASE WHEN " : "");
    write_tests(q, first, " AND ");
    write_sql(q, several ? " THEN 1 END" : "");
    return end_column(s);
}

static int put_due(struct select *s, const struct metric *metric)
{
    write_due(begin_column(s), metric);
    return end_column(s);
}

static int put_reached(struct select *s, const struct metric *metric, int64_t from,
                       int64_t until, fact_writer *expression)
{
    write_reached(begin_column(s), metric, from, until, expression);
    return end_column(s);
}

static int put_seconds(struct select *s, const struct metric *metric)
{
    write_elapsed(begin_column(s), metric);
    return end_column(s);
}

static int put_fact(struct select *s, const struct plan_fact *fact, int64_t from,
                    int64_t until)
{
    const struct metric *metric = fact->model;
    switch (fact->way) {
    case WAY_ROW:
        return NOWHERE;
    case WAY_TEST:
        return put_tests(s, metric->hit);
    case WAY_VALUE:
        return put_reached(s, metric, from, until, write_value);
    case WAY_STATE:
        return put_reached(s, metric, from, until, write_state);
    case WAY_WITHIN:
        return put_seconds(s, metric);
    case WAY_YOUNG:
        return put_due(s, metric);
    case WAY_NEAR:
    case WAY_SINCE:
        break;
    }
    return put_own(s, metric->from);
}

/* One of its tests is of a field that no row has: what nobody belongs to is not read. */
static bool has_no_rows(const struct query *q, const struct population *of)
{
    for (; of; of = of->base)
        for (const struct test *test = of->where; test; test = test->next)
            if (test->field && test->op != TEST_NOT && test->op != TEST_ABSENT &&
                is_unfilled(q, test->via, test->field))
                return true;
    return false;
}

static void put_facts(struct select *s, const struct plan_kind *kind, int64_t from,
                      int64_t until, struct scan_columns *at)
{
    for (size_t i = 0; i < kind->nfacts; i++) {
        const struct plan_fact *fact = &kind->fact[i];
        bool none = has_no_rows(s->q, fact->model->of);
        at->fact[i] = none ? NOWHERE : put_fact(s, fact, from, until);
        at->since[i] =
            !none && fact->way == WAY_WITHIN ? put_own(s, fact->model->from) : NOWHERE;
    }
    for (size_t i = 0; i < kind->nlimits; i++) {
        write_limiting(begin_column(s), kind->limit[i], kind->kind);
        at->limit[i] = end_column(s);
    }
}

static int put_dimension(struct select *s, const struct plan_kind *kind, size_t i)
{
    const struct dimension_of *of = kind->dimension[i].of;
    struct query *q = begin_column(s);
    if (of->via)
        write_dimension(q, kind->dimension[i].dimension, kind->kind);
    else if (is_unfilled(q, NULL, of->field))
        write_sql(q, "NULL");
    else
        write_own(q, of->field);
    return end_column(s);
}

static int put_orphan(struct select *s, const struct field *ref)
{
    struct query *q = begin_column(s);
    need_parent(q, ref);
    write_sql(q, "CASE WHEN ");
    write_quoted(q, ref->id);
    write_sql(q, ".row IS NULL THEN ");
    write_own(q, ref);
    write_sql(q, " IS NOT NULL END");
    return end_column(s);
}

static void put_rules(struct select *s, const struct kind *kind, struct scan_columns *at)
{
    at->event = kind->event ? put_own(s, kind->event) : NOWHERE;
    for (size_t i = 0; i < kind->ndoubts; i++) {
        const struct doubt *doubt = &kind->doubt[i];
        bool asks = doubt->test != DOUBT_OFF && doubt->test != DOUBT_ABSENT;
        at->doubt[i] = asks ? put_own(s, doubt->field) : NOWHERE;
        at->doubt_to[i] = asks && doubt->to ? put_own(s, doubt->to) : NOWHERE;
    }
}

static void put_columns(struct select *s, const struct plan_kind *kind, int64_t from,
                        int64_t until, struct scan_columns *at)
{
    at->row = put_name(s, "r.row");
    at->file = put_name(s, "r.file");
    at->line = put_name(s, "r.line");
    for (size_t i = 0; i < kind->nclocks; i++) {
        const struct plan_clock *clock = &kind->clock[i];
        bool held = clock_is_held(clock);
        at->from[i] = put_own(s, held ? clock->from : clock->on);
        at->until[i] = held ? put_own(s, clock->until) : NOWHERE;
    }
    for (size_t i = 0; i < kind->npopulations; i++) {
        const struct test *where = kind->population[i].population->where;
        at->population[i] = where ? put_tests(s, where) : NOWHERE;
    }
    put_facts(s, kind, from, until, at);
    for (size_t i = 0; i < kind->ndimensions; i++)
        at->dimension[i] = put_dimension(s, kind, i);
    for (size_t i = 0; i < kind->nrefs; i++)
        at->orphan[i] = put_orphan(s, kind->ref[i]);
    put_rules(s, kind->kind, at);
    for (size_t i = 0; i < kind->nknown; i++)
        at->known[i] = put_own(s, kind->known[i].field);
}

static int *take(int **rest, size_t n)
{
    int *first = *rest;
    *rest += n;
    return first;
}

/* One block of memory, which begins with the clocks. */
static void make_room(const struct plan_kind *kind, struct scan_columns *at)
{
    size_t ndoubts = kind->kind->ndoubts;
    int *rest = mem_new(2 * kind->nclocks + kind->npopulations + 2 * kind->nfacts +
                            kind->nlimits + kind->ndimensions + kind->nrefs +
                            2 * ndoubts + kind->nknown + 1,
                        sizeof *rest);
    at->from = take(&rest, kind->nclocks);
    at->until = take(&rest, kind->nclocks);
    at->population = take(&rest, kind->npopulations);
    at->fact = take(&rest, kind->nfacts);
    at->since = take(&rest, kind->nfacts);
    at->limit = take(&rest, kind->nlimits);
    at->dimension = take(&rest, kind->ndimensions);
    at->orphan = take(&rest, kind->nrefs);
    at->doubt = take(&rest, ndoubts);
    at->doubt_to = take(&rest, ndoubts);
    at->known = take(&rest, kind->nknown);
}

void scan_columns_release(struct scan_columns *at)
{
    mem_free(at->from);
    at->from = NULL;
}

static void write_part(struct query *q, const struct scan_part *part)
{
    write_sql(q, "\n   AND r.row > ");
    write_number(q, part->after);
    write_sql(q, " AND r.row <= ");
    write_number(q, part->last);
}

void facts_scan(struct query *q, const struct plan_kind *kind, int64_t from,
                int64_t until, const struct scan_part *part, struct scan_columns *at)
{
    struct select s = {.q = q};
    arena_init(&s.arena);
    make_room(kind, at);
    put_columns(&s, kind, from, until, at);
    write_columns(&s);
    at->n = (int)s.n;
    struct buf select = set_aside(q);
    write_part(q, part);
    write_from(q, kind->kind, &select);
    arena_release(&s.arena);
    mem_free(s.column);
}

void facts_last_row(struct query *q, const struct kind *kind)
{
    write_sql(q, "SELECT max(row) FROM ");
    write_quoted(q, kind->id);
}
