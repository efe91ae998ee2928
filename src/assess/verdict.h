/* verdict: figures and evidence held against the clauses of a standard. Points are
 * thousandths; a leaf is scored by its rule (catalogue/standard.h); score = earned /
 * applicable x 100. Never 'met' without something in the period that proves it. */
#ifndef VERDICT_H
#define VERDICT_H

#include "measure/measure.h"

enum state {
    STATE_MET,
    STATE_PARTLY,
    STATE_NOT_MET,
    STATE_NOT_EVALUATED,
    STATE_NOT_APPLICABLE
};
enum evidence_state {
    EVIDENCE_VALID,
    EVIDENCE_NEAR,
    EVIDENCE_EXPIRED,
    EVIDENCE_STALE,
    EVIDENCE_MISSING
};

struct document { /* one row of the evidence register */
    struct str number, clause, slot, title, version, owner, file;
    bool has_issued, has_until, has_covers;
    int64_t issued, until, covers_from, covers_until; /* UTC */
    enum evidence_state state;
    bool file_found, file_refused;
    bool placed;          /* some slot of the standard takes it */
    struct sha256 digest; /* of the file, when found */
    int64_t bytes;
};
struct evidence { /* one slot of a leaf */
    const struct evidence_slot *slot;
    enum evidence_state state;
    const struct document **document;
    size_t ndocuments;
    enum evidence_state
        month[13]; /* coverage, oldest first; ends with the period's month */
};
struct verdict {
    const struct clause *clause;
    enum state state;
    int64_t milli_earned, milli_points; /* applicable points; 0 when not applicable */
    const struct figure **figure;       /* period figures of the bound metrics */
    size_t nfigures;
    struct evidence *evidence;
    size_t nevidence;
    struct str why; /* of a manual finding */
    int64_t milli_lost_metric, milli_lost_evidence;
};
struct gap { /* what regaining a leaf's points would give */
    const struct verdict *verdict;
    int64_t milli_gain; /* of the score, x 1000 */
};
struct assessment {
    const struct standard *standard;
    struct verdict *verdict; /* one a clause, index = clause->index; inner ones sum up */
    size_t nverdicts;
    int64_t milli_earned, milli_points;
    int64_t milli_score; /* x 1000, rounded down: never over a grade line by rounding */
    const struct grade *grade; /* NULL: below the lowest */
    const struct grade *next;  /* NULL: at the top */
    bool trial;                /* some points are assumed: the score prints as a trial */
    bool judged;               /* some leaf could be judged: else there is no score */
    struct document *document;
    size_t ndocuments;
    struct gap *gap; /* largest gain first */
    size_t ngaps;
};

/* Evidence files are looked up beneath `folder` without following links and hashed. */
int assess_run(struct assessment **, struct measure *, const struct job *,
               const struct period *, int64_t as_of, const char *folder, struct err *);
void assess_free(struct assessment *);

#endif
