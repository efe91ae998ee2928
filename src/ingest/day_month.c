/* day_month: see the header. */
#include "ingest/day_month.h"

#include <stdio.h>

#include "ingest/value/when.h"

#include "base/banned.h"

static void keep(struct day_month_seen *seen, struct str text, uint64_t line)
{
    if (seen->line != 0)
        return;
    seen->line = line;
    snprintf(seen->text, sizeof seen->text, "%.*s", STR_ARG(text));
}

void day_month_note(struct day_month *in, struct str text, uint64_t line)
{
    int first, second;
    if (!when_day_month(text, &first, &second))
        return;
    in->odd++;
    keep(&in->first, text, line);
    if (first > 12)
        keep(&in->day_first, text, line);
    if (second > 12)
        keep(&in->month_first, text, line);
}

/* As the first text of the column is written. */
static void print_format(const struct day_month *in, const struct field *field,
                         bool day_first, char *out, size_t size)
{
    if (!when_derive(field->forms, str_of(in->first.text), day_first, out, size))
        snprintf(out, size, "%s", day_first ? "%d/%m/%Y" : "%m/%d/%Y");
}

bool day_month_format(const struct day_month *in, const struct field *field, char *out,
                      size_t size, bool *either)
{
    bool month_first = in->month_first.line != 0 && in->day_first.line == 0;
    if (in->odd == 0 || in->odd <= in->fits)
        return false;
    *either = in->day_first.line == 0 && in->month_first.line == 0;
    print_format(in, field, !month_first, out, size);
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
    print_format(in, field, day || !month, one, sizeof one);
    print_format(in, field, !day && month, other, sizeof other);
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
