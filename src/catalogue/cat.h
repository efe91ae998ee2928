/* cat: what every catalogue loader shares. A catalogue is one or more XML files read in
 * order: the shipped one, then those the job adds; an element with an id already known
 * replaces the earlier one, another is added. Loaded catalogues are const afterwards and
 * live in the arena of the job that loaded them. */
#ifndef CAT_H
#define CAT_H

#include "base/sha256.h"
#include "base/xml.h"

struct cat_file {
    struct str
        role; /* "records", "metrics", "standard", "pack", "calendar", "words", "job",
                        "style" */
    struct str path; /* as opened */
    struct str name; /* last part, for people and the manifest */
    struct str text;
    struct sha256 digest;
};

enum { CATALOGUE_MAX = 16 << 20 }; /* bytes */

struct cat_load {
    struct arena *arena;
    struct str lang;       /* "zh-CN": names are resolved to it while loading */
    const char *schemas;   /* folder of the .rng files */
    struct cat_file *file; /* every file read so far, for store and manifest */
    size_t nfiles, cap;
};

/* Reads and hashes a file into load->file; -1 with ERR_JOB when it cannot be read. */
int cat_read(struct cat_load *, const char *role, struct str path, size_t *index,
             struct err *);
/* Seconds of P31DT8H and the like, as the schemas let them through; empty is 0. */
int64_t cat_duration(struct str);

#endif
