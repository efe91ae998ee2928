/* loop: reads the register of actions and applies the rules. */
#include "compose/improve/loop.h"

#include "compose/series.h"

#include "base/civil.h"
#include "base/banned.h"

enum { AFTER = 3 };
#define CHANCE 0.05 /* an effect as likely as this without any cause shows nothing */

struct loop_fields {
    const struct field *number, *action, *cause, *owner, *start, *due, *done, *progress,
        *verified, *metric, *effect, *standard;
};
struct reading {
    struct loop *loop;
    struct composer *c;
    struct loop_fields field;
    size_t room;
};

static bool number_of(const struct row_value *value, const struct field *field,
                      int64_t *out)
{
    if (row_has(value, field))
        *out = value[field->index].num;
    return row_has(value, field);
}

/* By id or by its name in the job's language. */
static const struct metric *metric_named(const struct composer *c, struct str name)
{
    const struct metrics *all = &c->job->metrics;
    for (size_t i = 0; name.n && i < all->nmetrics; i++)
        if (str_eq(all->metric[i].id, name) || str_eq(all->metric[i].name, name))
            return &all->metric[i];
    return NULL;
}

static int64_t local_day(const struct composer *c, int64_t utc)
{
    int64_t local = utc + zone_offset(c->job->zone, utc);
    return (local - (local % CIVIL_DAY + CIVIL_DAY) % CIVIL_DAY) / CIVIL_DAY;
}

/* The last whole month before the action began and the last one begun after it was done. */
static void find_effect(const struct composer *c, struct loop_action *a)
{
    if (!a->metric || !a->has_start || !a->has_done)
        return;
    int64_t start = local_day(c, a->start), done = local_day(c, a->done);
    for (size_t i = 0; i < c->nmonths; i++) {
        const struct period *month = &c->month[i]->period;
        if (month->after <= start)
            a->before = figure_of(c, a->metric, c->month[i]);
        if (month->first > done)
            a->after = figure_of(c, a->metric, c->month[i]);
    }
}

/* Better than before, and where the metric has a test, by more than chance. */
static bool effect_shown(const struct loop_action *a)
{
    if (!a->metric)
        return true;
    bool chance = a->said.method != COMPARE_NONE && a->said.p >= CHANCE;
    return figure_gain(a->after, a->before) > 0 && !chance;
}

static enum loop_state state_of(const struct composer *c, const struct loop_action *a)
{
    if (a->has_done)
        return a->verified && effect_shown(a) ? LOOP_CLOSED : LOOP_UNSHOWN;
    return a->has_due && a->due + CIVIL_DAY <= c->in->as_of ? LOOP_OVERDUE : LOOP_OPEN;
}

static void put_action(struct reading *in, const struct row_value *value)
{
    struct loop *loop = in->loop;
    const struct loop_fields *f = &in->field;
    struct loop_action *a = &loop->action[loop->nactions++];
    int64_t verified = 0;
    *a = (struct loop_action){.number = row_text(in->c, value, f->number),
                              .action = row_text(in->c, value, f->action),
                              .cause = row_text(in->c, value, f->cause),
                              .owner = row_text(in->c, value, f->owner),
                              .effect = row_text(in->c, value, f->effect),
                              .standard = row_text(in->c, value, f->standard)};
    a->metric = metric_named(in->c, row_text(in->c, value, f->metric));
    a->has_start = number_of(value, f->start, &a->start);
    a->has_due = number_of(value, f->due, &a->due);
    a->has_done = number_of(value, f->done, &a->done);
    a->has_progress = number_of(value, f->progress, &a->progress);
    a->verified = number_of(value, f->verified, &verified) && verified;
    find_effect(in->c, a);
    a->said = compare_figures(a->before, a->after);
    a->state = state_of(in->c, a);
}

static int read_actions(struct reading *in, struct err *err)
{
    const struct row_value *value;
    struct rows *rows;
    int status;
    if (records_open(&rows, in->c->in->measure, in->loop->block->kind, NULL, err) != 0)
        return -1;
    in->loop->action =
        arena_new(in->c->arena, (size_t)rows_total(rows), sizeof *in->loop->action);
    while ((status = rows_next(rows, &value, err)) == 0)
        put_action(in, value);
    rows_close(rows);
    return status < 0 ? -1 : 0;
}

int loop_after(const struct block *block)
{
    return (int)block_number(block, "after", AFTER);
}

int64_t loop_points(const struct composer *c, const struct metric *metric)
{
    int64_t points = 0;
    for (size_t i = 0; i < c->assessed->nverdicts; i++) {
        const struct verdict *v = &c->assessed->verdict[i];
        for (size_t k = 0; k < v->nfigures; k++)
            if (v->figure[k] && v->figure[k]->metric == metric)
                points += v->milli_points / (int64_t)v->nfigures;
    }
    return points;
}

const struct block *loop_class(const struct block *block, int64_t milli_points,
                               int months)
{
    bool key = milli_points >= 1000 * block_number(block, "key-points", 1);
    bool urgent = months >= loop_after(block);
    for (const struct block *class = block->first; class; class = class->next)
        if (str_eq(class->type, STR("class")) && block_yes(class, "key") == key &&
            block_yes(class, "urgent") == urgent)
            return class;
    return NULL;
}

struct str loop_owner(const struct composer *c, const struct metric *metric)
{
    struct str owner = STR_NONE;
    for (size_t i = 0; i < c->job->nowners; i++)
        if (!c->job->owner[i].metric)
            owner = c->job->owner[i].name;
    for (size_t i = 0; i < c->job->nowners; i++)
        if (c->job->owner[i].metric == metric)
            owner = c->job->owner[i].name;
    return owner;
}

/* An action for the metric that was not finished before the run began. */
static const struct loop_action *taken_up(const struct loop *loop,
                                          const struct metric *metric, int64_t run_began)
{
    for (size_t i = loop->nactions; i-- > 0;) {
        const struct loop_action *a = &loop->action[i];
        if (a->metric == metric && (!a->has_done || a->done >= run_began))
            return a;
    }
    return NULL;
}

/* A run longer than the months shown is numbered from its year's first month: the month
 * it began in is not known, and must not wander from edition to edition. */
static struct str number_of_run(const struct composer *c, const struct metric *metric,
                                size_t first)
{
    const struct period *month = &c->month[first]->period;
    const struct period *last = &c->month[c->nmonths - 1]->period;
    bool open = first == 0;
    return arena_printf(c->arena, "%.*s-%04d-%02d", STR_ARG(metric->id),
                        open ? last->year : month->year, open ? 1 : month->index);
}

/* Of a run of months that goes on, or that ended: then the metric may be well again, but
 * nobody has shown that it was anything done about it. */
static void open_action(struct loop *loop, struct composer *c,
                        const struct metric *metric, size_t first, size_t end)
{
    struct loop_opened *o = &loop->opened[loop->nopened++];
    int months = (int)(end - first);
    const struct period *month =
        &c->month[first + (size_t)loop_after(loop->block) - 1]->period;
    *o = (struct loop_opened){.metric = metric,
                              .months = months,
                              .number = number_of_run(c, metric, first),
                              .owner = loop_owner(c, metric),
                              .milli_points = loop_points(c, metric)};
    o->class = loop_class(loop->block, o->milli_points, months);
    o->opened = month->until + c->job->issue_delay;
    o->due = o->opened + CIVIL_DAY * (o->class ? block_number(o->class, "days", 30) : 30);
    o->taken_up = taken_up(loop, metric, c->month[first]->period.from);
    o->state = o->taken_up              ? LOOP_TAKEN_UP
               : end < c->nmonths       ? LOOP_UNSHOWN
               : o->due <= c->in->as_of ? LOOP_OVERDUE
                                        : LOOP_OPEN;
}

/* A run that ended and is older than the months shown began nobody knows when. */
static void open_runs(struct loop *loop, struct composer *c, const struct metric *metric)
{
    struct series s = series_of(c, metric);
    for (size_t first = 0, end; first < s.n; first = end + 1) {
        for (end = first; end < s.n && series_off(&s, end);)
            end++;
        if (end - first >= (size_t)loop_after(loop->block) && (first > 0 || end == s.n))
            open_action(loop, c, metric, first, end);
    }
}

int loop_read(struct loop *loop, struct composer *c, const struct block *block,
              struct err *err)
{
    *loop = (struct loop){.block = block};
    struct reading in = {.loop = loop, .c = c};
    in.field = (struct loop_fields){
        block_field(block, "field-number"),   block_field(block, "field-action"),
        block_field(block, "field-cause"),    block_field(block, "field-owner"),
        block_field(block, "field-start"),    block_field(block, "field-due"),
        block_field(block, "field-done"),     block_field(block, "field-progress"),
        block_field(block, "field-verified"), block_field(block, "field-metric"),
        block_field(block, "field-effect"),   block_field(block, "field-standard")};
    if (read_actions(&in, err) != 0)
        return -1;
    loop->opened = arena_new(c->arena, block->nmetrics * MONTHS, sizeof *loop->opened);
    for (size_t i = 0; i < block->nmetrics; i++)
        open_runs(loop, c, block->metric[i]);
    return 0;
}

const struct block *loop_block(const struct block *first)
{
    for (const struct block *block = first; block; block = block->next) {
        const struct block *found =
            str_eq(block->type, STR("loop")) ? block : loop_block(block->first);
        if (found)
            return found;
    }
    return NULL;
}
