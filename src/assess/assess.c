/* assess: figures and evidence held against a standard: leaves by their rules, findings
 * of people in their place, sums upwards, score, grade, and what is missing for more. */
#include <stdlib.h>

#include "assess/coverage.h"
#include "assess/documents.h"
#include "assess/score.h"
#include "assess/verdict.h"
#include "measure/against.h"

#include "base/banned.h"

/* What assess_run gives out, with the arena that owns it. */
struct holder {
    struct assessment a; /* first: assess_free gets its address */
    struct arena arena;
};

static void take_figures(struct verdict *v, struct arena *arena,
                         const struct figures *figures)
{
    const struct window *window = figures_window(figures, WINDOW_PERIOD);
    const struct clause *clause = v->clause;
    v->figure = arena_new(arena, clause->nmetrics + 1, sizeof *v->figure);
    for (size_t i = 0; i < clause->nmetrics; i++) {
        const struct figure *f =
            figures_lookup(figures, clause->metric[i], window, NULL, STR_NONE);
        if (f != NULL)
            v->figure[v->nfigures++] = f;
    }
}

static bool is_within(const struct clause *clause, const struct clause *ancestor)
{
    while (clause != NULL && clause != ancestor)
        clause = clause->parent;
    return clause != NULL;
}

/* The finding nearest to the leaf; of several on one clause, the last. */
static const struct manual_finding *finding_for(const struct job *job,
                                                const struct clause *leaf)
{
    const struct manual_finding *best = NULL;
    for (size_t i = 0; i < job->nfindings; i++) {
        const struct manual_finding *f = &job->finding[i];
        if (is_within(leaf, f->clause) &&
            (best == NULL || f->clause->depth >= best->clause->depth))
            best = f;
    }
    return best;
}

/* What keeps a finding from being one statement; NULL: nothing. */
static const char *contradiction(const struct manual_finding *f)
{
    bool none = !f->has_earned || f->earned.n <= 0;
    bool all = !f->has_earned || dec_real(f->earned) >= 1;
    switch (f->state) {
    case STATE_MET:
        return all ? NULL : "says met, but earned less than all its points";
    case STATE_PARTLY:
        return none || all ? "says partly met, and must say earned= between 0 and 1"
                           : NULL;
    case STATE_NOT_MET:
        return none ? NULL : "says not met, but earned points";
    case STATE_NOT_EVALUATED:
    case STATE_NOT_APPLICABLE:
        return f->has_earned ? "says there is nothing to earn, but earned points" : NULL;
    default:
        return f->has_earned ? NULL : "says neither state= nor earned=";
    }
}

static int check_findings(const struct job *job, struct err *err)
{
    for (size_t i = 0; i < job->nfindings; i++) {
        const struct manual_finding *f = &job->finding[i];
        const char *what = contradiction(f);
        if (what != NULL)
            return err_set(err, ERR_JOB, job->path.p, f->line,
                           "the finding on clause '%.*s' %s", STR_ARG(f->clause->id),
                           what);
    }
    return 0;
}

static void score_leaves(struct assessment *a, const struct job *job, bool registered)
{
    for (size_t i = 0; i < a->nverdicts; i++) {
        struct verdict *v = &a->verdict[i];
        if (v->clause->first != NULL)
            continue;
        const struct manual_finding *f = finding_for(job, v->clause);
        v->milli_points = v->clause->milli_points;
        if (f != NULL)
            score_manual(v, f);
        else
            score_leaf(v, registered);
        if (v->state != STATE_NOT_APPLICABLE && v->clause->assumed)
            a->trial = true;
        if (v->state != STATE_NOT_APPLICABLE && v->state != STATE_NOT_EVALUATED)
            a->judged = true;
    }
}

/* How many leaves below a clause are in each state. */
struct states {
    size_t n[STATE_NOT_APPLICABLE + 1];
};

static enum state sum_state(const struct verdict *v, const struct states *s)
{
    size_t open = s->n[STATE_NOT_EVALUATED];
    size_t judged = s->n[STATE_MET] + s->n[STATE_PARTLY] + s->n[STATE_NOT_MET];
    if (judged == 0)
        return open > 0 ? STATE_NOT_EVALUATED : STATE_NOT_APPLICABLE;
    if (open == 0 && s->n[STATE_MET] == judged)
        return STATE_MET;
    return v->milli_earned == 0 ? STATE_NOT_MET : STATE_PARTLY;
}

static void add_verdict(struct verdict *sum, const struct verdict *v)
{
    sum->milli_earned += v->milli_earned;
    sum->milli_points += v->milli_points;
    sum->milli_lost_metric += v->milli_lost_metric;
    sum->milli_lost_evidence += v->milli_lost_evidence;
}

static struct states sum_up(struct assessment *a, struct verdict *sum,
                            const struct clause *clause)
{
    struct states total = {{0}};
    for (const struct clause *c = clause->first; c != NULL; c = c->next) {
        struct verdict *v = &a->verdict[c->index];
        struct states s = {{0}};
        if (c->first != NULL) {
            s = sum_up(a, v, c);
            v->state = sum_state(v, &s);
        } else {
            s.n[v->state] = 1;
        }
        for (size_t i = 0; i < sizeof s.n / sizeof *s.n; i++)
            total.n[i] += s.n[i];
        add_verdict(sum, v);
    }
    return total;
}

/* Its line and every figure it asks for; one that has no value is not reached. */
static bool grade_holds(const struct grade *grade, int64_t milli_score,
                        const struct figures *figures)
{
    const struct window *period = figures_window(figures, WINDOW_PERIOD);
    for (size_t i = 0; i < grade->nneeds; i++) {
        const struct grade_need *need = &grade->need[i];
        const struct figure *now =
            figures_lookup(figures, need->metric, period, NULL, STR_NONE);
        if (figure_against(now, need->is) != STANDING_REACHED)
            return false;
    }
    return grade->milli <= milli_score;
}

static void find_grade(struct assessment *a, const struct figures *figures)
{
    const struct standard *s = a->standard;
    a->milli_score =
        a->milli_points == 0
            ? 0
            : (int64_t)((num_wide)a->milli_earned * 100000 / a->milli_points);
    for (size_t i = 0; i < s->ngrades; i++) {
        if (grade_holds(&s->grade[i], a->milli_score, figures)) {
            a->grade = &s->grade[i];
        } else {
            a->next = &s->grade[i];
            break;
        }
    }
}

static int by_gain(const void *x, const void *y)
{
    const struct gap *a = x, *b = y;
    if (a->milli_gain != b->milli_gain)
        return a->milli_gain < b->milli_gain ? 1 : -1;
    return a->verdict->clause->index < b->verdict->clause->index ? -1 : 1;
}

static void list_gaps(struct assessment *a, struct arena *arena)
{
    a->gap = arena_new(arena, a->nverdicts + 1, sizeof *a->gap);
    for (size_t i = 0; i < a->nverdicts; i++) {
        const struct verdict *v = &a->verdict[i];
        int64_t lost = v->milli_points - v->milli_earned;
        if (v->clause->first == NULL && lost > 0)
            a->gap[a->ngaps++] =
                (struct gap){v, (int64_t)((num_wide)lost * 100000 / a->milli_points)};
    }
    qsort(a->gap, a->ngaps, sizeof *a->gap, by_gain);
}

static int run(struct holder *h, struct measure *measure, const struct job *job,
               const struct period *period, int64_t as_of, const char *folder,
               struct err *err)
{
    struct assessment *a = &h->a;
    struct verdict sum = {0};
    bool registered = measure_supplied(measure, job->standard.evidence.kind);
    a->standard = &job->standard;
    a->nverdicts = job->standard.nclauses;
    a->verdict = arena_new(&h->arena, a->nverdicts + 1, sizeof *a->verdict);
    if (check_findings(job, err) < 0 ||
        documents_read(a, &h->arena, measure, &job->standard.evidence, folder, err) < 0)
        return -1;
    for (size_t i = 0; i < a->nverdicts; i++) {
        a->verdict[i].clause = job->standard.clause[i];
        take_figures(&a->verdict[i], &h->arena, measure_figures(measure));
    }
    coverage_fill(a, &h->arena, job->zone, period, as_of);
    score_leaves(a, job, registered);
    sum_up(a, &sum, job->standard.root);
    a->milli_earned = sum.milli_earned;
    a->milli_points = sum.milli_points;
    find_grade(a, measure_figures(measure));
    list_gaps(a, &h->arena);
    return 0;
}

int assess_run(struct assessment **out, struct measure *measure, const struct job *job,
               const struct period *period, int64_t as_of, const char *folder,
               struct err *err)
{
    struct holder *h = mem_new(1, sizeof *h);
    arena_init(&h->arena);
    *out = &h->a;
    if (run(h, measure, job, period, as_of, folder, err) == 0)
        return 0;
    assess_free(&h->a);
    *out = NULL;
    return -1;
}

void assess_free(struct assessment *a)
{
    struct holder *h = (struct holder *)(void *)a;
    if (h == NULL)
        return;
    arena_release(&h->arena);
    mem_free(h);
}
