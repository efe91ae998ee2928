/* when_number: times that are written as a number and mean nothing without a declaration:
 * the serial numbers of spreadsheets, and seconds since 1970. */
#include "ingest/value/when_number.h"

#include "base/civil.h"
#include "base/num.h"

#include "base/banned.h"

enum {
    SERIAL_1900 = 25569, /* of 1970-01-01; day 60 is 29 February 1900, which never was */
    SERIAL_1904 = 24107,
    SERIAL_MAX = 2958465 /* 9999-12-31 */
};

static bool split(struct str text, int64_t *whole, double *rest)
{
    struct dec number;
    int64_t power = 1;
    if (!dec_parse(text, &number) || number.n < 0)
        return false;
    for (int i = 0; i < number.scale; i++)
        power *= 10;
    *whole = number.n / power;
    *rest = (double)(number.n % power) / (double)power;
    return true;
}

static bool serial(struct str text, bool since_1904, int64_t *local)
{
    int64_t day;
    double rest;
    if (!split(text, &day, &rest) || day > SERIAL_MAX || (!since_1904 && day == 60))
        return false;
    if (!since_1904 && day < 60)
        day++;
    *local = (day - (since_1904 ? SERIAL_1904 : SERIAL_1900)) * CIVIL_DAY +
             (int64_t)(rest * CIVIL_DAY + 0.5);
    return true;
}

bool when_number_format(struct str format)
{
    return str_eq(format, STR("excel")) || str_eq(format, STR("excel-1904")) ||
           str_eq(format, STR("unix")) || str_eq(format, STR("unix-ms"));
}

bool when_number(struct str text, struct str format, int64_t *at, bool *utc)
{
    double rest;
    *utc = str_starts(format, STR("unix"));
    if (!*utc)
        return serial(text, str_eq(format, STR("excel-1904")), at);
    if (!split(text, at, &rest))
        return false;
    if (str_eq(format, STR("unix-ms")))
        *at /= 1000;
    return *at <= (int64_t)SERIAL_MAX * CIVIL_DAY;
}

/* 1982 to 2064: a number of such a column is a day and no count. */
bool when_like_serial(struct str text)
{
    int64_t day;
    double rest;
    return split(text, &day, &rest) && day >= 30000 && day <= 60000;
}

const char *when_like_unix(struct str text)
{
    int64_t value;
    const int64_t first = 1000000000, last = 4000000000;
    if (!str_int(text, &value) || (text.n != 10 && text.n != 13))
        return NULL;
    if (text.n == 13)
        value /= 1000;
    if (value < first || value > last)
        return NULL;
    return text.n == 13 ? "unix-ms" : "unix";
}
