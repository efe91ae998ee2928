/* pack: a document template (templates/packs/NAME.xml): an ordered tree of blocks with
 * parameters. Which metrics, registers and cuts a document shows, and under which titles,
 * is data; compose has one function a block type. Names are resolved while loading. */
#ifndef PACK_H
#define PACK_H

#include "base/period.h"
#include "catalogue/job.h"

struct block_param {
    struct str name, value;
};
struct block {
    struct str type; /* name of the element */
    struct str id, title, short_title;
    struct block_param *param; /* every attribute */
    size_t nparams;
    const struct metric **metric; /* metrics="a b": resolved */
    size_t nmetrics;
    const struct dimension *cut;
    const struct register_def *reg;
    const struct kind *kind;
    struct block *first, *next;
    long line;
};
struct pack {
    struct arena *arena;
    struct str path, id, kind, title, title_alt;
    /* For a period of a unit, where the pack has one; else empty. */
    struct str title_of[PERIOD_DAYS + 1], title_alt_of[PERIOD_DAYS + 1];
    struct block *first;
};

/* From the text the job has already read (role "pack"), into an arena that outlives the document.
 * Unknown metrics, cuts, registers, kinds and fields are refused with the line. */
int pack_load(struct pack **, const struct job *, struct arena *, struct err *);
struct str block_text(const struct block *, const char *param); /* empty: not given */
int64_t block_number(const struct block *, const char *param, int64_t otherwise);
bool block_yes(const struct block *, const char *param);
/* The field of block->kind that the parameter names; NULL: not given. */
const struct field *block_field(const struct block *, const char *param);
const struct block *block_child(const struct block *, const char *type);

#endif
