/* inputs: what an edition rests on, and the two files its PDF carries. */
#include "run/inputs.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/table_text.h"

#include "base/banned.h"

#define FIGURES_MAX (1 << 30)

/* An edition that rests on files with rejected rows says so each time it is published.
 * What was read again or covered by a later file has no findings any more. */
static void report_rejects(struct run *run, const struct store_file *file)
{
    if (file->current && file->rejected + file->corrected > 0)
        diag_put(
            &run->diags, file->rejected > 0 ? DIAG_WARN : DIAG_NOTE,
            file->rejected > 0 ? "rows-rejected" : "rows-corrected", file->name, 0,
            "%llu of %llu rows rejected, %llu with a field blanked; rejects.csv says "
            "which and why",
            (unsigned long long)file->rejected, (unsigned long long)file->read,
            (unsigned long long)file->corrected);
}

static void put_input(struct run *run, const struct seal_file *file)
{
    run->input = mem_room(run->input, run->ninputs, &run->input_cap, sizeof *run->input);
    run->input[run->ninputs++] = *file;
}

static void put_texts(struct run *run, const struct cat_file *file, size_t nfiles)
{
    for (size_t i = 0; i < nfiles; i++)
        put_input(run, &(struct seal_file){file[i].role, file[i].name, file[i].digest,
                                           (int64_t)file[i].text.n, -1});
}

int inputs_list(struct run *run, struct err *err)
{
    size_t nfiles;
    struct store_file *file;
    if (store_files(run->store, &run->arena, &file, &nfiles, err) != 0)
        return -1;
    for (size_t i = 0; i < nfiles; i++) {
        report_rejects(run, &file[i]);
        put_input(run, &(struct seal_file){STR("source"), file[i].name, file[i].digest,
                                           file[i].bytes, (int64_t)file[i].read});
    }
    for (size_t i = 0; i < run->assessment->ndocuments; i++) {
        const struct document *d = &run->assessment->document[i];
        if (d->file_found)
            put_input(run, &(struct seal_file){STR("evidence"), d->file, d->digest,
                                               d->bytes, -1});
    }
    put_texts(run, run->control, run->ncontrols);
    put_texts(run, run->job.load.file, run->job.load.nfiles);
    put_texts(run, run->info.font, run->info.nfonts);
    return 0;
}

static void put_line(struct run *run, struct table_text *table,
                     const struct seal_file *file)
{
    table_text_put(table, file->role);
    table_text_put(table, file->name);
    table_text_put(table, sha256_hex(&run->arena, &file->digest));
    table_text_put_integer(table, file->bytes);
    if (file->rows >= 0)
        table_text_put_integer(table, file->rows);
    else
        table_text_put(table, STR_NONE);
}

/* The manifest's list with the manifest's names: for programs as well as for people. */
static int print_inputs(struct run *run, struct str *out, struct err *err)
{
    static const char *const head[] = {"role", "name", "sha256", "bytes", "rows"};
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    struct table_text table;
    if (stream == NULL)
        return err_system(err, NULL, "cannot list the inputs");
    fputs("\xEF\xBB\xBF", stream);
    table_text_begin(&table, stream, 5, true);
    for (size_t i = 0; i < 5; i++)
        table_text_put(&table, str_of(head[i]));
    for (size_t i = 0; i < run->ninputs; i++)
        put_line(run, &table, &run->input[i]);
    table_text_end(&table);
    int failed =
        fclose(stream) != 0 ? err_system(err, NULL, "cannot list the inputs") : 0;
    if (!failed)
        *out = arena_str(&run->arena, (struct str){text, size});
    free(text);
    return failed;
}

int inputs_attach(struct run *run, struct err *err)
{
    struct str path =
        file_join(&run->arena, edition_work(run->edition), STR(FIGURES_NAME));
    struct render_attachment *file = arena_new(&run->arena, 2, sizeof *file);
    file[0] = (struct render_attachment){
        .name = STR(FIGURES_NAME),
        .mime = STR("application/json"),
        .description = words_text(run->job.words, "attachment.figures")};
    file[1] = (struct render_attachment){
        .name = STR("inputs.csv"),
        .mime = STR("text/csv"),
        .description = words_text(run->job.words, "attachment.inputs"),
        .source = true};
    if (file_read(path.p, FIGURES_MAX, &run->arena, &file[0].text, err) != 0 ||
        print_inputs(run, &file[1].text, err) != 0)
        return -1;
    run->attachment = file;
    run->nattachments = 2;
    return 0;
}
