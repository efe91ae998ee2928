/* spool: records written one after another to a temporary file without a name and read
 * back in that order, by several readers side by side where they want to, also from
 * threads. For rows that are too many for memory and are walked more than once. */
#ifndef SPOOL_H
#define SPOOL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct spool {
    int fd; /* -1: closed */
    uint64_t records;
    uint64_t bytes;
    struct buf pending; /* written when it is full */
};
/* The file lies in `folder`, is nobody else's to read (0600) and ends with the last
 * descriptor. spool_close is safe on a spool that failed to open. */
int spool_open(struct spool *, const char *folder, struct err *);
int spool_put(struct spool *, struct str record, struct err *);
/* No record follows; readers may come. */
int spool_end(struct spool *, struct err *);
void spool_close(struct spool *);

struct spool_reader {
    const struct spool *spool;
    uint64_t at;         /* of the file, behind what was read */
    char *p;             /* bytes read, */
    size_t n, cap, used; /* of which so many were handed out */
};
void spool_reader_init(struct spool_reader *, const struct spool *);
/* 0: the next record, valid until the next call; 1: there is none. */
int spool_next(struct spool_reader *, struct str *record, struct err *);
void spool_reader_release(struct spool_reader *);

#endif
