/* format: formats of the workbook, each made once. */
#include <string.h>

#include "render/xlsx/book.h"

#include "base/banned.h"

struct book_format {
    struct look look;
    lxw_format *format;
};

lxw_color_t book_colour(struct colour c)
{
    return (lxw_color_t)c.r << 16 | (lxw_color_t)c.g << 8 | (lxw_color_t)c.b;
}

struct look book_look(const struct book *book)
{
    return (struct look){.ink = book->style.ink, .size = 10};
}

static void set_borders(const struct book *book, lxw_format *format,
                        const struct look *look)
{
    if (look->rule_above) {
        format_set_top(format, LXW_BORDER_THIN);
        format_set_top_color(format, book_colour(book->style.ink));
    }
    if (look->rule_below || look->hair_below) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(
            format, book_colour(look->rule_below ? book->style.ink : book->style.hair));
    }
}

static lxw_format *make_format(struct book *book, const struct look *look)
{
    static const uint8_t align[] = {LXW_ALIGN_LEFT, LXW_ALIGN_RIGHT, LXW_ALIGN_CENTER};
    lxw_format *format = workbook_add_format(book->workbook);
    format_set_font_name(format, arena_str(&book->arena, book->style.sheet_font).p);
    format_set_font_size(format, look->size > 0 ? look->size : 10);
    format_set_font_color(format, book_colour(look->ink));
    format_set_align(format, align[look->align]);
    format_set_align(format,
                     look->top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (look->bold)
        format_set_bold(format);
    if (look->underline)
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    if (look->wrap)
        format_set_text_wrap(format);
    if (look->indent > 0)
        format_set_indent(format, (uint8_t)look->indent);
    if (look->has_fill) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_bg_color(format, book_colour(look->fill));
    }
    if (look->unlocked)
        format_set_unlocked(format);
    if (look->number[0] != '\0')
        format_set_num_format(format, look->number);
    set_borders(book, format, look);
    return format;
}

static bool same_colour(struct colour a, struct colour b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

static bool same_look(const struct look *a, const struct look *b)
{
    return strcmp(a->number, b->number) == 0 && same_colour(a->ink, b->ink) &&
           a->has_fill == b->has_fill &&
           (!a->has_fill || same_colour(a->fill, b->fill)) && a->bold == b->bold &&
           a->wrap == b->wrap && a->align == b->align && a->rule_above == b->rule_above &&
           a->rule_below == b->rule_below && a->hair_below == b->hair_below &&
           a->unlocked == b->unlocked && a->underline == b->underline &&
           a->size == b->size && a->indent == b->indent && a->top == b->top;
}

lxw_format *book_format(struct book *book, const struct look *look)
{
    for (size_t i = book->nformats; i-- > 0;)
        if (same_look(&book->format[i].look, look))
            return book->format[i].format;
    book->format =
        mem_room(book->format, book->nformats, &book->format_cap, sizeof *book->format);
    book->format[book->nformats] = (struct book_format){*look, make_format(book, look)};
    return book->format[book->nformats++].format;
}
