/* init: a first job for a folder of exports. Each file is held against every kind of
 * record, by the names of its columns and by its own; the kind that fits best is what it is
 * taken for. What cannot be known is left to the reader, with a comment where. */
#ifndef INIT_H
#define INIT_H

#include "catalogue/metrics.h"
#include "ingest/ingest.h"
#include "ingest/reader.h"
#include "options.h"
#include "run.h"

enum { INIT_VALUES = 12, INIT_TEXTS = 8 };

struct init_value {      /* a text that is no value of the field, and what it may mean */
    struct str text, to; /* to: "?" where nobody knows */
};
enum init_how {
    INIT_BY_NAME, /* by its own names, or not at all */
    INIT_GUESSED,
    INIT_WANTED /* required, and no column is like it */
};
struct init_field { /* how one field of the kind is filled */
    enum init_how how;
    struct str column; /* of a guess */
    struct str with;   /* the column of a time of day beside that of the date */
    int position;      /* or its number, where two columns have the name */
    struct str format;
    bool either; /* the order of day and month is a guess */
    bool fill;   /* a cell holds for the rows below it */
    struct init_value value[INIT_VALUES];
    size_t nvalues;
    bool many; /* more than that: no list of values */
};
struct init_texts {
    struct str text[INIT_TEXTS];
    size_t n;
};
struct init_file {
    struct str path;
    const struct kind *kind; /* NULL: none fits, and `why` is an error or empty */
    struct init_field *field;
    int header_rows;  /* 0: one */
    struct str sheet; /* empty: the only one, or no workbook */
    size_t base;      /* the file of the first sheet that was taken, or INIT_ALONE */
    struct str id;    /* of its source, once that is written */
    struct init_texts skip, missing;
    size_t columns, used;
    struct str unused; /* headers, for the reader to choose from */
    bool missed;       /* a required field has no column */
    struct str why;
};
#define INIT_ALONE SIZE_MAX
struct init_language {
    const char *locale, *zone;
};
struct init {
    struct arena arena;
    struct str *path; /* of the files */
    size_t npaths, paths_cap;
    struct cat_load load;
    struct records records;
    struct metrics metrics;
    struct words *words;
    struct zone *zone;
    struct str **names; /* folded, by the number of the field over all kinds */
    struct init_file *file;
    size_t n, cap;
    const struct init_language *language; /* of the exports, and of what is written */
};

/* init_sight.c: the first rows of a file, held as a reader of their own. */
enum { SIGHT_ROWS = 320 };
struct sight {
    struct raw_row *row;
    size_t n, next;
    struct str dialect; /* names the sheet, too */
};
bool sight_is_han(const struct sight *);
int sight_script(const struct sight *); /* above 0: traditional characters, below: not */
/* How many of the first columns name groups: once, in the first row of each, below the
 * header's line. */
size_t sight_groups(const struct sight *, uint64_t line, const struct forms *);
int sight_read(struct sight *, struct arena *, const char *path, const struct source *,
               struct err *);
void sight_reader(struct sight *,
                  struct reader *); /* from its first row; not to be closed */

/* init_guess.c: which kind the file is, and which column fills which field. */
void init_guess(struct init *, struct init_file *);
/* init_learn.c: reads the file as guessed, for what its cells need: formats of times,
 * values, rows that are no records. */
void init_learn(struct init *, struct init_file *);
/* What most exports mean by a text of the field; NULL where nobody knows. */
const struct str *init_usual(const struct field *, struct str text);
/* init_write.c: the job as XML; `folder` is where it will lie. */
void init_write(struct init *, const char *data, struct str folder, struct buf *out);
void init_summary(struct init *, const char *job, FILE *out);

/* Prints the job, or writes it to --out, which must not exist. */
int init_job(struct run *, const struct options *, FILE *, struct err *);

#endif
