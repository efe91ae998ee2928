/* verify: an edition folder held against its manifest, offline. Says which file differs,
 * is gone, or does not belong there. */
#include "seal/seal.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "seal/manifest.h"

#include "base/banned.h"

struct verifying {
    const char *folder;
    struct diag_list *diags;
    struct arena arena;
    struct str *known;
    size_t n, cap;
    bool approved;
};

static int check_output(void *self, const struct seal_output *output, struct err *err)
{
    struct verifying *in = self;
    in->known = mem_room(in->known, in->n, &in->cap, sizeof *in->known);
    in->known[in->n++] = output->name;
    struct str path = file_join(&in->arena, str_of(in->folder), output->name);
    struct sha256 digest;
    int64_t bytes;
    if (!file_exists(path.p)) {
        diag_put(in->diags, DIAG_REFUSE, "file-gone", output->name, 0,
                 "is in the manifest but not in the folder");
        return 0;
    }
    if (sha256_file(path.p, &digest, &bytes, err) != 0)
        return -1;
    if (memcmp(&digest, &output->digest, sizeof digest) != 0)
        diag_put(in->diags, DIAG_REFUSE, "file-changed", output->name, 0,
                 "differs from the manifest: %lld bytes of SHA-256 %s, sealed were %lld "
                 "of %s",
                 (long long)bytes, sha256_hex(&in->arena, &digest).p,
                 (long long)output->bytes, sha256_hex(&in->arena, &output->digest).p);
    return 0;
}

static bool is_known(const struct verifying *in, struct str name)
{
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->known[i], name))
            return true;
    return str_eq(name, STR(".")) || str_eq(name, STR("..")) ||
           str_eq(name, STR(MANIFEST_NAME)) ||
           (in->approved && str_eq(name, STR(APPROVAL_NAME)));
}

static int check_strangers(struct verifying *in, struct err *err)
{
    DIR *dir = opendir(in->folder);
    if (dir == NULL)
        return err_system(err, in->folder, "cannot list the edition");
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        if (!is_known(in, str_of(entry->d_name)))
            diag_put(in->diags, DIAG_REFUSE, "file-unknown", str_of(entry->d_name), 0,
                     "lies in the edition but is not in its manifest");
    closedir(dir);
    return 0;
}

/* An approval belongs to this very manifest and names the file it signed. */
static int check_approval(struct verifying *in, struct str manifest, struct err *err)
{
    struct str text, path = file_join(&in->arena, str_of(in->folder), STR(APPROVAL_NAME));
    struct sha256 digest = sha256_of(manifest.p, manifest.n), stated;
    struct buf value;
    if (!file_exists(path.p))
        return 0;
    in->approved = true;
    if (file_read(path.p, MANIFEST_MAX, &in->arena, &text, err) != 0)
        return -1;
    buf_init(&value, 256);
    bool same = manifest_sealed(text) &&
                sha256_parse(manifest_value(text, "manifest", &value), &stated) &&
                memcmp(&stated, &digest, sizeof digest) == 0;
    buf_release(&value);
    if (!same)
        diag_put(in->diags, DIAG_REFUSE, "approval-changed", STR(APPROVAL_NAME), 0,
                 "was changed, or approves another edition");
    return same ? manifest_outputs(text, check_output, in, &in->arena, err) : 0;
}

int seal_verify(const char *folder, struct diag_list *diags, struct err *err)
{
    struct verifying in = {.folder = folder, .diags = diags};
    struct str text;
    arena_init(&in.arena);
    struct str path = file_join(&in.arena, str_of(folder), STR(MANIFEST_NAME));
    int result = file_read(path.p, MANIFEST_MAX, &in.arena, &text, err);
    if (result == 0 && !manifest_sealed(text))
        diag_put(diags, DIAG_REFUSE, "manifest-changed", STR(MANIFEST_NAME), 0,
                 "was changed after the edition was sealed");
    else if (result == 0 &&
             (result = manifest_outputs(text, check_output, &in, &in.arena, err)) == 0 &&
             (result = check_approval(&in, text, err)) == 0)
        result = check_strangers(&in, err);
    mem_free(in.known);
    arena_release(&in.arena);
    return result;
}
