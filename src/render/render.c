/* render: the table of renderers. */
#include "render/render.h"

#include "base/banned.h"

const struct renderer *const render_all[] = {&render_pdf,  &render_xlsx,    &render_json,
                                             &render_text, &render_summary, &render_tree,
                                             NULL};

const struct renderer *render_lookup(struct str name)
{
    for (const struct renderer *const *row = render_all; *row; row++)
        if (str_eq(str_of((*row)->name), name))
            return *row;
    return NULL;
}
