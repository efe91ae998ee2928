/* xml_explain: walks the document beside the RELAX NG schema. Of each element it gathers
 * the patterns that its content and attributes may have, without regard to order, and tells
 * the first thing that none of them has. */
#include "base/xml_explain.h"

#include <string.h>

#include <libxml/xmlregexp.h>

#include "base/num.h"
#include "base/utf8.h"
#include "base/xml.h"

#include "base/banned.h"

enum { PIECES_MAX = 256, DEPTH_MAX = 64, LIST_MAX = 180 };

struct piece { /* an element or attribute that may stand in an element */
    const xmlNode *pattern;
    bool optional;
};
struct pieces {
    struct piece item[PIECES_MAX];
    size_t n;
};
struct walk {
    const xmlNode *grammar;
    long *line;
    struct buf *message;
};

static bool is_any(const xmlNode *pattern, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (xml_is(pattern, names[i]))
            return true;
    return false;
}

static void gather(const xmlNode *grammar, const xmlNode *parent, bool optional,
                   int depth, struct pieces *out)
{
    static const char *const loose[] = {"optional", "zeroOrMore", "choice"};
    for (const xmlNode *n = xml_first(parent, NULL); n && depth < DEPTH_MAX;
         n = xml_next(n, NULL)) {
        if (xml_is(n, "element") || xml_is(n, "attribute")) {
            if (out->n < PIECES_MAX)
                out->item[out->n++] = (struct piece){n, optional};
        } else if (xml_is(n, "ref")) {
            for (const xmlNode *d = xml_first(grammar, "define"); d;
                 d = xml_next(d, "define"))
                if (str_eq(xml_attr(d, "name"), xml_attr(n, "name")))
                    gather(grammar, d, optional, depth + 1, out);
        } else {
            gather(grammar, n, optional || is_any(n, loose, 3), depth + 1, out);
        }
    }
}

static struct str local_name(const xmlNode *pattern)
{
    struct str name = xml_attr(pattern, "name");
    const char *colon = name.n ? memchr(name.p, ':', name.n) : NULL;
    return colon ? (struct str){colon + 1, name.n - (size_t)(colon + 1 - name.p)} : name;
}

static bool fits_name(const struct piece *piece, const char *what, struct str name)
{
    return xml_is(piece->pattern, what) && (xml_first(piece->pattern, "anyName") ||
                                            str_eq(local_name(piece->pattern), name));
}

/* Whether a schema's attribute is the one in the document: its prefix counts. */
static bool is_declared(const struct pieces *pieces, const xmlAttr *a)
{
    for (size_t i = 0; i < pieces->n; i++) {
        struct str written = xml_attr(pieces->item[i].pattern, "name");
        bool prefixed = written.n > 0 && memchr(written.p, ':', written.n) != NULL;
        if (fits_name(&pieces->item[i], "attribute", str_of((const char *)a->name)) &&
            (prefixed == (a->ns != NULL) || written.n == 0))
            return true;
    }
    return false;
}

/* The names of one sort that are allowed, each once, and the one closest to `wrong`. */
static void list_names(const struct pieces *pieces, const char *what, struct str wrong,
                       struct buf *list, struct str *near)
{
    bool element = strcmp(what, "element") == 0;
    size_t least = utf8_count(wrong) / 2 + 1;
    *near = STR_NONE;
    for (size_t i = 0; i < pieces->n; i++) {
        struct str name = local_name(pieces->item[i].pattern);
        bool seen = !xml_is(pieces->item[i].pattern, what);
        for (size_t k = 0; k < i && !seen; k++)
            seen = xml_is(pieces->item[k].pattern, what) &&
                   str_eq(local_name(pieces->item[k].pattern), name);
        if (seen)
            continue;
        struct str written = xml_attr(pieces->item[i].pattern, "name");
        size_t edits = utf8_distance(wrong, name);
        if (edits < least) {
            least = edits;
            *near = written;
        }
        if (list->n + written.n < LIST_MAX)
            buf_printf(list, "%s%s%.*s%s", list->n ? ", " : "", element ? "<" : "",
                       STR_ARG(written), element ? ">" : "");
    }
}

static bool report_name(struct walk *w, const xmlNode *in, const xmlNode *at,
                        const struct pieces *pieces, const char *what, struct str wrong)
{
    bool element = strcmp(what, "element") == 0;
    struct str near;
    struct buf list;
    buf_init(&list, 4 * LIST_MAX);
    list_names(pieces, what, wrong, &list, &near);
    if (element)
        buf_printf(w->message, "<%.*s> cannot stand in <%s>", STR_ARG(wrong),
                   (const char *)in->name);
    else
        buf_printf(w->message, "<%s> takes no attribute %.*s=", (const char *)in->name,
                   STR_ARG(wrong));
    if (near.n > 0)
        buf_printf(w->message,
                   element ? ", did you mean <%.*s>?" : ", did you mean %.*s=?",
                   STR_ARG(near));
    if (list.n > 0)
        buf_printf(w->message, "%s it takes %s", near.n > 0 ? "" : ":", list.p);
    else
        buf_text(w->message, element ? "; nothing can" : "; it takes none");
    *w->line = xml_line(at);
    buf_release(&list);
    return true;
}

/* Values. */

enum fit { FIT_YES, FIT_NO, FIT_UNKNOWN };

struct values {
    struct str value;
    struct buf *list; /* of what is allowed */
    const xmlNode *grammar;
};

/* Numbers: of whole ones the least may go with the type. */
static const struct number_type {
    const char *name, *said, *least;
} number_type[] = {{"decimal", "a number", NULL},
                   {"integer", "a whole number", NULL},
                   {"nonNegativeInteger", "a whole number", "0"},
                   {"positiveInteger", "a whole number", "1"}};

static struct str limit_of(const xmlNode *data, const char *name, const char *otherwise)
{
    for (const xmlNode *p = xml_first(data, "param"); p; p = xml_next(p, "param"))
        if (str_eq(xml_attr(p, "name"), str_of(name)) && p->children)
            return str_of((const char *)p->children->content);
    return otherwise ? str_of(otherwise) : STR_NONE;
}

static enum fit fits_number(struct values *v, const xmlNode *data,
                            const struct number_type *type)
{
    struct dec found, low, high;
    struct str least = limit_of(data, "minInclusive", type->least);
    struct str most = limit_of(data, "maxInclusive", NULL);
    bool has_low = dec_parse(least, &low), has_high = dec_parse(most, &high);
    bool whole = strcmp(type->said, "a number") != 0;
    if (dec_parse(v->value, &found) && !(whole && found.scale > 0) &&
        !(has_low && dec_real(found) < dec_real(low)) &&
        !(has_high && dec_real(found) > dec_real(high)))
        return FIT_UNKNOWN; /* this reader of numbers is not the schema's */
    buf_printf(v->list, "%s%s", v->list->n ? ", " : "", type->said);
    if (has_low)
        buf_printf(v->list, has_high ? " from %.*s" : " of at least %.*s",
                   STR_ARG(least));
    if (has_high)
        buf_printf(v->list, has_low ? " to %.*s" : " of at most %.*s", STR_ARG(most));
    return FIT_NO;
}

/* What a schema says in words of its pattern is worth more than the pattern. */
static void put_meant(struct values *v, const xmlNode *data, const char *pattern)
{
    xmlChar *said =
        xmlGetNsProp(data, (const xmlChar *)"as", (const xmlChar *)"urn:auditpack:say");
    buf_printf(v->list, "%s%s%s", v->list->n ? ", " : "", said ? "" : "the pattern ",
               said ? (const char *)said : pattern);
    xmlFree(said);
}

static enum fit fits_data(struct values *v, const xmlNode *data)
{
    for (size_t i = 0; i < sizeof number_type / sizeof *number_type; i++)
        if (str_eq(xml_attr(data, "type"), str_of(number_type[i].name)))
            return fits_number(v, data, &number_type[i]);
    for (const xmlNode *p = xml_first(data, "param"); p; p = xml_next(p, "param")) {
        if (!str_eq(xml_attr(p, "name"), STR("pattern")) || !p->children)
            continue;
        xmlRegexp *regexp = xmlRegexpCompile(p->children->content);
        char text[512];
        if (!regexp || v->value.n >= sizeof text) {
            xmlRegFreeRegexp(regexp);
            return FIT_UNKNOWN;
        }
        memcpy(text, v->value.p ? v->value.p : "", v->value.n);
        text[v->value.n] = '\0';
        bool fits = xmlRegexpExec(regexp, (const xmlChar *)text) == 1;
        xmlRegFreeRegexp(regexp);
        if (!fits && v->list->n < LIST_MAX)
            put_meant(v, data, (const char *)p->children->content);
        return fits ? FIT_YES : FIT_NO;
    }
    return FIT_UNKNOWN;
}

static enum fit fits_value(struct values *v, const xmlNode *pattern, int depth)
{
    enum fit fit = FIT_NO;
    const xmlNode *n = xml_first(pattern, NULL);
    if (!n || depth > DEPTH_MAX)
        return FIT_UNKNOWN;
    for (; n && fit == FIT_NO; n = xml_next(n, NULL)) {
        if (xml_is(n, "value")) {
            struct str text = str_trim(str_of((const char *)n->children->content));
            fit = str_eq(text, v->value) ? FIT_YES : FIT_NO;
            if (v->list->n < LIST_MAX)
                buf_printf(v->list, "%s%.*s", v->list->n ? ", " : "", STR_ARG(text));
        } else if (xml_is(n, "data")) {
            fit = fits_data(v, n);
        } else if (xml_is(n, "choice")) {
            fit = fits_value(v, n, depth + 1);
        } else if (xml_is(n, "ref")) {
            for (const xmlNode *d = xml_first(v->grammar, "define"); d && fit == FIT_NO;
                 d = xml_next(d, "define"))
                if (str_eq(xml_attr(d, "name"), xml_attr(n, "name")))
                    fit = fits_value(v, d, depth + 1);
        } else {
            fit = FIT_UNKNOWN;
        }
    }
    return fit;
}

static bool explain_value(struct walk *w, const xmlNode *node,
                          const struct pieces *pieces, struct str name)
{
    struct buf list;
    buf_init(&list, 8 * LIST_MAX);
    struct values v = {xml_attr(node, (const char *)name.p), &list, w->grammar};
    enum fit fit = FIT_NO;
    for (size_t i = 0; i < pieces->n && fit == FIT_NO; i++)
        if (fits_name(&pieces->item[i], "attribute", name))
            fit = fits_value(&v, pieces->item[i].pattern, 0);
    if (fit == FIT_NO) {
        buf_printf(w->message, "<%s %.*s=\"%.*s\">: it takes %s",
                   (const char *)node->name, STR_ARG(name), STR_ARG(v.value), list.p);
        *w->line = xml_line(node);
    }
    buf_release(&list);
    return fit == FIT_NO;
}

static bool explain_attributes(struct walk *w, const xmlNode *node,
                               const struct pieces *pieces, bool sure)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        struct str name = str_of((const char *)a->name);
        if (!is_declared(pieces, a))
            return report_name(w, node, node, pieces, "attribute", name);
        if (!a->ns && explain_value(w, node, pieces, name))
            return true;
    }
    for (size_t i = 0; sure && i < pieces->n; i++) {
        const struct piece *p = &pieces->item[i];
        struct str name = local_name(p->pattern);
        if (p->optional || !xml_is(p->pattern, "attribute") || !name.n ||
            xml_has(node, (const char *)name.p))
            continue;
        buf_printf(w->message, "<%s> lacks the attribute %.*s=", (const char *)node->name,
                   STR_ARG(xml_attr(p->pattern, "name")));
        *w->line = xml_line(node);
        return true;
    }
    return false;
}

static bool explain_missing(struct walk *w, const xmlNode *node,
                            const struct pieces *pieces)
{
    for (size_t i = 0; i < pieces->n; i++) {
        const struct piece *p = &pieces->item[i];
        struct str name = local_name(p->pattern);
        if (p->optional || !xml_is(p->pattern, "element") || !name.n ||
            xml_count(node, (const char *)name.p))
            continue;
        buf_printf(w->message, "<%s> lacks <%.*s>", (const char *)node->name,
                   STR_ARG(name));
        *w->line = xml_line(node);
        return true;
    }
    return false;
}

/* `allowed` are the patterns that the element of this name may have. */
static bool explain(struct walk *w, const xmlNode *node, const struct pieces *allowed,
                    int depth)
{
    struct str name = str_of((const char *)node->name);
    struct pieces *inner = mem_new(1, sizeof *inner);
    size_t candidates = 0;
    for (size_t i = 0; i < allowed->n; i++)
        if (fits_name(&allowed->item[i], "element", name)) {
            candidates++;
            gather(w->grammar, allowed->item[i].pattern, false, 0, inner);
        }
    bool sure = candidates == 1, found = false;
    if (depth < DEPTH_MAX && inner->n < PIECES_MAX)
        found = explain_attributes(w, node, inner, sure);
    for (const xmlNode *c = xml_first(node, NULL); c && !found && depth < DEPTH_MAX;
         c = xml_next(c, NULL)) {
        struct str child = str_of((const char *)c->name);
        bool known = false;
        for (size_t i = 0; i < inner->n; i++)
            known = known || fits_name(&inner->item[i], "element", child);
        found = known ? explain(w, c, inner, depth + 1)
                      : report_name(w, node, c, inner, "element", child);
    }
    if (!found && sure)
        found = explain_missing(w, node, inner);
    mem_free(inner);
    return found;
}

bool xml_explain(const xmlDoc *doc, const xmlDoc *schema, long *line, struct buf *message)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    const xmlNode *grammar = xmlDocGetRootElement(schema);
    const xmlNode *start = xml_first(grammar, "start");
    struct walk w = {grammar, line, message};
    struct pieces *top = mem_new(1, sizeof *top);
    bool known = false, found = false;
    if (start)
        gather(grammar, start, false, 0, top);
    for (size_t i = 0; i < top->n; i++)
        known = known ||
                fits_name(&top->item[i], "element", str_of((const char *)root->name));
    if (known)
        found = explain(&w, root, top, 0);
    mem_free(top);
    return found;
}
