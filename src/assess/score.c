/* score: points of a leaf. Parts that cannot be judged (no value, too few) do not count;
 * what counts is shared equally. A clause that asks for figures and documents is not met
 * by its figures alone where there is no register. Points are rounded down, so that
 * nothing is met by rounding. */
#include "assess/score.h"

#include "base/banned.h"

/* The share of some points that was earned: num / den; den 0: nothing counted. */
struct share {
    num_wide num, den;
};

static struct share met_share(const struct verdict *v)
{
    struct share s = {0, 0};
    for (size_t i = 0; i < v->nfigures; i++)
        switch (figure_judge(v->figure[i])) {
        case JUDGE_MET:
            s.num++;
            s.den++;
            break;
        case JUDGE_WARN:
        case JUDGE_MISSED:
            s.den++;
            break;
        case JUDGE_NONE:
        case JUDGE_FEW:
        case JUDGE_NO_VALUE:
            break;
        }
    return s;
}

enum { SHARE_ONE = 1000000000 };

/* value / goal, or goal / value where less is better, in billionths, at most one. */
static num_wide proportion(const struct figure *f, bool met)
{
    num_wide goal = f->metric->goal.n, scale = num_round(1, 1, f->metric->goal.scale);
    num_wide above = f->numerator * scale, below = f->denominator * goal;
    if (met)
        return SHARE_ONE;
    if (above <= 0 || below <= 0)
        return 0;
    num_wide part = f->metric->better == BETTER_DOWN ? below * SHARE_ONE / above
                                                     : above * SHARE_ONE / below;
    return part < SHARE_ONE ? part : SHARE_ONE - 1; /* the goal was missed */
}

static struct share proportional_share(const struct verdict *v)
{
    struct share s = {0, 0};
    for (size_t i = 0; i < v->nfigures; i++) {
        enum judgement judgement = figure_judge(v->figure[i]);
        if (judgement != JUDGE_MET && judgement != JUDGE_WARN &&
            judgement != JUDGE_MISSED)
            continue;
        s.num += proportion(v->figure[i], judgement == JUDGE_MET);
        s.den += SHARE_ONE;
    }
    return s;
}

/* Without a register nothing is shown: none of what is required is there. */
static struct share evidence_share(const struct verdict *v, bool registered)
{
    struct share s = {0, 0};
    for (size_t i = 0; i < v->nevidence; i++) {
        if (!v->evidence[i].slot->required)
            continue;
        s.den++;
        s.num += registered && v->evidence[i].state <= EVIDENCE_NEAR ? 1 : 0;
    }
    return s;
}

/* Cut to hundredths, which is what is printed: columns of points add up. */
static int64_t cut(int64_t milli)
{
    return milli - milli % 10;
}

static int64_t earn(int64_t points, struct share s)
{
    if (s.den == 0)
        return 0;
    return s.num == s.den ? points : cut((int64_t)(points * s.num / s.den));
}

/* By what was fulfilled and not by points, which a clause may have none of. */
static enum state state_of(struct share a, struct share b)
{
    if (a.num == a.den && b.num == b.den)
        return STATE_MET;
    return a.num == 0 && b.num == 0 ? STATE_NOT_MET : STATE_PARTLY;
}

void score_leaf(struct verdict *v, bool registered)
{
    enum scoring rule = v->clause->scoring;
    struct share metric = {0, 0}, evidence = {0, 0};
    if (rule == SCORE_METRIC || rule == SCORE_BOTH)
        metric = met_share(v);
    if (rule == SCORE_PROPORTION)
        metric = proportional_share(v);
    if (rule == SCORE_EVIDENCE || rule == SCORE_BOTH)
        evidence = evidence_share(v, registered);
    bool shown = registered || (rule == SCORE_BOTH && metric.den > 0);
    if (!shown) /* no register, and no figure that would speak without one */
        evidence = (struct share){0, 0};
    if (metric.den == 0 && evidence.den == 0) {
        v->state = STATE_NOT_EVALUATED;
        return;
    }
    int64_t for_metric = metric.den == 0     ? 0
                         : evidence.den == 0 ? v->milli_points
                                             : cut(v->milli_points / 2);
    int64_t for_evidence = v->milli_points - for_metric;
    v->milli_lost_metric = for_metric - earn(for_metric, metric);
    v->milli_lost_evidence = for_evidence - earn(for_evidence, evidence);
    v->milli_earned = v->milli_points - v->milli_lost_metric - v->milli_lost_evidence;
    v->state = state_of(metric, evidence);
}

/* What the finding says was earned, kept within 0 and 1. */
static struct share stated_share(const struct manual_finding *f)
{
    struct share s = {f->earned.n, num_round(1, 1, f->earned.scale)};
    if (!f->has_earned)
        return (struct share){f->state == STATE_MET, 1};
    if (s.num < 0)
        s.num = 0;
    return s.num > s.den ? (struct share){1, 1} : s;
}

void score_manual(struct verdict *v, const struct manual_finding *f)
{
    struct share s = stated_share(f);
    v->why = f->why;
    v->milli_lost_metric = v->milli_lost_evidence = 0;
    v->milli_earned = earn(v->milli_points, s);
    v->state = f->state >= 0 ? (enum state)f->state : state_of(s, (struct share){0, 0});
    if (v->state == STATE_NOT_APPLICABLE)
        v->milli_points = v->milli_earned = 0;
}
