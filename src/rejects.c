/* rejects: the store's live findings as CSV. */
#include "rejects.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "expect.h"
#include "table_text.h"

#include "base/banned.h"

enum { REASONS_SHOWN = 20, RAW_SHOWN = 60 };

struct reason { /* findings of one kind in one file */
    struct str source, file, code, field;
    const char *treatment;
    uint64_t rows;
    int64_t line; /* of the first */
    struct str raw, expected;
};
struct writing {
    struct table_text table;
    struct run *run;
    const struct words *words;
    struct arena scratch;
    struct reason *reason;
    size_t nreasons, cap;
    uint64_t rows;
};

static void put_word(struct writing *out, const char *id)
{
    table_text_put(&out->table, words_text(out->words, id));
}

/* Findings come file by file: only those of the last file are worth a look. */
static void keep_reason(struct writing *out, const struct store_finding *f,
                        struct str expected)
{
    struct arena *arena = &out->run->arena;
    for (size_t i = out->nreasons; i-- > 0 && str_eq(out->reason[i].file, f->file);) {
        struct reason *r = &out->reason[i];
        if (!str_eq(r->code, f->code) || !str_eq(r->field, f->field) ||
            !str_eq(r->source, f->source))
            continue;
        r->rows++;
        return;
    }
    struct str raw = f->raw;
    raw.n = utf8_valid((struct str){raw.p, raw.n < RAW_SHOWN ? raw.n : RAW_SHOWN});
    out->reason = mem_room(out->reason, out->nreasons, &out->cap, sizeof *out->reason);
    out->reason[out->nreasons++] = (struct reason){arena_str(arena, f->source),
                                                   arena_str(arena, f->file),
                                                   arena_str(arena, f->code),
                                                   arena_str(arena, f->field),
                                                   f->treatment,
                                                   1,
                                                   f->line,
                                                   arena_str(arena, raw),
                                                   arena_str(arena, expected)};
}

static struct str expected_of(struct writing *out, const struct store_finding *f)
{
    const struct job *job = &out->run->job;
    const struct source *source = expect_source(job, f->source);
    const struct field *field =
        source != NULL && f->field.n > 0 ? kind_field(source->kind, f->field) : NULL;
    arena_reset(&out->scratch);
    return expect_text(&out->scratch, job, source, f->code, field, f->raw);
}

static int put_finding(void *self, const struct store_finding *finding, struct err *err)
{
    struct writing *out = self;
    struct str expected = expected_of(out, finding);
    char id[64];
    (void)err;
    keep_reason(out, finding, expected);
    table_text_put(&out->table, finding->source);
    table_text_put(&out->table, finding->file);
    table_text_put_integer(&out->table, finding->line);
    snprintf(id, sizeof id, "treatment.%s", finding->treatment);
    put_word(out, id);
    snprintf(id, sizeof id, "finding.%.*s", STR_ARG(finding->code));
    put_word(out, id);
    table_text_put(&out->table, finding->field);
    table_text_put(&out->table, finding->raw);
    table_text_put(&out->table, expected);
    out->rows++;
    return 0;
}

static struct str field_name(const struct writing *out, const struct reason *r)
{
    const struct source *source = expect_source(&out->run->job, r->source);
    const struct field *field =
        source != NULL && r->field.n > 0 ? kind_field(source->kind, r->field) : NULL;
    return field != NULL ? field->name : r->field;
}

/* One line a kind of finding, in the job's language: what, how often, where first. */
static void report_reason(struct writing *out, const struct reason *r)
{
    struct arena *arena = &out->run->arena;
    char code[64], treatment[32];
    snprintf(code, sizeof code, "finding.%.*s", STR_ARG(r->code));
    snprintf(treatment, sizeof treatment, "treatment.%s", r->treatment);
    const struct words_arg args[] = {
        {"reason", words_text(out->words, code)},
        {"treatment", words_text(out->words, treatment)},
        {"field", field_name(out, r)},
        {"n", arena_printf(arena, "%llu", (unsigned long long)r->rows)},
        {"raw", r->raw},
        {"expected", r->expected}};
    struct str text = words_fill(out->words, arena,
                                 r->field.n == 0      ? "rejects.row"
                                 : r->expected.n == 0 ? "rejects.field"
                                                      : "rejects.expected",
                                 args, 6);
    diag_put(&out->run->diags, DIAG_NOTE, "reason", r->file, (long)r->line, "%.*s",
             STR_ARG(text));
}

static void report_reasons(struct writing *out)
{
    size_t shown = 0;
    for (size_t i = 0; i < out->nreasons; i++) {
        bool skipped = strcmp(out->reason[i].treatment, "skipped") == 0;
        if (!skipped && shown++ < REASONS_SHOWN)
            report_reason(out, &out->reason[i]);
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
    arena_init(&out.scratch);
    fputs("\xEF\xBB\xBF", file.stream);
    table_text_begin(&out.table, file.stream, 8, true);
    put_head(&out);
    int result = store_findings(run->store, put_finding, &out, err);
    table_text_end(&out.table);
    if (result == 0)
        result = file_finish(&file, err);
    if (result == 0)
        report_reasons(&out);
    mem_free(out.reason);
    arena_release(&out.scratch);
    file_abandon(&file);
    *rows = out.rows;
    return result;
}
