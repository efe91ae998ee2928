/* scan: the tags and texts of an HTML file of any size, by callbacks, piece by piece.
 * No tree is made and nothing is fetched; comments, scripts and styles are passed over.
 * What is no tag is text, as browsers read it. */
#ifndef INGEST_HTML_SCAN_H
#define INGEST_HTML_SCAN_H

#include "base/err.h"
#include "base/str.h"

struct html_scan;
struct html_tag {
    struct str name;       /* in lower case */
    bool closing;          /* </name> */
    struct str attributes; /* as written */
};
/* Texts are valid during the call; `text` comes in pieces, its entities as written. -1
 * with the error set ends the scan. */
struct html_handlers {
    int (*tag)(void *self, const struct html_tag *, struct err *);
    int (*text)(void *self, struct str, struct err *);
};

/* `path` is kept for messages, not copied; `encoding` may be empty. */
int html_scan_open(struct html_scan **, const char *path, struct str encoding,
                   const struct html_handlers *, void *self, struct err *);
/* Reads the next piece: 0, 1 at the end, -1. */
int html_scan_step(struct html_scan *, struct err *);
struct str html_scan_encoding(const struct html_scan *); /* until close */
bool html_scan_replaced(const struct html_scan *);       /* see decode.h */
bool html_scan_cut(const struct html_scan *); /* the file ends within a tag or comment */
void html_scan_close(struct html_scan *);     /* NULL is fine */

/* A whole number of an attribute, 0 where there is none. */
int64_t html_number(const struct html_tag *, struct str name);
/* The head of a file is that of HTML, as far as one can see. */
bool html_probe(struct str head);

#endif
