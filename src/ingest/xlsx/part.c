/* part: libxml2's SAX2 push parser, fed from the container. The first error stops the
 * parser; later events are dropped. */
#include "ingest/xlsx/part.h"

#include <libxml/parser.h>
#include <string.h>

#include "base/mem.h"
#include "base/xml.h"

#include "base/banned.h"

enum { PIECE = 1 << 15 };

struct part {
    struct package *package;
    struct str name;
    const struct part_sink *sink;
    void *self;
    xmlSAXHandler handler;
    xmlParserCtxt *parser;
    const xmlChar *root; /* namespace of the root; NULL: none */
    int depth, foreign;  /* foreign: depth at which another namespace began; 0: none */
    bool failed;
    uint64_t size;
    struct err *err;     /* of the call at hand */
    struct arena values; /* of the element at hand, where they had to be changed */
    struct part_attribute attribute[PART_ATTRIBUTES_MAX];
};

static void stop(struct part *part)
{
    part->failed = true;
    xmlStopParser(part->parser);
}

static void refuse(struct part *part, const char *what)
{
    if (part->failed)
        return;
    err_set(part->err, ERR_GATE, package_path(part->package), 0, "part %.*s, line %d: %s",
            STR_ARG(part->name), xmlSAX2GetLineNumber(part->parser), what);
    stop(part);
}

/* Without entities the parser leaves "&" of an attribute as "&#38;", and only that. */
static struct str decode_value(struct part *part, struct str value)
{
    static const struct str mark = {"&#38;", 5};
    if (value.n < mark.n || memchr(value.p, '&', value.n) == NULL)
        return value;
    char *out = arena_new(&part->values, value.n, 1);
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        out[n++] = value.p[i];
        if (str_starts((struct str){value.p + i, value.n - i}, mark))
            i += mark.n - 1;
    }
    return (struct str){out, n};
}

/* Most names have one letter. */
static struct str name_of(const xmlChar *name)
{
    size_t n = 0;
    while (name[n] != '\0')
        n++;
    return (struct str){(const char *)name, n};
}

static int take_attributes(struct part *part, int n, const xmlChar **from)
{
    if (part->values.total > 0)
        arena_reset(&part->values);
    for (int i = 0; i < n; i++, from += 5) {
        struct str value = {(const char *)from[3], (size_t)(from[4] - from[3])};
        part->attribute[i] =
            (struct part_attribute){name_of(from[0]), decode_value(part, value)};
    }
    return n;
}

static bool enters(struct part *part, const xmlChar *uri)
{
    if (++part->depth == 1)
        part->root = uri;
    if (part->depth > PART_DEPTH_MAX)
        refuse(part, "elements are nested too deeply");
    else if (part->foreign == 0 && uri != part->root && !xmlStrEqual(uri, part->root))
        part->foreign = part->depth;
    return !part->failed && part->foreign == 0;
}

static void on_start(void *self, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
                     int nattributes, int ndefaulted, const xmlChar **attributes)
{
    struct part *part = self;
    (void)prefix, (void)nnamespaces, (void)namespaces, (void)ndefaulted;
    if (part->failed || !enters(part, uri))
        return;
    if (nattributes > PART_ATTRIBUTES_MAX) {
        refuse(part, "an element has more than 256 attributes");
        return;
    }
    const struct part_element element = {
        name_of(name), part->attribute,
        (size_t)take_attributes(part, nattributes, attributes)};
    if (part->sink->start(part->self, &element, part->err) != 0)
        stop(part);
}

static void on_end(void *self, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *uri)
{
    struct part *part = self;
    (void)prefix, (void)uri;
    if (part->failed)
        return;
    bool ours = part->foreign == 0;
    if (part->foreign == part->depth)
        part->foreign = 0;
    part->depth--;
    if (ours && part->sink->end(part->self, name_of(name), part->err) != 0)
        stop(part);
}

static void on_text(void *self, const xmlChar *text, int n)
{
    struct part *part = self;
    if (part->failed || part->foreign != 0)
        return;
    struct str piece = {(const char *)text, (size_t)n};
    if (part->sink->text(part->self, piece, part->err) != 0)
        stop(part);
}

static void on_doctype(void *self, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    refuse(self, "a DOCTYPE, which no workbook has; the file is forged");
}

static int create_parser(struct part *part)
{
    part->handler = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                                    .startElementNs = on_start,
                                    .endElementNs = on_end,
                                    .characters = on_text,
                                    .ignorableWhitespace = on_text,
                                    .cdataBlock = on_text,
                                    .internalSubset = on_doctype};
    part->parser = xmlCreatePushParserCtxt(&part->handler, part, NULL, 0, NULL);
    if (part->parser != NULL)
        xmlCtxtUseOptions(part->parser, XML_PARSE_NONET);
    return part->parser != NULL ? 0 : -1;
}

int part_open(struct part **out, struct package *package, struct str name,
              const struct part_sink *sink, void *self, struct err *err)
{
    struct part *part = mem_new(1, sizeof *part);
    part->package = package;
    part->name = name;
    part->sink = sink;
    part->self = self;
    if (package_begin(package, name, err) != 0) {
        part_close(part);
        return -1;
    }
    if (create_parser(part) != 0) {
        part_close(part);
        return err_set(err, ERR_SYSTEM, package_path(package), 0, "no memory for XML");
    }
    *out = part;
    return 0;
}

int part_step(struct part *part, struct err *err)
{
    char piece[PIECE];
    size_t n;
    part->err = err;
    if (package_read(part->package, piece, sizeof piece, &n, err) != 0)
        return -1;
    part->size += n;
    xml_quiet(); /* rows are read on a thread of their own */
    int code = xmlParseChunk(part->parser, piece, (int)n, n == 0);
    /* Bytes that do not decode halt the parser without a word. */
    if ((code != XML_ERR_OK && part->parser->wellFormed == 0) ||
        part->parser->disableSAX != 0 || (n == 0 && part->depth > 0))
        refuse(part, "the XML is damaged; export the workbook again");
    if (part->failed)
        return -1;
    return n == 0;
}

uint64_t part_size(const struct part *part)
{
    return part->size;
}

void part_close(struct part *part)
{
    if (part == NULL)
        return;
    package_end(part->package);
    xmlFreeParserCtxt(part->parser);
    arena_release(&part->values);
    mem_free(part);
}

int part_parse(struct package *package, struct str name, const struct part_sink *sink,
               void *self, struct err *err)
{
    struct part *part;
    int status;
    if (part_open(&part, package, name, sink, self, err) != 0)
        return -1;
    while ((status = part_step(part, err)) == 0)
        continue;
    part_close(part);
    return status < 0 ? -1 : 0;
}

struct str part_attribute(const struct part_element *element, struct str name)
{
    for (size_t i = 0; i < element->n; i++)
        if (str_eq(element->attribute[i].name, name))
            return element->attribute[i].value;
    return STR_NONE;
}

bool part_is_true(struct str value)
{
    return str_eq(value, STR("1")) || str_eq(value, STR("true"));
}
