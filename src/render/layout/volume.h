/* volume: the rows of a register beyond its cap, in numbered files of their own, which
 * give it so many pages at most as the pack says. The
 * document itself is volume 1; each volume is made alone, so that memory stays that of one. */
#ifndef RENDER_LAYOUT_VOLUME_H
#define RENDER_LAYOUT_VOLUME_H

#include "render/layout/flow.h"

/* Draws volume f->volume, from 2. */
void volume_walk(struct flow *);

#endif
