/* figures_digest: the figures alone, whatever files and names they came from. A line a
 * figure: names with their length in front, then whole numbers. */
#include "base/buf.h"
#include "measure/figure.h"

#include "base/banned.h"

enum { LINE_MAX_BYTES = 1 << 22 };

static void put_name(struct buf *line, struct str name)
{
    buf_printf(line, "%zu:%.*s ", name.n, STR_ARG(name));
}

static void put_wide(struct buf *line, num_wide number)
{
    buf_printf(line, "%lld:%llu ", (long long)(number >> 64),
               (unsigned long long)(uint64_t)number);
}

static void put_figure(struct buf *line, const struct figure *figure)
{
    put_name(line, figure->metric->id);
    put_name(line, str_of(figure->window->name));
    put_name(line, figure->cut ? figure->cut->id : STR_NONE);
    put_name(line, figure->cut ? figure_key(figure) : STR_NONE);
    put_name(line, str_of(figure_missing(figure->missing)));
    buf_printf(line, "%lld %lld %lld %lld %lld ", (long long)figure->rows,
               (long long)figure->hit, (long long)figure->miss,
               (long long)figure->pending, (long long)figure->n);
    if (figure->missing == FIGURE_OK) {
        put_wide(line, figure->numerator);
        put_wide(line, figure->denominator);
    }
    buf_char(line, '\n');
}

struct sha256 figures_digest(const struct figures *figures)
{
    struct sha256_run *run = sha256_begin();
    struct buf line;
    buf_init(&line, LINE_MAX_BYTES);
    for (size_t i = 0; i < figures_count(figures); i++) {
        buf_clear(&line);
        put_figure(&line, figures_at(figures, i));
        sha256_put(run, line.p, line.n);
    }
    buf_release(&line);
    return sha256_end(run);
}
