/* cat: reads one catalogue text, keeps it with its digest: what is hashed is what is
 * parsed. Refuses files over 16 MiB. */
#include "catalogue/cat.h"

#include "base/file.h"

#include "base/banned.h"

enum { CATALOGUE_MAX = 16 << 20 };

int cat_read(struct cat_load *load, const char *role, struct str path, size_t *index,
             struct err *err)
{
    struct cat_file file = {.role = str_of(role), .path = arena_str(load->arena, path)};
    if (file_read(file.path.p, CATALOGUE_MAX, load->arena, &file.text, err) != 0) {
        err->code = ERR_JOB;
        return err_note(err, "while reading the %s catalogue", role);
    }
    file.name = file_name(file.path);
    file.digest = sha256_of(file.text.p, file.text.n);
    load->file = mem_room(load->file, load->nfiles, &load->cap, sizeof *load->file);
    *index = load->nfiles;
    load->file[load->nfiles++] = file;
    return 0;
}
