/* pages ROWS COLUMNS FILE: a register of invented rows, most of it Chinese, drawn as a PDF
 * from the top folder. Prints pages, wall and CPU seconds, peak memory in MB and bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/file.h"
#include "base/num.h"
#include "doc/doc.h"
#include "render/render.h"

#include "base/banned.h"

enum { COLUMNS_MAX = 12 };

struct walk {
    struct arena arena; /* of one row */
    uint64_t at, total;
    size_t ncolumns;
};

static const char *const kind[COLUMNS_MAX] = {"编号", "受理时间", "大区",     "网点",
                                              "产品", "故障现象", "处理结果", "完成时间",
                                              "姓名", "渠道",     "备注",     "时长"};

static const char *word(uint64_t i)
{
    static const char *const words[] = {
        "华东大区", "示例第一服务站",   "更换压缩机并试机", "空调不制冷",
        "工程师甲", "用户确认恢复正常", "洗衣机漏水",       "等待配件到货"};
    return words[i * 2654435761u >> 7 & 7];
}

static int begin(void *self, void **out, struct err *err)
{
    struct walk *walk = mem_new(1, sizeof *walk);
    (void)err;
    *walk = *(const struct walk *)self;
    arena_init(&walk->arena);
    *out = walk;
    return 0;
}

static int next(void *self, struct doc_cell *cell, struct err *err)
{
    struct walk *walk = self;
    (void)err;
    if (walk->at == walk->total)
        return 1;
    uint64_t row = walk->at++;
    arena_reset(&walk->arena);
    for (size_t c = 0; c < walk->ncolumns; c++) {
        if (c == 0)
            cell[c].text =
                arena_printf(&walk->arena, "WO-%07llu", (unsigned long long)row);
        else if (c == 1 || c == 7)
            cell[c].text =
                arena_printf(&walk->arena, "%02d-%02d %02d:%02d", (int)(row % 12 + 1),
                             (int)(row % 28 + 1), (int)(row % 24), (int)(row * 7 % 60));
        else if (c == 11)
            cell[c].text =
                num_print(&walk->arena, (int64_t)(row * 37 % 100000), 2, NUM_GROUP);
        else
            cell[c].text = str_of(word(row * COLUMNS_MAX + c));
    }
    return 0;
}

static void end(void *self)
{
    struct walk *walk = self;
    if (!walk)
        return;
    arena_release(&walk->arena);
    mem_free(walk);
}

static struct doc *make_doc(struct walk *walk)
{
    struct doc *doc = doc_new();
    doc->title = doc->header = STR("登记册");
    doc->organisation = STR("示例电器");
    doc->language = STR("zh-CN");
    doc->words.page_of = STR("第 {n} 页 共 {of} 页");
    doc->words.continued = STR("（续，第 {n} 页，共 {of} 页）");
    doc->words.rows_on_page = STR("本页 {rows} 行，共 {total} 行");
    struct node *section = doc_put(doc, doc->root, DOC_SECTION, STR("register"));
    section->section = (struct doc_section){
        .id = STR("register"), .title = STR("登记册"), .level = 1, .landscape = true};
    struct doc_table *t = &doc_put(doc, section, DOC_REGISTER, STR("register"))->table;
    t->id = t->title = STR("登记册");
    t->register_style = true;
    t->ncolumns = walk->ncolumns;
    t->column = arena_new(&doc->arena, t->ncolumns, sizeof *t->column);
    for (size_t i = 0; i < t->ncolumns; i++)
        t->column[i] = (struct doc_column){
            .name = str_of(kind[i]), .print = true, .width = 267.0 / (double)t->ncolumns};
    t->rows = (struct doc_rows){walk, walk->total, begin, next, end, NULL};
    return doc;
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int draw(struct walk *walk, FILE *out, struct render_counts *counts)
{
    struct err err = {0};
    struct arena arena;
    struct diag_list diags;
    struct render_options options = {.fonts = "fonts",
                                     .style = "templates/styles/default.xml",
                                     .schemas = "templates/schemas",
                                     .temp = ".",
                                     .diags = &diags};
    arena_init(&arena);
    diag_init(&diags);
    struct doc *doc = make_doc(walk);
    int status = file_read(options.style, 1 << 20, &arena, &options.style_text, &err);
    if (status == 0)
        status = render_pdf.run(doc, &options, out, counts, &err);
    if (status != 0)
        fprintf(stderr, "pages: %s\n", err.msg);
    doc_free(doc);
    diag_release(&diags);
    arena_release(&arena);
    return status;
}

int main(int argc, char **argv)
{
    struct walk walk = {.total = argc > 3 ? strtoull(argv[1], NULL, 10) : 0,
                        .ncolumns = argc > 3 ? strtoul(argv[2], NULL, 10) : 0};
    struct render_counts counts = {0};
    struct rusage usage;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    FILE *out = argc > 3 ? fopen(argv[3], "wb") : NULL;
    if (!out || walk.ncolumns == 0 || walk.ncolumns > COLUMNS_MAX) {
        fputs("usage: pages ROWS COLUMNS(1..12) FILE\n", stderr);
        return 3;
    }
    int status = draw(&walk, out, &counts);
    long bytes = ftell(out);
    status = fclose(out) != 0 || status != 0 ? 4 : 0;
    getrusage(RUSAGE_SELF, &usage);
    printf("%llu %.3f %.3f %ld %ld\n", (unsigned long long)counts.pages,
           seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu,
           usage.ru_maxrss / 1024, bytes);
    return status;
}
