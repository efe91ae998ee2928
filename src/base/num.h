/* num: exact decimals and the one rounding rule. Amounts are integers x 10^scale;
 * printing rounds half away from zero, here and nowhere else. */
#ifndef NUM_H
#define NUM_H

#include "base/mem.h"

__extension__ typedef __int128 num_wide; /* sums of squares and products; never stored */

/* value = n / 10^scale */
struct dec {
    int64_t n;
    int scale;
};

/* "1,234.50", "1234.50", "-3", "+.5"; a comma only before complete groups of three digits.
 * False on anything else and on more than 18 digits. The scale is that of the text. */
bool dec_parse(struct str, struct dec *);
double dec_real(struct dec);
/* numerator x 10^scale / denominator rounded half away from zero: the digits to print.
 * The denominator is > 0. */
int64_t num_round(num_wide numerator, num_wide denominator, int scale);
int64_t num_round_real(double, int scale); /* for values that are no fraction */
/* "1234.50" from n / 10^scale; GROUP puts a comma every three digits, SIGNED a '+' before
 * what is above zero; minus prints as U+2212 with TYPOGRAPHIC, else as '-'. */
enum num_style { NUM_PLAIN = 0, NUM_GROUP = 1, NUM_SIGNED = 2, NUM_TYPOGRAPHIC = 4 };
struct str num_print(struct arena *, int64_t n, int scale, unsigned style);
/* Shortest text that reads back as the same double ("%.17g" at worst); finite only. */
struct str num_real(struct arena *, double);

#endif
