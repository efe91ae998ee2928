/* Ticks, places and label layout of charts. */
#include "render/draw/axis.h"

#include <math.h>

#include "base/num.h"

#include "base/banned.h"

#define TICKS_MAX  5
#define VALUE_MAX  1e10 /* beyond it labels are powers of ten */
#define SAME       1e-9 /* relative: values nearer than this are equal */
#define TICK_SLACK 1e-6 /* of a step: rounding of a value that lies on a tick */

void axis_range_init(struct axis_range *range)
{
    *range = (struct axis_range){.whole = true};
}

void axis_take(struct axis_range *range, double v)
{
    if (!isfinite(v))
        return;
    v = fmax(-1e300, fmin(1e300, v));
    range->low = range->any ? fmin(range->low, v) : v;
    range->high = range->any ? fmax(range->high, v) : v;
    range->whole = range->whole && v == floor(v);
    range->any = true;
}

/* The next step after `step` in 1, 2, 5, 10 ...; exponent and digit are kept apart so
 * that steps are the nearest doubles to their decimals. */
struct step {
    int digit; /* 1, 2, 5 */
    int power;
};

static double step_value(struct step s)
{
    return s.power < 0 ? s.digit / pow(10, -s.power) : s.digit * pow(10, s.power);
}

static struct step step_next(struct step s)
{
    if (s.digit == 1)
        return (struct step){2, s.power};
    if (s.digit == 2)
        return (struct step){5, s.power};
    return (struct step){1, s.power + 1};
}

/* The smallest 1-2-5 step that is at least v (> 0). */
static struct step step_from(double v)
{
    double power = fmax(-300, fmin(298, floor(log10(v)) - 1));
    struct step s = {1, (int)power};
    while (step_value(s) < v * (1 - SAME))
        s = step_next(s);
    return s;
}

/* One tick either side of the only value there is. */
static struct axis around(double v, bool whole, unsigned rules)
{
    struct step s = step_from(fmax(fabs(v) / 100, whole ? 1 : 1e-6));
    double step = step_value(s);
    double middle = floor(v / step + 0.5) * step;
    struct axis a = {middle - step, middle + step, step, 3, s.power < 0 ? -s.power : 0};
    if (fabs(v - middle) > step * TICK_SLACK) {
        a.from = floor(v / step) * step - step;
        a.until = a.from + 3 * step;
        a.ticks = 4;
    }
    if (v >= 0 && a.from < 0)
        a = (struct axis){0, 2 * step, step, 3, a.decimals};
    if ((rules & AXIS_PERCENT) && v <= 100 && a.until > 100)
        a = (struct axis){100 - 2 * step, 100, step, 3, a.decimals};
    return a;
}

static struct axis widen(double low, double high, struct step s)
{
    for (;; s = step_next(s)) {
        double step = step_value(s);
        double from = floor(low / step + TICK_SLACK);
        double until = ceil(high / step - TICK_SLACK);
        if (until - from > TICKS_MAX - 1)
            continue;
        struct axis a = {from * step, until * step, step, (size_t)(until - from) + 1,
                         s.power < 0 ? -s.power : 0};
        return a;
    }
}

struct axis axis_fit(const struct axis_range *range, unsigned rules)
{
    double low = range->any ? range->low : 0;
    double high = range->any ? range->high : 1;
    if (rules & AXIS_ZERO) {
        low = fmin(0, low);
        high = fmax(0, high);
        if (high <= low)
            high = low + 1;
    }
    if (high - low <= SAME * fmax(fabs(low), fabs(high)))
        return around(high, range->whole, rules);
    double least = (high - low) / (TICKS_MAX - 1) / 2.5;
    if (range->whole)
        least = fmax(1, least);
    struct axis a = widen(low, high, step_from(least));
    while (a.ticks < 3) { /* whole numbers next to each other */
        a.until += a.step;
        a.ticks++;
    }
    if ((rules & AXIS_PERCENT) && high <= 100 && a.until > 100 + a.step * TICK_SLACK) {
        a.from -= a.until - 100;
        a.until = 100;
    }
    return a;
}

double axis_tick(const struct axis *axis, size_t i)
{
    double v = axis->from + (double)i * axis->step;
    return fabs(v) < axis->step * TICK_SLACK ? 0 : v;
}

double axis_place(const struct axis *axis, double v, double at_from, double at_until)
{
    double span = axis->until - axis->from;
    if (isnan(v) || !(span > 0))
        return at_from;
    double share = fmin(1, fmax(0, (v - axis->from) / span));
    return at_from + share * (at_until - at_from);
}

struct str axis_number(double v, int decimals, struct arena *arena)
{
    if (!isfinite(v))
        return STR_NONE;
    if (fabs(v) >= VALUE_MAX || decimals > 9)
        return arena_printf(arena, "%.0e", v);
    return num_print(arena, num_round_real(v, decimals), decimals,
                     NUM_GROUP | NUM_TYPOGRAPHIC);
}

struct str axis_label(const struct axis *axis, size_t i, struct arena *arena)
{
    return axis_number(axis_tick(axis, i), axis->decimals, arena);
}

size_t axis_stride(double pitch, double widest, double gap)
{
    if (!(pitch > 0))
        return 1;
    double stride = ceil((widest + gap) / pitch - SAME);
    return stride < 1 ? 1 : stride > 1e6 ? 1000000 : (size_t)stride;
}

bool axis_spread(double *centre, const double *width, size_t n, double gap, double low,
                 double high)
{
    double edge = low;
    for (size_t i = 0; i < n; i++) { /* to the right, off the neighbour */
        centre[i] = fmax(centre[i], edge + width[i] / 2);
        edge = centre[i] + width[i] / 2 + gap;
    }
    edge = high;
    for (size_t i = n; i-- > 0;) { /* and back from the end */
        centre[i] = fmin(centre[i], edge - width[i] / 2);
        edge = centre[i] - width[i] / 2 - gap;
    }
    return n == 0 || centre[0] - width[0] / 2 >= low - SAME;
}

bool rect_meets(struct rect a, struct rect b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/* Liang-Barsky: the part of the segment inside all four sides, if any. */
bool rect_crossed(struct rect r, double x1, double y1, double x2, double y2)
{
    const double p[] = {x1 - x2, x2 - x1, y1 - y2, y2 - y1};
    const double q[] = {x1 - r.left, r.right - x1, y1 - r.top, r.bottom - y1};
    double enter = 0, leave = 1;
    for (size_t i = 0; i < 4; i++) {
        if (p[i] == 0) {
            if (q[i] < 0)
                return false;
            continue;
        }
        double t = q[i] / p[i];
        if (p[i] < 0)
            enter = fmax(enter, t);
        else
            leave = fmin(leave, t);
    }
    return enter <= leave;
}
