/* lists: a dataset's rows as they are printed, cell for cell. */
#include "run/lists.h"

#include <stdio.h>

#include "base/file.h"
#include "doc/cursor.h"
#include "base/table_text.h"

#include "base/banned.h"

static int put_rows(struct table_text *out, const struct doc_table *table,
                    struct doc_cell *cell, struct err *err)
{
    struct cursor cursor;
    int status = cursor_open(&cursor, &table->rows, err);
    while (status == 0 && (status = cursor_next(&cursor, cell, err)) == 0)
        for (size_t i = 0; i < table->ncolumns; i++)
            table_text_put(out, cell[i].flags & FLAG_MISSING ? STR_NONE : cell[i].text);
    cursor_close(&cursor);
    return status < 0 ? -1 : 0;
}

static int put_list(const struct doc_table *table, FILE *stream, struct err *err)
{
    struct table_text out;
    struct doc_cell *cell = mem_new(table->ncolumns, sizeof *cell);
    fputs("\xEF\xBB\xBF", stream);
    table_text_begin(&out, stream, table->ncolumns, true);
    for (size_t i = 0; i < table->ncolumns; i++)
        table_text_put(&out, table->column[i].name);
    int result = put_rows(&out, table, cell, err);
    table_text_end(&out);
    mem_free(cell);
    return result;
}

static int write_list(struct run *run, const struct doc_table *table, struct err *err)
{
    struct str path = file_join(&run->arena, edition_work(run->edition), table->file);
    struct file_out file;
    if (file_begin(&file, path.p, true, err) != 0)
        return -1;
    int result = put_list(table, file.stream, err);
    if (result == 0)
        result = file_finish(&file, err);
    file_abandon(&file);
    if (result != 0)
        return err_note(err, "while writing %.*s", STR_ARG(table->file));
    return edition_put(run->edition, "list", table->file, 0, table->rows.total, err);
}

int lists_write(struct run *run, struct err *err)
{
    for (const struct node *n = run->doc->root->first; n; n = n->next)
        if (n->kind == DOC_DATASET && n->table.file.n &&
            write_list(run, &n->table, err) != 0)
            return -1;
    return 0;
}
