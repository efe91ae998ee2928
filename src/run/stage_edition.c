/* stage_edition: the edge between results and the published folder: what makes the edition
 * what it is (identity), what is written into it, and what its manifest lists. */
#include <hpdf.h>
#include <libxml/xmlversion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>
#include <zlib.h>

#include "base/file.h"
#include "base/instant.h"
#include "base/packer.h"
#include "base/task.h"
#include "run/history.h"
#include "run/inputs.h"
#include "run/lists.h"
#include "run/rejects.h"
#include "render/render.h"
#include "run.h"

#include "base/banned.h"

#define PROGRAM "auditpack " AUDITPACK_VERSION

static void put_catalogues(struct identity *identity, const struct job *job)
{
    for (size_t i = 0; i < job->load.nfiles; i++) {
        identity_put(identity, "catalogue", job->load.file[i].role);
        identity_put_digest(identity, "text", &job->load.file[i].digest);
    }
}

/* A document without its file counts too: which of two documents has it is printed. */
static void put_evidence(struct identity *identity, const struct assessment *assessment)
{
    for (size_t i = 0; i < assessment->ndocuments; i++) {
        const struct document *d = &assessment->document[i];
        identity_put(identity, "document", d->number);
        if (d->file_found)
            identity_put_digest(identity, "evidence", &d->digest);
        else
            identity_put(identity, "evidence",
                         d->file_refused ? STR("refused") : STR("none"));
    }
}

/* The fonts by their pinned digests; the page layer refuses fonts that differ. */
static int list_fonts(struct run *run, struct str list, struct err *err)
{
    struct str line;
    struct cat_file *font = arena_new(&run->arena, 16, sizeof *font);
    run->info.font = font;
    while (str_split(&list, '\n', &line) && run->info.nfonts < 16) {
        struct cat_file *f = &font[run->info.nfonts];
        if (line.n < 67 || !sha256_parse((struct str){line.p, 64}, &f->digest))
            continue;
        f->role = STR("font");
        f->name = (struct str){line.p + 66, line.n - 66};
        f->path = arena_printf(&run->arena, "%s/fonts/%.*s", run->options->data,
                               STR_ARG(f->name));
        int64_t bytes;
        if (file_size(f->path.p, &bytes, err) != 0)
            return -1;
        f->text.n = (size_t)bytes;
        run->info.nfonts++;
    }
    return 0;
}

static int read_fonts(struct run *run, struct str *list, struct err *err)
{
    struct str path =
        arena_printf(&run->arena, "%s/fonts/SHA256SUMS", run->options->data);
    if (file_read(path.p, 1 << 16, &run->arena, list, err) != 0)
        return -1;
    return list_fonts(run, *list, err);
}

static int make_identity(struct run *run, struct err *err)
{
    const struct job *job = &run->job;
    struct sha256 zone = zone_digest(job->zone);
    struct str fonts;
    if (store_digest(run->store, &run->live_set, err) != 0 ||
        read_fonts(run, &fonts, err) != 0)
        return -1;
    struct identity *identity = identity_begin();
    identity_put(identity, "program", STR(PROGRAM));
    put_catalogues(identity, job);
    for (size_t i = 0; i < job->nsources; i++)
        identity_put_digest(identity, "rules", &job->source[i].rules);
    identity_put_digest(identity, "zone", &zone);
    identity_put(identity, "fonts", fonts);
    if (run->signer) {
        struct sha256 certificate = signer_certificate(run->signer);
        identity_put_digest(identity, "certificate", &certificate);
    }
    identity_put_digest(identity, "records", &run->live_set);
    put_evidence(identity, run->assessment);
    for (size_t i = 0; i < run->ncontrols; i++)
        identity_put_digest(identity, "control", &run->control[i].digest);
    identity_put(identity, "period", str_of(run->period.text));
    identity_put(identity, "as-of", instant_print(&run->arena, run->as_of, job->zone));
    run->identity = identity_end(identity);
    return 0;
}

/* The newest edition of the period, which this run says is as it was, or follows. It may
 * have been changed since; nothing is put right by itself. */
static int check_newest(struct run *run, struct err *err)
{
    struct str folder;
    struct diag_list found;
    int revision;
    if (edition_newest(&run->arena, run->out, run->job.id, str_of(run->period.text),
                       &revision, &folder, err) != 0)
        return -1;
    if (revision == 0)
        return 0;
    diag_init(&found);
    int result = seal_verify(folder.p, &found, err);
    for (size_t i = 0; i < found.n; i++)
        diag_put(&run->diags, DIAG_WARN, "edition-altered", folder, 0,
                 "%.*s: %.*s; the edition is not what was published: put a copy back, or "
                 "move the folder away and run again",
                 STR_ARG(found.item[i].file), STR_ARG(found.item[i].text));
    diag_release(&found);
    return result;
}

int run_open(struct run *run, struct err *err)
{
    if (make_identity(run, err) != 0)
        return -1;
    int found = edition_begin(&run->edition, run->out, run->job.id,
                              str_of(run->period.text), &run->identity, err);
    if (found < 0)
        return -1;
    run->unchanged = found == 1;
    run->info.revision = edition_revision(run->edition);
    run->info.identity = run->identity;
    run->info.program = STR(PROGRAM);
    if (check_newest(run, err) != 0)
        return -1;
    return run->unchanged ? 0 : history_read(run, err);
}

/* A file of the edition under way: what its renderer is given and what it tells. */
struct output {
    struct run *run;
    const struct renderer *renderer;
    const char *role; /* in the manifest */
    struct str name, path;
    struct render_options options;
    struct diag_list diags;
    struct render_counts counts;
    int status;
    struct err err;
};

static void output_begin(struct output *output, struct run *run,
                         const struct renderer *renderer, struct str name)
{
    struct str data = str_of(run->options->data);
    *output = (struct output){
        .run = run, .renderer = renderer, .role = renderer->name, .name = name};
    diag_init(&output->diags);
    output->path = file_join(&run->arena, edition_work(run->edition), name);
    output->options = (struct render_options){
        .fonts = file_join(&run->arena, data, STR("fonts")).p,
        .style = run->job.style.p,
        .style_text = run->job.style_text,
        .schemas = file_join(&run->arena, data, STR("templates/schemas")).p,
        .temp = edition_work(run->edition).p,
        .diags = &output->diags,
        .signature = run->signature};
}

/* May run in a thread: of the run it only reads the document. */
static void output_write(void *self)
{
    struct output *output = self;
    struct err *err = &output->err;
    struct file_out file;
    output->status = file_begin(&file, output->path.p, false, err);
    if (output->status != 0)
        return;
    output->status = output->renderer->run(output->run->doc, &output->options,
                                           file.stream, &output->counts, err);
    if (output->status == 0 && output->renderer == &render_pdf && output->run->signer)
        output->status = signer_sign(output->run->signer, file.stream, output->name.p,
                                     output->run->signature->time, err);
    if (output->status == 0)
        output->status = file_finish(&file, err);
    file_abandon(&file);
    if (output->status != 0)
        err_note(err, "while writing %.*s", STR_ARG(output->name));
}

static int output_end(struct output *output, struct err *err)
{
    struct run *run = output->run;
    diag_move(&run->diags, &output->diags);
    if (output->status != 0) {
        *err = output->err;
        return -1;
    }
    return edition_put(run->edition, output->role, output->name, output->counts.pages,
                       output->counts.rows, err);
}

/* The figures' file, written beside the pages that will carry it. */
struct figures {
    struct output output;
    struct task task;
    bool is_attached;
};

/* In the thread of the pages, while the workbook is written in another, which looks at
 * nothing of the run but its document. */
static int attach_figures(void *self, const struct render_attachment **file, size_t *n,
                          struct err *err)
{
    struct figures *figures = self;
    struct run *run = figures->output.run;
    task_wait(&figures->task);
    figures->is_attached = true;
    if (output_end(&figures->output, err) != 0 || inputs_list(run, err) != 0 ||
        inputs_attach(run, err) != 0)
        return -1;
    *file = run->attachment;
    *n = run->nattachments;
    return 0;
}

/* Figures, pages and sheets side by side: only the pages need another, at their end. */
static int render_all_three(struct run *run, struct str stem, struct err *err)
{
    struct output pdf, xlsx;
    struct figures figures = {.is_attached = false};
    struct task task;
    output_begin(&figures.output, run, &render_json, STR(FIGURES_NAME));
    output_begin(&pdf, run, &render_pdf, arena_printf(&run->arena, "%s.pdf", stem.p));
    output_begin(&xlsx, run, &render_xlsx, arena_printf(&run->arena, "%s.xlsx", stem.p));
    pdf.options.attach = attach_figures;
    pdf.options.attach_self = &figures;
    task_start(&figures.task, output_write, &figures.output);
    task_start(&task, output_write, &pdf);
    output_write(&xlsx);
    task_wait(&task);
    task_wait(&figures.task);
    if (!figures.is_attached) /* the pages failed before they were drawn */
        output_end(&figures.output, &(struct err){0});
    int failed = output_end(&pdf, err);
    return output_end(&xlsx, failed ? &(struct err){0} : err) != 0 ? -1 : failed;
}

static struct str say(struct run *run, const char *id, struct str name)
{
    const struct words_arg arg = {"name", name};
    return words_fill(run->job.words, &run->arena, id, &arg, 1);
}

/* What the fields of signatures show; without a key there are none. */
static void word_signature(struct run *run)
{
    struct render_signature *s = arena_new(&run->arena, 1, sizeof *s);
    if (!run->signer)
        return;
    s->time = signer_time(run->signer, run->as_of);
    s->name = signer_name(run->signer);
    s->reason = run->doc->title;
    s->text = arena_printf(&run->arena, "%s\n%s", say(run, "sign.signed", s->name).p,
                           instant_print(&run->arena, s->time, run->job.zone).p);
    s->approved =
        arena_printf(&run->arena, "%s\n%s", say(run, "sign.approved", STR_NONE).p,
                     say(run, "sign.approved-see", STR_NONE).p);
    run->signature = s;
}

static int render_summary_text(struct run *run, struct err *err)
{
    struct output output;
    output_begin(&output, run, &render_summary, STR("summary.txt"));
    output_write(&output);
    return output_end(&output, err);
}

/* One after the other: each takes the memory of one. They carry nothing and are not
 * approved, but they are signed. */
static int render_more(struct run *run, struct str stem, struct err *err)
{
    size_t volumes = render_volumes(run->doc);
    for (size_t i = 2; i <= volumes; i++) {
        struct output output;
        output_begin(&output, run, &render_pdf,
                     arena_printf(&run->arena, "%s-vol%zu.pdf", stem.p, i));
        output.role = "volume";
        output.options.volume = i;
        output_write(&output);
        if (output_end(&output, err) != 0)
            return -1;
    }
    return 0;
}

int run_render(struct run *run, struct err *err)
{
    struct str stem = arena_printf(&run->arena, "%.*s-%s-r%d%s", STR_ARG(run->job.id),
                                   run->period.text, edition_revision(run->edition),
                                   run->info.provisional ? "-provisional" : "");
    struct str rejects =
        file_join(&run->arena, edition_work(run->edition), STR("rejects.csv"));
    uint64_t rows = 0;
    word_signature(run);
    if (render_all_three(run, stem, err) != 0 || render_more(run, stem, err) != 0 ||
        render_summary_text(run, err) != 0 ||
        rejects_write(run, rejects.p, &rows, err) != 0)
        return -1;
    if (edition_put(run->edition, "rejects", STR("rejects.csv"), 0, rows, err) != 0)
        return -1;
    return lists_write(run, err);
}

static struct str libraries(struct run *run)
{
    return arena_printf(&run->arena,
                        "SQLite %s, libxml2 %s, libharu %s, libxlsxwriter %s, zlib %s, "
                        "ISA-L %s",
                        sqlite3_libversion(), LIBXML_DOTTED_VERSION, HPDF_VERSION_TEXT,
                        lxw_version(), zlibVersion(), packer_version());
}

int run_publish(struct run *run, struct err *err)
{
    const struct sha256 figures = figures_digest(measure_figures(run->measure));
    const struct manifest_facts facts = {
        .program = STR(PROGRAM),
        .job = run->job.id,
        .period = str_of(run->period.text),
        .state = run->info.provisional ? STR("provisional") : STR("final"),
        .as_of = instant_print(&run->arena, run->as_of, run->job.zone),
        .locale = run->job.locale,
        .zone = run->job.zone_name,
        .libraries = libraries(run),
        .identity = run->identity,
        .live_set = run->live_set,
        .zone_digest = zone_digest(run->job.zone),
        .input = run->input,
        .ninputs = run->ninputs,
        .figures = sha256_hex(&run->arena, &figures)};
    return edition_publish(run->edition, &facts, err);
}
