/* tally_add: two tallies of one plan become one. Keys were numbered as they came, so each
 * key of the other is looked up; all else is addition. */
#include <string.h>

#include "measure/tally.h"

#include "base/banned.h"

static void add_cell(struct tally_cells *cells, size_t to,
                     const struct tally_cells *other, size_t from)
{
    for (uint32_t i = 0; i < cells->width; i++)
        for (int state = 0; state < 4; state++)
            cells->count[to * cells->width + i][state] +=
                other->count[from * cells->width + i][state];
    for (uint32_t i = 0; i < cells->nsummed; i++) {
        struct tally_moment *moment = &cells->moment[to * cells->nsummed + i];
        moment->sum += other->moment[from * cells->nsummed + i].sum;
        moment->squares += other->moment[from * cells->nsummed + i].squares;
    }
}

static void add_cells(struct tally_cells *cells, const struct tally_cells *other,
                      const uint16_t *number, size_t nkeys)
{
    for (uint32_t key = 0; key < other->keys && key < nkeys; key++) {
        uint32_t here = number ? number[key] : key;
        if (here == KEY_NONE)
            continue;
        tally_reach(cells, here);
        for (uint32_t slot = 0; slot < cells->nslots; slot++)
            add_cell(cells, (size_t)here * cells->nslots + slot, other,
                     (size_t)key * cells->nslots + slot);
    }
}

/* A dimension of the kind: its keys' numbers here, and how many there are. */
struct lookup {
    const uint16_t *number;
    size_t n;
};

static struct lookup lookup_of(const struct tally *other, size_t dimension,
                               uint16_t *const *number)
{
    size_t index = other->plan->dimension[dimension].dimension->index;
    return (struct lookup){number[index], other->keys[dimension]->n};
}

static void add_counts(struct tally *t, const struct tally *other,
                       uint16_t *const *number)
{
    for (size_t i = 0; i < t->plan->nclocks; i++) {
        add_cells(&t->cells[i][0], &other->cells[i][0], NULL, 1);
        for (size_t d = 0; d < t->plan->ndimensions; d++) {
            struct lookup keys = lookup_of(other, d, number);
            add_cells(&t->cells[i][d + 1], &other->cells[i][d + 1], keys.number, keys.n);
        }
    }
}

/* Behind the places here, with the keys' numbers here. */
static void add_places(const struct tally *t, struct tally_places *places,
                       const struct tally *other, const struct tally_places *others,
                       uint16_t *const *number)
{
    size_t width = t->plan->ndimensions + 1;
    if (others->n == 0)
        return;
    places->cap = (places->n + others->n) * width;
    places->item = mem_grow(places->item, places->cap, sizeof *places->item);
    for (size_t i = 0; i < others->n; i++) {
        const uint16_t *from = &others->item[i * width];
        uint16_t *to = &places->item[places->n++ * width];
        to[0] = from[0];
        for (size_t d = 0; d + 1 < width; d++)
            to[d + 1] = from[d + 1] == KEY_NONE
                            ? KEY_NONE
                            : lookup_of(other, d, number).number[from[d + 1]];
    }
}

/* An item's lower half is its place: it moves by the places that were here before. What
 * was added is let go of at once, or the largest part of a run's memory would be there
 * twice. */
static void add_kept(struct tally_kept *kept, struct tally_kept *others, size_t places)
{
    if (others->n == 0)
        return;
    kept->cap = kept->n + others->n;
    kept->item = mem_grow(kept->item, kept->cap, sizeof *kept->item);
    for (size_t i = 0; i < others->n; i++)
        kept->item[kept->n++] = others->item[i] + places;
    mem_free(others->item);
    *others = (struct tally_kept){0};
}

void tally_add(struct tally *t, struct tally *other, uint16_t *const *number)
{
    add_counts(t, other, number);
    tally_reduce(other);
    for (size_t f = 0; f < t->plan->nfacts; f++)
        add_kept(&t->kept[f], &other->kept[f], t->places[t->plan->fact[f].clock].n);
    for (size_t i = 0; i < t->plan->nclocks; i++)
        add_places(t, &t->places[i], other, &other->places[i], number);
}
