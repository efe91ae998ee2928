/* deciding: walks a declaration for the fields it names. */
#include "measure/deciding.h"

#include "measure/plan.h"

#include "base/banned.h"

static void put(struct deciding *d, const struct field *via, const struct field *field)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->item[i].via == via && d->item[i].field == field)
            return;
    if (field && d->n < DECIDING_MAX)
        d->item[d->n++] = (struct deciding_field){via, field};
}

static void put_tests(struct deciding *d, const struct test *first)
{
    for (const struct test *test = first; test; test = test->next) {
        put(d, test->via, test->field);
        put_tests(d, test->child);
    }
}

static void put_population(struct deciding *d, const struct population *population)
{
    if (!population)
        return;
    put_population(d, population->base);
    put_tests(d, population->where);
}

void deciding_find(struct deciding *d, const struct metric *metric)
{
    const struct population *of = metric->of;
    d->item[0] = (struct deciding_field){NULL, of->on ? of->on : of->from};
    d->n = d->item[0].field ? 1 : 0;
    size_t event = d->n;
    put_population(d, of);
    if (metric->limit && metric->limit->by) {
        const struct dimension_of *by = dimension_reach(metric->limit->by, of->kind);
        put(d, by->via, by->field);
    }
    for (size_t i = 0; metric->repeat && i < metric->repeat->nsame; i++)
        put(d, NULL, metric->repeat->same[i]);
    put(d, NULL, metric->from);
    put(d, NULL, metric->to);
    put(d, NULL, metric->first_end);
    put(d, NULL, metric->again);
    put(d, NULL, metric->value);
    put_tests(d, metric->hit);
    if (!of->on)
        put(d, NULL, of->until);
    d->n -= event;
    for (size_t i = 0; i < d->n; i++)
        d->item[i] = d->item[i + event];
}
