/* part: the XML of one part of a workbook as events, piece by piece in bounded
 * memory. Elements of other namespaces than the root's are passed over with all that is
 * in them, so that prefixes and the strict variant of the format make no difference. No
 * DOCTYPE, no entities beyond the five, no network; nesting and length are limited. */
#ifndef INGEST_XLSX_PART_H
#define INGEST_XLSX_PART_H

#include "base/err.h"
#include "base/str.h"
#include "ingest/xlsx/package.h"

enum { PART_DEPTH_MAX = 64, PART_ATTRIBUTES_MAX = 256 };

struct part_attribute {
    struct str name, value; /* local name */
};
struct part_element { /* valid during the call */
    struct str name;  /* local */
    const struct part_attribute *attribute;
    size_t n;
};
/* Each returns 0, or -1 with err set, which ends the reading. */
struct part_sink {
    int (*start)(void *self, const struct part_element *, struct err *);
    int (*end)(void *self, struct str name, struct err *);
    int (*text)(void *self, struct str, struct err *); /* in pieces */
};

struct part;
/* `name` and `sink` are borrowed until part_close. */
int part_open(struct part **, struct package *, struct str name, const struct part_sink *,
              void *self, struct err *);
/* Reads on by one piece: 0, or 1 when the part has ended, and well. */
int part_step(struct part *, struct err *);
uint64_t part_size(const struct part *); /* inflated bytes so far */
void part_close(struct part *);          /* NULL is fine */
/* All of it. */
int part_parse(struct package *, struct str name, const struct part_sink *, void *self,
               struct err *);

/* Empty when the element has no attribute of that name. */
struct str part_attribute(const struct part_element *, struct str name);
/* "1" or "true" */
bool part_is_true(struct str value);

#endif
