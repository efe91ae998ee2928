/* json_text: strings of a manifest, written and read back, and those of figures.json. */
#include "seal/json_text.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

void json_put_string(struct buf *buf, struct str text)
{
    buf_char(buf, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '"' || c == '\\')
            buf_printf(buf, "\\%c", c);
        else if (c < 0x20)
            buf_printf(buf, "\\u%04x", c);
        else
            buf_char(buf, (char)c);
    }
    buf_char(buf, '"');
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

/* One escape at p (after the backslash); returns bytes used, 0 when it is none of ours. */
static size_t unescape(const char *p, size_t n, struct buf *out)
{
    if (n >= 1 && (p[0] == '"' || p[0] == '\\')) {
        buf_char(out, p[0]);
        return 1;
    }
    if (n >= 1 && p[0] == 'n') { /* in figures.json */
        buf_char(out, '\n');
        return 1;
    }
    if (n < 5 || p[0] != 'u' || p[1] != '0' || p[2] != '0')
        return 0;
    int high = hex_digit(p[3]), low = hex_digit(p[4]);
    if (high < 0 || low < 0)
        return 0;
    buf_char(out, (char)(high * 16 + low));
    return 5;
}

static struct str read_string(struct str rest, struct buf *out)
{
    buf_clear(out);
    for (size_t i = 1; i < rest.n; i++) {
        if (rest.p[i] == '"')
            return buf_view(out);
        if (rest.p[i] != '\\') {
            buf_char(out, rest.p[i]);
            continue;
        }
        size_t used = unescape(rest.p + i + 1, rest.n - i - 1, out);
        if (used == 0)
            return STR_NONE;
        i += used;
    }
    return STR_NONE;
}

struct str json_string_of(struct str line, const char *key, struct buf *out)
{
    char quoted[64];
    int n = snprintf(quoted, sizeof quoted, "\"%.48s\": ", key);
    const char *at = line.n ? memmem(line.p, line.n, quoted, (size_t)n) : NULL;
    if (at == NULL)
        return STR_NONE;
    struct str rest = {at + n, line.n - (size_t)(at + n - line.p)};
    if (rest.n > 0 && rest.p[0] == '"')
        return read_string(rest, out);
    size_t end = 0;
    while (end < rest.n && rest.p[end] != ',' && rest.p[end] != '}')
        end++;
    return end > 0 ? (struct str){rest.p, end} : STR_NONE;
}
