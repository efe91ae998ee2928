/* volume: the rows of a register beyond its cap, in numbered files of their own, which
 * give it so many pages at most as the pack says. The
 * document itself is volume 1; each volume is made alone, so that memory stays that of one. */
#ifndef RENDER_LAYOUT_VOLUME_H
#define RENDER_LAYOUT_VOLUME_H

#include "render/layout/flow.h"

/* The rows of the register that volume n prints: from, and one behind the last. */
uint64_t volume_from(const struct node *, size_t volume);
uint64_t volume_until(const struct node *, size_t volume);
/* Draws volume f->volume, from 2. */
void volume_walk(struct flow *);

#endif
