/* look: what cells look like: number formats that print what the page prints, and glyphs
 * of states. */
#include <stdio.h>
#include <string.h>

#include "render/xlsx/book.h"

#include "base/banned.h"

enum { SERIAL_1970 = 25569 };

bool book_cell_is_number(const struct doc_cell *cell)
{
    return cell->type != DOC_TEXT && (cell->flags & FLAG_MISSING) == 0;
}

double book_cell_value(const struct doc_cell *cell)
{
    if (cell->type == DOC_TIME || cell->type == DOC_DATE)
        return (double)cell->num / 86400.0 + SERIAL_1970;
    if (cell->type == DOC_INTEGER)
        return (double)cell->num;
    return cell->real;
}

/* Glyphs that stand for the states in cells; the page draws them as paths. */
static const char *mark_glyph(enum doc_state mark)
{
    static const char *const glyph[] = {"",
                                        "\xE2\x97\x8F",
                                        "\xE2\x97\x90",
                                        "\xE2\x96\xB3",
                                        "\xE2\x96\xA0",
                                        "\xE2\x96\xA1",
                                        "\xE2\x97\x8C",
                                        "\xE2\x97\x8B",
                                        "\xE2\x80\x93",
                                        "",
                                        "\xE2\x97\x86"};
    return glyph[mark];
}

static bool mark_alerts(enum doc_state mark)
{
    return mark == MARK_WARN || mark == MARK_MISSED || mark == MARK_ABSENT ||
           mark == MARK_OUTSIDE;
}

/* "≥ 95.0", "29.8 x", "+0.9": what stands around the digits goes into the format. */
struct around {
    struct str head, tail;
    bool is_signed;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct around around_digits(struct str text)
{
    struct around a = {STR(""), STR(""), false};
    size_t first = 0, end = text.n;
    while (first < text.n && !is_digit(text.p[first]))
        first++;
    while (end > first && !is_digit(text.p[end - 1]))
        end--;
    if (first == text.n)
        return a;
    a.head = (struct str){text.p, first};
    a.tail = (struct str){text.p + end, text.n - end};
    if (str_eq(a.head, STR("+")) || str_eq(a.head, STR("\xE2\x88\x92"))) {
        a.is_signed = str_eq(a.head, STR("+"));
        a.head = STR("");
    }
    return a;
}

static bool fits_format(struct str text)
{
    return text.n > 0 && text.n <= 16 && memchr(text.p, '"', text.n) == NULL;
}

static void put_quoted(char *out, size_t size, struct str text)
{
    size_t n = strlen(out);
    if (fits_format(text))
        snprintf(out + n, size - n, "\"%.*s\"", STR_ARG(text));
}

static void number_format(char *out, size_t size, const struct doc_cell *cell)
{
    static const char zeros[] = "000000";
    struct around around = around_digits(cell->text);
    bool percent = cell->type == DOC_PERCENT;
    int n = cell->type == DOC_INTEGER || cell->decimals < 0 ? 0
            : cell->decimals > 6                            ? 6
                                                            : cell->decimals;
    char core[24];
    snprintf(core, sizeof core, "%s%s%.*s%s", percent ? "0" : "#,##0", n > 0 ? "." : "",
             n, zeros, percent ? "%" : "");
    out[0] = '\0';
    if ((cell->flags & FLAG_ALERT) && cell->figure.n && cell->mark == MARK_NONE)
        put_quoted(out, size, STR("\xE2\x96\xA0 "));
    put_quoted(out, size, around.head);
    static const char *const sign[] = {"+", ";\xE2\x88\x92", ";"};
    size_t sections = around.is_signed ? sizeof sign / sizeof *sign : 1;
    for (size_t i = 0; i < sections; i++) {
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s%s", around.is_signed ? sign[i] : "", core);
        if (!percent)
            put_quoted(out, size, around.tail);
    }
}

void book_cell_look(const struct book *book, const struct doc_cell *cell,
                    struct look *look)
{
    const struct style *style = &book->style;
    if (cell->flags & FLAG_ALERT || mark_alerts(cell->mark))
        look->ink = style->alert;
    else if (cell->flags & FLAG_MUTED)
        look->ink = style->text2;
    look->bold = look->bold || (cell->flags & FLAG_BOLD) != 0;
    look->number[0] = '\0';
    if (!book_cell_is_number(cell))
        return;
    if (cell->type == DOC_TIME)
        snprintf(look->number, sizeof look->number, "yyyy-mm-dd hh:mm");
    else if (cell->type == DOC_DATE)
        snprintf(look->number, sizeof look->number, "yyyy-mm-dd");
    else
        number_format(look->number, sizeof look->number, cell);
}

void book_state_look(const struct book *book, const struct doc_cell *cell,
                     struct look *look)
{
    book_cell_look(book, cell, look);
    look->number[0] = '\0';
    if (cell->text.n <= 32 && memchr(cell->text.p, '"', cell->text.n) == NULL)
        snprintf(look->number, sizeof look->number, "\"%s %.*s\"", mark_glyph(cell->mark),
                 STR_ARG(cell->text));
}

void book_cell(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
               const struct doc_cell *cell, const struct look *base)
{
    struct look look = *base;
    book_cell_look(book, cell, &look);
    if (book_cell_is_number(cell))
        book_number(book, sheet, row, col, book_cell_value(cell), &look);
    else
        book_text(book, sheet, row, col, book_marked(&book->arena, cell), &look);
}

struct str book_marked(struct arena *arena, const struct doc_cell *cell)
{
    const char *glyph = mark_glyph(cell->mark);
    return glyph[0] == '\0' ? cell->text
                            : arena_printf(arena, "%s %.*s", glyph, STR_ARG(cell->text));
}
