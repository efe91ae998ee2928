/* loop: the improvement loop of a <loop> block. A metric that misses its goal for several
 * months running opens an action by rule, which stays when the metric is well again; what
 * the organisation does about it stands in its register of actions. An action is closed only when its effect is verified and, where
 * it names a metric, shown: better after it than before by more than chance. */
#ifndef COMPOSE_IMPROVE_LOOP_H
#define COMPOSE_IMPROVE_LOOP_H

#include "compose/composer.h"
#include "measure/compare.h"

enum loop_state {
    LOOP_OPEN,
    LOOP_OVERDUE,
    LOOP_UNSHOWN, /* done, but not verified or not better than before */
    LOOP_CLOSED,
    LOOP_TAKEN_UP /* of an action opened by rule: the register has one for it */
};

struct loop_action { /* of the register */
    struct str number, action, cause, owner, effect, standard;
    const struct metric *metric; /* NULL: names none of the catalogue */
    bool has_start, has_due, has_done, has_progress, verified;
    int64_t start, due, done, progress; /* UTC; percent */
    /* Of the months before its start and after it was done; NULL: not known. */
    const struct figure *before, *after;
    struct comparison said; /* after against before */
    enum loop_state state;
};

/* Opened by rule. The number is made of the metric and the first month missed, so that
 * the same run keeps its number in every later edition. */
struct loop_opened {
    const struct metric *metric;
    struct str number, owner;
    int months; /* missed one after another */
    int64_t opened,
        due; /* UTC: the month that was one too many, issued; and its deadline */
    const struct block *class;
    int64_t milli_points; /* of the standard that rest on the metric */
    const struct loop_action *taken_up;
    enum loop_state state;
};

struct loop {
    const struct block *block;
    struct loop_action *action;
    size_t nactions;
    struct loop_opened *opened;
    size_t nopened;
};

int loop_read(struct loop *, struct composer *, const struct block *, struct err *);
/* The pack's <loop>, wherever it stands; NULL: it has none. */
const struct block *loop_block(const struct block *first);
/* Its <class> for a metric of so many points and missed months. */
const struct block *loop_class(const struct block *, int64_t milli_points, int months);
/* Points of the standard that rest on the metric, shared with the leaf's other metrics. */
int64_t loop_points(const struct composer *, const struct metric *);
/* Whose action it is when the metric misses its goal, as the job says; may be empty. */
struct str loop_owner(const struct composer *, const struct metric *);
/* Months in which a metric may miss its goal before an action opens. */
int loop_after(const struct block *);

#endif
