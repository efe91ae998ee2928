/* metrics_pause: when the clock of a span stands still: rows of a kind that refers to the
 * metric's, and what being taken up again does to the span's end. Equal declarations
 * become one, so that metrics can share the reading of the rows. */
#include "catalogue/metrics_load.h"

#include "base/banned.h"

static bool same_tests(const struct test *a, const struct test *b)
{
    for (; a && b; a = a->next, b = b->next) {
        if (a->op != b->op || a->field != b->field || a->nvalues != b->nvalues ||
            !same_tests(a->child, b->child))
            return false;
        for (size_t i = 0; i < a->nvalues; i++)
            if (!str_eq(a->value[i], b->value[i]))
                return false;
    }
    return a == b;
}

static bool same_pause(const struct pause_def *a, const struct pause_def *b)
{
    return a->via == b->via && a->from == b->from && a->until == b->until &&
           same_tests(a->where, b->where);
}

static bool goes_via(const struct test *first)
{
    for (const struct test *test = first; test; test = test->next)
        if (test->via || goes_via(test->child))
            return true;
    return false;
}

static int read_pause(struct loading *in, const struct element *at,
                      const struct kind *kind, struct pause_def *out)
{
    struct str id = xml_attr(at->node, "kind");
    out->kind = records_kind(in->records, id);
    if (!out->kind)
        return load_unknown(in, at, "kind", id, in->records->kind, in->records->nkinds,
                            sizeof *in->records->kind);
    if (load_field(in, at, "via", out->kind, &out->via) != 0 ||
        load_time(in, at, "from", out->kind, &out->from) != 0 ||
        load_time(in, at, "until", out->kind, &out->until) != 0 ||
        load_tests(in, at, out->kind, &out->where) != 0)
        return -1;
    if (out->via->parent != kind)
        return load_refuse(in, at, "'via' does not refer to the metric's kind",
                           out->via->id);
    if (goes_via(out->where))
        return load_refuse(in, at, "a pause's tests are of its own fields", id);
    return 0;
}

/* The declaration as an earlier metric has it. */
static const struct pause_def *
known_pause(const struct metrics *out, const struct pause_def *pause, size_t *distinct)
{
    *distinct = 0;
    for (size_t i = 0; i < out->nmetrics; i++) {
        const struct pause_def *other = out->metric[i].pause;
        if (other && same_pause(other, pause))
            return other;
        *distinct += other != NULL;
    }
    return NULL;
}

static int load_pause(struct loading *in, const struct element *at, struct metric *metric)
{
    struct element here = {xml_first(at->node, "pause"), at->path};
    struct pause_def *pause = arena_new(in->load->arena, 1, sizeof *pause);
    size_t distinct;
    if (!here.node)
        return 0;
    if (xml_next(here.node, "pause"))
        return load_refuse(in, &here, "a span has one pause; <any> joins tests",
                           metric->id);
    if (read_pause(in, &here, metric->of->kind, pause) != 0)
        return -1;
    metric->pause = known_pause(in->out, pause, &distinct);
    if (!metric->pause && distinct >= PAUSES_MAX)
        return load_refuse(in, &here, "too many different pauses", metric->id);
    if (!metric->pause)
        metric->pause = pause;
    return 0;
}

static int load_reopened(struct loading *in, const struct element *at,
                         struct metric *metric)
{
    struct element here = {xml_first(at->node, "reopened"), at->path};
    const struct kind *kind = metric->of->kind;
    if (!here.node)
        return 0;
    struct str policy = xml_attr(here.node, "counts");
    metric->reopened = str_eq(policy, STR("first"))  ? REOPENED_FIRST
                       : str_eq(policy, STR("last")) ? REOPENED_LAST
                                                     : REOPENED_WITHOUT_GAP;
    if (metric->reopened != REOPENED_LAST &&
        load_time(in, &here, "first", kind, &metric->first_end) != 0)
        return -1;
    if (metric->reopened != REOPENED_FIRST &&
        load_time(in, &here, "at", kind, &metric->again) != 0)
        return -1;
    return 0;
}

int load_stops(struct loading *in, const struct element *at, struct metric *metric)
{
    return load_pause(in, at, metric) != 0 || load_reopened(in, at, metric) != 0 ? -1 : 0;
}
