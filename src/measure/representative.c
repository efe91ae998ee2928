/* representative: observed and expected, class by class. Source: K. Pearson, Philosophical
 * Magazine 50 (1900) 157-175; least expectation of a class: W. G. Cochran, Biometrics 10
 * (1954) 417-451. */
#include "measure/representative.h"

#include <math.h>

#include "measure/stats.h"

#include "base/banned.h"

enum { LEAST_EXPECTED = 5 };

static int64_t count_at(const struct figures *f, const struct metric *metric,
                        const struct window *window, const struct dimension *cut,
                        struct str key)
{
    const struct figure *figure = figures_lookup(f, metric, window, cut, key);
    return figure ? figure->hit : 0;
}

/* A key whose population is empty cannot be expected: it counts in no class. */
static void find_chi_square(struct representative *r)
{
    double rest = 0, rest_expected = 0;
    for (size_t i = 0; i < r->n; i++) {
        struct segment_share *s = &r->segment[i];
        s->expected = (double)r->sample * (double)s->population / (double)r->population;
        if (s->expected < LEAST_EXPECTED) {
            rest += (double)s->sample;
            rest_expected += s->expected;
            continue;
        }
        s->residual = ((double)s->sample - s->expected) / sqrt(s->expected);
        r->chi_square += s->residual * s->residual;
        r->classes++;
    }
    if (rest_expected > 0) {
        r->chi_square += (rest - rest_expected) * (rest - rest_expected) / rest_expected;
        r->classes++;
    }
    r->p = r->classes > 1 ? stats_chi_square_tail(r->chi_square, r->classes - 1) : 1;
}

void representative_find(struct representative *r, const struct figures *f,
                         const struct metric *sample, const struct metric *population,
                         const struct window *window, const struct dimension *cut,
                         struct arena *arena)
{
    size_t n;
    const struct str *key = figures_keys(f, cut, &n);
    *r = (struct representative){.p = 1};
    r->segment = arena_new(arena, n + 1, sizeof *r->segment);
    for (size_t i = 0; i < n; i++) {
        struct segment_share s = {.key = key[i],
                                  .sample = count_at(f, sample, window, cut, key[i]),
                                  .population =
                                      count_at(f, population, window, cut, key[i])};
        if (s.population == 0)
            continue;
        r->segment[r->n++] = s;
        r->sample += s.sample;
        r->population += s.population;
    }
    if (r->sample > 0)
        find_chi_square(r);
}
