/* oddities_settle: what can be said of a row only when all others are known: whether the
 * same was there shortly before, and whether its value lies far from theirs. */
#include <stdlib.h>

#include "measure/oddities.h"

#include "base/banned.h"

enum { FAR_LEAST = 20 }; /* values, or no quartile says anything */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *a, const void *b)
{
    const struct odd_row *x = a, *y = b;
    int order = compare(x->file, y->file);
    return order ? order : compare(x->line, y->line);
}

static int by_value(const void *a, const void *b)
{
    const struct suspect *x = a, *y = b;
    int order = compare(x->value, y->value);
    order = order ? order : compare(x->at, y->at);
    return order ? order : compare(x->row.row, y->row.row);
}

static void flag(struct odd_rows *rows, const struct suspect *suspect)
{
    rows->item = mem_room(rows->item, rows->n, &rows->cap, sizeof *rows->item);
    rows->item[rows->n++] = suspect->row;
}

/* Of two that are near each other the later is told. Sixty-four bits stand for a key: of
 * a million keys two share them once in thirty million runs. */
static void flag_again(struct odd_rows *rows, const struct suspects *list,
                       const struct doubt *doubt, int64_t from)
{
    for (size_t i = 1; i < list->n; i++) {
        const struct suspect *before = &list->item[i - 1], *now = &list->item[i];
        if (before->value == now->value && now->at >= from &&
            now->at - before->at <= doubt->seconds)
            flag(rows, now);
    }
}

/* Beyond the quartiles by more than so many times their distance. Quartiles are values
 * that occur; where they are one, nothing can be called far. */
static void flag_far(struct odd_rows *rows, const struct suspects *list,
                     const struct doubt *doubt)
{
    if (list->n < FAR_LEAST)
        return;
    num_wide low = list->item[(list->n + 3) / 4 - 1].value;
    num_wide high = list->item[(3 * list->n + 3) / 4 - 1].value;
    num_wide unit = num_round(1, 1, doubt->times.scale);
    for (size_t i = 0; i < list->n && high > low; i++) {
        num_wide value = list->item[i].value;
        num_wide beyond = value - high > low - value ? value - high : low - value;
        if (beyond * unit > (high - low) * doubt->times.n)
            flag(rows, &list->item[i]);
    }
}

void oddities_settle(struct oddities *o)
{
    for (size_t i = 0; i < o->plan->kind->ndoubts; i++) {
        const struct doubt *doubt = &o->plan->kind->doubt[i];
        struct odd_rows *rows = &o->flagged[i];
        struct suspects *list = &o->suspects[i];
        if (list->n > 0)
            qsort(list->item, list->n, sizeof *list->item, by_value);
        if (doubt->test == DOUBT_AGAIN)
            flag_again(rows, list, doubt, o->period->from);
        else if (doubt->test == DOUBT_FAR)
            flag_far(rows, list, doubt);
        mem_free(list->item);
        *list = (struct suspects){0};
        if (rows->n > 0)
            qsort(rows->item, rows->n, sizeof *rows->item, by_place);
    }
}
