/* rejects: the store's live findings as CSV. */
#include "rejects.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "table_text.h"

#include "base/banned.h"

struct writing {
    struct table_text table;
    const struct words *words;
    uint64_t rows;
};

static void put_word(struct writing *out, const char *id)
{
    table_text_put(&out->table, words_text(out->words, id));
}

static int put_finding(void *self, const struct store_finding *finding, struct err *err)
{
    struct writing *out = self;
    char id[64];
    (void)err;
    table_text_put(&out->table, finding->source);
    table_text_put(&out->table, finding->file);
    table_text_put_integer(&out->table, finding->line);
    snprintf(id, sizeof id, "treatment.%s", finding->treatment);
    put_word(out, id);
    snprintf(id, sizeof id, "finding.%.*s", STR_ARG(finding->code));
    put_word(out, id);
    table_text_put(&out->table, finding->field);
    table_text_put(&out->table, finding->raw);
    out->rows++;
    return 0;
}

static void put_head(struct writing *out)
{
    static const char *const id[] = {"col.source",    "col.file",   "col.line",
                                     "col.treatment", "col.reason", "col.field",
                                     "col.raw"};
    for (size_t i = 0; i < 7; i++)
        put_word(out, id[i]);
}

int rejects_write(struct run *run, const char *path, uint64_t *rows, struct err *err)
{
    struct file_out file;
    if (file_begin(&file, path, true, err) != 0)
        return -1;
    struct writing out = {.words = run->job.words};
    fputs("\xEF\xBB\xBF", file.stream);
    table_text_begin(&out.table, file.stream, 7, true);
    put_head(&out);
    int result = store_findings(run->store, put_finding, &out, err);
    table_text_end(&out.table);
    if (result == 0)
        result = file_finish(&file, err);
    file_abandon(&file);
    *rows = out.rows;
    return result;
}
