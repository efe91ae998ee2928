/* feed: the elements of an XML file of any size, by callbacks, piece by piece. The
 * text is decoded as that of any source (its XML declaration counts unless the job
 * declares an encoding). Any DOCTYPE is refused before an entity can be declared, nothing
 * is fetched, and depth and sizes are limited. Namespace prefixes are dropped. */
#ifndef INGEST_XML_FEED_H
#define INGEST_XML_FEED_H

#include "base/err.h"
#include "base/str.h"

enum { XML_DEPTH_MAX = 64 };

struct xml_feed;
struct xml_feed_attribute {
    struct str name, value;
};
/* Texts are valid during the call. Depth of the root element is 0. A callback that cannot
 * go on calls xml_feed_refuse and returns. */
struct xml_feed_handlers {
    void (*start)(void *self, struct str name, const struct xml_feed_attribute *,
                  size_t n);
    void (*end)(void *self, struct str name);
    void (*text)(void *self, struct str); /* an element's text may come in pieces */
};

/* `path` is kept for messages, not copied; `encoding` may be empty. */
int xml_feed_open(struct xml_feed **, const char *path, struct str encoding,
                  const struct xml_feed_handlers *, void *self, struct err *);
/* Parses the next piece: 0, 1 at the end of a whole document, -1. */
int xml_feed_step(struct xml_feed *, struct err *);
int xml_feed_run(struct xml_feed *, struct err *); /* all that is left */
uint64_t xml_feed_line(const struct xml_feed *);   /* inside a callback */
/* Refuses the file (ERR_GATE) at the line at hand; the first refusal counts. */
void xml_feed_refuse(struct xml_feed *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str xml_feed_encoding(const struct xml_feed *); /* until close */
bool xml_feed_replaced(const struct xml_feed *);       /* see decode.h */
void xml_feed_close(struct xml_feed *);                /* NULL is fine */

struct row_queue;
struct raw_row;
/* The next row that the callbacks have put into the queue: 0, 1 at the end, -1. *ended is
 * the reader's memory of having met the end. */
int xml_feed_row(struct xml_feed *, struct row_queue *, bool *ended, struct raw_row *,
                 struct err *);

#endif
