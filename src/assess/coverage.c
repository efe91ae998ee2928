/* coverage: documents against slots, month by month. A document counts at a moment when
 * it began before it, is in force, and, where its slot wants something recent, covers
 * part of the last so many months. The best document of a slot decides. */
#include "assess/coverage.h"

#include "base/civil.h"

#include "base/banned.h"

/* The moment that is judged, and how far back a slot may look. */
struct moment {
    int64_t at, near; /* documents that end before `near` are near their expiry */
    struct period month;
};

struct judge {
    struct assessment *a;
    struct arena *arena;
    const struct zone *zone;
    struct moment now, month[COVERAGE_MONTHS];
};

/* A report on a month is written after it: what it covers counts, not when it came. */
static bool is_late(const struct document *d, int64_t at)
{
    if (d->has_covers)
        return d->covers_from >= at;
    return d->has_issued && d->issued >= at;
}

/* Dates are local midnights and mean the whole day: the day after is the end. */
static enum evidence_state in_force(const struct document *d, const struct moment *m)
{
    if (is_late(d, m->at) || !d->file_found)
        return EVIDENCE_MISSING;
    if (!d->has_until || d->until + CIVIL_DAY >= m->near)
        return EVIDENCE_VALID;
    return d->until + CIVIL_DAY >= m->at ? EVIDENCE_NEAR : EVIDENCE_EXPIRED;
}

static bool is_recent(const struct document *d, int64_t from, int64_t at)
{
    if (d->has_covers)
        return d->covers_until + CIVIL_DAY > from && d->covers_from < at;
    return d->has_issued && d->issued >= from && d->issued < at;
}

static enum evidence_state state_at(const struct judge *j, const struct document *d,
                                    const struct evidence_slot *slot,
                                    const struct moment *m)
{
    enum evidence_state state = in_force(d, m);
    if (state > EVIDENCE_NEAR || slot->months == 0)
        return state;
    struct period oldest = period_shift(&m->month, 1 - slot->months, j->zone);
    return is_recent(d, oldest.from, m->at) ? state : EVIDENCE_STALE;
}

/* The states are declared from best to worst. */
static enum evidence_state best_at(const struct judge *j, const struct evidence *e,
                                   const struct moment *m)
{
    enum evidence_state best = EVIDENCE_MISSING;
    for (size_t i = 0; i < e->ndocuments; i++) {
        enum evidence_state state = state_at(j, e->document[i], e->slot, m);
        if (state < best)
            best = state;
    }
    return best;
}

/* A register names slots by id or by their printed name; a clause of one slot needs no
 * name. */
static bool fits(const struct document *d, const struct clause *clause,
                 const struct evidence_slot *slot)
{
    if (!str_eq(d->clause, clause->id) &&
        (clause->number.n == 0 || !str_eq(d->clause, clause->number)))
        return false;
    if (d->slot.n == 0)
        return clause->nslots == 1;
    return str_eq(d->slot, slot->id) || str_eq(d->slot, slot->name);
}

static void fill_slot(struct judge *j, struct evidence *e, const struct clause *clause)
{
    struct assessment *a = j->a;
    e->document = arena_new(j->arena, a->ndocuments + 1, sizeof *e->document);
    for (size_t i = 0; i < a->ndocuments; i++)
        if (fits(&a->document[i], clause, e->slot)) {
            a->document[i].placed = true;
            a->document[i].state = state_at(j, &a->document[i], e->slot, &j->now);
            e->document[e->ndocuments++] = &a->document[i];
        }
    e->state = best_at(j, e, &j->now);
    for (int m = 0; m < COVERAGE_MONTHS; m++)
        e->month[m] = best_at(j, e, &j->month[m]);
}

static struct moment moment_at(int64_t end, struct period month, int near_days,
                               int64_t as_of)
{
    int64_t at = end < as_of ? end : as_of;
    return (struct moment){at, at + (int64_t)near_days * CIVIL_DAY, month};
}

void coverage_fill(struct assessment *a, struct arena *arena, const struct zone *zone,
                   const struct period *period, int64_t as_of)
{
    struct judge j = {.a = a, .arena = arena, .zone = zone};
    int near_days = a->standard->evidence.near_days;
    struct period last = period_holding(PERIOD_MONTH, period->after - 1, zone);
    j.now = moment_at(period->until, last, near_days, as_of);
    if (as_of > j.now.at) /* what will have ended by the time of issue is near too */
        j.now.near += as_of - j.now.at;
    for (int m = 0; m < COVERAGE_MONTHS; m++) {
        struct period month = period_shift(&last, m + 1 - COVERAGE_MONTHS, zone);
        j.month[m] = moment_at(month.until, month, near_days, as_of);
    }
    for (size_t i = 0; i < a->ndocuments; i++) /* those that fit no slot keep this */
        a->document[i].state = in_force(&a->document[i], &j.now);
    for (size_t i = 0; i < a->nverdicts; i++) {
        struct verdict *v = &a->verdict[i];
        v->nevidence = v->clause->nslots;
        v->evidence = arena_new(arena, v->nevidence + 1, sizeof *v->evidence);
        for (size_t s = 0; s < v->nevidence; s++) {
            v->evidence[s].slot = &v->clause->slot[s];
            fill_slot(&j, &v->evidence[s], v->clause);
        }
    }
}
