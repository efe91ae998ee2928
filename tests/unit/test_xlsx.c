/* The workbook under bad weather: texts, names, numbers and sizes that spreadsheet programs
 * do not take, files that cannot be written. What is written is read again by the checkers
 * of the end-to-end tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture_doc.h"
#include "render/render.h"

#define S(literal) STR(literal)

static char folder[64];

struct outcome {
    struct err err;
    struct render_counts counts;
    struct diag_list diags;
    int status;
};

static struct outcome render_to(const struct doc *doc, const char *path)
{
    struct outcome out = {.status = -1};
    diag_init(&out.diags);
    struct render_options options = {.fonts = "fonts",
                                     .style = "templates/styles/default.xml",
                                     .style_text = fixture_style(),
                                     .schemas = "templates/schemas",
                                     .temp = folder,
                                     .diags = &out.diags};
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    out.status = render_xlsx.run(doc, &options, stream, &out.counts, &out.err);
    fclose(stream);
    return out;
}

static const char *book_path(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s.xlsx", folder, name);
    return path;
}

static struct outcome render(const struct doc *doc, const char *name)
{
    return render_to(doc, book_path(name));
}

/* What a checker prints about a workbook; its status is 0 when all is well. */
static char *ask(const char *checker, const char *name, int *status)
{
    char command[256];
    char *text = NULL;
    size_t n = 0;
    snprintf(command, sizeof command,
             "PYTHONDONTWRITEBYTECODE=1 python3 tests/e2e/%s %s/%s.xlsx 2>&1", checker,
             folder, name);
    FILE *pipe = popen(command, "r"), *memory = open_memstream(&text, &n);
    assert_non_null(pipe);
    for (int c; (c = fgetc(pipe)) != EOF;)
        fputc(c, memory);
    *status = pclose(pipe);
    fclose(memory);
    return text;
}

static void assert_sound(const char *name)
{
    int status;
    char *said = ask("xlsx-parts.py", name, &status);
    if (status != 0)
        print_error("%s\n", said);
    free(said);
    assert_int_equal(status, 0);
}

static void assert_holds(const char *name, const char *const *wanted)
{
    int status;
    char *cells = ask("xlsx.py", name, &status);
    for (; *wanted; wanted++)
        if (!strstr(cells, *wanted))
            fail_msg("no cell prints %s", *wanted);
    free(cells);
}

/* Rows made by a function of their number. */
struct rows {
    uint64_t total, at;
    size_t ncolumns;
    void (*fill)(uint64_t row, struct doc_cell *cell, size_t n);
};

static int begin_rows(void *self, void **walk, struct err *err)
{
    (void)err;
    ((struct rows *)self)->at = 0;
    *walk = self;
    return 0;
}

static void end_rows(void *walk)
{
    (void)walk;
}

static int next_row(void *self, struct doc_cell *cell, struct err *err)
{
    struct rows *rows = self;
    (void)err;
    if (rows->at == rows->total)
        return 1;
    rows->fill(rows->at++, cell, rows->ncolumns);
    return 0;
}

static struct doc *new_doc(void)
{
    struct doc *doc = doc_new();
    doc->title = doc->header = S("工作簿");
    doc->organisation = S("示例电器");
    doc->language = S("zh-CN");
    doc->footer = S("R&D 版次 r1");
    doc->words.page_of = S("第 {n} 页 共 {of} 页");
    doc->as_of = 1793692800;
    return doc;
}

static struct node *put_list(struct doc *doc, const char *sheet, struct rows *rows)
{
    struct node *node = doc_put(doc, doc->root, DOC_DATASET, S("list"));
    struct doc_table *t = &node->table;
    t->sheet = t->title = str_of(sheet);
    t->ncolumns = rows->ncolumns;
    t->column = arena_new(&doc->arena, t->ncolumns, sizeof *t->column);
    for (size_t i = 0; i < t->ncolumns; i++)
        t->column[i].name = arena_printf(&doc->arena, "c%zu", i);
    t->empty = S("没有行");
    t->rows = (struct doc_rows){rows, rows->total, begin_rows, next_row, end_rows, NULL};
    return node;
}

static void fill_number(uint64_t row, struct doc_cell *cell, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cell[i] = (struct doc_cell){.type = DOC_DECIMAL,
                                    .decimals = 2,
                                    .real = (double)row + (double)i / 4,
                                    .text = S("0.25")};
}

static char long_text[40001];

static void fill_hazards(uint64_t row, struct doc_cell *cell, size_t n)
{
    static const char *const text[] = {
        "=1+1", "_x0041_", "\x01 bell \x07", "https://example.com/",
        "+8",   "'quoted", "<b>&amp;</b>",   "\xF0\xA0\xAE\xB7 \xE2\x80\x8B",
        ""};
    for (size_t i = 0; i < n; i++)
        cell[i].text = str_of(text[(row + i) % (sizeof text / sizeof *text)]);
    if (row == 3)
        cell[0].text = str_of(long_text);
}

static void texts_stay_texts(void **state)
{
    (void)state;
    memset(long_text, 'x', sizeof long_text - 1);
    struct doc *doc = new_doc();
    struct rows rows = {20, 0, 3, fill_hazards};
    put_list(doc, "texts", &rows);
    struct outcome out = render(doc, "texts");
    assert_int_equal(out.status, 0);
    assert_int_equal(out.counts.rows, 20);
    assert_int_equal(out.diags.n, 1);
    assert_true(str_eq(out.diags.item[0].code, S("cell-cut")));
    assert_sound("texts");
    assert_holds("texts", (const char *const[]){"'=1+1'", "'_x005F_x0041_'", "'+8'",
                                                "'<b>&amp;</b>'", NULL});
    diag_release(&out.diags);
    doc_free(doc);
}

static void names_are_made_valid(void **state)
{
    (void)state;
    static const char *const name[] = {
        "a",
        "A",
        "[b]:*?/\\'",
        "'c'",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一三"};
    struct doc *doc = new_doc();
    struct rows rows[6];
    for (size_t i = 0; i < 6; i++) {
        rows[i] = (struct rows){2, 0, 2, fill_number};
        put_list(doc, name[i], &rows[i]);
    }
    struct outcome out = render(doc, "names");
    assert_int_equal(out.status, 0);
    assert_int_equal(out.counts.sheets, 6);
    assert_sound("names");
    diag_release(&out.diags);
    doc_free(doc);
}

static void sizes_at_their_ends(void **state)
{
    (void)state;
    struct doc *doc = new_doc();
    struct rows none = {0, 0, 4, fill_number}, wide = {3, 0, 200, fill_number};
    put_list(doc, "none", &none);
    put_list(doc, "wide", &wide);
    struct outcome out = render(doc, "sizes");
    assert_int_equal(out.status, 0);
    assert_sound("sizes");
    assert_holds("sizes",
                 (const char *const[]){"none A2 '没有行'", "wide GR4 51.75", NULL});
    diag_release(&out.diags);
    doc_free(doc);
}

static void more_rows_than_a_sheet(void **state)
{
    (void)state;
    struct doc *doc = new_doc();
    struct rows rows = {1048576, 0, 1, fill_number};
    put_list(doc, "rows", &rows);
    struct outcome out = render(doc, "rows");
    assert_int_equal(out.status, -1);
    assert_int_equal(out.err.code, ERR_GATE);
    diag_release(&out.diags);
    doc_free(doc);
}

static void rows_must_be_as_announced(void **state)
{
    (void)state;
    struct doc *doc = new_doc();
    struct rows rows = {5, 0, 2, fill_number};
    put_list(doc, "rows", &rows)->table.rows.total = 6;
    struct outcome out = render(doc, "announced");
    assert_int_equal(out.status, -1);
    diag_release(&out.diags);
    doc_free(doc);
}

static void fill_nan(uint64_t row, struct doc_cell *cell, size_t n)
{
    fill_number(row, cell, n);
    cell[0].real = row == 1 ? NAN : 1;
}

static void numbers_are_finite(void **state)
{
    (void)state;
    struct doc *doc = new_doc();
    struct rows rows = {3, 0, 2, fill_nan};
    put_list(doc, "rows", &rows);
    struct outcome out = render(doc, "nan");
    assert_int_equal(out.status, -1);
    diag_release(&out.diags);
    doc_free(doc);
}

static void fill_links(uint64_t row, struct doc_cell *cell, size_t n)
{
    (void)row;
    for (size_t i = 0; i < n; i++)
        cell[i] = (struct doc_cell){.text = S("there"), .link = S("links")};
}

static void links_beyond_the_most(void **state)
{
    (void)state;
    struct doc *doc = new_doc();
    struct rows rows = {22000, 0, 3, fill_links};
    put_list(doc, "links", &rows);
    struct outcome out = render(doc, "links");
    assert_int_equal(out.status, 0);
    assert_sound("links");
    diag_release(&out.diags);
    doc_free(doc);
}

/* A few rows, and some megabytes that several threads deflate. */
static void same_bytes_twice(void **state)
{
    (void)state;
    const uint64_t rows_of[] = {50, 20000};
    for (size_t i = 0; i < 2; i++) {
        struct doc *doc = new_doc();
        struct rows rows = {rows_of[i], 0, 6, i ? fill_number : fill_hazards};
        char command[300];
        put_list(doc, "rows", &rows);
        struct outcome one = render(doc, "one"), two = render(doc, "two");
        assert_int_equal(one.status | two.status, 0);
        assert_sound("one");
        snprintf(command, sizeof command, "cmp -s %s/one.xlsx %s/two.xlsx", folder,
                 folder);
        assert_int_equal(system(command), 0);
        diag_release(&one.diags);
        diag_release(&two.diags);
        doc_free(doc);
    }
}

static void full_output_is_an_error(void **state)
{
    (void)state;
    struct doc *doc = new_doc();
    struct rows rows = {50, 0, 3, fill_number};
    put_list(doc, "rows", &rows);
    struct outcome out = render_to(doc, "/dev/full");
    assert_int_equal(out.status, -1);
    diag_release(&out.diags);
    doc_free(doc);
}

/* Neither the finished file nor a temporary one may grow over the limit, which a child
 * process sets for itself. */
static void full_folder_is_an_error(void **state)
{
    (void)state;
    struct doc *doc = new_doc();
    struct rows rows = {20000, 0, 8, fill_number};
    put_list(doc, "rows", &rows);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {100000, 100000};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        struct outcome out = render_to(doc, "/dev/null");
        _exit(out.status == -1 && out.err.code == ERR_SYSTEM ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    doc_free(doc);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/xlsx-XXXXXX", "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_stay_texts),
        cmocka_unit_test(names_are_made_valid),
        cmocka_unit_test(sizes_at_their_ends),
        cmocka_unit_test(more_rows_than_a_sheet),
        cmocka_unit_test(rows_must_be_as_announced),
        cmocka_unit_test(numbers_are_finite),
        cmocka_unit_test(links_beyond_the_most),
        cmocka_unit_test(same_bytes_twice),
        cmocka_unit_test(full_output_is_an_error),
        cmocka_unit_test(full_folder_is_an_error),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
