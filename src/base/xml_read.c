/* xml: looking at a loaded tree, and escaping text for one. */
#include "base/xml.h"

#include "base/utf8.h"
#include "base/banned.h"

static struct str of_xml(const xmlChar *z)
{
    return str_of((const char *)z);
}

static const xmlAttr *attribute(const xmlNode *node, const char *name)
{
    const xmlAttr *a = node->properties;
    while (a && !str_eq(of_xml(a->name), str_of(name)))
        a = a->next;
    return a;
}

/* Without entities an attribute is at most one text node. An empty one has none. */
struct str xml_attr(const xmlNode *node, const char *name)
{
    const xmlAttr *a = attribute(node, name);
    if (!a)
        return STR_NONE;
    if (!a->children || !a->children->content)
        return STR("");
    return of_xml(a->children->content);
}

bool xml_has(const xmlNode *node, const char *name)
{
    return attribute(node, name) != NULL;
}

bool xml_yes(const xmlNode *node, const char *name)
{
    return str_eq(xml_attr(node, name), STR("yes"));
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r';
}

/* Blanks become one space; a line break between two wide characters becomes nothing,
 * because such scripts set no space between words. */
static void fold(struct buf *out, struct str text)
{
    uint32_t last = 0, cp;
    bool blank = false, broken = false;
    struct str rest = text, here = text;
    while (utf8_next(&rest, &cp)) {
        if (is_blank(cp)) {
            blank = true;
            broken = broken || cp == '\n';
        } else {
            bool joined = broken && utf8_is_wide(last) && utf8_is_wide(cp);
            if (blank && out->n > 0 && !joined)
                buf_char(out, ' ');
            buf_put(out, here.p, (size_t)(rest.p - here.p));
            blank = broken = false;
            last = cp;
        }
        here = rest;
    }
}

struct str xml_text(struct arena *a, const xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    struct buf folded;
    buf_init(&folded, SIZE_MAX / 2);
    fold(&folded, of_xml(content));
    struct str text = arena_str(a, buf_view(&folded));
    buf_release(&folded);
    xmlFree(content);
    return text;
}

bool xml_is(const xmlNode *node, const char *local_name)
{
    return node->type == XML_ELEMENT_NODE &&
           str_eq(of_xml(node->name), str_of(local_name));
}

static const xmlNode *from_here(const xmlNode *node, const char *name)
{
    while (node && (node->type != XML_ELEMENT_NODE || (name && !xml_is(node, name))))
        node = node->next;
    return node;
}

const xmlNode *xml_first(const xmlNode *node, const char *child)
{
    return from_here(node->children, child);
}

const xmlNode *xml_next(const xmlNode *node, const char *name)
{
    return from_here(node->next, name);
}

size_t xml_count(const xmlNode *node, const char *name)
{
    size_t n = 0;
    for (const xmlNode *c = xml_first(node, name); c != NULL; c = xml_next(c, name))
        n++;
    return n;
}

long xml_line(const xmlNode *node)
{
    return xmlGetLineNo(node);
}

static struct str primary(struct str lang)
{
    struct str first;
    return str_split(&lang, '-', &first) ? first : STR_NONE;
}

/* How well a child in `has` serves a reader of `wanted`; a child without a language
 * counts as the first. */
static int fit(struct str has, struct str wanted)
{
    if (has.n == 0)
        return 1;
    if (str_eq(has, wanted))
        return 4;
    if (str_eq(primary(has), primary(wanted)))
        return 3;
    return str_eq(primary(has), STR("en")) ? 2 : 1;
}

struct str xml_localized(struct arena *a, const xmlNode *node, const char *child,
                         struct str lang)
{
    const xmlNode *best = NULL;
    int best_fit = 0;
    for (const xmlNode *n = xml_first(node, child); n; n = xml_next(n, child)) {
        int this_fit = fit(xml_attr(n, "lang"), lang);
        if (this_fit > best_fit) {
            best = n;
            best_fit = this_fit;
        }
    }
    return best ? xml_text(a, best) : STR_NONE;
}

void xml_escape(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '&':
            buf_text(out, "&amp;");
            break;
        case '<':
            buf_text(out, "&lt;");
            break;
        case '>':
            buf_text(out, "&gt;");
            break;
        case '"':
            buf_text(out, "&quot;");
            break;
        case '\n':
        case '\r':
        case '\t': /* an attribute would turn these into blanks */
            buf_printf(out, "&#%d;", text.p[i]);
            break;
        default:
            buf_char(out, text.p[i]);
        }
    }
}
