/* zone_rule: reading a POSIX TZ text and applying it to an instant. */
#include "base/zone_rule.h"

#include "base/civil.h"
#include "base/banned.h"

static bool take_char(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = (struct str){s->p + 1, s->n - 1};
    return true;
}

static bool take_number(struct str *s, int most, int *out)
{
    int value = 0;
    size_t n = 0;
    while (n < s->n && n < 4 && s->p[n] >= '0' && s->p[n] <= '9')
        value = value * 10 + (s->p[n++] - '0');
    *s = (struct str){s->p + n, s->n - n};
    *out = value;
    return n > 0 && value <= most;
}

/* "CST" or "<+0330>"; the names themselves are not used. */
static bool skip_name(struct str *s)
{
    if (take_char(s, '<')) {
        struct str name;
        return str_split(s, '>', &name) && s->p;
    }
    size_t n = 0;
    while (n < s->n &&
           ((s->p[n] >= 'A' && s->p[n] <= 'Z') || (s->p[n] >= 'a' && s->p[n] <= 'z')))
        n++;
    *s = (struct str){s->p + n, s->n - n};
    return n >= 3;
}

/* [+-]h[:m[:s]] in seconds. */
static bool take_time(struct str *s, int32_t *out)
{
    bool minus = take_char(s, '-');
    if (!minus)
        take_char(s, '+');
    int hour, minute = 0, second = 0;
    if (!take_number(s, 167, &hour))
        return false;
    if (take_char(s, ':') && !take_number(s, 59, &minute))
        return false;
    if (take_char(s, ':') && !take_number(s, 59, &second))
        return false;
    int32_t seconds = hour * 3600 + minute * 60 + second;
    *out = minus ? -seconds : seconds;
    return true;
}

static bool take_day(struct str *s, struct zone_change *c)
{
    if (take_char(s, 'M')) {
        c->form = 'M';
        return take_number(s, 12, &c->month) && c->month >= 1 && take_char(s, '.') &&
               take_number(s, 5, &c->week) && c->week >= 1 && take_char(s, '.') &&
               take_number(s, 6, &c->weekday);
    }
    if (take_char(s, 'J')) {
        c->form = 'J';
        return take_number(s, 365, &c->day) && c->day >= 1;
    }
    c->form = 'N';
    return take_number(s, 365, &c->day);
}

static bool take_change(struct str *s, struct zone_change *c)
{
    *c = (struct zone_change){.time = 2 * 3600};
    if (!take_char(s, ',') || !take_day(s, c))
        return false;
    return !take_char(s, '/') || take_time(s, &c->time);
}

bool zone_rule_parse(struct zone_rule *rule, struct str s)
{
    int32_t west;
    *rule = (struct zone_rule){.has_summer = false};
    if (!skip_name(&s) || !take_time(&s, &west))
        return false;
    rule->standard = -west;
    if (s.n == 0)
        return true;
    rule->has_summer = true;
    rule->summer = rule->standard + 3600;
    if (!skip_name(&s))
        return false;
    if (s.n && s.p[0] != ',') {
        if (!take_time(&s, &west))
            return false;
        rule->summer = -west;
    }
    return take_change(&s, &rule->start) && take_change(&s, &rule->end) && s.n == 0;
}

static int64_t day_of_change(const struct zone_change *c, int year)
{
    int64_t new_year = civil_days(year, 1, 1);
    if (c->form == 'N')
        return new_year + c->day;
    if (c->form == 'J') {
        bool after_leap_day = civil_month_days(year, 2) == 29 && c->day >= 60;
        return new_year + c->day - 1 + after_leap_day;
    }
    int64_t first = civil_days(year, c->month, 1);
    int first_weekday = civil_weekday(first) % 7;
    int day = (c->weekday - first_weekday + 7) % 7 + (c->week - 1) * 7;
    if (day >= civil_month_days(year, c->month))
        day -= 7;
    return first + day;
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t utc)
{
    if (!rule->has_summer)
        return rule->standard;
    int year = civil_of(utc + rule->standard).year;
    int64_t start =
        day_of_change(&rule->start, year) * CIVIL_DAY + rule->start.time - rule->standard;
    int64_t end =
        day_of_change(&rule->end, year) * CIVIL_DAY + rule->end.time - rule->summer;
    bool summer = start < end ? utc >= start && utc < end : utc >= start || utc < end;
    return summer ? rule->summer : rule->standard;
}
