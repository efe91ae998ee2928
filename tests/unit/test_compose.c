/* Compose from the oracle's small job through the real stages: the document is sound, its
 * wording complete, its registers rewind, and a pack that names what is not there is
 * refused with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "compose/pack.h"
#include "doc/cursor.h"
#include "render/render.h"
#include "run.h"

struct setting {
    char folder[64];
    struct run run;
    struct run_options options;
    struct err err;
};

static void copy(struct setting *s, struct arena *arena, const char *from,
                 const char *name)
{
    struct str text;
    struct str source = arena_printf(arena, "%s/%s", from, name);
    struct str target = arena_printf(arena, "%s/%s", s->folder, name);
    assert_int_equal(file_read(source.p, 1 << 24, arena, &text, &s->err), 0);
    assert_int_equal(file_write(target.p, text.p, text.n, false, &s->err), 0);
}

/* The oracle's job, with `more` in it and `metrics` of its own where these are given. */
static void put_job(struct setting *s, struct arena *arena, const char *more,
                    const char *metrics)
{
    struct str text;
    assert_int_equal(file_read("tests/oracle/job.xml", 1 << 20, arena, &text, &s->err),
                     0);
    const size_t head = text.n - strlen("</job>\n");
    assert_memory_equal(text.p + head, "</job>\n", 7);
    text = arena_printf(arena, "%.*s%s</job>", (int)head, text.p, more);
    struct str job = arena_printf(arena, "%s/job.xml", s->folder);
    struct str own = arena_printf(arena, "%s/own.xml", s->folder);
    assert_int_equal(file_write(job.p, text.p, text.n, false, &s->err), 0);
    assert_int_equal(file_write(own.p, metrics, strlen(metrics), false, &s->err), 0);
}

static void open_with(struct setting *s, const char *period, const char *as_of,
                      const char *more, const char *metrics)
{
    static const char *const data[] = {"tickets.csv", "complaints.csv", "surveys.csv",
                                       "callbacks.csv", "sales.csv"};
    static char job[96];
    struct arena arena;
    memset(s, 0, sizeof *s);
    arena_init(&arena);
    strncpy(s->folder, "/tmp/compose-test-XXXXXX", sizeof s->folder - 1);
    assert_non_null(mkdtemp(s->folder));
    for (size_t i = 0; i < sizeof data / sizeof *data; i++)
        copy(s, &arena, "tests/oracle/tiny", data[i]);
    put_job(s, &arena, more, metrics);
    copy(s, &arena, "tests/oracle", "metrics.xml");
    snprintf(job, sizeof job, "%s/job.xml", s->folder);
    s->options =
        (struct run_options){.job = job, .period = period, .as_of = as_of, .data = "."};
    run_init(&s->run, &s->options);
    if (run_load(&s->run, &s->err) != 0 || run_import(&s->run, &s->err) != 0 ||
        run_measure(&s->run, &s->err) != 0)
        fail_msg("%s", s->err.msg);
    arena_release(&arena);
}

static void open_setting(struct setting *s, const char *period, const char *as_of)
{
    open_with(s, period, as_of, "", "");
}

static void close_setting(struct setting *s)
{
    run_close(&s->run);
    assert_int_equal(file_remove_tree(s->folder, &s->err), 0);
}

static void compose(struct setting *s)
{
    if (run_compose(&s->run, &s->err) != 0)
        fail_msg("%s", s->err.msg);
    for (size_t i = 0; i < s->run.diags.n; i++)
        if (s->run.diags.item[i].level != DIAG_WARN ||
            (!str_eq(s->run.diags.item[i].code, STR("rows-rejected")) &&
             !str_eq(s->run.diags.item[i].code, STR("value-unknown"))))
            fail_msg("%.*s", STR_ARG(s->run.diags.item[i].text));
}

static size_t count_kind(const struct doc *doc, enum doc_kind kind)
{
    struct doc_walk walk;
    size_t n = 0;
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk);)
        n += walk.entering && walk.node->kind == kind;
    return n;
}

static void the_document_is_whole(void **state)
{
    struct setting s;
    open_setting(&s, "2025", "2026-02-01");
    compose(&s);
    const struct doc *doc = s.run.doc;
    assert_null(words_unknown(s.run.job.words));
    assert_int_equal(count_kind(doc, DOC_COVER), 1);
    assert_int_equal(count_kind(doc, DOC_TILE), 8);
    assert_int_equal(count_kind(doc, DOC_VERDICT), 15);
    assert_int_equal(count_kind(doc, DOC_SIGNATURE), 1);
    assert_true(count_kind(doc, DOC_DATASET) >= 7);
    assert_true(count_kind(doc, DOC_REGISTER) >= 4);
    close_setting(&s);
    (void)state;
}

/* Every text renderer gives the same bytes twice, rows and all. */
static char *render(const struct renderer *renderer, const struct doc *doc, size_t *n)
{
    struct render_options options = {0};
    struct render_counts counts = {0};
    struct err err = {0};
    char *text = NULL;
    FILE *out = open_memstream(&text, n);
    assert_int_equal(renderer->run(doc, &options, out, &counts, &err), 0);
    fclose(out);
    assert_true(*n > 1000);
    return text;
}

static void rendering_twice_is_equal(void **state)
{
    static const struct renderer *const renderers[] = {&render_json, &render_text,
                                                       &render_tree};
    struct setting s;
    open_setting(&s, "2025-06", NULL);
    compose(&s);
    for (size_t i = 0; i < 3; i++) {
        size_t n = 0, m = 0;
        char *once = render(renderers[i], s.run.doc, &n);
        char *twice = render(renderers[i], s.run.doc, &m);
        assert_int_equal(n, m);
        assert_memory_equal(once, twice, n);
        assert_int_equal(utf8_valid((struct str){once, n}), n);
        free(once);
        free(twice);
    }
    close_setting(&s);
    (void)state;
}

/* A period before all data: everything is missing, nothing breaks, and it is said. */
static void a_period_without_data_composes(void **state)
{
    struct setting s;
    size_t n;
    open_setting(&s, "2019-03", NULL);
    compose(&s);
    char *text = render(&render_text, s.run.doc, &n);
    struct str word = words_text(s.run.job.words, "missing.no-file");
    assert_non_null(memmem(text, n, word.p, word.n));
    assert_null(memmem(text, n, "nan", 3));
    free(text);
    close_setting(&s);
    (void)state;
}

static bool says(const char *text, size_t n, struct str word)
{
    return word.n > 0 && memmem(text, n, word.p, word.n) != NULL;
}

/* The control table has the calendar, the definitions have the clock of each metric. */
static void a_calendar_is_named(void **state)
{
    static const char metrics[] =
        "<metrics xmlns='urn:auditpack:metrics:1'>"
        "<metric id='resp_att' kind='rate' of='applicable' unit='percent' decimals='1' "
        "cut='priority region outlet product channel'><name xml:lang='zh-CN'>N</name>"
        "<within from='opened_at' to='first_response_at' limit='respond' "
        "clock='business' absent='due'/></metric></metrics>";
    struct setting s;
    size_t n;
    open_with(&s, "2025-06", NULL, "<calendar use='cn'/><metrics file='own.xml'/>",
              metrics);
    compose(&s);
    char *text = render(&render_text, s.run.doc, &n);
    const struct words *words = s.run.job.words;
    assert_true(says(text, n, words_text(words, "control.calendar")));
    assert_true(says(text, n, words_text(words, "definition.clock-elapsed")));
    struct words_arg args[] = {{"calendar", calendar_name(s.run.job.calendar)}};
    struct str business =
        words_fill(words, &s.run.arena, "definition.clock-business", args, 1);
    assert_true(says(text, n, business));
    free(text);
    close_setting(&s);

    open_setting(&s, "2025-06", NULL);
    compose(&s);
    text = render(&render_text, s.run.doc, &n);
    assert_false(says(text, n, words_text(s.run.job.words, "control.calendar")));
    free(text);
    close_setting(&s);
    (void)state;
}

static void a_provisional_edition_says_so(void **state)
{
    struct setting s;
    open_setting(&s, "2025-06", NULL);
    s.run.info.provisional = true;
    s.run.info.provisional_why = STR("because");
    compose(&s);
    const struct doc *doc = s.run.doc;
    assert_true(doc->provisional.n > 0);
    assert_true(doc->root->first->cover.provisional.n > 0);
    assert_true(str_eq(doc->root->first->cover.provisional_note, STR("because")));
    close_setting(&s);
    (void)state;
}

/* Every register and dataset gives the rows it announces, also the second time. */
static void registers_rewind(void **state)
{
    struct setting s;
    struct doc_walk walk;
    open_setting(&s, "2025", NULL);
    compose(&s);
    for (doc_walk_init(&walk, s.run.doc->root); doc_walk_step(&walk);) {
        if (!walk.entering ||
            (walk.node->kind != DOC_REGISTER && walk.node->kind != DOC_DATASET))
            continue;
        const struct doc_table *t = &walk.node->table;
        struct doc_cell *cell = mem_new(t->ncolumns, sizeof *cell);
        for (int pass = 0; pass < 2; pass++) {
            struct cursor cursor;
            uint64_t rows = 0;
            int status = cursor_open(&cursor, &t->rows, &s.err);
            while (status == 0 && (status = cursor_next(&cursor, cell, &s.err)) == 0)
                rows++;
            cursor_close(&cursor);
            assert_int_equal(status, 1);
            assert_int_equal(rows, t->rows.total);
        }
        mem_free(cell);
    }
    close_setting(&s);
    (void)state;
}

/* Loads a pack given as the blocks of one chapter; line 3 of the file is the first. */
static int load_blocks(struct setting *s, const char *blocks, struct arena *arena)
{
    struct job job = s->run.job;
    struct cat_file file = {.role = STR("pack"), .path = STR("test-pack.xml")};
    struct pack *pack;
    file.text = arena_printf(arena,
                             "<pack xmlns='urn:auditpack:pack:1' id='test' kind='TEST'>"
                             "<title xml:lang='en'>Test</title>\n<chapter id='one'>"
                             "<title xml:lang='en'>One</title>\n%s</chapter></pack>",
                             blocks);
    job.load.file = &file;
    job.load.nfiles = 1;
    s->err = (struct err){0};
    return pack_load(&pack, &job, arena, &s->err);
}

static void packs_are_refused_with_a_line(void **state)
{
    static const struct {
        const char *blocks, *says;
    } bad[] = {
        {"<tiles metrics='no_such_metric'/>", "no_such_metric"},
        {"<breakdown metrics='resp_att' cut='no_such_cut'/>", "no_such_cut"},
        {"<breakdown metrics='actions' cut='region'/>", "not broken down"},
        {"<register register='no_such_register'/>", "no_such_register"},
        {"<no-such-block/>", ""},
    };
    struct setting s;
    struct arena arena;
    open_setting(&s, "2025", NULL);
    arena_init(&arena);
    assert_int_equal(load_blocks(&s, "<tiles metrics='resp_att'/>", &arena), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(load_blocks(&s, bad[i].blocks, &arena), -1);
        assert_int_equal(s.err.code, ERR_JOB);
        assert_int_equal(s.err.line, 3);
        assert_string_equal(s.err.file, "test-pack.xml");
        assert_non_null(strstr(s.err.msg, bad[i].says));
    }
    arena_release(&arena);
    close_setting(&s);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_is_whole),
        cmocka_unit_test(rendering_twice_is_equal),
        cmocka_unit_test(a_period_without_data_composes),
        cmocka_unit_test(a_calendar_is_named),
        cmocka_unit_test(a_provisional_edition_says_so),
        cmocka_unit_test(registers_rewind),
        cmocka_unit_test(packs_are_refused_with_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
