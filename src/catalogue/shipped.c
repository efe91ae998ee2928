/* shipped: see the header. */
#include "catalogue/shipped.h"

#include <glob.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"

#include "base/banned.h"

enum { LIST_MAX = 250 };

/* "standards/name.xml" is called name. */
static struct str name_of(struct str path)
{
    struct str name = file_name(path);
    return (struct str){name.p, name.n > 4 ? name.n - 4 : 0};
}

int shipped_check(struct arena *arena, struct str path, const char *what, const char *job,
                  long line, struct err *err)
{
    if (file_exists(path.p))
        return 0;
    struct str folder = file_folder(arena, path), wanted = name_of(path), near = STR_NONE;
    struct str pattern = arena_printf(arena, "%.*s/*.xml", STR_ARG(folder));
    size_t least = utf8_count(wanted) / 2 + 1;
    glob_t found = {0};
    struct buf list;
    buf_init(&list, 4 * LIST_MAX);
    (void)glob(pattern.p, 0, NULL, &found); /* nothing found: nothing to list */
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct str name = arena_str(arena, name_of(str_of(found.gl_pathv[i])));
        size_t edits = utf8_distance(wanted, name);
        if (edits < least) {
            least = edits;
            near = name;
        }
        if (list.n < LIST_MAX)
            buf_printf(&list, "%s%.*s", i > 0 ? ", " : "", STR_ARG(name));
    }
    globfree(&found);
    err_set(err, ERR_JOB, job, line, "there is no %s '%.*s'%s%.*s%s; there are: %s", what,
            STR_ARG(wanted), near.n > 0 ? ", did you mean '" : "", STR_ARG(near),
            near.n > 0 ? "'?" : "", list.p);
    buf_release(&list);
    return -1;
}
