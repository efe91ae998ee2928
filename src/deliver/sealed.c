/* sealed: manifest, approval and summary of an edition. */
#include "deliver/sealed.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "seal/manifest.h"

#include "base/banned.h"

#define SUMMARY_NAME "summary.txt"

static int take_output(void *self, const struct seal_output *output, struct err *err)
{
    struct sealed *sealed = self;
    (void)err;
    sealed->file =
        mem_room(sealed->file, sealed->nfiles, &sealed->cap, sizeof *sealed->file);
    sealed->file[sealed->nfiles++] = *output;
    return 0;
}

/* The copy that was signed for approval goes out, the first PDF is only listed. */
static int take_approved(void *self, const struct seal_output *output, struct err *err)
{
    struct sealed *sealed = self;
    struct seal_output approved = *output;
    for (size_t i = 0; i < sealed->nfiles; i++)
        if (str_eq(sealed->file[i].role, STR("pdf")))
            sealed->file[i].role = STR("original");
    approved.role = STR("pdf");
    return take_output(sealed, &approved, err);
}

static int read_approval(struct sealed *sealed, struct err *err)
{
    struct str text, path = file_join(&sealed->arena, sealed->folder, STR(APPROVAL_NAME));
    if (!file_exists(path.p))
        return 0;
    if (file_read(path.p, MANIFEST_MAX, &sealed->arena, &text, err) != 0)
        return -1;
    return manifest_outputs(text, take_approved, sealed, &sealed->arena, err);
}

static void read_head(struct sealed *sealed, struct str manifest)
{
    struct buf value;
    buf_init(&value, 4096);
    sealed->identity =
        arena_str(&sealed->arena, manifest_value(manifest, "identity", &value));
    sealed->period =
        arena_str(&sealed->arena, manifest_value(manifest, "period", &value));
    sealed->provisional =
        str_eq(manifest_value(manifest, "state", &value), STR("provisional"));
    buf_release(&value);
}

static int read_summary(struct sealed *sealed, struct err *err)
{
    for (size_t i = 0; i < sealed->nfiles; i++) {
        if (!str_eq(sealed->file[i].name, STR(SUMMARY_NAME)))
            continue;
        if (sealed_read(sealed, &sealed->file[i], &sealed->arena, &sealed->summary,
                        err) != 0)
            return -1;
        str_split(&sealed->summary, '\n', &sealed->title);
        return 0;
    }
    return err_set(err, ERR_GATE, sealed->folder.p, 0,
                   "holds no " SUMMARY_NAME ": it was made by an earlier version of this "
                   "program and cannot be mailed");
}

static int read_edition(struct sealed *sealed, struct err *err)
{
    struct str text, path = file_join(&sealed->arena, sealed->folder, STR(MANIFEST_NAME));
    if (file_read(path.p, MANIFEST_MAX, &sealed->arena, &text, err) != 0)
        return -1;
    read_head(sealed, text);
    if (manifest_outputs(text, take_output, sealed, &sealed->arena, err) != 0 ||
        read_approval(sealed, err) != 0)
        return -1;
    return read_summary(sealed, err);
}

/* A reader does not know from where the path is meant. */
static struct str whole_path(struct arena *arena, struct str folder)
{
    char *path = realpath(arena_str(arena, folder).p, NULL);
    struct str whole = arena_str(arena, path ? str_of(path) : folder);
    free(path);
    return whole;
}

int sealed_open(struct sealed *sealed, struct str folder, int revision,
                struct diag_list *diags, struct err *err)
{
    size_t before = diags->count[DIAG_REFUSE];
    *sealed = (struct sealed){.revision = revision};
    arena_init(&sealed->arena);
    sealed->folder = whole_path(&sealed->arena, folder);
    if (seal_verify(sealed->folder.p, diags, err) != 0)
        return -1;
    if (diags->count[DIAG_REFUSE] > before)
        return err_set(err, ERR_GATE, sealed->folder.p, 0,
                       "is not as it was sealed and is not mailed");
    return read_edition(sealed, err);
}

int sealed_read(const struct sealed *sealed, const struct seal_output *file,
                struct arena *arena, struct str *bytes, struct err *err)
{
    struct str path = file_join(arena, sealed->folder, file->name);
    if (file_read(path.p, (size_t)file->bytes, arena, bytes, err) != 0)
        return -1;
    struct sha256 digest = sha256_of(bytes->p, bytes->n);
    if (memcmp(&digest, &file->digest, sizeof digest) == 0)
        return 0;
    return err_set(err, ERR_GATE, path.p, 0,
                   "was changed after the edition was sealed and is not mailed");
}

void sealed_close(struct sealed *sealed)
{
    mem_free(sealed->file);
    arena_release(&sealed->arena);
}
