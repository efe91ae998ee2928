/* fixture_measure: a job by hand, its store in a temporary folder. */
#include "fixture_measure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/civil.h"
#include "base/file.h"

#include "base/banned.h"

#define NAME(text)      "<name xml:lang='en'>" text "</name>"
#define FIELD(id, type) "<field id='" id "' type='" type "'>" NAME("F " id) "</field>"
#define KEY             FIELD("id", "id' required='yes")

static const char records_text[] =
    "<records xmlns='urn:auditpack:records:1'>"
    "<kind id='visit' key='id' event='at'>" NAME("Visits") KEY FIELD(
        "at",
        "time' required='yes") FIELD("done",
                                     "time") FIELD("place",
                                                   "text") FIELD("class",
                                                                 "text") FIELD("state",
                                                                               "text")
        FIELD("good", "flag") FIELD("score", "int' min='1' max='5") FIELD(
            "cost",
            "decimal' scale='2") "</kind>"
                                 "<kind id='reply' key='id' event='at'>" NAME(
                                     "Replies") KEY FIELD("visit", "ref' kind='visit")
                                     FIELD("at", "time") FIELD(
                                         "score",
                                         "int' min='0' max='10") "</kind>"
                                                                 "<kind id='member' "
                                                                 "key='id' "
                                                                 "event='joined'>" NAME(
                                                                     "Members")
                                                                     KEY FIELD(
                                                                         "joined",
                                                                         "dat"
                                                                         "e") FIELD("lef"
                                                                                    "t",
                                                                                    "dat"
                                                                                    "e")
                                                                         FIELD(
                                                                             "able",
                                                                             "flag") "</"
                                                                                     "kin"
                                                                                     "d><"
                                                                                     "/re"
                                                                                     "cor"
                                                                                     "ds"
                                                                                     ">";

static const char more_records_text[] =
    "<records xmlns='urn:auditpack:records:1'>\n"
    "<kind id='job' key='id' event='at'><name xml:lang='en'>Jobs</name>\n"
    "<field id='id' type='id' required='yes'><name xml:lang='en'>Id</name></field>\n"
    "<field id='at' type='time' required='yes'><name xml:lang='en'>At</name></field>\n"
    "<field id='done' type='time'><name xml:lang='en'>Done</name></field>\n"
    "<field id='first_done' type='time'><name xml:lang='en'>First</name></field>\n"
    "<field id='again' type='time'><name xml:lang='en'>Again</name></field>\n"
    "</kind>\n"
    "<kind id='hold' key='job held' event='held'><name xml:lang='en'>Holds</name>\n"
    "<field id='job' type='ref' kind='job'><name xml:lang='en'>Job</name></field>\n"
    "<field id='held' type='time' required='yes'><name xml:lang='en'>Held</name></field>"
    "\n<field id='freed' type='time'><name xml:lang='en'>Freed</name></field>\n"
    "<field id='why' type='text'><name xml:lang='en'>Why</name></field>\n"
    "</kind>\n</records>";

static void must(const struct measure_fixture *f, int status)
{
    if (status < 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
}

static const char *put_file(struct measure_fixture *f, const char *name, const char *text)
{
    const char *path = arena_printf(&f->job.arena, "%s/%s", f->folder, name).p;
    must(f, file_write(path, text, strlen(text), false, &f->err));
    return path;
}

static size_t put_catalogue(struct measure_fixture *f, const char *role, const char *name,
                            const char *text)
{
    size_t index;
    must(f,
         cat_read(&f->job.load, role, str_of(put_file(f, name, text)), &index, &f->err));
    return index;
}

void measure_fixture_open(struct measure_fixture *f)
{
    static const char *const kind[] = {"visit", "reply", "member", "job", "hold"};
    *f = (struct measure_fixture){.folder = "/tmp/auditpack-test-XXXXXX"};
    assert_non_null(mkdtemp(f->folder));
    arena_init(&f->job.arena);
    f->job.load = (struct cat_load){
        .arena = &f->job.arena, .lang = STR("en"), .schemas = "templates/schemas"};
    must(f, zone_open(&f->job.zone, STR("Asia/Shanghai"), &f->err));
    size_t first = put_catalogue(f, "records", "records.xml", records_text);
    put_catalogue(f, "records", "more.xml", more_records_text);
    must(f, records_load(&f->job.records, &f->job.load, first, 2, &f->err));
    for (int i = 0; i < 5; i++)
        f->source[i] =
            (struct source){.id = str_of(kind[i]),
                            .name = str_of(kind[i]),
                            .kind = records_kind(&f->job.records, str_of(kind[i])),
                            .rules = sha256_of(kind[i], strlen(kind[i]))};
    must(f, store_open(&f->store, arena_printf(&f->job.arena, "%s/s.db", f->folder).p,
                       &f->job.records, &f->err));
    sqlite3_exec(store_handle(f->store), "PRAGMA synchronous = OFF", NULL, NULL, NULL);
}

static void end_run(struct measure_fixture *f)
{
    if (!f->measure)
        return;
    measure_close(f->measure);
    f->measure = NULL;
    store_release(f->store);
}

void measure_fixture_close(struct measure_fixture *f)
{
    struct err ignored;
    end_run(f);
    store_close(f->store);
    zone_close(f->job.zone);
    mem_free(f->job.load.file);
    arena_release(&f->job.arena);
    assert_int_equal(0, file_remove_tree(f->folder, &ignored));
}

int measure_fixture_metrics(struct measure_fixture *f, const char *const *text, size_t n)
{
    size_t first = f->job.load.nfiles;
    for (size_t i = 0; i < n; i++)
        put_catalogue(
            f, "metrics", arena_printf(&f->job.arena, "metrics%zu.xml", i + 1).p,
            arena_printf(&f->job.arena,
                         "<metrics xmlns='urn:auditpack:metrics:1'>\n%s</metrics>",
                         text[i])
                .p);
    return metrics_load(&f->job.metrics, &f->job.load, first, n, &f->job.records,
                        &f->err);
}

int measure_fixture_set_up(void **state, const char *metrics)
{
    struct measure_fixture *f = *state = mem_new(1, sizeof *f);
    size_t index;
    measure_fixture_open(f);
    if (measure_fixture_metrics(f, &metrics, 1) != 0 ||
        cat_read(&f->job.load, "calendar", STR("templates/calendars/cn.xml"), &index,
                 &f->err) != 0 ||
        calendar_load(&f->job.calendar, &f->job.load, index, 1, &f->err) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
    return 0;
}

int measure_fixture_tear_down(void **state)
{
    measure_fixture_close(*state);
    mem_free(*state);
    return 0;
}

void measure_fixture_import(struct measure_fixture *f, char kind, const char *csv)
{
    struct import_result result;
    int i = (int)(strchr("vrmjh", kind) - "vrmjh");
    const char *name = arena_printf(&f->job.arena, "%zu.csv", f->job.arena.total).p;
    must(f, store_import(f->store, &f->source[i], f->job.zone, put_file(f, name, csv),
                         &result, &f->job.arena, &f->err));
}

int64_t measure_fixture_time(const struct measure_fixture *f, const char *local)
{
    struct civil c = {0};
    assert_true(sscanf(local, "%d-%d-%d %d:%d:%d", &c.year, &c.month, &c.day, &c.hour,
                       &c.minute, &c.second) >= 3);
    return zone_to_utc(f->job.zone, civil_seconds(&c), NULL);
}

void measure_fixture_run(struct measure_fixture *f, const char *text, const char *as_of,
                         int64_t event)
{
    struct period period;
    end_run(f);
    must(f, period_parse(&period, str_of(text), f->job.zone, &f->err));
    must(f, store_snapshot(f->store, event, NULL, &f->err));
    must(f, measure_run(&f->measure, f->store, &f->job, &period,
                        measure_fixture_time(f, as_of), f->threads, &f->err));
}

static const struct window *window_named(const struct figures *figures, const char *name)
{
    size_t n;
    const struct window *window = figures_windows(figures, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(window[i].name, name) == 0)
            return &window[i];
    fail_msg("no window '%s'", name);
    return NULL;
}

const struct figure *measure_fixture_figure(const struct measure_fixture *f,
                                            const char *metric, const char *window,
                                            const char *cut, const char *key)
{
    const struct figures *figures = measure_figures(f->measure);
    const struct metric *m = metrics_metric(&f->job.metrics, str_of(metric));
    const struct dimension *d =
        cut ? metrics_dimension(&f->job.metrics, str_of(cut)) : NULL;
    assert_non_null(m);
    assert_true(!cut || d);
    return figures_lookup(figures, m, window_named(figures, window), d, str_of(key));
}

const char *measure_fixture_states(struct measure_fixture *f, const char *metric,
                                   const char *window, const char *cut, const char *key)
{
    const struct figure *figure = measure_fixture_figure(f, metric, window, cut, key);
    if (!figure)
        return "none";
    return arena_printf(&f->job.arena, "%lld/%lld/%lld", (long long)figure->hit,
                        (long long)figure->miss, (long long)figure->pending)
        .p;
}

static void print_row(struct buf *out, const struct row_value *value, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_text(out, i ? "|" : "");
        if (value[i].missing)
            buf_text(out, "-");
        else if (value[i].text.p)
            buf_str(out, value[i].text);
        else
            buf_printf(out, "%lld", (long long)value[i].num);
    }
    buf_char(out, '\n');
}

static const char *settle(struct measure_fixture *f, struct buf *out, int status)
{
    must(f, status);
    const char *text = arena_str(&f->job.arena, buf_view(out)).p;
    buf_release(out);
    return text;
}

const char *measure_fixture_rows(struct measure_fixture *f, struct rows *rows)
{
    const struct row_value *value;
    struct buf out;
    int status;
    buf_init(&out, 1 << 20);
    while ((status = rows_next(rows, &value, &f->err)) == 0)
        print_row(&out, value, rows_columns(rows));
    return settle(f, &out, status);
}

const char *measure_fixture_walk(struct measure_fixture *f, struct rows *rows,
                                 struct rows_walk *walk)
{
    const struct row_value *value;
    struct buf out;
    int status;
    buf_init(&out, 1 << 20);
    while ((status = rows_walk_next(walk, &value, &f->err)) == 0)
        print_row(&out, value, rows_columns(rows));
    return settle(f, &out, status);
}
