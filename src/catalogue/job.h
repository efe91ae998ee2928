/* job: one organisation's reporting job (a .xml file of the user's) and the catalogues
 * it uses, loaded and checked as a whole. Paths in it are relative to its folder. */
#ifndef JOB_H
#define JOB_H

#include "base/zone.h"
#include "catalogue/calendar.h"
#include "catalogue/gate.h"
#include "catalogue/source.h"
#include "catalogue/standard.h"
#include "catalogue/words.h"

struct person {
    struct str role, unit, name; /* prepared, reviewed, approved */
};
struct owner {                   /* whose action it is when a metric misses its goal */
    const struct metric *metric; /* NULL: of all that name no other */
    struct str name;
};
struct manual_finding { /* <finding clause= state= earned=>reason</finding> */
    const struct clause *clause;
    int state; /* enum state of assess/verdict.h, -1: from earned */
    bool has_earned;
    struct dec earned; /* share 0..1 of the points */
    struct str why;
    long line;
};

struct pack; /* compose/pack.h */
struct job {
    struct arena arena;
    struct cat_load load; /* load.file: every catalogue text used, job first */
    struct str path, folder;
    struct str id, locale, zone_name;
    struct zone *zone;
    struct str organisation, scope, document_number, confidentiality;
    struct person *person;
    size_t npersons;
    struct str *distribution; /* pairs: to, medium */
    size_t ndistribution;
    struct str schedule_first; /* the first period that is due by itself; empty: none */
    int64_t issue_delay;       /* seconds after the period's end: default as_of */
    struct str store, out;     /* resolved against the job's folder */
    struct str evidence;       /* folder of the evidence files; the job's unless given */
    struct job_sign {          /* paths; no key: editions are not signed */
        struct str key, certificate, passphrase_file, passphrase_env;
    } sign;
    struct str deliver;     /* path of the file that says who is mailed; empty: nobody */
    struct str pack, style; /* paths of the files chosen */
    struct str style_text;  /* as read */
    struct str logo;        /* PNG of the style, for the cover; empty: none */
    struct records records;
    struct metrics metrics;
    struct standard standard;
    struct words *words;
    struct calendar *calendar; /* NULL: the job names none */
    struct source *source;
    size_t nsources;
    struct owner *owner;
    size_t nowners;
    struct manual_finding *finding;
    size_t nfindings;
    struct gate *gate;
    size_t ngates;
};

/* The source's records belong to periods: they have an event and are no snapshot. */
bool source_is_timed(const struct source *);

bool job_reads(const struct job *, const struct kind *); /* a source is of that kind */

/* `data` is the folder that holds templates/ and fonts/. */
int job_load(struct job *, const char *path, const char *data, struct err *);
void job_release(struct job *);

#endif
