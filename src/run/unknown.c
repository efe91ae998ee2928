/* unknown: see the header. */
#include "run/unknown.h"

#include "catalogue/known.h"

#include "base/banned.h"

struct str unknown_remedy(struct arena *arena, const struct field *field,
                          struct str value, struct str closest)
{
    return arena_printf(
        arena, "<map field=\"%.*s\"><value from=\"%.*s\" to=\"%.*s\"/></map>",
        STR_ARG(field->id), STR_ARG(value), closest.n > 0 ? (int)closest.n : 3,
        closest.n > 0 ? closest.p : "...");
}

static void report_crowded(struct run *run)
{
    size_t n;
    const struct crowded *crowded = measure_crowded(run->measure, &n);
    for (size_t i = 0; i < n; i++) {
        const struct dimension *d = crowded[i].dimension;
        diag_put(&run->diags, DIAG_WARN, "keys", STR_NONE, 0,
                 "dimension '%.*s' (%.*s) has %zu keys in the period: figures are broken "
                 "down by the %zu with the most rows; is its field mapped to the right "
                 "column? If so, give the dimension keys=\"...\" in a metrics file",
                 STR_ARG(d->id), STR_ARG(d->name), crowded[i].all, d->most);
    }
}

void unknown_report(struct run *run)
{
    report_crowded(run);
    size_t n;
    const struct unknown_value *unknown = measure_unknown(run->measure, &n);
    for (size_t i = 0; i < n; i++) {
        const struct unknown_value *u = &unknown[i];
        struct str remedy = unknown_remedy(&run->arena, u->field, u->value, u->closest);
        diag_put(
            &run->diags, DIAG_WARN, "value-unknown", u->file, u->line,
            "\"%.*s\" as %.*s (%.*s), here first and in %lld row%s, is known to no "
            "limit, which has %.*s: such rows are judged by none; say what it means: "
            "%.*s",
            STR_ARG(u->value), STR_ARG(u->field->id), STR_ARG(u->field->name),
            (long long)u->rows, u->rows == 1 ? "" : "s",
            STR_ARG(known_list(&run->arena, u->known, u->nknown)), STR_ARG(remedy));
    }
}
