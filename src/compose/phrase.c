/* phrase: what blocks of several rooms say alike, filled from the words catalogue. */
#include "compose/composer.h"

#include "base/civil.h"
#include "base/banned.h"

struct str joined(struct composer *c, const struct str *part, size_t n)
{
    struct str separator = say(c, "list.separator");
    bool spaced = separator.n && (unsigned char)separator.p[separator.n - 1] < 0x80;
    struct buf text;
    buf_init(&text, 1 << 20);
    for (size_t i = 0; i < n; i++) {
        if (i) {
            buf_str(&text, separator);
            buf_text(&text, spaced ? " " : "");
        }
        buf_str(&text, part[i]);
    }
    struct str copy = arena_str(c->arena, buf_view(&text));
    buf_release(&text);
    return copy;
}

static struct str day_text(struct composer *c, int64_t day)
{
    struct civil d = civil_of(day * CIVIL_DAY);
    return arena_printf(c->arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

struct str period_dates(struct composer *c)
{
    const struct period *p = c->in->period;
    return FILL(c, "period.range", {"from", day_text(c, p->first)},
                {"to", day_text(c, p->after - 1)});
}

struct str month_name(struct composer *c, int month, bool in_full)
{
    char id[20];
    snprintf(id, sizeof id, in_full ? "month.%d" : "month-short.%d", month);
    return say(c, id);
}

static struct str named_period(struct composer *c, const struct period *p)
{
    static const char *const word[] = {"period.year", "period.half", "period.quarter",
                                       "period.month", "period.week"};
    struct str month = p->unit == PERIOD_MONTH ? month_name(c, p->index, true) : STR_NONE;
    return FILL(c, word[p->unit], {"year", arena_printf(c->arena, "%d", p->year)},
                {"index", arena_printf(c->arena, "%d", p->index)}, {"month", month});
}

struct str period_text(struct composer *c)
{
    const struct period *p = c->in->period;
    return p->unit == PERIOD_DAYS ? period_dates(c) : named_period(c, p);
}

struct str month_text(struct composer *c, const struct window *month)
{
    return named_period(c, &month->period);
}

struct str source_name(const struct composer *c, struct str id)
{
    for (size_t i = 0; i < c->job->nsources; i++)
        if (str_eq(c->job->source[i].id, id))
            return c->job->source[i].name.n ? c->job->source[i].name
                                            : c->job->source[i].kind->name;
    return id;
}

struct str reason_text(struct composer *c, struct str code, struct str name)
{
    if (name.n > 0)
        return name;
    return say(c, arena_printf(c->arena, "finding.%.*s", STR_ARG(code)).p);
}

struct str treatment_text(struct composer *c, const char *treatment)
{
    return say(c, arena_printf(c->arena, "treatment.%s", treatment).p);
}

struct str grade_text(const struct composer *c)
{
    const struct assessment *a = c->assessed;
    if (!a->judged)
        return say(c, "state.not-evaluated");
    return a->grade ? a->grade->name : a->standard->below;
}

struct str none_counted(struct composer *c, const struct metric *metric)
{
    const struct figure *now = figure_of(c, metric, c->period);
    bool supplied = now && now->missing != FIGURE_NO_FILE;
    return FILL(c, supplied ? "lead.pareto-none" : "lead.no-file",
                {"name", metric->name});
}

struct str pending_note(struct composer *c, const struct metric *const *metric, size_t n)
{
    struct str *item = arena_new(c->arena, n + 1, sizeof *item);
    size_t items = 0;
    for (size_t i = 0; i < n; i++) {
        const struct figure *now = figure_of(c, metric[i], c->period);
        if (now && now->pending > 0)
            item[items++] = FILL(c, "pending.of", {"metric", metric[i]->name},
                                 {"n", text_count(&c->format, now->pending)});
    }
    return items ? FILL(c, "pending.note", {"list", joined(c, item, items)}) : STR_NONE;
}
