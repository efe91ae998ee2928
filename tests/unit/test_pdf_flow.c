/* Pages under stress: nothing loops, overlaps or goes missing when a table, a row, a pane
 * or a text is larger than its place, and rows drawn are held against rows announced. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_doc.h"
#include "render/render.h"

#define S(literal) STR(literal)

struct outcome {
    struct err err;
    struct render_counts counts;
    struct diag_list diags;
    char *bytes;
    size_t n;
    int status;
};

static struct outcome run(const struct doc *doc)
{
    struct outcome out = {.bytes = NULL};
    diag_init(&out.diags);
    struct render_options options = {.fonts = "fonts",
                                     .style = "templates/styles/default.xml",
                                     .style_text = fixture_style(),
                                     .schemas = "templates/schemas",
                                     .temp = ".",
                                     .diags = &out.diags};
    FILE *stream = open_memstream(&out.bytes, &out.n);
    out.status = render_pdf.run(doc, &options, stream, &out.counts, &out.err);
    fclose(stream);
    return out;
}

static void drop(struct outcome *out)
{
    free(out->bytes);
    diag_release(&out->diags);
}

static bool found(const struct outcome *out, const char *code)
{
    for (size_t i = 0; i < out->diags.n; i++)
        if (str_eq(out->diags.item[i].code, str_of(code)))
            return true;
    return false;
}

static struct node *section(struct doc *doc, const char *id, int level)
{
    struct node *node = doc_put(doc, doc->root, DOC_SECTION, str_of(id));
    node->section = (struct doc_section){.id = str_of(id),
                                         .number = S("A"),
                                         .title = str_of(id),
                                         .level = level,
                                         .new_page = level == 1,
                                         .in_contents = true};
    return node;
}

static struct str repeat(struct doc *doc, const char *text, size_t times)
{
    size_t n = strlen(text);
    char *p = arena_new(&doc->arena, times * n + 1, 1);
    for (size_t i = 0; i < times; i++)
        memcpy(p + i * n, text, n);
    return (struct str){p, times * n};
}

static struct node *put_text(struct doc *doc, struct node *parent, enum doc_kind kind,
                             struct str text)
{
    struct node *node = doc_put(doc, parent, kind, STR_NONE);
    node->text = text;
    return node;
}

static struct node *put_table(struct doc *doc, struct node *parent, size_t columns,
                              size_t rows, bool fixed)
{
    struct node *node = doc_put(doc, parent, DOC_TABLE, S("table"));
    struct doc_column *column = arena_new(&doc->arena, columns, sizeof *column);
    for (size_t i = 0; i < columns; i++)
        column[i] = (struct doc_column){.name = arena_printf(&doc->arena, "列%zu", i + 1),
                                        .fixed = fixed,
                                        .print = true};
    node->table =
        (struct doc_table){.column = column, .ncolumns = columns, .empty = S("没有记录")};
    for (size_t r = 0; r < rows; r++) {
        struct node *row = doc_put(doc, node, DOC_ROW, STR_NONE);
        row->row.cell = arena_new(&doc->arena, columns, sizeof *row->row.cell);
        for (size_t i = 0; i < columns; i++)
            row->row.cell[i].text = arena_printf(&doc->arena, "第%zu行第%zu列", r, i);
    }
    return node;
}

static size_t count_of(const struct outcome *out, const char *needle)
{
    size_t n = 0, len = strlen(needle);
    for (size_t i = 0; i + len <= out->n; i++)
        n += memcmp(out->bytes + i, needle, len) == 0;
    return n;
}

static void test_long_table_flows(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    put_table(doc, section(doc, "long", 1), 4, 300, false);
    struct outcome out = run(doc);
    assert_int_equal(out.status, 0);
    assert_int_equal(out.counts.rows, 300);
    /* 6.1 mm a row: 38 on the first page, a few more on the others. */
    assert_in_range(out.counts.pages, 8, 9);
    assert_int_equal(out.diags.n, 0);
    drop(&out);
    doc_free(doc);
}

static void test_row_taller_than_a_page_is_split(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    struct node *table = put_table(doc, section(doc, "tall", 1), 2, 3, false);
    table->first->next->row.cell[1].text = repeat(doc, "很长的说明文字，", 2000);
    struct outcome out = run(doc);
    assert_int_equal(out.status, 0);
    assert_int_equal(out.counts.rows, 3);
    assert_in_range(out.counts.pages, 4, 40);
    assert_int_equal(out.diags.n, 0);
    drop(&out);
    doc_free(doc);
}

/* Text that no page was made for: as a paragraph, in a cell, in an item, as a title. */
/* Texts over many rows, over fewer rows than they have lines, and across a page's end. */
static void test_merged_cells_go_on_over_pages(void **state)
{
    (void)state;
    for (size_t span = 2; span <= 128; span *= 8) {
        struct doc *doc = fixture_empty_doc();
        struct node *table = put_table(doc, section(doc, "merged", 1), 3, 300, false);
        size_t i = 0;
        table->table.column[0].width = 20;
        for (struct node *row = table->first; row; row = row->next, i++) {
            size_t left = 300 - i / span * span;
            row->row.cell[0] = (struct doc_cell){.flags = FLAG_UNDER};
            if (i % span == 0)
                row->row.cell[0] =
                    (struct doc_cell){.rows = (uint16_t)(left < span ? left : span),
                                      .text = repeat(doc, "跨多行的说明，", 9)};
            if (i % 7 == 0) {
                row->row.cell[1].columns = 2;
                row->row.cell[2] = (struct doc_cell){.flags = FLAG_BESIDE};
            }
        }
        struct outcome out = run(doc);
        assert_int_equal(out.status, 0);
        assert_int_equal(out.counts.rows, 300);
        assert_int_equal(out.diags.n, 0);
        /* Only where two rows hold nine lines are the rows higher; a text is not parted. */
        assert_in_range(out.counts.pages, 8, span == 2 ? 36 : 10);
        drop(&out);
        doc_free(doc);
    }
}

static void test_hostile_texts_are_laid_out(void **state)
{
    (void)state;
    static const struct {
        const char *piece;
        size_t times;
    } texts[] = {{"W", 300},                /* one word */
                 {"，", 3000},              /* nothing but what may not lead */
                 {"（", 3000},              /* or may not end a line */
                 {"中a文1b字，(c)。", 400}, /* a gap at every step */
                 {"\xF0\x9F\x98\x80\xE2\x80\x8D\xF0\x9F\x91\xA9", 50}, /* emoji */
                 {"\xE2\x80\xAE\xD7\xA9\xD7\x9C\xD9\x85", 200},        /* right to left */
                 {"\xCC\x81", 500},             /* accents on nothing */
                 {"\xC2\xAD\xE2\x80\x8B", 500}, /* no picture at all */
                 {"字", 10000},
                 {"\x01\x02", 100},
                 {"a\n", 400},
                 {"\xF0\xA0\xAE\xB7", 300}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct doc *doc = fixture_empty_doc();
        struct str text = repeat(doc, texts[i].piece, texts[i].times);
        struct node *part = section(doc, "hostile", 1);
        put_text(doc, part, DOC_PARA, text);
        struct node *table = put_table(doc, part, 3, 3, false);
        table->first->row.cell[1].text = text;
        struct node *box = doc_put(doc, part, DOC_BOX, STR_NONE);
        doc_put(doc, box, DOC_ITEM, STR_NONE)->item.cell.text = text;
        section(doc, "title", 2)->section.title = (struct str){text.p, text.n / 20};
        struct outcome out = run(doc);
        if (out.status != 0 || out.counts.pages > 120 || found(&out, "text-off-page"))
            fail_msg("text %zu: status %d, %d pages: %s", i, out.status,
                     (int)out.counts.pages, out.err.msg);
        drop(&out);
        doc_free(doc);
    }
}

static void test_many_columns_go_on_over_pages(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    put_table(doc, section(doc, "wide", 1), 200, 5, true);
    struct outcome out = run(doc);
    assert_int_equal(out.status, 0);
    assert_int_equal(out.counts.rows, 5);
    assert_true(out.counts.pages > 3);
    assert_false(found(&out, "text-off-page"));
    drop(&out);
    doc_free(doc);
}

static void test_fixed_text_too_wide_is_reported(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    struct node *table = put_table(doc, section(doc, "cut", 1), 2, 1, true);
    table->first->row.cell[1].text = repeat(doc, "宽", 400);
    struct outcome out = run(doc);
    assert_int_equal(out.status, 0);
    assert_true(found(&out, "text-cut"));
    assert_false(found(&out, "text-off-page"));
    drop(&out);
    doc_free(doc);
}

static void test_text_flows_and_breaks_anywhere(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    struct node *s = section(doc, "text", 1);
    put_text(doc, s, DOC_PARA, repeat(doc, "字", 8000));
    put_text(doc, s, DOC_PARA, repeat(doc, "Q", 3000)); /* one word */
    put_text(doc, s, DOC_HEADING, S("最后的标题"));
    put_text(doc, s, DOC_NOTE, S("附注"));
    struct outcome out = run(doc);
    assert_int_equal(out.status, 0);
    assert_in_range(out.counts.pages, 4, 7);
    assert_false(found(&out, "text-off-page"));
    drop(&out);
    doc_free(doc);
}

static void test_pane_taller_than_a_page_loses_its_columns(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    struct node *split = doc_put(doc, section(doc, "split", 1), DOC_SPLIT, STR_NONE);
    for (int i = 0; i < 2; i++) {
        struct node *pane = doc_put(doc, split, DOC_PANE, STR_NONE);
        pane->span = 6;
        put_table(doc, pane, 2, 60, false);
    }
    struct outcome out = run(doc);
    assert_int_equal(out.status, 0);
    assert_int_equal(out.counts.rows, 120);
    assert_false(found(&out, "block-too-tall"));
    drop(&out);
    doc_free(doc);
}

static void test_matrix_goes_on_over_pages(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    struct node *node = doc_put(doc, section(doc, "matrix", 1), DOC_CHART, S("matrix"));
    node->chart.kind = CHART_MATRIX;
    node->chart.title = S("矩阵");
    node->chart.nmatrix = 90;
    node->chart.ncategories = 13;
    node->chart.current = 12;
    node->chart.category = arena_new(&doc->arena, 13, sizeof *node->chart.category);
    node->chart.matrix = arena_new(&doc->arena, 90, sizeof *node->chart.matrix);
    for (size_t i = 0; i < 90; i++) {
        node->chart.matrix[i].label = S("条目");
        for (size_t k = 0; k < 13; k++)
            node->chart.matrix[i].cell[k] = (struct matrix_cell){'v', S("有")};
    }
    struct outcome out = run(doc);
    assert_int_equal(out.status, 0);
    assert_in_range(out.counts.pages, 3, 5);
    assert_false(found(&out, "block-too-tall"));
    drop(&out);
    doc_free(doc);
}

struct counter {
    uint64_t at, n;
};

static int counter_begin(void *self, void **walk, struct err *err)
{
    (void)err;
    ((struct counter *)self)->at = 0;
    *walk = self;
    return 0;
}

static void counter_end(void *walk)
{
    (void)walk;
}

static int counter_next(void *self, struct doc_cell *cell, struct err *err)
{
    struct counter *c = self;
    (void)err;
    if (c->at == c->n)
        return 1;
    c->at++;
    cell[0].text = S("WO2610-00001");
    cell[1].text = S("示例服务站");
    return 0;
}

static struct node *put_register(struct doc *doc, struct counter *rows, uint64_t total)
{
    struct node *s = section(doc, "register", 1);
    s->section.landscape = true;
    struct node *node = doc_put(doc, s, DOC_REGISTER, S("register"));
    struct doc_column *column = arena_new(&doc->arena, 2, sizeof *column);
    column[0] = (struct doc_column){.name = S("编号"), .fixed = true, .print = true};
    column[1] = (struct doc_column){.name = S("网点"), .print = true};
    node->table = (struct doc_table){.title = S("登记"),
                                     .column = column,
                                     .ncolumns = 2,
                                     .id = S("reg"),
                                     .empty = S("没有记录"),
                                     .cap_note = S("其余见工作簿"),
                                     .register_style = true};
    node->table.rows =
        (struct doc_rows){rows, total, counter_begin, counter_next, counter_end, NULL};
    return node;
}

static struct outcome run_register(uint64_t rows, uint64_t total, uint64_t cap)
{
    struct doc *doc = fixture_empty_doc();
    struct counter counter = {0, rows};
    put_register(doc, &counter, total)->table.cap = cap;
    struct outcome out = run(doc);
    doc_free(doc);
    return out;
}

static void test_register_draws_every_row(void **state)
{
    (void)state;
    static const struct {
        uint64_t rows, cap, drawn, pages;
    } row[] = {{0, 0, 0, 1},   {1, 0, 1, 1},     {40, 0, 40, 1},   {41, 0, 41, 2},
               {80, 0, 80, 2}, {100, 50, 50, 2}, {100, 40, 40, 2}, {4001, 0, 4001, 101}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct outcome out = run_register(row[i].rows, row[i].rows, row[i].cap);
        assert_int_equal(out.status, 0);
        assert_int_equal(out.counts.rows, row[i].drawn);
        assert_int_equal(out.counts.pages, row[i].pages);
        drop(&out);
    }
}

static void test_register_that_lies_is_refused(void **state)
{
    (void)state;
    struct outcome fewer = run_register(10, 12, 0), more = run_register(13, 12, 0);
    assert_int_equal(fewer.status, -1);
    assert_int_equal(more.status, -1);
    assert_int_equal(fewer.err.code, ERR_SYSTEM);
    assert_non_null(strstr(more.err.msg, "12"));
    drop(&fewer);
    drop(&more);
}

static void test_two_runs_give_equal_bytes(void **state)
{
    (void)state;
    struct outcome out[2];
    for (int i = 0; i < 2; i++) {
        struct doc *doc = fixture_empty_doc();
        put_table(doc, section(doc, "same", 1), 3, 50, false);
        out[i] = run(doc);
        doc_free(doc);
    }
    assert_int_equal(out[0].n, out[1].n);
    assert_memory_equal(out[0].bytes, out[1].bytes, out[0].n);
    assert_int_equal(count_of(&out[0], "%%EOF"), 1);
    drop(&out[0]);
    drop(&out[1]);
}

static void test_full_disk_is_an_error(void **state)
{
    (void)state;
    struct doc *doc = fixture_empty_doc();
    struct err err = {0};
    struct render_counts counts;
    struct render_options options = {.fonts = "fonts",
                                     .style = "templates/styles/default.xml",
                                     .style_text = fixture_style(),
                                     .schemas = "templates/schemas"};
    put_text(doc, section(doc, "full", 1), DOC_PARA, S("一句话"));
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    assert_int_equal(render_pdf.run(doc, &options, full, &counts, &err), -1);
    assert_int_equal(err.code, ERR_SYSTEM);
    fclose(full);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_table_flows),
        cmocka_unit_test(test_row_taller_than_a_page_is_split),
        cmocka_unit_test(test_merged_cells_go_on_over_pages),
        cmocka_unit_test(test_hostile_texts_are_laid_out),
        cmocka_unit_test(test_many_columns_go_on_over_pages),
        cmocka_unit_test(test_fixed_text_too_wide_is_reported),
        cmocka_unit_test(test_text_flows_and_breaks_anywhere),
        cmocka_unit_test(test_pane_taller_than_a_page_loses_its_columns),
        cmocka_unit_test(test_matrix_goes_on_over_pages),
        cmocka_unit_test(test_register_draws_every_row),
        cmocka_unit_test(test_register_that_lies_is_refused),
        cmocka_unit_test(test_two_runs_give_equal_bytes),
        cmocka_unit_test(test_full_disk_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
