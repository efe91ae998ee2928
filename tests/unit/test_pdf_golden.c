/* The traces of a few documents are kept in tests/fixtures/golden: text, rules, fills and
 * images with their places. A change of the look is read there, line by line; one that is
 * meant is kept by running this test with AUDITPACK_RENEW_GOLDEN=1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/buf.h"
#include "fixture_doc.h"
#include "render/render.h"

#define FOLDER       "tests/fixtures/golden"
#define GOLDEN_BYTES (1u << 20)
#define SHOWN        8 /* lines that differ */
#define S(literal)   STR(literal)

static struct str trace_of(const struct doc *doc, size_t *pages)
{
    char *pdf, *trace;
    size_t pdf_n, n;
    struct err err = {0};
    struct render_counts counts;
    FILE *stream = open_memstream(&pdf, &pdf_n), *to = open_memstream(&trace, &n);
    struct render_options options = {.fonts = "fonts",
                                     .style = "templates/styles/default.xml",
                                     .style_text = fixture_style(),
                                     .schemas = "templates/schemas",
                                     .temp = ".",
                                     .trace = to};
    if (render_pdf.run(doc, &options, stream, &counts, &err))
        fail_msg("%s", err.msg);
    fclose(stream);
    fclose(to);
    free(pdf);
    *pages = counts.pages;
    return (struct str){trace, n};
}

static void renew(const char *path, struct str trace)
{
    mkdir("tests/fixtures", 0777);
    mkdir(FOLDER, 0777);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(trace.p, 1, trace.n, file), trace.n);
    assert_int_equal(fclose(file), 0);
    print_message("%s is renewed\n", path);
}

/* Line by line, as far as both go; lines that only one has are shown too. */
static void show_difference(const char *path, struct str golden, struct str now)
{
    struct str was = STR_NONE, is = STR_NONE;
    unsigned shown = 0;
    for (size_t line = 1; shown < SHOWN; line++) {
        bool more_was = str_split(&golden, '\n', &was) && was.n;
        bool more_is = str_split(&now, '\n', &is) && is.n;
        if (!more_was && !more_is)
            break;
        if (more_was && more_is && str_eq(was, is))
            continue;
        print_error("%s:%zu\n", path, line);
        if (more_was)
            print_error("  was %.*s\n", STR_ARG(was));
        if (more_is)
            print_error("  is  %.*s\n", STR_ARG(is));
        shown++;
    }
}

static void hold_against(const char *name, struct str trace)
{
    char path[128];
    struct str golden;
    struct err err = {0};
    struct arena arena;
    snprintf(path, sizeof path, FOLDER "/%s.trace", name);
    if (getenv("AUDITPACK_RENEW_GOLDEN")) {
        renew(path, trace);
        return;
    }
    arena_init(&arena);
    if (file_read(path, GOLDEN_BYTES, &arena, &golden, &err))
        fail_msg("%s", err.msg);
    bool same = str_eq(golden, trace);
    if (!same)
        show_difference(path, golden, trace);
    arena_release(&arena);
    if (!same)
        fail_msg("%s is drawn otherwise; where that is meant, run this test with "
                 "AUDITPACK_RENEW_GOLDEN=1 and read the difference",
                 name);
}

static struct node *put_text(struct doc *doc, struct node *parent, enum doc_kind kind,
                             struct str text)
{
    struct node *node = doc_put(doc, parent, kind, STR_NONE);
    node->text = text;
    return node;
}

static struct node *put_section(struct doc *doc, struct str title, int level)
{
    struct node *node = doc_put(doc, doc->root, DOC_SECTION, title);
    node->section = (struct doc_section){.id = title,
                                         .number = level == 1 ? S("A") : S("A.1"),
                                         .title = title,
                                         .level = level,
                                         .new_page = level == 1,
                                         .in_contents = true};
    return node;
}

static void put_merged_row(struct doc *doc, struct node *table, size_t r, size_t rows)
{
    enum { COLUMNS = 4, SPAN = 8 };
    struct node *row = doc_put(doc, table, DOC_ROW, STR_NONE);
    struct doc_cell *cell = arena_new(&doc->arena, COLUMNS, sizeof *cell);
    size_t left = rows - r;
    row->row.cell = cell;
    cell[0].flags = FLAG_UNDER;
    if (r % SPAN == 0)
        cell[0] = (struct doc_cell){.rows = (uint16_t)(left < SPAN ? left : SPAN),
                                    .text = S("跨多行的说明，写到 Service 一栏为止。")};
    cell[1].text = arena_printf(&doc->arena, "第 %zu 行", r + 1);
    cell[2].text = S("示例服务站");
    cell[3].text = arena_printf(&doc->arena, "%zu.5", r * 37);
    if (r % 7 == 0) {
        cell[1].columns = 2;
        cell[2] = (struct doc_cell){.flags = FLAG_BESIDE};
    }
}

/* Over a page's end, with cells over rows and columns. */
static void put_merged_table(struct doc *doc, struct node *parent, size_t rows)
{
    static const char *const name[] = {"说明", "编号", "网点", "时长 h"};
    struct node *table = doc_put(doc, parent, DOC_TABLE, S("merged"));
    struct doc_column *column = arena_new(&doc->arena, 4, sizeof *column);
    for (size_t i = 0; i < 4; i++)
        column[i] = (struct doc_column){.name = str_of(name[i]), .print = true};
    column[0].width = 30;
    column[3].align = ALIGN_RIGHT;
    table->table = (struct doc_table){.title = S("合并的单元格"),
                                      .column = column,
                                      .ncolumns = 4,
                                      .empty = S("没有记录")};
    for (size_t r = 0; r < rows; r++)
        put_merged_row(doc, table, r, rows);
}

static void test_flow_is_drawn_as_kept(void **state)
{
    (void)state;
    size_t pages;
    struct doc *doc = fixture_empty_doc();
    struct node *one = put_section(doc, S("段落与标题"), 1);
    put_text(doc, one, DOC_LEAD, S("本期 4,182 单，响应及时率 96.4%。"));
    for (int i = 0; i < 3; i++)
        put_text(doc, one, DOC_PARA,
                 S("每一张单都从接单写到回访：The engineer arrives within 24 h, "
                   "closes the order on site and asks “was it repaired?” "
                   "（不符合的，写明原因与措施）。长行在右边界处齐平，标点不放在行首。"));
    put_text(doc, one, DOC_HEADING, S("Heading 与正文"));
    put_text(doc, one, DOC_PARA,
             S("A paragraph in one script only, long enough to be broken in several "
               "lines, so that the space between its words is seen to grow and "
               "shrink from one line to the next until the last one stays ragged."));
    put_text(doc, one, DOC_NOTE, S("注：数值见工作簿。"));
    put_merged_table(doc, put_section(doc, S("跨页的表"), 2), 52);
    struct str trace = trace_of(doc, &pages);
    assert_in_range(pages, 2, 3);
    hold_against("flow", trace);
    free((char *)trace.p);
    doc_free(doc);
}

/* Lines of some pages; the pages' numbers are drawn when all others have ended. */
static void hold_pages(const char *name, struct str trace, int64_t from, int64_t to)
{
    struct buf some;
    struct str line, page, rest;
    int64_t number;
    buf_init(&some, GOLDEN_BYTES);
    while (str_split(&trace, '\n', &line)) {
        rest = line;
        if (str_split(&rest, ' ', &page) && str_int(page, &number) && number >= from &&
            number <= to)
            buf_printf(&some, "%.*s\n", STR_ARG(line));
    }
    hold_against(name, buf_view(&some));
    buf_release(&some);
}

static void put_logo(struct doc *doc)
{
    static const unsigned char pixels[2][4] = {{20, 61, 89, 255}, {0, 0, 0, 0}};
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = 2, .height = 1, .format = PNG_FORMAT_RGBA};
    png_alloc_size_t n = 1024;
    char *png = arena_new(&doc->arena, n, 1);
    assert_true(png_image_write_to_memory(&image, png, &n, 0, pixels, 0, NULL));
    struct node *cover = doc->root->first;
    assert_int_equal(cover->kind, DOC_COVER);
    cover->cover.logo = (struct str){png, n};
}

/* Every kind of node: cover, tiles, charts, tables, registers, definitions. */
static void test_edition_is_drawn_as_kept(void **state)
{
    (void)state;
    size_t pages;
    struct doc *doc = fixture_doc(60);
    put_logo(doc);
    struct str trace = trace_of(doc, &pages);
    hold_pages("edition-figures", trace, 1, 4);
    hold_pages("edition-tables", trace, 5, 8);
    hold_pages("edition-registers", trace, 9, 20);
    free((char *)trace.p);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flow_is_drawn_as_kept),
        cmocka_unit_test(test_edition_is_drawn_as_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
