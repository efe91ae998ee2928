/* scan: a machine of a few states that reads each byte once. A tag waits in a buffer
 * until it is whole; a '>' within a quoted value does not end it. */
#include "ingest/html/scan.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "ingest/text/bytes.h"
#include "ingest/text/decode.h"

#include "base/banned.h"

enum { PIECE = 1 << 14, HEAD = 4096, TAG_MAX = 1 << 20 };

enum state {
    IN_TEXT,
    AT_SIGN,    /* behind '<' */
    IN_TAG,     /* in the buffer, from behind '<' */
    IN_COMMENT, /* until "-->" */
    IN_RAW      /* a script or a style, until its end tag */
};

struct html_scan {
    const char *path;
    const struct html_handlers *handlers;
    void *self;
    struct decode *text;
    enum state state;
    struct buf tag;
    char quote, before; /* of a value in the tag; the last byte but blanks */
    char last[2];       /* of a comment */
    char raw[8];        /* the element that is passed over: "script" */
    size_t matched;     /* bytes of "</script" */
};

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* What begins is passed over until its end tag. */
static void enter_raw(struct html_scan *scan, struct str name)
{
    if (!str_eq(name, STR("script")) && !str_eq(name, STR("style")))
        return;
    memcpy(scan->raw, name.p, name.n);
    scan->raw[name.n] = '\0';
    scan->matched = 0;
    scan->state = IN_RAW;
}

static int end_tag(struct html_scan *scan, struct err *err)
{
    struct html_tag tag = {0};
    size_t at = 0, n = 0;
    char *p = scan->tag.p;
    scan->state = IN_TEXT;
    if (scan->tag.n > 0 && p[0] == '/')
        at = 1;
    tag.closing = at == 1;
    while (at + n < scan->tag.n && !is_blank(p[at + n]) && p[at + n] != '/')
        n++;
    for (size_t i = at; i < at + n; i++)
        p[i] = lower(p[i]);
    tag.name = (struct str){p + at, n};
    tag.attributes = (struct str){p + at + n, scan->tag.n - at - n};
    if (!tag.closing)
        enter_raw(scan, tag.name);
    return scan->handlers->tag(scan->self, &tag, err);
}

static int put_tag(struct html_scan *scan, char c, struct err *err)
{
    if (scan->quote != '\0') {
        if (c == scan->quote)
            scan->quote = '\0';
    } else if (c == '>') {
        return end_tag(scan, err);
    } else if ((c == '"' || c == '\'') && scan->before == '=') {
        scan->quote = c;
    }
    if (!is_blank(c))
        scan->before = c;
    buf_char(&scan->tag, c);
    if (scan->tag.n == 3 && memcmp(scan->tag.p, "!--", 3) == 0) {
        scan->state = IN_COMMENT;
        scan->last[0] = scan->last[1] = '\0';
    }
    return buf_failed(&scan->tag) ? err_set(err, ERR_GATE, scan->path, 0,
                                            "a tag of the file is longer than 1 MiB")
                                  : 0;
}

/* Behind '<': what is no letter and no mark of a tag makes it a text. */
static int begin_tag(struct html_scan *scan, char c, struct err *err)
{
    buf_clear(&scan->tag);
    scan->quote = scan->before = '\0';
    scan->state = IN_TAG;
    if (is_letter(c) || c == '/' || c == '!' || c == '?')
        return put_tag(scan, c, err);
    scan->state = c == '<' ? AT_SIGN : IN_TEXT;
    if (scan->handlers->text(scan->self, STR("<"), err) != 0)
        return -1;
    return c == '<' ? 0 : scan->handlers->text(scan->self, (struct str){&c, 1}, err);
}

static void pass_comment(struct html_scan *scan, char c)
{
    if (c == '>' && scan->last[0] == '-' && scan->last[1] == '-')
        scan->state = IN_TEXT;
    scan->last[0] = scan->last[1];
    scan->last[1] = c;
}

static void pass_raw(struct html_scan *scan, char c)
{
    size_t n = strlen(scan->raw);
    char wanted = scan->matched == 0   ? '<'
                  : scan->matched == 1 ? '/'
                                       : scan->raw[scan->matched - 2];
    scan->matched = lower(c) == wanted ? scan->matched + 1 : c == '<' ? 1 : 0;
    if (scan->matched < n + 2)
        return;
    buf_clear(&scan->tag);
    buf_printf(&scan->tag, "/%s", scan->raw);
    scan->quote = scan->before = '\0';
    scan->state = IN_TAG;
}

static int take_byte(struct html_scan *scan, char c, struct err *err)
{
    switch (scan->state) {
    case AT_SIGN:
        return begin_tag(scan, c, err);
    case IN_TAG:
        return put_tag(scan, c, err);
    case IN_COMMENT:
        pass_comment(scan, c);
        return 0;
    default:
        pass_raw(scan, c);
        return 0;
    }
}

int html_scan_step(struct html_scan *scan, struct err *err)
{
    char piece[PIECE];
    size_t n;
    if (decode_read(scan->text, piece, sizeof piece, &n, err) != 0)
        return -1;
    for (size_t i = 0; i < n;) {
        if (scan->state != IN_TEXT) {
            if (take_byte(scan, piece[i++], err) != 0)
                return -1;
            continue;
        }
        const char *sign = memchr(piece + i, '<', n - i);
        struct str text = {piece + i, sign ? (size_t)(sign - piece) - i : n - i};
        if (text.n > 0 && scan->handlers->text(scan->self, text, err) != 0)
            return -1;
        i += text.n + (sign != NULL);
        if (sign != NULL)
            scan->state = AT_SIGN;
    }
    return n == 0;
}

/* Opening. */

/* What the file says of its encoding in a <meta>; it is often not so, and asked last. */
static struct str said_encoding(struct str head)
{
    for (size_t i = 0; i + 8 < head.n; i++) {
        if (strncasecmp(head.p + i, "charset=", 8) != 0)
            continue;
        struct str rest = {head.p + i + 8, head.n - i - 8};
        size_t n = 0;
        while (rest.n > 0 && (rest.p[0] == '"' || rest.p[0] == '\''))
            rest = (struct str){rest.p + 1, rest.n - 1};
        while (n < rest.n && (is_letter(rest.p[n]) || rest.p[n] == '-' ||
                              rest.p[n] == '_' || (rest.p[n] >= '0' && rest.p[n] <= '9')))
            n++;
        return (struct str){rest.p, n};
    }
    return STR_NONE;
}

/* A text that is UTF-8 from end to end is that, whatever it says of itself. */
static int open_text(struct html_scan *scan, struct str encoding, struct err *err)
{
    char bytes[HEAD];
    struct str head = {bytes, 0};
    struct err ignored = {0};
    struct decode *said = NULL;
    if (decode_open(&scan->text, scan->path, encoding, err) != 0 ||
        bytes_head(scan->path, bytes, HEAD, &head.n, err) != 0)
        return -1;
    struct str name = said_encoding(head);
    if (encoding.n > 0 || name.n == 0 || !decode_guessed(scan->text) ||
        decode_open(&said, scan->path, name, &ignored) != 0)
        return 0;
    decode_close(scan->text);
    scan->text = said;
    return 0;
}

int html_scan_open(struct html_scan **out, const char *path, struct str encoding,
                   const struct html_handlers *handlers, void *self, struct err *err)
{
    struct html_scan *scan = mem_new(1, sizeof *scan);
    *scan = (struct html_scan){.path = path, .handlers = handlers, .self = self};
    buf_init(&scan->tag, TAG_MAX);
    if (open_text(scan, encoding, err) != 0) {
        html_scan_close(scan);
        return -1;
    }
    *out = scan;
    return 0;
}

struct str html_scan_encoding(const struct html_scan *scan)
{
    return decode_encoding(scan->text);
}

bool html_scan_replaced(const struct html_scan *scan)
{
    return decode_replaced(scan->text);
}

bool html_scan_cut(const struct html_scan *scan)
{
    return scan->state != IN_TEXT;
}

void html_scan_close(struct html_scan *scan)
{
    if (scan == NULL)
        return;
    decode_close(scan->text);
    buf_release(&scan->tag);
    mem_free(scan);
}

/* Attributes and the head of a file. */

int64_t html_number(const struct html_tag *tag, struct str name)
{
    struct str s = tag->attributes;
    for (size_t i = 1; i + name.n < s.n; i++) {
        if (!is_blank(s.p[i - 1]) || strncasecmp(s.p + i, name.p, name.n) != 0)
            continue;
        size_t at = i + name.n;
        int64_t number = 0;
        while (at < s.n && is_blank(s.p[at]))
            at++;
        if (at == s.n || s.p[at++] != '=')
            continue;
        while (at < s.n && (is_blank(s.p[at]) || s.p[at] == '"' || s.p[at] == '\''))
            at++;
        while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9' && number < INT32_MAX)
            number = number * 10 + (s.p[at++] - '0');
        return number;
    }
    return 0;
}

static bool has_tag(struct str head, struct str name)
{
    for (size_t i = 0; i + name.n + 1 < head.n; i++)
        if (head.p[i] == '<' && strncasecmp(head.p + i + 1, name.p, name.n) == 0 &&
            !is_letter(head.p[i + 1 + name.n]))
            return true;
    return false;
}

/* The name of the first element; declarations and comments stand before it. */
static struct str first_name(struct str head)
{
    size_t n = 0;
    for (;;) {
        head = str_trim(head);
        bool comment = str_starts(head, STR("<!--"));
        if (!comment && !str_starts(head, STR("<!")) && !str_starts(head, STR("<?")))
            break;
        const char *mark = comment ? "-->" : ">";
        const char *end = memmem(head.p, head.n, mark, strlen(mark));
        if (end == NULL)
            return STR_NONE;
        end += strlen(mark);
        head = (struct str){end, head.n - (size_t)(end - head.p)};
    }
    if (head.n == 0 || head.p[0] != '<')
        return STR_NONE;
    while (n + 1 < head.n && (is_letter(head.p[n + 1]) || head.p[n + 1] == ':' ||
                              (head.p[n + 1] >= '0' && head.p[n + 1] <= '9')))
        n++;
    return (struct str){head.p + 1, n};
}

static bool is_named(struct str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(names[i]) == name.n && strncasecmp(names[i], name.p, name.n) == 0)
            return true;
    return false;
}

/* XML may call anything a table: without <html> there must be a row or a <meta>. */
bool html_probe(struct str head)
{
    static const char *const root[] = {"html"};
    static const char *const first[] = {"head", "body",   "meta", "title", "style",
                                        "link", "script", "base", "table", "div",
                                        "p",    "center", "font", "form",  "span",
                                        "h1",   "h2",     "h3",   "br",    "caption"};
    char narrow[HEAD];
    size_t n = 0;
    for (size_t i = 0; i < head.n && n < sizeof narrow; i++)
        if (head.p[i] != '\0' && (i > 2 || (unsigned char)head.p[i] < 0x80))
            narrow[n++] = head.p[i]; /* of UTF-16 its ASCII */
    struct str text = {narrow, n}, name = first_name(text);
    if (is_named(name, root, 1))
        return true;
    return is_named(name, first, sizeof first / sizeof *first) &&
           !str_starts(str_trim(text), STR("<?xml")) &&
           (has_tag(text, STR("tr")) || has_tag(text, STR("td")) ||
            has_tag(text, STR("th")) || has_tag(text, STR("meta")));
}
