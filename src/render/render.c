/* render: the table of renderers. */
#include "render/render.h"

#include "base/banned.h"

const struct renderer *render_lookup(struct str name)
{
    static const struct renderer *const all[] = {&render_pdf,     &render_xlsx,
                                                 &render_json,    &render_text,
                                                 &render_summary, &render_tree};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(str_of(all[i]->name), name))
            return all[i];
    return NULL;
}
