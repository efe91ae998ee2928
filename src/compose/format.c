/* format: counts, shares, times and texts. Figures are in format_figure.c. */
#include "compose/format.h"

#include <string.h>

#include "base/civil.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/banned.h"

#define DASH "\xe2\x80\x94"

struct doc_cell cell_text(struct str text)
{
    return (struct doc_cell){.type = DOC_TEXT, .text = text};
}

struct str text_count(const struct format *f, int64_t n)
{
    return num_print(f->arena, n, 0, NUM_GROUP | NUM_TYPOGRAPHIC);
}

struct doc_cell cell_count(const struct format *f, int64_t n)
{
    return (struct doc_cell){
        .type = DOC_INTEGER, .num = n, .real = (double)n, .text = text_count(f, n)};
}

struct doc_cell cell_decimal(const struct format *f, int64_t n, int scale)
{
    return (struct doc_cell){
        .type = scale ? DOC_DECIMAL : DOC_INTEGER,
        .num = n,
        .scale = scale,
        .decimals = scale,
        .real = dec_real((struct dec){n, scale}),
        .text = num_print(f->arena, n, scale, NUM_GROUP | NUM_TYPOGRAPHIC)};
}

struct doc_cell cell_dash(const struct format *f)
{
    (void)f;
    return (struct doc_cell){.flags = FLAG_MISSING, .text = STR(DASH)};
}

struct doc_cell cell_text_or_dash(const struct format *f, struct str text)
{
    return text.n ? cell_text(text) : cell_dash(f);
}

struct doc_cell cell_date_or_dash(const struct format *f, bool has, int64_t utc)
{
    return has ? cell_date(f, utc) : cell_dash(f);
}

struct doc_cell cell_share(const struct format *f, int64_t num, int64_t den, int decimals)
{
    if (den == 0)
        return cell_dash(f);
    struct doc_cell cell = {.type = DOC_PERCENT,
                            .scale = decimals + 2,
                            .decimals = decimals,
                            .real = (double)num / (double)den};
    cell.num = num_round(num, den, cell.scale);
    struct str digits = num_print(f->arena, cell.num, decimals, NUM_TYPOGRAPHIC);
    cell.text = arena_printf(f->arena, "%.*s%%", STR_ARG(digits));
    return cell;
}

/* Points are cut, not rounded: rounding must never carry a score over a grade line. The
 * number is cut too: a sheet that rounds what it shows must show the page's digits. */
struct doc_cell cell_points(const struct format *f, int64_t milli)
{
    return cell_decimal(f, milli / 10, 2);
}

struct doc_cell cell_hours(const struct format *f, int64_t seconds)
{
    struct doc_cell cell = cell_decimal(f, num_round(seconds, 3600, 2), 2);
    cell.real = (double)seconds / 3600;
    return cell;
}

static struct doc_cell moment(const struct format *f, int64_t utc, enum doc_type type)
{
    int64_t local = utc + zone_offset(f->zone, utc);
    return (struct doc_cell){.type = type, .num = local, .real = (double)local};
}

/* Registers print many: digits are set by hand, which is several times faster. */
static void put_digits(char *at, int value, int n)
{
    while (n-- > 0) {
        at[n] = (char)('0' + value % 10);
        value /= 10;
    }
}

struct doc_cell cell_stamp(const struct format *f, int64_t utc)
{
    static const char form[] = "0000-00-00 00:00";
    struct doc_cell cell = moment(f, utc, DOC_TIME);
    struct civil c = civil_of(cell.num);
    char *text = arena_new(f->arena, sizeof form, 1);
    memcpy(text, form, sizeof form);
    put_digits(text, c.year, 4);
    put_digits(text + 5, c.month, 2);
    put_digits(text + 8, c.day, 2);
    put_digits(text + 11, c.hour, 2);
    put_digits(text + 14, c.minute, 2);
    cell.text = (struct str){text, sizeof form - 1};
    return cell;
}

struct doc_cell cell_time(const struct format *f, int64_t utc)
{
    struct doc_cell cell = cell_stamp(f, utc);
    if (civil_of(cell.num).year == f->year)
        cell.text = (struct str){cell.text.p + 5, cell.text.n - 5};
    return cell;
}

struct doc_cell cell_date(const struct format *f, int64_t utc)
{
    struct doc_cell cell = cell_stamp(f, utc);
    cell.type = DOC_DATE;
    cell.text.n = sizeof "0000-00-00" - 1;
    return cell;
}

struct doc_cell cell_month(const struct format *f, int64_t utc)
{
    struct doc_cell cell = cell_date(f, utc);
    cell.type = DOC_TEXT;
    cell.text.n -= 3;
    return cell;
}

struct doc_cell cell_state(const struct format *f, enum doc_state mark, const char *word)
{
    struct doc_cell cell = cell_text(words_text(f->words, word));
    cell.mark = mark;
    if (mark == MARK_MISSED || mark == MARK_WARN || mark == MARK_ABSENT)
        cell.flags |= FLAG_ALERT;
    return cell;
}

struct str text_zone(const struct format *f, int64_t utc)
{
    int32_t offset = zone_offset(f->zone, utc);
    int minutes = (offset < 0 ? -offset : offset) / 60;
    return arena_printf(f->arena, "UTC%s%02d:%02d", offset < 0 ? "\xe2\x88\x92" : "+",
                        minutes / 60, minutes % 60);
}

/* The first `n` characters of a text, or what follows them. */
static struct str head_of(struct str text, size_t n)
{
    struct str rest = text;
    uint32_t cp;
    while (n-- && utf8_next(&rest, &cp))
        continue;
    return (struct str){text.p, text.n - rest.n};
}

struct str text_masked(struct arena *arena, struct str text)
{
    size_t n = utf8_count(text);
    if (n == 0)
        return text;
    struct str first = head_of(text, n > 5 ? 2 : 1);
    struct str before = head_of(text, n > 5 ? n - 2 : n);
    struct str last = {text.p + before.n, text.n - before.n};
    return arena_printf(arena, "%.*s***%.*s", STR_ARG(first), STR_ARG(last));
}
