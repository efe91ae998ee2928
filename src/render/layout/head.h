/* head: what stands on every page and is written last: running header and footer, and
 * the texts that waited for numbers. */
#ifndef RENDER_LAYOUT_HEAD_H
#define RENDER_LAYOUT_HEAD_H

#include "render/layout/flow.h"

struct flow_page {
    struct str path;
    bool landscape;
    bool furnished; /* false: the cover, which has neither header nor footer */
};

struct flow_later {
    size_t page;
    struct pdf_text set;
    double x, y;
    struct str pattern; /* or, when empty, the number of a place: */
    const struct flow_number *number;
    struct str place;
    double leader; /* dots from here */
};

#endif
