/* leads: the one sentence that opens a chapter and states its result in figures. Each is
 * a template of the words catalogue filled by rule; none is free text. */
#include "compose/series.h"

#include "base/banned.h"

static struct str count(const struct composer *c, size_t n)
{
    return text_count(&c->format, (int64_t)n);
}

struct judged {
    size_t total, met, supplied;
    struct str missed[64], few[64];
    size_t nmissed, nfew;
};

static struct judged judge(struct composer *c, const struct block *block)
{
    struct judged j = {0};
    for (size_t i = 0; i < block->nmetrics; i++) {
        const struct figure *figure = figure_of(c, block->metric[i], c->period);
        enum judgement judgement = figure ? figure_judge(figure) : JUDGE_NO_VALUE;
        j.total += judgement == JUDGE_MET || judgement == JUDGE_WARN ||
                   judgement == JUDGE_MISSED;
        j.met += judgement == JUDGE_MET;
        j.supplied += figure && figure->missing != FIGURE_NO_FILE;
        if (judgement == JUDGE_FEW && j.nfew < N_OF(j.few))
            j.few[j.nfew++] = block->metric[i]->name;
        if ((judgement == JUDGE_WARN || judgement == JUDGE_MISSED) &&
            j.nmissed < N_OF(j.missed))
            j.missed[j.nmissed++] =
                FILL(c, "lead.missed-one", {"name", block->metric[i]->name},
                     {"value", cell_figure(&c->format, figure).text});
    }
    return j;
}

/* "8 of 8 in time" or "6 of 8 in time; missed: ...". */
static struct str judged_text(struct composer *c, const struct judged *j)
{
    struct str head =
        FILL(c, "lead.metrics", {"total", count(c, j->total)}, {"met", count(c, j->met)});
    if (!j->nmissed)
        return FILL(c, "lead.all-met", {"head", head});
    return FILL(c, "lead.some-missed", {"head", head},
                {"missed", joined(c, j->missed, j->nmissed)});
}

/* Nothing judged says so, and so do figures of too few cases. */
static struct str metrics_text(struct composer *c, const struct block *block)
{
    struct judged j = judge(c, block);
    struct str text =
        j.total ? judged_text(c, &j)
                : say(c, j.supplied ? "lead.none-judged" : "lead.none-supplied");
    if (!j.nfew)
        return text;
    return FILL(c, "lead.few", {"text", text}, {"n", count(c, j.nfew)},
                {"names", joined(c, j.few, j.nfew)});
}

static struct str lead_score(struct composer *c, const struct block *block)
{
    const struct assessment *a = c->assessed;
    if (!a->judged)
        return FILL(c, "lead.score-none", {"metrics", metrics_text(c, block)});
    return FILL(c, a->trial ? "lead.score-trial" : "lead.score",
                {"score", cell_points(&c->format, a->milli_score).text},
                {"grade", grade_text(c)}, {"metrics", metrics_text(c, block)});
}

static struct str lead_trends(struct composer *c, const struct block *block)
{
    size_t outside = 0, limited = 0;
    for (size_t i = 0; i < block->nmetrics; i++) {
        struct series s = series_of(c, block->metric[i]);
        outside += s.noutside > 0;
        limited += s.has_limits;
    }
    struct str from = c->nmonths ? month_text(c, c->month[0]) : STR_NONE;
    struct str to = c->nmonths ? month_text(c, c->month[c->nmonths - 1]) : STR_NONE;
    const char *word = outside   ? "lead.trends"
                       : limited ? "lead.trends-calm"
                                 : "lead.trends-short";
    return FILL(c, word, {"from", from}, {"to", to}, {"months", count(c, c->nmonths)},
                {"metrics", count(c, block->nmetrics)}, {"outside", count(c, outside)});
}

static struct str lead_clauses(struct composer *c, const struct block *block)
{
    static const char *const word[] = {"lead.state-met", "lead.state-partly",
                                       "lead.state-not-met", "lead.state-not-evaluated",
                                       "lead.state-not-applicable"};
    const struct standard *standard = c->assessed->standard;
    size_t items = 0, by_state[N_OF(word)] = {0}, n = 0;
    struct str part[N_OF(word)];
    (void)block;
    for (size_t i = 0; i < standard->nclauses; i++)
        if (standard->clause[i]->depth == 1) {
            items++;
            by_state[verdict_of(c, standard->clause[i])->state]++;
        }
    for (size_t i = 0; i < N_OF(word); i++)
        if (by_state[i])
            part[n++] = FILL(c, word[i], {"n", count(c, by_state[i])});
    return FILL(c, "lead.clauses", {"items", count(c, items)},
                {"states", joined(c, part, n)});
}

/* How many keys it takes, largest first, to reach four fifths. */
static struct str lead_pareto(struct composer *c, const struct block *block)
{
    struct pareto_row *row = NULL;
    size_t n = figures_pareto(c->figures, block->metric[0], c->period, block->cut,
                              c->arena, &row);
    size_t head = 0;
    if (n == 0 || row[0].total == 0)
        return none_counted(c, block->metric[0]);
    while (head + 1 < n && row[head].running * 5 < row[head].total * 4)
        head++;
    return FILL(
        c, "lead.pareto", {"name", block->metric[0]->name},
        {"total", text_count(&c->format, row[0].total)}, {"head", count(c, head + 1)},
        {"of", count(c, n)}, {"cut", block->cut->name},
        {"share", cell_share(&c->format, row[head].running, row[head].total, 1).text});
}

static const struct figure *worst_key(struct composer *c, const struct metric *metric,
                                      const struct dimension *cut)
{
    size_t n;
    const struct str *key = figures_keys(c->figures, cut, &n);
    const struct figure *worst = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct figure *figure = figure_cut(c, metric, c->period, cut, key[i]);
        if (!figure_known(figure) || figure->n < metric->min_n)
            continue;
        if (!worst || figure_gain(figure, worst) < 0)
            worst = figure;
    }
    return worst;
}

static struct str lead_limits(struct composer *c, const struct block *block)
{
    struct str head = metrics_text(c, block);
    const struct figure *worst = NULL;
    for (size_t i = 0; i < block->nmetrics && block->cut; i++) {
        if (block->metric[i]->better != BETTER_UP)
            continue; /* the sentence says which is lowest */
        const struct figure *figure = worst_key(c, block->metric[i], block->cut);
        if (figure && (!worst || figure_compare(figure, worst) < 0))
            worst = figure;
    }
    if (!worst)
        return head;
    return FILL(c, "lead.limits", {"head", head}, {"name", worst->metric->name},
                {"key", worst->key}, {"value", cell_figure(&c->format, worst).text});
}

static struct str lead_evidence(struct composer *c, const struct block *block)
{
    const struct assessment *a = c->assessed;
    size_t state[EVIDENCE_MISSING + 1] = {0}, slots = 0, n = 0;
    static const char *const word[] = {NULL, "lead.evidence-near",
                                       "lead.evidence-expired", "lead.evidence-stale",
                                       "lead.evidence-missing"};
    struct str part[EVIDENCE_MISSING + 1];
    (void)block;
    for (size_t i = 0; i < a->nverdicts; i++)
        for (size_t k = 0; k < a->verdict[i].nevidence; k++) {
            if (a->verdict[i].state == STATE_NOT_APPLICABLE)
                break;
            slots++;
            state[a->verdict[i].evidence[k].state]++;
        }
    for (size_t i = EVIDENCE_MISSING; i > EVIDENCE_VALID; i--)
        if (state[i])
            part[n++] = FILL(c, word[i], {"n", count(c, state[i])});
    return FILL(c, n ? "lead.evidence" : "lead.evidence-all", {"slots", count(c, slots)},
                {"valid", count(c, state[EVIDENCE_VALID])},
                {"states", joined(c, part, n)});
}

/* Empty when the job has none that could be judged. */
static struct str lead_gates(struct composer *c)
{
    const struct edition_info *edition = c->in->edition;
    size_t judged = 0, failed = 0;
    for (size_t i = 0; i < edition->ngates; i++) {
        judged += edition->gate[i].state != GATE_UNJUDGED;
        failed += edition->gate[i].state == GATE_FAILED;
    }
    if (judged == 0)
        return STR_NONE;
    return FILL(c, failed ? "lead.gates-failed" : "lead.gates-passed",
                {"n", count(c, failed ? failed : judged)}, {"of", count(c, judged)});
}

static struct str lead_quality(struct composer *c, const struct block *block)
{
    uint64_t files = 0, read = 0, rejected = 0;
    (void)block;
    if (!c->nfiles)
        return say(c, "lead.quality-none");
    for (size_t i = 0; i < c->nfiles; i++) {
        if (!c->file[i].current) /* the file that took its place has its rows */
            continue;
        files++;
        read += c->file[i].read;
        rejected += c->file[i].rejected;
    }
    struct str rows = FILL(c, "lead.quality", {"read", count(c, read)},
                           {"accepted", count(c, read - rejected)},
                           {"rejected", count(c, rejected)}, {"files", count(c, files)});
    struct str gates = lead_gates(c);
    bool spaced = gates.n && (unsigned char)gates.p[0] < 0x80;
    return arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(rows), spaced ? " " : "",
                        STR_ARG(gates));
}

static struct str lead_fixed(struct composer *c, const struct block *block)
{
    return block->title.n ? block->title : say(c, "lead.none-judged");
}

int compose_lead(struct composer *c, const struct block *block, struct node *parent,
                 struct err *err)
{
    static const struct {
        const char *name;
        struct str (*make)(struct composer *, const struct block *);
        bool needs_metrics, needs_cut;
    } leads[] = {{"score", lead_score, false, false},
                 {"metrics", metrics_text, false, false},
                 {"trends", lead_trends, false, false},
                 {"clauses", lead_clauses, false, false},
                 {"pareto", lead_pareto, true, true},
                 {"limits", lead_limits, false, false},
                 {"evidence", lead_evidence, false, false},
                 {"quality", lead_quality, false, false},
                 {"text", lead_fixed, false, false}};
    for (size_t i = 0; i < N_OF(leads); i++) {
        if (!str_eq(block_text(block, "of"), str_of(leads[i].name)))
            continue;
        if ((leads[i].needs_metrics && !block->nmetrics) ||
            (leads[i].needs_cut && !block->cut))
            break;
        put_text(c, parent, DOC_LEAD, leads[i].make(c, block));
        return 0;
    }
    return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                   "a lead of '%.*s' cannot be made: unknown, or metrics or cut missing",
                   STR_ARG(block_text(block, "of")));
}
