/* oddities: gathers. Only rows of the period are looked at, but for times that had not yet
 * come, and for references and values of limits, which are counted for all rows. */
#include "measure/oddities.h"

#include "base/banned.h"

enum { VALUES_MAX = 65536 }; /* of a field; those that come later are not told */

void oddities_init(struct oddities *o, const struct plan_kind *plan,
                   const struct period *period, int64_t as_of)
{
    *o = (struct oddities){.plan = plan, .period = period, .as_of = as_of};
    o->orphans = mem_new(plan->nrefs + 1, sizeof *o->orphans);
    o->flagged = mem_new(plan->kind->ndoubts + 1, sizeof *o->flagged);
    o->suspects = mem_new(plan->kind->ndoubts + 1, sizeof *o->suspects);
    o->values = mem_new(plan->nknown + 1, sizeof *o->values);
    for (size_t i = 0; i < plan->nknown; i++) {
        numbering_init(&o->values[i].names);
        o->values[i].names.most = VALUES_MAX;
    }
}

void oddities_release(struct oddities *o)
{
    if (!o->plan)
        return;
    for (size_t i = 0; i < o->plan->kind->ndoubts; i++) {
        mem_free(o->flagged[i].item);
        mem_free(o->suspects[i].item);
    }
    for (size_t i = 0; i < o->plan->nknown; i++) {
        numbering_release(&o->values[i].names);
        mem_free(o->values[i].seen);
    }
    mem_free(o->orphans);
    mem_free(o->flagged);
    mem_free(o->suspects);
    mem_free(o->values);
    o->plan = NULL;
}

/* --- one row ----------------------------------------------------------------- */

static void put_flagged(struct odd_rows *rows, struct odd_row row)
{
    rows->item = mem_room(rows->item, rows->n, &rows->cap, sizeof *rows->item);
    rows->item[rows->n++] = row;
}

static void put_suspect(struct suspects *list, const struct suspect *suspect)
{
    list->item = mem_room(list->item, list->n, &list->cap, sizeof *list->item);
    list->item[list->n++] = *suspect;
}

/* As a blob: text is handed out as it lies, without a NUL being added. */
static struct str text_at(sqlite3_stmt *stmt, int column)
{
    const char *p = sqlite3_column_blob(stmt, column);
    return (struct str){p, p ? (size_t)sqlite3_column_bytes(stmt, column) : 0};
}

static bool is_missing(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt, column) == SQLITE_NULL;
}

/* What a rule compares: a field, or the time between two. False: some is missing. */
static bool read_value(sqlite3_stmt *stmt, int column, int to, int64_t *value)
{
    if (is_missing(stmt, column) || (to != NOWHERE && is_missing(stmt, to)))
        return false;
    *value = sqlite3_column_int64(stmt, column);
    if (to != NOWHERE)
        *value = sqlite3_column_int64(stmt, to) - *value;
    return true;
}

static bool is_orphan(const struct oddities *o, const struct field *ref,
                      sqlite3_stmt *stmt, const struct scan_columns *at)
{
    size_t i = 0;
    while (o->plan->ref[i] != ref)
        i++;
    return sqlite3_column_int(stmt, at->orphan[i]) != 0;
}

static struct odd_row row_at(sqlite3_stmt *stmt, const struct scan_columns *at)
{
    return (struct odd_row){sqlite3_column_int64(stmt, at->row),
                            sqlite3_column_int64(stmt, at->line),
                            sqlite3_column_int64(stmt, at->file)};
}

/* A row of which a rule wants to know nothing more. */
static bool is_flagged(const struct oddities *o, size_t rule, sqlite3_stmt *stmt,
                       const struct scan_columns *at, bool in_period)
{
    const struct doubt *doubt = &o->plan->kind->doubt[rule];
    int64_t value;
    switch (doubt->test) {
    case DOUBT_ABSENT:
        return in_period && is_orphan(o, doubt->field, stmt, at);
    case DOUBT_QUICK:
        return in_period &&
               read_value(stmt, at->doubt[rule], at->doubt_to[rule], &value) &&
               value < doubt->seconds;
    case DOUBT_FUTURE:
        return read_value(stmt, at->doubt[rule], NOWHERE, &value) && value > o->as_of;
    default:
        return false;
    }
}

/* Those that were there shortly before the period count with it. */
static void suspect_again(struct oddities *o, size_t rule, sqlite3_stmt *stmt,
                          const struct scan_columns *at, int64_t when)
{
    struct suspect suspect = {.at = when};
    int64_t since = o->period->from - o->plan->kind->doubt[rule].seconds;
    if (when < since || when >= o->period->until || is_missing(stmt, at->doubt[rule]))
        return;
    suspect.value = (int64_t)numbering_hash(text_at(stmt, at->doubt[rule]));
    suspect.row = row_at(stmt, at);
    put_suspect(&o->suspects[rule], &suspect);
}

static void suspect_far(struct oddities *o, size_t rule, sqlite3_stmt *stmt,
                        const struct scan_columns *at)
{
    struct suspect suspect = {0};
    if (!read_value(stmt, at->doubt[rule], at->doubt_to[rule], &suspect.value))
        return;
    suspect.row = row_at(stmt, at);
    put_suspect(&o->suspects[rule], &suspect);
}

static void put_rules(struct oddities *o, sqlite3_stmt *stmt,
                      const struct scan_columns *at)
{
    bool timed = at->event != NOWHERE, known = timed && !is_missing(stmt, at->event);
    int64_t when = known ? sqlite3_column_int64(stmt, at->event) : 0;
    bool in_period =
        !timed || (known && when >= o->period->from && when < o->period->until);
    for (size_t i = 0; i < o->plan->kind->ndoubts; i++) {
        enum doubt_test test = o->plan->kind->doubt[i].test;
        if (test == DOUBT_AGAIN && known)
            suspect_again(o, i, stmt, at, when);
        else if (test == DOUBT_FAR && in_period)
            suspect_far(o, i, stmt, at);
        else if (is_flagged(o, i, stmt, at, in_period))
            put_flagged(&o->flagged[i], row_at(stmt, at));
    }
}

static struct odd_value *value_of(struct odd_values *values, struct str text,
                                  const struct odd_row *row)
{
    size_t before = values->names.n;
    int number = numbering_put(&values->names, text);
    if (number < 0)
        return NULL;
    if ((size_t)number == before) {
        values->seen = mem_room(values->seen, before, &values->cap, sizeof *values->seen);
        values->seen[number] = (struct odd_value){0, *row};
    }
    return &values->seen[number];
}

void oddities_put(struct oddities *o, sqlite3_stmt *stmt, const struct scan_columns *at)
{
    for (size_t i = 0; i < o->plan->nrefs; i++)
        o->orphans[i] += sqlite3_column_int(stmt, at->orphan[i]);
    if (o->plan->kind->ndoubts > 0)
        put_rules(o, stmt, at);
    for (size_t i = 0; i < o->plan->nknown; i++) {
        struct str text = text_at(stmt, at->known[i]);
        if (text.p == NULL)
            continue;
        struct odd_row row = row_at(stmt, at);
        struct odd_value *value = value_of(&o->values[i], text, &row);
        if (value)
            value->rows++;
    }
}

/* --- the other half ---------------------------------------------------------- */

static void add_values(struct odd_values *values, const struct odd_values *others)
{
    for (size_t i = 0; i < others->names.n; i++) {
        struct odd_value *value =
            value_of(values, others->names.key[i], &others->seen[i].first);
        if (value)
            value->rows += others->seen[i].rows;
    }
}

void oddities_add(struct oddities *o, const struct oddities *others)
{
    for (size_t i = 0; i < o->plan->nrefs; i++)
        o->orphans[i] += others->orphans[i];
    for (size_t i = 0; i < o->plan->kind->ndoubts; i++) {
        for (size_t k = 0; k < others->flagged[i].n; k++)
            put_flagged(&o->flagged[i], others->flagged[i].item[k]);
        for (size_t k = 0; k < others->suspects[i].n; k++)
            put_suspect(&o->suspects[i], &others->suspects[i].item[k]);
    }
    for (size_t i = 0; i < o->plan->nknown; i++)
        add_values(&o->values[i], &others->values[i]);
}
