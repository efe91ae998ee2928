/* init: looks at the files and decides what they are; init_write makes the job of it. */
#include "command/init.h"

#include <glob.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "catalogue/known.h"
#include "ingest/when_number.h"

#include "base/banned.h"

enum { JOB_MAX = 1 << 20, KIND_FIELDS_SEEN = 256 };

struct trial { /* one file as one kind */
    struct init *init;
    struct source source;
    struct init_file file;
    bool serial[KIND_FIELDS_SEEN];
};

static void note_finding(void *self, const struct finding *finding)
{
    struct trial *in = self;
    bool time = finding->field != NULL && field_is_time(finding->field);
    if (time && finding->field->index < KIND_FIELDS_SEEN &&
        when_like_serial(str_trim(finding->raw)))
        in->serial[finding->field->index] = true;
}

static void put_time(struct trial *in, const struct field *field, struct str format,
                     bool either)
{
    if (in->file.ntimes < INIT_TIMES)
        in->file.time[in->file.ntimes++] =
            (struct init_time){field, arena_str(&in->init->arena, format), either};
}

static void find_times(struct trial *in, const struct ingest *ingest)
{
    const struct kind *kind = in->source.kind;
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct field *field = &kind->field[i];
        char format[64];
        bool either;
        if (ingest_days_format(ingest, field, format, sizeof format, &either))
            put_time(in, field, str_of(format), either);
        else if (i < KIND_FIELDS_SEEN && in->serial[i])
            put_time(in, field, STR("excel"), false);
    }
}

static void note_value(struct trial *in, const struct field *field, struct str value,
                       const struct str *known, size_t nknown)
{
    struct init_file *file = &in->file;
    for (size_t i = 0; i < file->nvalues; i++)
        if (file->value[i].field == field && str_eq(file->value[i].value, value))
            return;
    if (file->nvalues < INIT_VALUES)
        file->value[file->nvalues++] =
            (struct init_value){field, arena_str(&in->init->arena, value),
                                known_closest(known, nknown, value)};
}

static void find_values(struct trial *in, const struct batch *batch)
{
    for (size_t f = 0; f < batch->kind->nfields; f++) {
        const struct field *field = &batch->kind->field[f];
        struct str *known;
        size_t n = known_values(&in->init->arena, &in->init->metrics, batch->kind, field,
                                &known);
        for (uint32_t row = 0; n > 0 && row < batch->n; row++) {
            struct str value = batch->column[f].text[row];
            if (!batch_missing(batch, f, row) && known_find(known, n, value) == n)
                note_value(in, field, value, known, n);
        }
    }
}

static void count_columns(struct trial *in, const struct ingest *ingest)
{
    const struct ingest_column *column;
    size_t n = ingest_columns(ingest, &column);
    for (size_t i = 0; i < n; i++) {
        struct str rest = column[i].header;
        uint32_t cp;
        in->file.columns += rest.n > 0;
        in->file.used += column[i].field != NULL;
        while (utf8_next(&rest, &cp))
            in->file.han |= utf8_is_han(cp);
    }
}

/* False when the file cannot be that kind. */
static bool try_kind(struct trial *in, struct str path, const struct kind *kind,
                     struct err *err)
{
    struct ingest *ingest;
    struct batch *batch;
    in->source = (struct source){.id = kind->id, .kind = kind};
    in->file = (struct init_file){.path = path, .kind = kind};
    memset(in->serial, 0, sizeof in->serial);
    const struct ingest_options options = {.source = &in->source,
                                           .zone = in->init->zone,
                                           .path = path.p,
                                           .finding = note_finding,
                                           .self = in,
                                           .days_later = true};
    if (ingest_open(&ingest, &options, err) != 0)
        return false;
    count_columns(in, ingest);
    struct err own = {0}; /* what is wrong with the rows is check's business */
    if (ingest_next(ingest, &batch, &own) == 0)
        find_values(in, batch);
    find_times(in, ingest);
    ingest_close(ingest);
    return true;
}

static void look_at(struct init *init, struct str path)
{
    struct trial *trial = mem_new(1, sizeof *trial);
    struct init_file best = {.path = path};
    struct err err = {0};
    trial->init = init;
    for (size_t i = 0; i < init->records.nkinds; i++)
        if (try_kind(trial, path, &init->records.kind[i], &err) &&
            trial->file.used > best.used)
            best = trial->file;
    if (best.kind == NULL)
        best.why = arena_str(&init->arena, str_of(err.msg));
    init->han |= best.han;
    init->file = mem_room(init->file, init->n, &init->cap, sizeof *init->file);
    init->file[init->n++] = best;
    mem_free(trial);
}

static int look_below(struct init *init, struct str path, struct err *err)
{
    struct stat st;
    glob_t found = {0};
    if (stat(path.p, &st) != 0)
        return err_system(err, path.p, "cannot look at it");
    if (!S_ISDIR(st.st_mode)) {
        look_at(init, path);
        return 0;
    }
    struct str pattern = file_join(&init->arena, path, STR("*"));
    (void)glob(pattern.p, 0, NULL, &found); /* an empty folder is told below */
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (stat(found.gl_pathv[i], &st) == 0 && S_ISREG(st.st_mode) &&
            strstr(found.gl_pathv[i], ".xml") == NULL)
            look_at(init, arena_str(&init->arena, str_of(found.gl_pathv[i])));
    globfree(&found);
    return 0;
}

static int load(struct init *init, const char *data, struct err *err)
{
    struct arena *arena = &init->arena;
    size_t records, metrics;
    init->load =
        (struct cat_load){.arena = arena,
                          .lang = STR("en"),
                          .schemas = arena_printf(arena, "%s/templates/schemas", data).p};
    struct str path = arena_printf(arena, "%s/templates/records.xml", data);
    if (cat_read(&init->load, "records", path, &records, err) != 0 ||
        records_load(&init->records, &init->load, records, 1, err) != 0)
        return -1;
    path = arena_printf(arena, "%s/templates/metrics.xml", data);
    if (cat_read(&init->load, "metrics", path, &metrics, err) != 0 ||
        metrics_load(&init->metrics, &init->load, metrics, 1, &init->records, err) != 0)
        return -1;
    return zone_open(&init->zone, STR("Etc/UTC"), err);
}

/* Comments and names of the job are in the language of the headers. */
static int load_words(struct init *init, const char *data, struct err *err)
{
    size_t index;
    struct str path = arena_printf(&init->arena, "%s/templates/locales/%s.xml", data,
                                   init->han ? "zh-CN" : "en");
    return cat_read(&init->load, "words", path, &index, err) != 0 ||
                   words_load(&init->words, &init->load, index, 1, err) != 0
               ? -1
               : 0;
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
    else
        result = file_write(options->out, text.p, text.n, false, err);
    buf_release(&text);
    return result;
}

int init_job(struct run *run, const struct options *options, FILE *out, struct err *err)
{
    const char *data = run->options->data;
    struct init init = {.n = 0};
    arena_init(&init.arena);
    int result = load(&init, data, err);
    for (size_t i = 0; i < options->narguments && result == 0; i++)
        result = look_below(&init, str_of(options->argument[i]), err);
    if (result == 0 && init.n == 0)
        result = err_set(err, ERR_JOB, options->argument[0], 0,
                         "there are no files to make a job of");
    if (result == 0)
        result = load_words(&init, data, err);
    if (result == 0)
        result = hand_over(&init, options, data, out, err);
    zone_close(init.zone);
    mem_free(init.load.file);
    mem_free(init.file);
    arena_release(&init.arena);
    return result;
}
