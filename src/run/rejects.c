/* rejects: the store's live findings as CSV. */
#include "run/rejects.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "catalogue/doubt.h"
#include "run/expect.h"
#include "run/reasons.h"
#include "base/table_text.h"

#include "base/banned.h"

enum { REASONS_SHOWN = 20, COMMON = 20 };

struct writing {
    struct table_text table;
    struct run *run;
    const struct words *words;
    struct reasons reasons;
    uint64_t rows;
    struct store_file *file;
    size_t nfiles;
};

static void put_word(struct writing *out, const char *id)
{
    table_text_put(&out->table, words_text(out->words, id));
}

static int put_finding(void *self, const struct store_finding *finding, struct err *err)
{
    struct writing *out = self;
    const struct reason reason = {.source = finding->source,
                                  .file = finding->file,
                                  .code = finding->code,
                                  .name = finding->name,
                                  .field = finding->field,
                                  .treatment = finding->treatment,
                                  .raw = finding->raw,
                                  .line = finding->line};
    struct str expected = reasons_put(&out->reasons, &reason);
    char id[64];
    (void)err;
    table_text_put(&out->table, finding->source);
    table_text_put(&out->table, finding->file);
    table_text_put_integer(&out->table, finding->line);
    snprintf(id, sizeof id, "treatment.%s", finding->treatment);
    put_word(out, id);
    snprintf(id, sizeof id, "finding.%.*s", STR_ARG(finding->code));
    table_text_put(&out->table,
                   finding->name.n > 0 ? finding->name : words_text(out->words, id));
    table_text_put(&out->table, finding->field);
    table_text_put(&out->table, finding->raw);
    table_text_put(&out->table, expected);
    out->rows++;
    return 0;
}

/* Rows of later months are there whenever an earlier one is reported, and where no export
 * has the records referred to, none can be found. */
static bool is_expected(const struct writing *out, const struct reason *r)
{
    const struct job *job = &out->run->job;
    const struct source *source = expect_source(job, r->source);
    for (size_t i = 0; source != NULL && i < source->kind->ndoubts; i++) {
        const struct doubt *doubt = &source->kind->doubt[i];
        if (str_eq(doubt->id, r->code))
            return doubt->test == DOUBT_FUTURE ||
                   (doubt->test == DOUBT_ABSENT && !job_reads(job, doubt->field->parent));
    }
    return false;
}

/* One in COMMON rows of a file is no slip of the pen: it was mapped wrongly, or its system
 * has changed. */
static bool is_common(const struct writing *out, const struct reason *r)
{
    for (size_t i = 0; i < out->nfiles; i++) {
        const struct store_file *f = &out->file[i];
        if (f->current && str_eq(f->name, r->file) && str_eq(f->source, r->source))
            return r->rows * COMMON > f->read;
    }
    return false;
}

static void report_reasons(struct writing *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < out->reasons.n; i++) {
        const struct reason *r = &out->reasons.item[i];
        if (strcmp(r->treatment, "skipped") == 0)
            continue;
        bool common = is_common(out, r) && !is_expected(out, r);
        if (shown++ < REASONS_SHOWN || common)
            diag_put(&out->run->diags, common ? DIAG_WARN : DIAG_NOTE, "reason", r->file,
                     (long)r->line, "%.*s", STR_ARG(reasons_text(&out->reasons, r)));
    }
    if (shown > REASONS_SHOWN)
        diag_put(&out->run->diags, DIAG_NOTE, "reason", STR_NONE, 0,
                 "and %zu kinds of finding more, in rejects.csv", shown - REASONS_SHOWN);
}

static void put_head(struct writing *out)
{
    static const char *const id[] = {"col.source",    "col.file",    "col.line",
                                     "col.treatment", "col.reason",  "col.field",
                                     "col.raw",       "col.expected"};
    for (size_t i = 0; i < 8; i++)
        put_word(out, id[i]);
}

int rejects_write(struct run *run, const char *path, uint64_t *rows, struct err *err)
{
    struct file_out file;
    if (file_begin(&file, path, true, err) != 0)
        return -1;
    struct writing out = {.run = run, .words = run->job.words};
    reasons_init(&out.reasons, run);
    fputs("\xEF\xBB\xBF", file.stream);
    table_text_begin(&out.table, file.stream, 8, true);
    put_head(&out);
    int result = store_files(run->store, &run->arena, &out.file, &out.nfiles, err);
    if (result == 0)
        result = store_findings(run->store, put_finding, &out, err);
    if (result == 0)
        result = measure_flagged(run->measure, put_finding, &out, err);
    table_text_end(&out.table);
    if (result == 0)
        result = file_finish(&file, err);
    if (result == 0)
        report_reasons(&out);
    reasons_release(&out.reasons);
    file_abandon(&file);
    *rows = out.rows;
    return result;
}
