/* approve: the second signature of an edition, beside what was published. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/instant.h"
#include "base/zone.h"
#include "seal/manifest.h"
#include "seal/signer.h"

#include "base/banned.h"

#define SUFFIX ".pdf"

struct approving {
    const char *folder;
    struct arena arena;
    struct str manifest;
    struct seal_output output; /* the PDF; then its signed copy */
    int64_t at;
    struct str time; /* as printed */
};

static int take_pdf(void *self, const struct seal_output *output, struct err *err)
{
    struct approving *in = self;
    (void)err;
    if (str_eq(output->role, STR("pdf")) && !in->output.name.n)
        in->output = *output;
    return 0;
}

static struct str value(struct approving *in, const char *key)
{
    struct buf text;
    buf_init(&text, 4096);
    struct str found = arena_str(&in->arena, manifest_value(in->manifest, key, &text));
    buf_release(&text);
    return found;
}

/* "2026-11-03 08:00:00 +08:00" of the manifest says its offset again. */
static int read_time(struct approving *in, const char *time, struct err *err)
{
    enum { LOCAL = 19 };
    struct zone *zone = NULL;
    struct str text = time ? str_of(time) : value(in, "as_of");
    if (!time && text.n > LOCAL)
        text.n = LOCAL;
    int failed = zone_open(&zone, value(in, "zone"), err);
    if (!failed)
        failed = instant_parse(text, zone, &in->at, err);
    if (!failed)
        in->time = instant_print(&in->arena, in->at, zone);
    if (zone)
        zone_close(zone);
    return failed;
}

static int check_edition(struct approving *in, struct diag_list *diags, struct err *err)
{
    struct str path = file_join(&in->arena, str_of(in->folder), STR(MANIFEST_NAME));
    struct str before = file_join(&in->arena, str_of(in->folder), STR(APPROVAL_NAME));
    if (seal_verify(in->folder, diags, err) != 0)
        return -1;
    if (diags->count[DIAG_REFUSE] > 0)
        return err_set(err, ERR_GATE, in->folder, 0,
                       "is not as it was sealed and cannot be approved");
    if (file_exists(before.p))
        return err_set(err, ERR_GATE, in->folder, 0, "is approved already");
    if (file_read(path.p, MANIFEST_MAX, &in->arena, &in->manifest, err) != 0 ||
        manifest_outputs(in->manifest, take_pdf, in, &in->arena, err) != 0)
        return -1;
    if (!in->output.name.n)
        return err_set(err, ERR_GATE, in->folder, 0, "holds no PDF to approve");
    return 0;
}

static int write_approval(struct approving *in, const struct signer *signer,
                          const char *pdf, struct err *err)
{
    struct buf text;
    struct str path = file_join(&in->arena, str_of(in->folder), STR(APPROVAL_NAME));
    struct sha256 manifest = sha256_of(in->manifest.p, in->manifest.n);
    if (sha256_file(pdf, &in->output.digest, &in->output.bytes, err) != 0)
        return -1;
    buf_init(&text, 1 << 20);
    approval_put(&text, signer_name(signer), in->time, &manifest, &in->output);
    int failed = file_write(path.p, text.p, text.n, false, err);
    buf_release(&text);
    return failed;
}

/* The signed copy and its record: both or none. */
static int write_both(struct approving *in, const struct signer *signer, struct err *err)
{
    struct str name = in->output.name;
    struct str from = file_join(&in->arena, str_of(in->folder), name);
    size_t stem = name.n > sizeof SUFFIX ? name.n - (sizeof SUFFIX - 1) : name.n;
    in->output.name = arena_printf(&in->arena, "%.*s-approved" SUFFIX, (int)stem, name.p);
    in->output.role = STR("approved");
    struct str to = file_join(&in->arena, str_of(in->folder), in->output.name);
    if (signer_approve(signer, from.p, to.p, in->at, err) != 0)
        return -1;
    if (write_approval(in, signer, to.p, err) == 0)
        return 0;
    unlink(to.p);
    return -1;
}

int seal_approve(const char *folder, const struct signing *signing, const char *time,
                 struct diag_list *diags, struct err *err)
{
    struct approving in = {.folder = folder};
    struct signer *signer = NULL;
    arena_init(&in.arena);
    int failed = check_edition(&in, diags, err);
    if (!failed)
        failed = read_time(&in, time, err);
    if (!failed)
        failed = signer_open(&signer, signing, in.at, err);
    if (!failed && signer_time(signer, in.at) != in.at)
        failed = err_set(err, ERR_JOB, folder, 0,
                         "the certificate begins after %s; say when you sign: --as-of",
                         in.time.p);
    if (!failed)
        failed = write_both(&in, signer, err);
    signer_close(signer);
    arena_release(&in.arena);
    return failed;
}
