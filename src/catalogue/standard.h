/* standard: a certification standard as a tree of clauses with points, bindings and
 * evidence slots (templates/standards/NAME.xml). The requirement texts are summaries in
 * our own words, never the text of the standard. */
#ifndef STANDARD_H
#define STANDARD_H

#include "catalogue/metrics.h"

/* How a leaf earns its points. */
enum scoring {
    SCORE_METRIC,     /* all when every bound metric meets its goal, in share of the
                                    metrics that do otherwise */
    SCORE_PROPORTION, /* value / goal of the one bound metric, at most 1 */
    SCORE_EVIDENCE,   /* share of required evidence slots that are filled and valid */
    SCORE_BOTH,       /* half metrics, half evidence; only what is bound counts */
    SCORE_MANUAL
}; /* from the job's <finding clause= earned=>; else not evaluated */
enum confidence { CONFIDENCE_CONFIRMED, CONFIDENCE_SINGLE, CONFIDENCE_UNCONFIRMED };

struct evidence_slot {
    struct str id, name;
    bool required;
    int months; /* must cover a part of the last so many months; 0: be in force */
};

struct clause {
    struct str id;     /* internal, stable; never printed */
    struct str number; /* empty when it was not seen: prints as the word for that */
    struct str title, title_alt, requirement;
    int depth; /* 0 section, 1 item, 2 leaf ... */
    enum confidence confidence;
    bool points_known;
    const char *points_path; /* where they are stated */
    long points_line;
    int64_t milli_points; /* stated, or shared out (assumed) after loading */
    bool assumed;         /* its points, or those of a leaf below it, were shared out */
    bool law;             /* a breach is a legal breach: special deduction */
    enum scoring scoring;
    const struct metric **metric;
    size_t nmetrics;
    struct evidence_slot *slot;
    size_t nslots;
    struct clause *parent, *first, *next;
    uint32_t index; /* in document order */
};

struct grade_need { /* a figure that it asks for besides the score */
    const struct metric *metric;
    struct dec is;
};
struct grade {
    int64_t milli; /* score from which it holds, x 1000 */
    struct str name;
    struct grade_need *need;
    size_t nneeds;
};

/* Which record kind and fields hold the evidence register. */
struct evidence_binding {
    const struct kind *kind;
    const struct field *number, *clause, *slot, *title, *version, *issued, *valid_until,
        *covers_from, *covers_until, *owner, *file;
    int near_days; /* near expiry */
};

struct standard {
    struct str id, name, title, edition;
    struct clause *root;    /* a synthetic parent of the sections */
    struct clause **clause; /* all, in document order */
    size_t nclauses;
    struct grade *grade; /* ascending */
    size_t ngrades;
    struct str below; /* name of 'no grade' */
    struct evidence_binding evidence;
    struct str notice; /* 'not the text of the standard' line */
};

int standard_load(struct standard *, struct cat_load *, size_t first, size_t n,
                  const struct records *, const struct metrics *, struct err *);
const struct clause *standard_clause(const struct standard *, struct str id);

#endif
