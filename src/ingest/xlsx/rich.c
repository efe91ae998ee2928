/* rich: see rich.h. */
#include "ingest/xlsx/rich.h"

#include <string.h>

#include "base/utf8.h"
#include "ingest/reader.h"

#include "base/banned.h"

enum { ESCAPE = 7 }; /* length of "_x000D_" */

void rich_init(struct rich *rich)
{
    *rich = (struct rich){.inside = false};
    buf_init(&rich->text, CELL_MAX);
}

void rich_release(struct rich *rich)
{
    buf_release(&rich->text);
}

void rich_clear(struct rich *rich)
{
    buf_clear(&rich->text);
    rich->inside = false;
    rich->phonetic = 0;
}

void rich_start(struct rich *rich, const struct part_element *element)
{
    if (str_eq(element->name, STR("rPh"))) {
        rich->phonetic++;
    } else if (str_eq(element->name, STR("t")) && rich->phonetic == 0) {
        rich->inside = true;
        rich->escaped = false;
        rich->from = rich->text.n;
        rich->preserve = str_eq(part_attribute(element, STR("space")), STR("preserve"));
    }
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void trim_run(struct rich *rich)
{
    struct buf *text = &rich->text;
    size_t begin = rich->from, end = text->n;
    while (begin < end && is_blank(text->p[begin]))
        begin++;
    while (end > begin && is_blank(text->p[end - 1]))
        end--;
    if (begin > rich->from)
        memmove(text->p + rich->from, text->p + begin, end - begin);
    text->n = rich->from + (end - begin);
}

void rich_end(struct rich *rich, struct str name)
{
    if (str_eq(name, STR("rPh"))) {
        rich->phonetic--;
    } else if (rich->inside && str_eq(name, STR("t"))) {
        rich->inside = false;
        if (!rich->preserve)
            trim_run(rich);
        if (rich->escaped)
            rich_unescape(&rich->text, rich->from);
    }
}

void rich_text(struct rich *rich, struct str piece)
{
    if (!rich->inside)
        return;
    rich->escaped = rich->escaped || memchr(piece.p, '_', piece.n) != NULL;
    buf_put(&rich->text, piece.p, piece.n);
}

/* The code unit of an escape at `p`; false when there is none. */
static bool read_escape(const char *p, size_t n, uint32_t *unit)
{
    if (n < ESCAPE || p[0] != '_' || p[1] != 'x' || p[ESCAPE - 1] != '_')
        return false;
    *unit = 0;
    for (int i = 2; i < ESCAPE - 1; i++) {
        char c = (char)(p[i] | 0x20);
        uint32_t digit = p[i] >= '0' && p[i] <= '9' ? (uint32_t)(p[i] - '0')
                         : c >= 'a' && c <= 'f'     ? (uint32_t)(c - 'a' + 10)
                                                    : 16;
        if (digit > 15)
            return false;
        *unit = *unit * 16 + digit;
    }
    return true;
}

/* The character escaped at `p`, from one code unit or two; its length, 0 for none. */
static size_t read_character(const char *p, size_t n, uint32_t *cp)
{
    uint32_t low;
    if (!read_escape(p, n, cp) || *cp == 0 || (*cp >= 0xDC00 && *cp <= 0xDFFF))
        return 0;
    if (*cp < 0xD800 || *cp > 0xDBFF)
        return ESCAPE;
    if (!read_escape(p + ESCAPE, n - ESCAPE, &low) || low < 0xDC00 || low > 0xDFFF)
        return 0;
    *cp = 0x10000 + ((*cp - 0xD800) << 10) + (low - 0xDC00);
    return (size_t)2 * ESCAPE;
}

void rich_unescape(struct buf *text, size_t from)
{
    size_t out = from;
    for (size_t i = from; i < text->n;) {
        uint32_t cp;
        size_t taken = read_character(text->p + i, text->n - i, &cp);
        if (taken == 0) {
            text->p[out++] = text->p[i++];
            continue;
        }
        out += utf8_put(cp, text->p + out);
        i += taken;
    }
    text->n = out;
}
