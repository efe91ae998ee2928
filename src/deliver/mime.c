/* mime: a name of a file goes out three times, since clients differ in what they read:
 * RFC 2231 (by the book), plain ASCII (everywhere), encoded words in Content-Type (against the
 * book, and what many clients in use read first). */
#include "deliver/mime.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

enum {
    WORD_BYTES = 39, /* of text in an encoded word: 64 in all, 76 in a line (RFC 2047) */
    PLAIN_MOST = 60, /* a longer header is encoded, so that it folds */
    PIECE_MOST = 54, /* of a parameter in RFC 2231, percent signs and all */
    CHARACTER_MOST = 12, /* of it, for a character of four bytes */
    LINE_BYTES = 57,     /* in a line of base64 of 76 characters */
    LINE_CHARS = 76
};

bool mime_is_line(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f)
            return false;
    return utf8_valid(text) == text.n;
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || (unsigned char)text.p[i] > 0x7e)
            return false;
    return text.n <= PLAIN_MOST && (!text.n || !memmem(text.p, text.n, "=?", 2));
}

/* The characters that fit into so many bytes, at least one. */
static struct str head_of(struct str text, size_t most)
{
    struct str rest = text;
    uint32_t cp;
    while (utf8_next(&rest, &cp)) {
        size_t taken = text.n - rest.n;
        struct str after = rest;
        if (!utf8_next(&after, &cp) || text.n - after.n > most)
            return (struct str){text.p, taken};
    }
    return text;
}

static void put_word(struct buf *out, struct str text)
{
    unsigned char line[LINE_CHARS + 1];
    int n = EVP_EncodeBlock(line, (const unsigned char *)text.p, (int)text.n);
    buf_text(out, "=?UTF-8?B?");
    buf_put(out, line, (size_t)n);
    buf_text(out, "?=");
}

static void put_words(struct buf *out, struct str text)
{
    for (bool first = true; text.n > 0; first = false) {
        struct str head = head_of(text, WORD_BYTES);
        if (!first)
            buf_text(out, "\r\n ");
        put_word(out, head);
        text = (struct str){text.p + head.n, text.n - head.n};
    }
}

void mime_put_header(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, "%s: ", name);
    if (is_plain(text))
        buf_str(out, text);
    else
        put_words(out, text);
    buf_text(out, "\r\n");
}

static void put_quoted(struct buf *out, struct str text)
{
    buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            buf_char(out, '\\');
        buf_char(out, text.p[i]);
    }
    buf_char(out, '"');
}

void mime_put_address(struct buf *out, const char *name, struct str display,
                      struct str address)
{
    buf_printf(out, "%s: ", name);
    if (display.n && is_plain(display))
        put_quoted(out, display);
    else
        put_words(out, display);
    buf_printf(out, display.n ? "\r\n <%.*s>\r\n" : "%.*s\r\n", STR_ARG(address));
}

static bool needs_percent(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return !letter && !(c >= '0' && c <= '9') && (c == '\0' || !strchr("-._~", c));
}

/* Pieces are cut between characters, as some readers decode each by itself. */
static void put_pieces(struct buf *out, struct str text, bool several)
{
    for (size_t piece = 0, i = 0; i < text.n; piece++) {
        buf_text(out, ";\r\n filename*");
        if (several)
            buf_printf(out, "%zu*", piece);
        buf_text(out, piece == 0 ? "=UTF-8''" : "=");
        for (size_t n = 0; i < text.n; i++) {
            bool percent = needs_percent(text.p[i]);
            bool first = !utf8_is_tail(text.p[i]);
            if (several && first && n + CHARACTER_MOST > PIECE_MOST)
                break;
            buf_printf(out, percent ? "%%%02X" : "%c",
                       percent ? (unsigned)(unsigned char)text.p[i]
                               : (unsigned)text.p[i]);
            n += percent ? 3 : 1;
        }
    }
}

static size_t encoded_length(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += needs_percent(text.p[i]) ? 3 : 1;
    return n;
}

void mime_put_file(struct buf *out, const char *type, struct str name, struct str plain)
{
    buf_printf(out, "Content-Type: %s;\r\n name=\"", type);
    if (is_plain(name))
        buf_str(out, name);
    else
        put_words(out, name);
    buf_text(out, "\"\r\nContent-Transfer-Encoding: base64\r\n"
                  "Content-Disposition: attachment");
    put_pieces(out, name, encoded_length(name) > PIECE_MOST);
    buf_printf(out, ";\r\n filename=\"%.*s\"\r\n", STR_ARG(plain));
}

void mime_put_base64(struct buf *out, struct str bytes)
{
    unsigned char line[LINE_CHARS + 1];
    for (size_t i = 0; i < bytes.n; i += LINE_BYTES) {
        size_t n = bytes.n - i < LINE_BYTES ? bytes.n - i : LINE_BYTES;
        int put = EVP_EncodeBlock(line, (const unsigned char *)bytes.p + i, (int)n);
        buf_put(out, line, (size_t)put);
        buf_text(out, "\r\n");
    }
}

int64_t mime_base64_size(int64_t bytes)
{
    return (bytes + 2) / 3 * 4 + (bytes + LINE_BYTES - 1) / LINE_BYTES * 2;
}
