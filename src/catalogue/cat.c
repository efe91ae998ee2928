/* cat: reads one catalogue text, keeps it with its digest: what is hashed is what is
 * parsed. Refuses files over 16 MiB. */
#include "catalogue/cat.h"

#include "base/file.h"

#include "base/banned.h"

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

int64_t cat_duration(struct str text)
{
    int64_t total = 0, number = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            continue;
        }
        total += c == 'D' ? number * 86400 : c == 'H' ? number * 3600 : 0;
        total += c == 'M' ? number * 60 : 0;
        number = 0;
    }
    return total;
}
