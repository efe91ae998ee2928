/* standard_points: shares out the points of a standard. */
#include "catalogue/standard_points.h"

#include "base/banned.h"

struct share {
    int64_t stated; /* below the clause, where points are stated */
    int64_t open;   /* leaves that share what is left */
};

/* Of the points stated for a clause and below it, those of another file than the first: what
 * was added is wrong, and not what was shipped. */
static const struct clause *find_added(const struct clause *clause, const char *path)
{
    if (clause->points_path != NULL && clause->points_path != path)
        return clause;
    for (const struct clause *c = clause->first; c != NULL; c = c->next) {
        const struct clause *found = find_added(c, path);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static int refuse(const char *path, const struct clause *clause, const char *what,
                  struct err *err)
{
    const struct clause *added = find_added(clause, path);
    const struct clause *at = added != NULL ? added : clause;
    return err_set(err, ERR_JOB, at->points_path != NULL ? at->points_path : path,
                   at->points_line, "clause '%.*s': %s", STR_ARG(clause->id), what);
}

/* Looks below a clause, not into clauses that state their own points. */
static struct share look_below(const struct clause *clause)
{
    struct share s = {0, 0};
    for (const struct clause *c = clause->first; c != NULL; c = c->next) {
        if (c->points_known) {
            s.stated += c->milli_points;
        } else if (c->first == NULL) {
            s.open++;
        } else {
            struct share below = look_below(c);
            s.stated += below.stated;
            s.open += below.open;
        }
    }
    return s;
}

/* `each` to every open leaf, and to the first of them what is left, `unit` by unit. */
static void hand_out(struct clause *clause, int64_t each, int64_t unit, int64_t *extra)
{
    for (struct clause *c = clause->first; c != NULL; c = c->next) {
        if (c->points_known)
            continue;
        if (c->first != NULL) {
            hand_out(c, each, unit, extra);
            continue;
        }
        c->milli_points = each + (*extra > 0 ? unit : 0);
        c->assumed = true;
        *extra -= *extra > 0 ? unit : 0;
    }
}

static int share_stated(struct clause *clause, const char *path, struct err *err)
{
    struct share s = look_below(clause);
    int64_t rest = clause->milli_points - s.stated;
    if (rest < 0)
        return refuse(path, clause, "the points stated below it exceed its own", err);
    if (s.open == 0 && rest > 0)
        return refuse(path, clause, "the points stated below it do not reach its own",
                      err);
    if (s.open > 0) {
        /* Points print with two decimals: shares of whole hundredths add up as printed. */
        int64_t unit = rest % 10 == 0 ? 10 : 1;
        int64_t each = rest / unit / s.open * unit, extra = rest - each * s.open;
        hand_out(clause, each, unit, &extra);
    }
    return 0;
}

static int share_tree(struct clause *clause, const char *path, struct err *err)
{
    if (clause->points_known && clause->first != NULL &&
        share_stated(clause, path, err) != 0)
        return -1;
    for (struct clause *c = clause->first; c != NULL; c = c->next)
        if (share_tree(c, path, err) != 0)
            return -1;
    return 0;
}

/* Inner clauses sum up; every leaf must have got its points from somewhere. */
static int sum_up(struct clause *clause, const char *path, struct err *err)
{
    int64_t sum = 0;
    if (clause->first == NULL)
        return clause->points_known || clause->assumed
                   ? 0
                   : refuse(path, clause, "no points are stated for it or above it", err);
    for (struct clause *c = clause->first; c != NULL; c = c->next) {
        if (sum_up(c, path, err) != 0)
            return -1;
        sum += c->milli_points;
        clause->assumed = clause->assumed || c->assumed;
    }
    clause->milli_points = sum;
    return 0;
}

int standard_share(struct standard *standard, const char *path, struct err *err)
{
    if (standard->root->first == NULL)
        return err_set(err, ERR_JOB, path, 0, "a standard needs clauses");
    if (share_tree(standard->root, path, err) != 0)
        return -1;
    return sum_up(standard->root, path, err);
}
