/* source: one source of a job: which files it has, how they are read, and which column
 * fills which field. Read from the job by job_source.c. */
#ifndef SOURCE_H
#define SOURCE_H

#include "base/sha256.h"
#include "catalogue/records.h"

struct map_value {
    struct str from, to;
};
struct map { /* how one field of a source is filled */
    const struct field *field;
    struct str column;         /* header; empty: by the field's synonyms or id */
    int position;              /* 1..; 0: by header */
    struct str with;           /* header of a column that stands behind it; or empty */
    bool optional;             /* a file may be without the column */
    const struct field *after; /* the column is the time that passed since it; or NULL */
    int64_t after_unit;        /* seconds of 1, where it says no unit of its own */
    bool fill_down;            /* a blank cell means what the last above it holds */
    bool has_constant;
    struct str constant;
    struct str *format; /* times: tried in order; empty: see ingest/value/when.h */
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
/* Events become one row an id; <take> adds columns to those of the last event. */
enum pick { TAKE_FIRST, TAKE_LAST, TAKE_COUNT };
struct take {
    struct str column; /* its name, for the maps */
    enum pick pick;
    struct str of;       /* the column that is taken; empty for a count */
    struct str when, is; /* of the events that count: column and text; empty: all */
};
struct fold {
    struct str by, order; /* columns: the id, the time; no order: as the lines */
    struct str *format;   /* of the time, tried in order */
    size_t nformats;
    bool sparse; /* a blank cell leaves what an earlier event said */
    struct take *take;
    size_t ntakes;
};
struct split { /* one row for each value of a cell */
    struct str column;
    struct str by; /* any of these characters stands between two values */
};
enum extent { EXTENT_ROWS, EXTENT_SNAPSHOT };
struct source {
    struct str id, name;
    const struct kind *kind;
    struct str path;         /* as written; a glob, relative to the job */
    struct str encoding;     /* empty: detect */
    struct str sheet;        /* of a workbook: name or number; empty: the first table */
    uint32_t delimiter;      /* a character; 0: detect */
    char quote;              /* 0: detect, or with no_quote none */
    bool no_quote, optional; /* optional: may be absent without a finding */
    bool keeps_gone;     /* rows of files that are gone stay as other rules read them */
    int64_t header_line; /* 0: found; HEADER_NONE: the file has none */
    int header_rows;     /* 0: one */
    struct skip *skip;
    size_t nskips;
    struct str zone;  /* empty: the job's */
    struct str rows;  /* XML: path of the element that is a row; empty: find it */
    struct str joint; /* XML: between the texts of an element that a row repeats */
    bool has_joint;
    struct str table, query; /* SQLite: one of them, or the only table there is */
    struct fold *fold;       /* NULL: the rows are records as they are */
    struct split split;      /* column empty: none */
    const struct source *of; /* reads that source's files again; NULL: files of its own */
    enum extent extent;
    struct str covers; /* period text, empty: from the name or the records */
    struct map *map;
    size_t nmaps;
    struct str *missing; /* for all fields */
    size_t nmissing;
    struct sha256 rules; /* of mapping, kind and rules: part of 'already imported' */
    long line;
};

#endif
