/* day_month: see the header. */
#include "ingest/day_month.h"

#include <stdio.h>
#include <string.h>

#include "ingest/when.h"

#include "base/banned.h"

static void keep(struct day_month_seen *seen, struct str text, uint64_t line)
{
    if (seen->line != 0)
        return;
    seen->line = line;
    snprintf(seen->text, sizeof seen->text, "%.*s", STR_ARG(text));
}

/* Digits of the year behind the second sign. */
static size_t year_digits(struct str text, char sign)
{
    size_t at = 0, n = 0;
    for (int signs = 0; at < text.n && signs < 2; at++)
        signs += text.p[at] == sign;
    while (at + n < text.n && text.p[at + n] >= '0' && text.p[at + n] <= '9')
        n++;
    return n;
}

static const char *clock_of(struct str text)
{
    size_t colons = 0;
    bool half = false;
    for (size_t i = 0; i < text.n; i++) {
        colons += text.p[i] == ':';
        half = half || (text.p[i] | 0x20) == 'm';
    }
    if (colons == 0)
        return "";
    if (colons == 1)
        return half ? " %I:%M %p" : " %H:%M";
    return half ? " %I:%M:%S %p" : " %H:%M:%S";
}

void day_month_note(struct day_month *in, struct str text, uint64_t line)
{
    int first, second;
    if (!when_day_month(text, &first, &second))
        return;
    if (in->odd++ == 0) {
        in->sign = text.p[first > 9 || text.p[0] == '0' ? 2 : 1];
        in->clock = clock_of(text);
        in->short_year = year_digits(text, in->sign) == 2;
    }
    keep(&in->first, text, line);
    if (first > 12)
        keep(&in->day_first, text, line);
    if (second > 12)
        keep(&in->month_first, text, line);
}

static void print_format(const struct day_month *in, bool day_first, char *out,
                         size_t size)
{
    snprintf(out, size, "%%%c%c%%%c%c%%%c%s", day_first ? 'd' : 'm', in->sign,
             day_first ? 'm' : 'd', in->sign, in->short_year ? 'y' : 'Y', in->clock);
}

bool day_month_format(const struct day_month *in, char *out, size_t size, bool *either)
{
    bool month_first = in->month_first.line != 0 && in->day_first.line == 0;
    if (in->odd == 0 || in->odd <= in->fits)
        return false;
    *either = in->day_first.line == 0 && in->month_first.line == 0;
    print_format(in, !month_first, out, size);
    return true;
}

int day_month_check(const struct day_month *in, const struct field *field,
                    const char *path, struct err *err)
{
    const struct day_month_seen *seen = in->day_first.line     ? &in->day_first
                                        : in->month_first.line ? &in->month_first
                                                               : &in->first;
    bool day = in->day_first.line != 0, month = in->month_first.line != 0;
    char one[64], other[64];
    if (in->odd == 0 || in->odd <= in->fits)
        return 0;
    print_format(in, day || !month, one, sizeof one);
    print_format(in, !day && month, other, sizeof other);
    if (day != month)
        return err_set(err, ERR_GATE, path, (long)seen->line,
                       "field '%.*s' holds \"%s\", and order of day and month is never "
                       "guessed: declare <format>%s</format> in the <map> of the field",
                       STR_ARG(field->id), seen->text, one);
    if (day)
        return err_set(err, ERR_GATE, path, (long)in->month_first.line,
                       "field '%.*s' holds \"%s\" here and \"%s\" on line %llu: day and "
                       "month stand both ways round; declare <format>%s</format> and "
                       "<format>%s</format> in its <map> if that "
                       "is meant",
                       STR_ARG(field->id), in->month_first.text, in->day_first.text,
                       (unsigned long long)in->day_first.line, one, other);
    return err_set(
        err, ERR_GATE, path, (long)seen->line,
        "field '%.*s' holds \"%s\", which may be day/month or month/day, as all "
        "%llu of its kind: declare <format>%s</format> or <format>%s</format> in the "
        "<map> of the field",
        STR_ARG(field->id), seen->text, (unsigned long long)in->odd, one, other);
}
