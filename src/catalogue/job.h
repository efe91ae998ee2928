/* job: one organisation's reporting job (a .xml file of the user's) and the catalogues
 * it uses, loaded and checked as a whole. Paths in it are relative to its folder. */
#ifndef JOB_H
#define JOB_H

#include "base/zone.h"
#include "catalogue/calendar.h"
#include "catalogue/gate.h"
#include "catalogue/standard.h"
#include "catalogue/words.h"

struct map_value {
    struct str from, to;
};
struct map { /* how one field of a source is filled */
    const struct field *field;
    struct str column; /* header; empty: by the field's synonyms or id */
    int position;      /* 1..; 0: by header */
    bool has_constant;
    struct str constant;
    struct str *format; /* times: tried in order; empty: see ingest/when.h */
    size_t nformats;
    bool decimal_comma;      /* 1.234,50 */
    struct map_value *value; /* after trimming, before typing */
    size_t nvalues;
    bool has_other; /* what becomes of a text that no value names */
    struct str other;
    struct str *missing; /* texts that mean 'no value' */
    size_t nmissing;
    long line;
};
struct skip {          /* rows of a source that are left out */
    struct str column; /* header; empty: by position, or the first cell that has text */
    int position;      /* 1.. */
    struct str text;   /* the cell begins with it; `whole`: it is the cell */
    bool whole;
};
enum { HEADER_NONE = -1 };
enum extent { EXTENT_ROWS, EXTENT_SNAPSHOT };
struct source {
    struct str id, name;
    const struct kind *kind;
    struct str path;         /* as written; a glob, relative to the job */
    struct str encoding;     /* empty: detect */
    char delimiter, quote;   /* 0: detect; quote 0 with no_quote: none */
    bool no_quote, optional; /* optional: may be absent without a finding */
    int64_t header_line;     /* 0: found; HEADER_NONE: the file has none */
    int header_rows;         /* 0: one */
    struct skip *skip;
    size_t nskips;
    struct str zone;  /* empty: the job's */
    struct str rows;  /* XML: path of the element that is a row; empty: find it */
    struct str joint; /* XML: between the texts of an element that a row repeats */
    bool has_joint;
    struct str table, query; /* SQLite: one of them, or the only table there is */
    enum extent extent;
    struct str covers; /* period text, empty: from the name or the records */
    struct map *map;
    size_t nmaps;
    struct str *missing; /* for all fields */
    size_t nmissing;
    struct sha256 rules; /* of mapping, kind and rules: part of 'already imported' */
    long line;
};

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
    int64_t issue_delay;    /* seconds after the period's end: default as_of */
    struct str store, out;  /* resolved against the job's folder */
    struct str evidence;    /* folder of the evidence files; the job's unless given */
    struct str pack, style; /* paths of the files chosen */
    struct str standard_id;
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
/* Seconds of P31DT8H and the like; empty is 0. */
int64_t job_duration(struct str);

/* `data` is the folder that holds templates/ and fonts/. */
int job_load(struct job *, const char *path, const char *data, struct err *);
void job_release(struct job *);

#endif
