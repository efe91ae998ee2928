/* init: the files, and what it hands over. */
#include "command/init.h"

#include <glob.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "ingest/header.h"

#include "base/banned.h"

enum { JOB_MAX = 1 << 20, HEAD = 512, SHEETS_TAKEN = 24 };

/* The names of all fields, folded once: every header is held against all of them. */
static void fold_names(struct init *init)
{
    size_t n = 0;
    for (size_t k = 0; k < init->records.nkinds; k++)
        n += init->records.kind[k].nfields;
    init->names = arena_new(&init->arena, n, sizeof *init->names);
    n = 0;
    for (size_t k = 0; k < init->records.nkinds; k++)
        for (size_t f = 0; f < init->records.kind[k].nfields; f++) {
            const struct field *field = &init->records.kind[k].field[f];
            struct str *name = init->names[n++] =
                arena_new(&init->arena, field->nsynonyms, sizeof *name);
            for (size_t i = 0; i < field->nsynonyms; i++)
                name[i] = header_fold(&init->arena, field->synonym[i]);
        }
}

static void put_path(struct init *init, struct str path)
{
    init->path = mem_room(init->path, init->npaths, &init->paths_cap, sizeof *init->path);
    init->path[init->npaths++] = path;
}

static void put_file(struct init *init, const struct init_file *file)
{
    init->file = mem_room(init->file, init->n, &init->cap, sizeof *init->file);
    init->file[init->n++] = *file;
}

static bool look_at_sheet(struct init *init, struct init_file *file)
{
    init_guess(init, file);
    if (file->kind != NULL)
        init_learn(init, file);
    return file->kind != NULL;
}

/* Every sheet that is of a kind is a source; those behind the first read its files again. */
static void look_at(struct init *init, struct str path)
{
    struct str sheet[SHEETS_TAKEN];
    struct init_file alone = {.path = path, .base = INIT_ALONE};
    size_t n = reader_sheets(path.p, &init->arena, sheet, SHEETS_TAKEN);
    size_t before = init->n;
    for (size_t i = 0; n > 1 && i < n; i++) {
        struct init_file file = {.path = path, .sheet = sheet[i], .base = INIT_ALONE};
        if (init->n > before)
            file.base = before;
        if (look_at_sheet(init, &file))
            put_file(init, &file);
    }
    if (init->n > before)
        return;
    if (n < 2)
        look_at_sheet(init, &alone);
    else
        init_guess(init, &alone); /* for its header: it is left out */
    put_file(init, &alone);
}

/* A database with the mark that store/sql/store_mark.sql sets. */
static bool is_store(const char *head, size_t n)
{
    return n >= 72 && memcmp(head, "SQLite format 3", 15) == 0 &&
           memcmp(head + 68, "APK1", 4) == 0;
}

/* Not jobs, catalogues and stores of ours, nor what spreadsheets leave beside a file that
 * is open. */
static bool is_export(const char *path)
{
    struct str name = file_name(str_of(path));
    char head[HEAD];
    if (str_starts(name, STR("~$")))
        return false;
    FILE *file = fopen(path, "rbe");
    size_t n = file != NULL ? fread(head, 1, sizeof head, file) : 0;
    if (file != NULL)
        fclose(file);
    return memmem(head, n, "urn:auditpack:", 14) == NULL && !is_store(head, n);
}

static int find_files(struct init *init, struct str path, struct err *err)
{
    struct stat st;
    glob_t found = {0};
    if (stat(path.p, &st) != 0)
        return err_system(err, path.p, "cannot look at it");
    if (!S_ISDIR(st.st_mode)) {
        put_path(init, path);
        return 0;
    }
    struct str pattern = file_join(&init->arena, path, STR("*"));
    (void)glob(pattern.p, 0, NULL, &found); /* an empty folder is told below */
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (stat(found.gl_pathv[i], &st) == 0 && S_ISREG(st.st_mode) &&
            is_export(found.gl_pathv[i]))
            put_path(init, arena_str(&init->arena, str_of(found.gl_pathv[i])));
    globfree(&found);
    return 0;
}

static int load(struct init *init, const char *data, struct err *err)
{
    struct arena *arena = &init->arena;
    size_t records, metrics;
    init->load =
        (struct cat_load){.arena = arena,
                          .lang = str_of(init->language->locale),
                          .schemas = arena_printf(arena, "%s/templates/schemas", data).p};
    struct str path = arena_printf(arena, "%s/templates/records.xml", data);
    if (cat_read(&init->load, "records", path, &records, err) != 0 ||
        records_load(&init->records, &init->load, records, 1, err) != 0)
        return -1;
    path = arena_printf(arena, "%s/templates/metrics.xml", data);
    if (cat_read(&init->load, "metrics", path, &metrics, err) != 0 ||
        metrics_load(&init->metrics, &init->load, metrics, 1, &init->records, err) != 0)
        return -1;
    fold_names(init);
    return zone_open(&init->zone, STR("Etc/UTC"), err);
}

/* What is said of the exports is said in their language. */
static const struct init_language *language_of(const struct init *init)
{
    static const struct init_language english = {"en", "Etc/UTC"},
                                      simplified = {"zh-CN", "Asia/Shanghai"},
                                      traditional = {"zh-TW", "Asia/Taipei"};
    bool han = false;
    int script = 0;
    for (size_t i = 0; i < init->npaths; i++) {
        struct source source = {0};
        struct sight sight;
        struct arena arena;
        struct err err = {0}; /* told where the file is looked at in earnest */
        arena_init(&arena);
        if (sight_read(&sight, &arena, init->path[i].p, &source, &err) == 0) {
            han = han || sight_is_han(&sight);
            script += sight_script(&sight);
        }
        arena_release(&arena);
    }
    return !han ? &english : script > 0 ? &traditional : &simplified;
}

static int load_words(struct init *init, const char *data, struct err *err)
{
    size_t index;
    struct str path = arena_printf(&init->arena, "%s/templates/locales/%.*s.xml", data,
                                   STR_ARG(init->load.lang));
    return cat_read(&init->load, "words", path, &index, err) != 0 ||
                   words_load(&init->words, &init->load, index, 1, err) != 0
               ? -1
               : 0;
}

/* A job that no file became a source of is written for what it says of them. */
static int refuse_empty(const struct init *init, const char *path, struct err *err)
{
    for (size_t i = 0; i < init->n; i++)
        if (init->file[i].kind != NULL)
            return 0;
    return err_set(
        err, ERR_JOB, path, 0,
        "no file became a source; the job's comments say why, and it runs when "
        "it has one: see SOURCES in the manual");
}

static int hand_over(struct init *init, const struct options *options, const char *data,
                     FILE *out, struct err *err)
{
    struct str first = str_of(options->argument[0]);
    struct stat st;
    bool folder = stat(first.p, &st) == 0 && S_ISDIR(st.st_mode);
    struct str beside = folder ? first : file_folder(&init->arena, first);
    struct buf text;
    if (options->out != NULL)
        beside = file_folder(&init->arena, str_of(options->out));
    buf_init(&text, JOB_MAX);
    init_write(init, data, beside, &text);
    int result = 0;
    if (options->out == NULL)
        fwrite(text.p, 1, text.n, out);
    else if (file_exists(options->out))
        result = err_set(err, ERR_JOB, options->out, 0,
                         "the file exists and is left alone; name another");
    else if ((result = file_write(options->out, text.p, text.n, false, err)) == 0)
        init_summary(init, options->out, out);
    buf_release(&text);
    return result == 0 ? refuse_empty(init, options->out, err) : result;
}

int init_job(struct run *run, const struct options *options, FILE *out, struct err *err)
{
    const char *data = run->options->data;
    struct init init = {.n = 0};
    arena_init(&init.arena);
    int result = 0;
    for (size_t i = 0; i < options->narguments && result == 0; i++)
        result = find_files(&init, str_of(options->argument[i]), err);
    if (result == 0 && init.npaths == 0)
        result = err_set(err, ERR_JOB, options->argument[0], 0,
                         "there are no files to make a job of");
    init.language = language_of(&init);
    if (result == 0 && load(&init, data, err) != 0)
        result = -1;
    if (result == 0)
        result = load_words(&init, data, err);
    for (size_t i = 0; i < init.npaths && result == 0; i++)
        look_at(&init, init.path[i]);
    if (result == 0)
        result = hand_over(&init, options, data, out, err);
    zone_close(init.zone);
    mem_free(init.load.file);
    mem_free(init.path);
    mem_free(init.file);
    arena_release(&init.arena);
    return result;
}
