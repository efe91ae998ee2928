/* rejects: the store's live findings as CSV. */
#include "rejects.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

#include "base/banned.h"

struct writing {
    FILE *stream;
    const struct words *words;
    uint64_t rows;
};

/* A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers
 * keep their sign. */
static bool is_formula(struct str text)
{
    struct dec number;
    if (text.n == 0 || memchr("=+-@\t\r", text.p[0], 6) == NULL)
        return false;
    return !dec_parse(text, &number);
}

static void put_cell(FILE *stream, struct str text, char after)
{
    fputc('"', stream);
    if (is_formula(text))
        fputc('\'', stream);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            fputc('"', stream);
        fputc(text.p[i], stream);
    }
    fputc('"', stream);
    fputc(after, stream);
}

static void put_word(const struct writing *out, const char *id, char after)
{
    put_cell(out->stream, words_text(out->words, id), after);
}

static int put_finding(void *self, const struct store_finding *finding, struct err *err)
{
    struct writing *out = self;
    char id[64];
    (void)err;
    put_cell(out->stream, finding->source, ',');
    put_cell(out->stream, finding->file, ',');
    fprintf(out->stream, "%lld,", (long long)finding->line);
    put_word(out, finding->rejects ? "treatment.rejected" : "treatment.corrected", ',');
    snprintf(id, sizeof id, "finding.%.*s", STR_ARG(finding->code));
    put_word(out, id, ',');
    put_cell(out->stream, finding->field, ',');
    put_cell(out->stream, finding->raw, '\r');
    fputc('\n', out->stream);
    out->rows++;
    return 0;
}

static void put_head(const struct writing *out)
{
    static const char *const id[] = {"col.source",    "col.file",   "col.line",
                                     "col.treatment", "col.reason", "col.field",
                                     "col.raw"};
    fputs("\xEF\xBB\xBF", out->stream);
    for (size_t i = 0; i < 7; i++)
        put_word(out, id[i], i < 6 ? ',' : '\r');
    fputc('\n', out->stream);
}

int rejects_write(struct run *run, const char *path, uint64_t *rows, struct err *err)
{
    struct file_out file;
    if (file_begin(&file, path, true, err) != 0)
        return -1;
    struct writing out = {.stream = file.stream, .words = run->job.words};
    put_head(&out);
    int result = store_findings(run->store, put_finding, &out, err);
    if (result == 0)
        result = file_finish(&file, err);
    file_abandon(&file);
    *rows = out.rows;
    return result;
}
