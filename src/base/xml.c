/* xml: parsing and validating. No document type of any kind passes: the parser is stopped
 * at "<!DOCTYPE", before an entity can be declared. Nothing is fetched. */
#include "base/xml.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlerror.h>

#include "base/file.h"
#include "base/xml_explain.h"
#include "base/banned.h"

#define OPTIONS                                                                          \
    (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES)
#define MESSAGE_MAX 300

#if LIBXML_VERSION >= 21200
typedef const xmlError *report_ptr;
#else
typedef xmlError *report_ptr;
#endif

static struct str of_name(const xmlChar *name)
{
    return str_of((const char *)name);
}

/* libxml2 ends its messages with a line feed. */
static void copy_message(char *out, const char *message)
{
    struct str s = str_trim(str_of(message ? message : "not well-formed"));
    size_t n = s.n < MESSAGE_MAX - 1 ? s.n : MESSAGE_MAX - 1;
    memcpy(out, s.p, n);
    out[n] = '\0';
}

/* Parsing. */

struct parsing {
    bool doctype;
    bool failed;
    long line;
    char message[MESSAGE_MAX];
};

static void refuse_doctype(void *context, const xmlChar *name, const xmlChar *external,
                           const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    xmlParserCtxt *parser = context;
    struct parsing *parsing = parser->_private;
    parsing->doctype = true;
    parsing->line = parser->input ? parser->input->line : 0;
    xmlStopParser(parser);
}

/* The first message is the cause, the later ones follow from it. */
static void keep_first(void *context, report_ptr error)
{
    const xmlParserCtxt *parser = context;
    struct parsing *parsing = parser->_private;
    if (parsing->failed || error->level < XML_ERR_ERROR)
        return;
    parsing->failed = true;
    parsing->line = error->line;
    copy_message(parsing->message, error->message);
}

static xmlDoc *read_document(struct parsing *parsing, struct str text, const char *path)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser)
        return NULL;
    parser->_private = parsing;
    parser->sax->internalSubset = refuse_doctype;
    parser->sax->serror = keep_first;
    xmlDoc *doc =
        xmlCtxtReadMemory(parser, text.n ? text.p : "", (int)text.n, path, NULL, OPTIONS);
    xmlFreeParserCtxt(parser);
    return doc;
}

static int parse(xmlDoc **out, struct str text, const char *path, struct err *e)
{
    if (text.n > INT_MAX)
        return err_set(e, ERR_JOB, path, 0, "is larger than %d bytes", INT_MAX);
    struct parsing parsing = {.message = "the parser gave up"};
    xmlDoc *doc = read_document(&parsing, text, path);
    if (doc && !parsing.doctype && !parsing.failed) {
        *out = doc;
        return 0;
    }
    xmlFreeDoc(doc);
    if (parsing.doctype)
        return err_set(e, ERR_JOB, path, parsing.line,
                       "has a document type; remove the <!DOCTYPE ...>");
    return err_set(e, ERR_JOB, path, parsing.line, "not well-formed XML: %s",
                   parsing.message);
}

/* Validation. libxml2 reports a chain of messages, from the cause to what failed because
 * of it; some name the culprit and some only say that something failed. */

struct report {
    long line;
    int rank;
    char message[MESSAGE_MAX];
};

static int rank_of(const char *message)
{
    static const struct {
        const char *words;
        int rank;
    } table[] = {
        {"Did not expect", 4},     {"Invalid attribute", 4}, {"doesn't allow value", 4},
        {"Expecting", 3},          {"Expected", 3},          {"Extra", 3},
        {"failed to validate", 1}, {"Invalid sequence", 1},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strstr(message, table[i].words))
            return table[i].rank;
    }
    return 2;
}

/* What libxml2 says of an attribute does not tell its value, nor which one is missing: the
 * start tag as it stands does. */
static void append_tag(char *message, const xmlNode *node)
{
    struct buf tag;
    buf_init(&tag, MESSAGE_MAX - 1);
    buf_printf(&tag, "%s: <%s", message, (const char *)node->name);
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        buf_printf(&tag, " %s=\"%s\"", (const char *)a->name,
                   a->children ? (const char *)a->children->content : "");
    }
    buf_char(&tag, '>');
    if (!buf_failed(&tag))
        memcpy(message, tag.p, tag.n + 1);
    buf_release(&tag);
}

static void collect(void *context, report_ptr error)
{
    struct report *report = context;
    if (!error->message)
        return;
    int rank = rank_of(error->message);
    if (rank <= report->rank)
        return;
    const xmlNode *node = error->node;
    report->rank = rank;
    report->line = node ? xmlGetLineNo(node) : error->line;
    copy_message(report->message, error->message);
    if (strstr(report->message, "attribute") && node && node->type == XML_ELEMENT_NODE)
        append_tag(report->message, node);
}

static void ignore(void *context, report_ptr error)
{
    (void)context;
    (void)error;
}

static void ignore_text(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

void xml_quiet(void)
{
    xmlSetStructuredErrorFunc(NULL, ignore);
    xmlSetGenericErrorFunc(NULL, ignore_text);
}

/* The schema is parsed to a document first: reading it by name would let libxml2 print. */
static int load_schema(xmlRelaxNG **out, xmlDoc **schema, const char *path, struct err *e)
{
    struct report report = {.rank = 0};
    struct arena a;
    struct str text;
    xmlDoc *doc = NULL;
    arena_init(&a);
    int rc = file_read(path, 4 << 20, &a, &text, e);
    if (rc == 0)
        rc = parse(&doc, text, path, e);
    arena_release(&a);
    if (rc < 0)
        return -1;
    xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewDocParserCtxt(doc);
    if (parser) {
        xmlRelaxNGSetParserStructuredErrors(parser, collect, &report);
        *out = xmlRelaxNGParse(parser);
        xmlRelaxNGFreeParserCtxt(parser);
    }
    if (parser && *out) {
        *schema = doc;
        return 0;
    }
    xmlFreeDoc(doc);
    return err_set(e, ERR_JOB, path, report.line, "is no RELAX NG schema: %s",
                   report.message);
}

static bool declares(const xmlNode *pattern, const xmlChar *name)
{
    bool found =
        xml_is(pattern, "anyName") ||
        (xml_is(pattern, "element") && str_eq(xml_attr(pattern, "name"), of_name(name)));
    for (const xmlNode *n = xml_first(pattern, NULL); n && !found; n = xml_next(n, NULL))
        found = declares(n, name);
    return found;
}

/* First element that the schema nowhere has. */
static const xmlNode *unknown_element(const xmlNode *node, const xmlNode *grammar)
{
    const xmlNode *found = declares(grammar, node->name) ? NULL : node;
    for (const xmlNode *n = xml_first(node, NULL); n && !found; n = xml_next(n, NULL))
        found = unknown_element(n, grammar);
    return found;
}

/* Of a misspelt element libxml2 often says only that the right one is missing. */
static void name_unknown(struct report *report, const xmlDoc *doc, const xmlDoc *schema)
{
    const xmlNode *unknown =
        unknown_element(xmlDocGetRootElement(doc), xmlDocGetRootElement(schema));
    if (!unknown)
        return;
    report->line = xml_line(unknown);
    snprintf(report->message, sizeof report->message, "unknown element '%.100s'",
             (const char *)unknown->name);
}

/* What the validator says names a neighbour as often as the culprit. */
static bool explain(struct report *report, const xmlDoc *doc, const xmlDoc *schema)
{
    struct buf message;
    buf_init(&message, 4 * MESSAGE_MAX);
    bool found = xml_explain(doc, schema, &report->line, &message);
    if (found)
        copy_message(report->message, message.p);
    buf_release(&message);
    return found;
}

static int validate(xmlDoc *doc, const char *path, const char *schema, struct err *e)
{
    xmlRelaxNG *grammar = NULL;
    xmlDoc *schema_doc = NULL;
    if (load_schema(&grammar, &schema_doc, schema, e) < 0)
        return -1;
    struct report report = {.rank = 0};
    int rc = 0;
    xmlRelaxNGValidCtxt *validator = xmlRelaxNGNewValidCtxt(grammar);
    if (validator) {
        xmlRelaxNGSetValidStructuredErrors(validator, collect, &report);
        rc = xmlRelaxNGValidateDoc(validator, doc);
        xmlRelaxNGFreeValidCtxt(validator);
    }
    xmlRelaxNGFree(grammar);
    if (rc > 0 && !explain(&report, doc, schema_doc))
        name_unknown(&report, doc, schema_doc);
    xmlFreeDoc(schema_doc);
    if (!validator || rc < 0)
        return err_set(e, ERR_SYSTEM, path, 0, "cannot be validated");
    if (rc > 0) {
        err_set(e, ERR_JOB, path, report.line, "%s", report.message);
        return err_note(e, "the schema is %s", schema);
    }
    return 0;
}

int xml_load(xmlDoc **out, struct str text, const char *path, const char *schema,
             struct err *e)
{
    xmlDoc *doc = NULL;
    xml_quiet();
    int rc = parse(&doc, text, path, e);
    if (rc == 0 && schema != NULL)
        rc = validate(doc, path, schema, e);
    xmlResetLastError();
    if (rc < 0)
        xmlFreeDoc(doc);
    else
        *out = doc;
    return rc;
}
