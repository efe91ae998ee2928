/* feed: libxml2's push parser with a SAX2 handler of our own, fed with UTF-8. Entities
 * cannot be declared, so only the five predefined ones and numbers are ever replaced. */
#include "ingest/xml/feed.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/xml.h"
#include "ingest/text/bytes.h"
#include "ingest/text/decode.h"
#include "ingest/row_queue.h"

#include "base/banned.h"

/* A piece is small, so that few rows wait for the reader at a time. */
enum { PIECE = 1 << 14, HEAD = 256, MESSAGE_MAX = 300, ATTRIBUTES_MAX = 1024 };
enum { ATTRIBUTE_PARTS = 5 }; /* of libxml2: name, prefix, URI, value, end */

#if LIBXML_VERSION >= 21200
typedef const xmlError *report_ptr;
#else
typedef xmlError *report_ptr;
#endif

struct xml_feed {
    const char *path;
    const struct xml_feed_handlers *handlers;
    void *self;
    struct decode *text;
    xmlParserCtxt *parser;
    struct xml_feed_attribute *attribute;
    struct buf value; /* of attributes, unescaped */
    size_t depth;
    bool failed;
    long line;
    char message[MESSAGE_MAX];
};

uint64_t xml_feed_line(const struct xml_feed *feed)
{
    const xmlParserInput *input = feed->parser->input;
    return input != NULL && input->line > 0 ? (uint64_t)input->line : 0;
}

void xml_feed_refuse(struct xml_feed *feed, const char *format, ...)
{
    va_list args;
    if (feed->failed)
        return;
    feed->failed = true;
    feed->line = (long)xml_feed_line(feed);
    va_start(args, format);
    vsnprintf(feed->message, sizeof feed->message, format, args);
    va_end(args);
    xmlStopParser(feed->parser);
}

static void on_doctype(void *self, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    xml_feed_refuse(self, "the file has a document type, which is never read; export it "
                          "without <!DOCTYPE ...>");
}

/* Errors of namespaces do not matter here: prefixes are dropped. */
static void on_error(void *self, report_ptr error)
{
    struct xml_feed *feed = self;
    struct str said = str_trim(str_of(error->message));
    if (feed->failed || error->level < XML_ERR_FATAL)
        return;
    xml_feed_refuse(feed, "not well-formed XML: %.*s", STR_ARG(said));
    feed->line = error->line;
}

/* libxml2 hands '&' out as "&#38;" unless it may replace declared entities, too. */
static void put_value(struct buf *out, struct str value)
{
    static const char escaped[] = "&#38;";
    for (;;) {
        const char *found = memmem(value.p, value.n, escaped, sizeof escaped - 1);
        size_t n = found != NULL ? (size_t)(found - value.p) + 1 : value.n;
        buf_put(out, value.p, n);
        if (found == NULL)
            return;
        n += sizeof escaped - 2;
        value = (struct str){value.p + n, value.n - n};
    }
}

static size_t read_attributes(struct xml_feed *feed, const xmlChar **raw, size_t n)
{
    buf_clear(&feed->value);
    for (size_t i = 0; i < n; i++) {
        const xmlChar **part = raw + i * ATTRIBUTE_PARTS;
        size_t from = feed->value.n;
        put_value(&feed->value,
                  (struct str){(const char *)part[3], (size_t)(part[4] - part[3])});
        feed->attribute[i].name = str_of((const char *)part[0]);
        feed->attribute[i].value = (struct str){NULL, feed->value.n - from};
    }
    if (buf_failed(&feed->value))
        return 0;
    for (size_t i = 0, at = 0; i < n; i++) {
        feed->attribute[i].value.p = feed->value.p + at;
        at += feed->attribute[i].value.n;
    }
    return n;
}

static void on_start(void *self, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *uri, int nspaces, const xmlChar **spaces,
                     int nattributes, int ndefaults, const xmlChar **attributes)
{
    struct xml_feed *feed = self;
    size_t n = (size_t)nattributes;
    (void)prefix;
    (void)uri;
    (void)nspaces;
    (void)spaces;
    (void)ndefaults;
    if (feed->failed)
        return;
    if (feed->depth++ == XML_DEPTH_MAX) {
        xml_feed_refuse(feed, "elements are nested deeper than %d", XML_DEPTH_MAX);
        return;
    }
    if (n > ATTRIBUTES_MAX) {
        xml_feed_refuse(feed, "an element has more than %d attributes", ATTRIBUTES_MAX);
        return;
    }
    feed->handlers->start(feed->self, str_of((const char *)name), feed->attribute,
                          read_attributes(feed, attributes, n));
    if (buf_failed(&feed->value))
        xml_feed_refuse(feed, "the attributes of an element are longer than 8 MiB");
}

static void on_end(void *self, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *uri)
{
    struct xml_feed *feed = self;
    (void)prefix;
    (void)uri;
    if (feed->failed)
        return;
    feed->depth--;
    feed->handlers->end(feed->self, str_of((const char *)name));
}

static void on_text(void *self, const xmlChar *text, int n)
{
    struct xml_feed *feed = self;
    if (!feed->failed)
        feed->handlers->text(feed->self, (struct str){(const char *)text, (size_t)n});
}

static int start_parser(struct xml_feed *feed, struct err *err)
{
    xmlSAXHandler sax = {.internalSubset = on_doctype,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .serror = on_error,
                         .initialized = XML_SAX2_MAGIC};
    feed->parser = xmlCreatePushParserCtxt(&sax, feed, NULL, 0, NULL);
    if (feed->parser == NULL)
        return err_set(err, ERR_SYSTEM, feed->path, 0, "no memory for an XML parser");
    /* The text comes decoded, whatever its declaration says. */
    xmlCtxtUseOptions(feed->parser,
                      XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
    return 0;
}

/* The encoding of an XML declaration at the beginning of the bytes; empty when it is not
 * there or in a wide encoding with its mark, which speaks for itself. */
static struct str declared_encoding(struct str head)
{
    static const char wide[] = "<\0?";
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = (struct str){head.p + 3, head.n - 3};
    if (head.n >= 4 && memcmp(head.p, wide, 4) == 0)
        return STR("UTF-16LE");
    if (head.n >= 4 && head.p[0] == '\0' && memcmp(head.p + 1, wide, 3) == 0)
        return STR("UTF-16BE");
    const char *end = memmem(head.p, head.n, "?>", 2);
    if (!str_starts(head, STR("<?xml")) || end == NULL)
        return STR_NONE;
    head.n = (size_t)(end - head.p);
    const char *name = memmem(head.p, head.n, "encoding", 8);
    while (name != NULL && name < end && *name != '"' && *name != '\'')
        name++;
    if (name == NULL || name == end)
        return STR_NONE;
    const char *close = memchr(name + 1, *name, (size_t)(end - name) - 1);
    return close == NULL ? STR_NONE : (struct str){name + 1, (size_t)(close - name) - 1};
}

static int open_text(struct xml_feed *feed, struct str encoding, struct err *err)
{
    char bytes[HEAD];
    struct str head = {bytes, 0};
    if (encoding.n == 0) {
        if (bytes_head(feed->path, bytes, HEAD, &head.n, err) != 0)
            return -1;
        encoding = declared_encoding(head);
        if (strncasecmp(encoding.p != NULL ? encoding.p : "", "US-ASCII", 8) == 0)
            encoding = STR("UTF-8");
    }
    return decode_open(&feed->text, feed->path, encoding, err);
}

int xml_feed_open(struct xml_feed **out, const char *path, struct str encoding,
                  const struct xml_feed_handlers *handlers, void *self, struct err *err)
{
    struct xml_feed *feed = mem_new(1, sizeof *feed);
    *feed = (struct xml_feed){.path = path, .handlers = handlers, .self = self};
    feed->attribute = mem_new(ATTRIBUTES_MAX, sizeof *feed->attribute);
    buf_init(&feed->value, 8 << 20);
    if (open_text(feed, encoding, err) != 0 || start_parser(feed, err) != 0) {
        xml_feed_close(feed);
        return -1;
    }
    *out = feed;
    return 0;
}

int xml_feed_step(struct xml_feed *feed, struct err *err)
{
    char piece[PIECE];
    size_t n;
    if (decode_read(feed->text, piece, sizeof piece, &n, err) != 0)
        return -1;
    xml_quiet(); /* rows are read on a thread of their own */
    int code = xmlParseChunk(feed->parser, piece, (int)n, n == 0);
    if ((code != 0 && !feed->parser->wellFormed) || (n == 0 && feed->depth > 0))
        xml_feed_refuse(feed, "not well-formed XML: the file ends too early");
    if (feed->failed)
        return err_set(err, ERR_GATE, feed->path, feed->line, "%s", feed->message);
    return n == 0;
}

int xml_feed_run(struct xml_feed *feed, struct err *err)
{
    int status;
    while ((status = xml_feed_step(feed, err)) == 0)
        continue;
    return status < 0 ? -1 : 0;
}

struct str xml_feed_encoding(const struct xml_feed *feed)
{
    return decode_encoding(feed->text);
}

bool xml_feed_replaced(const struct xml_feed *feed)
{
    return decode_replaced(feed->text);
}

void xml_feed_close(struct xml_feed *feed)
{
    if (feed == NULL)
        return;
    xmlFreeParserCtxt(feed->parser);
    decode_close(feed->text);
    buf_release(&feed->value);
    mem_free(feed->attribute);
    mem_free(feed);
}

int xml_feed_row(struct xml_feed *feed, struct row_queue *queue, bool *ended,
                 struct raw_row *row, struct err *err)
{
    while (!row_queue_take(queue, row)) {
        if (*ended)
            return 1;
        int status = xml_feed_step(feed, err);
        if (status < 0)
            return -1;
        *ended = status > 0;
    }
    return 0;
}
