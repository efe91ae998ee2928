/* records_load: what the loaders of the parts of a records catalogue share. */
#include "catalogue/records_load.h"

#include "base/banned.h"

int records_refuse(struct loading *in, const struct element *at, const char *what,
                   struct str id)
{
    return err_set(in->err, ERR_JOB, at->path, xml_line(at->node), "%s: '%.*s'", what,
                   STR_ARG(id));
}

bool records_reserves(const char *const *reserved, size_t n, struct str id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(id, str_of(reserved[i])))
            return true;
    return false;
}
