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

/* What a rule compares: a field, or the time between two. False: some is missing. */
static bool read_value(struct scan_row row, int column, int to, int64_t *value)
{
    if (scan_row_missing(row, column) || (to != NOWHERE && scan_row_missing(row, to)))
        return false;
    *value = scan_row_number(row, column);
    if (to != NOWHERE)
        *value = scan_row_number(row, to) - *value;
    return true;
}

static bool is_orphan(const struct oddities *o, const struct field *ref,
                      struct scan_row row, const struct scan_columns *at)
{
    size_t i = 0;
    while (o->plan->ref[i] != ref)
        i++;
    return scan_row_number(row, at->orphan[i]) != 0;
}

static struct odd_row row_at(struct scan_row row, const struct scan_columns *at)
{
    return (struct odd_row){scan_row_number(row, at->row), scan_row_number(row, at->line),
                            scan_row_number(row, at->file)};
}

/* A row of which a rule wants to know nothing more. */
static bool is_flagged(const struct oddities *o, size_t rule, struct scan_row row,
                       const struct scan_columns *at, bool in_period)
{
    const struct doubt *doubt = &o->plan->kind->doubt[rule];
    int64_t value;
    switch (doubt->test) {
    case DOUBT_ABSENT:
        return in_period && is_orphan(o, doubt->field, row, at);
    case DOUBT_QUICK:
        return in_period &&
               read_value(row, at->doubt[rule], at->doubt_to[rule], &value) &&
               value < doubt->seconds;
    case DOUBT_FUTURE:
        return read_value(row, at->doubt[rule], NOWHERE, &value) && value > o->as_of;
    default:
        return false;
    }
}

/* Those that were there shortly before the period count with it. */
static void suspect_again(struct oddities *o, size_t rule, struct scan_row row,
                          const struct scan_columns *at, int64_t when)
{
    struct suspect suspect = {.at = when};
    int64_t since = o->period->from - o->plan->kind->doubt[rule].seconds;
    if (when < since || when >= o->period->until ||
        scan_row_missing(row, at->doubt[rule]))
        return;
    suspect.value = (int64_t)numbering_hash(scan_row_text(row, at->doubt[rule]));
    suspect.row = row_at(row, at);
    put_suspect(&o->suspects[rule], &suspect);
}

static void suspect_far(struct oddities *o, size_t rule, struct scan_row row,
                        const struct scan_columns *at)
{
    struct suspect suspect = {0};
    if (!read_value(row, at->doubt[rule], at->doubt_to[rule], &suspect.value))
        return;
    suspect.row = row_at(row, at);
    put_suspect(&o->suspects[rule], &suspect);
}

static void put_rules(struct oddities *o, struct scan_row row,
                      const struct scan_columns *at)
{
    bool timed = at->event != NOWHERE, known = timed && !scan_row_missing(row, at->event);
    int64_t when = known ? scan_row_number(row, at->event) : 0;
    bool in_period =
        !timed || (known && when >= o->period->from && when < o->period->until);
    for (size_t i = 0; i < o->plan->kind->ndoubts; i++) {
        enum doubt_test test = o->plan->kind->doubt[i].test;
        if (test == DOUBT_AGAIN && known)
            suspect_again(o, i, row, at, when);
        else if (test == DOUBT_FAR && in_period)
            suspect_far(o, i, row, at);
        else if (is_flagged(o, i, row, at, in_period))
            put_flagged(&o->flagged[i], row_at(row, at));
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

void oddities_put(struct oddities *o, struct scan_row row, const struct scan_columns *at)
{
    for (size_t i = 0; i < o->plan->nrefs; i++)
        o->orphans[i] += scan_row_number(row, at->orphan[i]);
    if (o->plan->kind->ndoubts > 0)
        put_rules(o, row, at);
    for (size_t i = 0; i < o->plan->nknown; i++) {
        struct str text = scan_row_text(row, at->known[i]);
        if (text.p == NULL)
            continue;
        struct odd_row place = row_at(row, at);
        struct odd_value *value = value_of(&o->values[i], text, &place);
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
