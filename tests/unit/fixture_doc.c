/* fixture_doc: every kind of node at least once, with figures of an invented company. */
#include "fixture_doc.h"

#include <stdio.h>

#include "base/num.h"

#include <string.h>

#include "base/civil.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define S(literal)   STR(literal)

static struct node *section(struct doc *doc, struct node *parent, const char *id,
                            const char *number, const char *title, int level)
{
    struct node *node = doc_put(doc, parent, DOC_SECTION, str_of(id));
    node->section =
        (struct doc_section){.id = str_of(id),
                             .number = str_of(number),
                             .title = str_of(title),
                             .level = level,
                             .new_page = level == 1,
                             .in_contents = true,
                             .path = arena_printf(&doc->arena, "%s  %s", number, title)};
    return node;
}

static struct node *text(struct doc *doc, struct node *parent, enum doc_kind kind,
                         const char *s)
{
    struct node *node = doc_put(doc, parent, kind, STR_NONE);
    node->text = str_of(s);
    return node;
}

static struct node *pane(struct doc *doc, struct node *split, int span)
{
    struct node *node = doc_put(doc, split, DOC_PANE, STR_NONE);
    node->span = span;
    return node;
}

/* Cells are written as text; a leading sign says what else they are:
 * "!3 text" mark 3, "#4182" count, "*bold", "=sha" hash, "[x" framed, "~x" muted,
 * "%964" per mille printed as percent. */
static struct doc_cell cell(struct doc *doc, const char *s)
{
    struct doc_cell c = {.text = str_of(s)};
    while (*s && strchr("!#*=[~%", *s)) {
        if (*s == '!') {
            c.mark = (enum doc_state)(s[1] == 'a' ? 10 : s[1] - '0');
            s += 2;
        } else if (*s == '#' || *s == '%') {
            int64_t n = 0;
            bool percent = *s == '%';
            str_int(str_of(s + 1), &n);
            c.type = percent ? DOC_PERCENT : DOC_INTEGER;
            c.num = n;
            c.scale = percent ? 3 : 0;
            c.decimals = percent ? 1 : 0;
            c.real = percent ? (double)n / 1000 : (double)n;
            c.text = num_print(&doc->arena, n, percent ? 1 : 0, NUM_GROUP);
            if (percent)
                c.text = arena_printf(&doc->arena, "%.*s%%", STR_ARG(c.text));
            return c;
        } else {
            c.flags |= *s == '*'   ? FLAG_BOLD
                       : *s == '=' ? FLAG_HASH
                       : *s == '[' ? FLAG_FRAMED
                                   : FLAG_MUTED;
        }
        s++;
        while (*s == ' ')
            s++;
        c.text = str_of(s);
    }
    return c;
}

/* Columns: "name<" left, "name>" right and fixed, "name=" inline bar. */
static struct node *table(struct doc *doc, struct node *parent, const char *title,
                          const char *const *head, size_t n)
{
    struct node *node = doc_put(doc, parent, DOC_TABLE, str_of(title));
    struct doc_column *column = arena_new(&doc->arena, n, sizeof *column);
    for (size_t i = 0; i < n; i++) {
        struct str name = str_of(head[i]);
        char sign = name.p[name.n - 1];
        column[i].name = (struct str){name.p, name.n - 1};
        column[i].align = sign == '>' ? ALIGN_RIGHT : ALIGN_LEFT;
        column[i].fixed = sign == '>';
        column[i].bar = sign == '=';
        column[i].width = sign == '=' ? 24 : 0;
        column[i].print = true;
    }
    node->table = (struct doc_table){.title = str_of(title),
                                     .column = column,
                                     .ncolumns = n,
                                     .empty = S("本期没有记录")};
    return node;
}

static struct node *row(struct doc *doc, struct node *table_node,
                        const char *const *cells)
{
    struct node *node = doc_put(doc, table_node, DOC_ROW, STR_NONE);
    node->row.cell =
        arena_new(&doc->arena, table_node->table.ncolumns, sizeof *node->row.cell);
    for (size_t i = 0; i < table_node->table.ncolumns; i++)
        node->row.cell[i] = cell(doc, cells[i]);
    return node;
}

#define HEAD(...) ((const char *const[]){__VA_ARGS__})
#define TABLE(doc, parent, title, ...)                                                   \
    table(doc, parent, title, HEAD(__VA_ARGS__), COUNT(HEAD(__VA_ARGS__)))
#define ROW(doc, table_node, ...) row(doc, table_node, HEAD(__VA_ARGS__))

static void set_bar(struct node *row_node, size_t column, double bar, double tick,
                    bool alert)
{
    row_node->row.cell[column].has_bar = true;
    row_node->row.cell[column].bar = bar;
    row_node->row.cell[column].tick = tick;
    row_node->row.cell[column].flags |= alert ? FLAG_ALERT : 0u;
}

static void cover(struct doc *doc)
{
    static const double share[15] = {.96,  .86, .92, .93,  .90, .92, .975, .93,
                                     .885, 0,   .92, .845, .90, .93, .89};
    static const char *label[15] = {"5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.5",
                                    "5.1.6", "5.1.7", "5.2.1", "5.2.2", "5.2.3",
                                    "5.2.4", "5.2.5", "5.2.6", "5.3.1", "5.3.2"};
    struct node *node = doc_put(doc, doc->root, DOC_COVER, S("cover"));
    struct doc_bar *bar = arena_new(&doc->arena, 15, sizeof *bar);
    struct doc_fact *person = arena_new(&doc->arena, 3, sizeof *person);
    for (size_t i = 0; i < 15; i++)
        bar[i] =
            (struct doc_bar){str_of(label[i]), share[i], i != 9, true, i == 7 || i == 13};
    person[0] = (struct doc_fact){S("编制"), cell(doc, "质量部　工程师A"), STR_NONE};
    person[1] =
        (struct doc_fact){S("审核"), cell(doc, "售后服务中心　工程师B"), STR_NONE};
    person[2] = (struct doc_fact){S("批准"), cell(doc, "管理者代表　工程师D"), STR_NONE};
    node->cover = (struct doc_cover){
        .organisation = S("示例电器有限公司"),
        .kind = S("AUDIT PACK"),
        .title = S("售后服务质量月报"),
        .title_alt = S("After-sales Service Quality Report"),
        .period = S("2026 年 10 月"),
        .dates = S("2026-10-01 至 2026-10-31"),
        .bar = bar,
        .nbars = 15,
        .bars_note = S("柱高为 15 个条目的得分率（自 50% 起，满格为 100%）；暗柱低于 "
                       "90%，斜线为不适用。"),
        .fact = {{S("评价依据"), cell(doc, "GB/T 27922-2011"),
                  S("《商品售后服务评价体系》")},
                 {S("版次与状态"), cell(doc, "r1　正式"), S("首次签发")},
                 {S("数据截至"), cell(doc, "2026-11-03 08:00"), S("UTC+08:00")},
                 {S("清单摘要 SHA-256"), cell(doc, "3f9c 1a07 d25e b864"),
                  S("全文见签署页")}},
        .scope =
            {S("组织与范围"),
             cell(doc,
                  "示例电器有限公司售后服务中心，含 6 个大区、42 个服务网点；家用空调、"
                  "冰箱、洗衣机的安装、维修与投诉处理。"),
             STR_NONE},
        .person = person,
        .npersons = 3,
        .confidentiality =
            S("内部资料 · 仅供认证审核使用，未经书面同意不得转交第三方。")};
}

static void control(struct doc *doc)
{
    struct node *s = section(doc, doc->root, "control", "", "文件控制", 1);
    s->section.in_contents = false;
    struct node *t = TABLE(doc, s, "", "<", "<", "<", "<");
    ROW(doc, t, "~文件名称", "售后服务质量月报 2026年10月", "~文件编号", "SQ-MR-2026-10");
    ROW(doc, t, "~版次", "r1（首次签发）", "~状态", "!1 正式");
    ROW(doc, t, "~统计期间", "2026-10-01 至 2026-10-31", "~数据截至",
        "2026-11-03 08:00（UTC+08:00）");
    struct node *split = doc_put(doc, s, DOC_SPLIT, STR_NONE);
    struct node *left = pane(doc, split, 8), *right = pane(doc, split, 4);
    t = TABLE(doc, left, "版次记录", "版次<", "数据截至<", "变更与原因<", "更正数字>");
    ROW(doc, t, "r1", "2026-11-03 08:00", "首次签发", "—");
    t = TABLE(doc, right, "分发", "对象<", "载体<");
    ROW(doc, t, "质量部、售后服务中心", "PDF、XLSX");
    ROW(doc, t, "认证机构审核组", "PDF");
    s = section(doc, doc->root, "contents", "", "目录", 1);
    s->section.new_page = false;
    s->section.in_contents = false;
    doc_put(doc, s, DOC_CONTENTS, STR_NONE);
}

static void tile(struct doc *doc, struct node *tiles, const char *name, const char *value,
                 const char *unit, double at, double low, double high, double goal,
                 bool met)
{
    struct node *node = doc_put(doc, tiles, DOC_TILE, str_of(name));
    double span = (high > goal ? high : goal) - (low < goal ? low : goal);
    double from = (low < goal ? low : goal) - span / 10;
    node->tile = (struct doc_tile){.name = str_of(name),
                                   .unit = str_of(unit),
                                   .target = S("目标 ≥95.0"),
                                   .change = S("+0.9 百分点"),
                                   .foot_left = S("n 4,182"),
                                   .foot_right = S("95% 区间 95.8–96.9"),
                                   .value = cell(doc, value),
                                   .mark = met ? MARK_MET : MARK_WARN,
                                   .trend = 1,
                                   .has_strip = true,
                                   .low = low,
                                   .high = high,
                                   .at = at,
                                   .goal = goal,
                                   .has_goal = true,
                                   .axis_from = from,
                                   .axis_until = from + span * 1.2};
    node->tile.value.type = DOC_DECIMAL;
    node->tile.value.real = at;
}

static void radar(struct doc *doc, struct node *parent)
{
    static const char *spoke[6] = {"响应及时", "解决及时", "一次修复",
                                   "满意度",   "投诉受理", "回访完成"};
    static const double now[6] = {101.5, 99.0, 100.8, 100.4, 99.6, 101.4};
    struct node *node = doc_put(doc, parent, DOC_CHART, S("radar"));
    struct chart *c = &node->chart;
    *c = (struct chart){.kind = CHART_RADAR,
                        .title = S("服务质量雷达"),
                        .ncategories = 6,
                        .nseries = 2,
                        .note = S("实际值 ÷ 目标值 × 100"),
                        .current = 6};
    c->category = arena_new(&doc->arena, 6, sizeof *c->category);
    c->spoke_value = arena_new(&doc->arena, 6, sizeof *c->spoke_value);
    c->spoke_alert = arena_new(&doc->arena, 6, sizeof *c->spoke_alert);
    c->series = arena_new(&doc->arena, 2, sizeof *c->series);
    c->series[0] = (struct chart_series){S("本月"), SERIES_MAIN, NULL};
    c->series[1] = (struct chart_series){S("上月"), SERIES_LAST, NULL};
    for (size_t k = 0; k < 2; k++)
        c->series[k].point = arena_new(&doc->arena, 6, sizeof *c->series[k].point);
    for (size_t i = 0; i < 6; i++) {
        c->category[i] = str_of(spoke[i]);
        c->series[0].point[i].y = now[i];
        c->series[1].point[i].y = now[i] - 0.5 - (double)i / 5;
        c->spoke_value[i] = arena_printf(&doc->arena, "%.1f", now[i]);
        c->spoke_alert[i] = now[i] < 100;
    }
}

static void summary(struct doc *doc)
{
    struct node *s = section(doc, doc->root, "summary", "A", "管理摘要", 1);
    s->section.sheet = S("仪表盘");
    text(doc, s, DOC_LEAD,
         "得分 90.82，维持四星；8 项指标 6 项达标，夏季滑坡已恢复，西南区仍落后。");
    struct node *split = doc_put(doc, s, DOC_SPLIT, STR_NONE);
    struct node *left = pane(doc, split, 5), *right = pane(doc, split, 7);
    struct node *score = doc_put(doc, left, DOC_SCORE, S("score"));
    score->score = (struct doc_score){
        .label = S("综合得分"),
        .value = S("90.82"),
        .grade_label = S("等级"),
        .grade = S("四星"),
        .formula = S("得分 88.10 ÷ 适用分 97.00 × 100"),
        .distance = S("距五星 4.18 分"),
        .at = 90.82,
        .nlines = 4,
        .line = {{70, S("70")}, {80, S("80")}, {90, S("90")}, {95, S("95")}}};
    struct node *t = TABLE(doc, right, "", "章节<", "得分>", "适用分>", "得分率>", "=");
    struct node *r = ROW(doc, t, "5.1 售后服务体系", "36.60", "40.00", "%915", "");
    set_bar(r, 4, .915, -1, false);
    r = ROW(doc, t, "5.2 商品服务", "28.70", "32.00", "%897", "");
    set_bar(r, 4, .897, -1, false);
    r = ROW(doc, t, "5.3 顾客服务", "22.80", "25.00", "%912", "");
    set_bar(r, 4, .912, -1, false);
    r = ROW(doc, t, "合计", "88.10", "97.00", "90.82", "");
    r->row.sum = true;
    t->table.note =
        S("章节分值 40 / 35 / 25 仅见于一处公开资料；条目以下分值为本组织工作值。");
    struct node *tiles = doc_put(doc, s, DOC_TILES, S("tiles"));
    tile(doc, tiles, "工单响应及时率", "96.4", "%", 96.4, 95.8, 96.9, 95, true);
    tile(doc, tiles, "工单解决及时率", "92.1", "%", 92.1, 91.2, 92.9, 93, false);
    tile(doc, tiles, "一次修复率", "88.7", "%", 88.7, 87.6, 89.7, 88, true);
    tile(doc, tiles, "回访完成率", "91.3", "%", 91.3, 90, 92.5, 90, true);
    tile(doc, tiles, "投诉受理及时率", "97.6", "%", 97.6, 93.2, 99.2, 98, false);
    tile(doc, tiles, "千单投诉数", "29.8", "件", 29.8, 24.8, 35.4, 30, true);
    tile(doc, tiles, "满意度（5 分制）", "4.52", "分", 4.52, 4.48, 4.56, 4.5, true);
    struct node *none = doc_put(doc, tiles, DOC_TILE, S("none"));
    none->tile = (struct doc_tile){.name = S("净推荐值 NPS"),
                                   .mark = MARK_DASH,
                                   .value = cell(doc, "—"),
                                   .target = S("目标 ≥45"),
                                   .foot_left = S("分母 0 / 0"),
                                   .foot_right = S("本期无答卷")};
    none->tile.value.flags = FLAG_MISSING;
    split = doc_put(doc, s, DOC_SPLIT, STR_NONE);
    left = pane(doc, split, 5);
    right = pane(doc, split, 7);
    radar(doc, left);
    struct node *found = doc_put(doc, right, DOC_FINDINGS, S("findings"));
    found->box.title = S("主要发现");
    static const char *finding[] = {
        ("响应及时率 96.4%，连续 3 个月回升，比 7 月低点高 5.5 "
         "个百分点，区间下限已在目标之上。"),
        "“安装质量”与“上门超时”占投诉 54.8%；安装复检试点网点投诉下降 38%（p = 0.004）。",
        "西南区解决及时率 88.4%，为六区最低，拉低全国 0.8 个百分点。"};
    static const char *lead[] = {"1", "2", "3"};
    for (size_t i = 0; i < 3; i++) {
        struct node *item = doc_put(doc, found, DOC_ITEM, STR_NONE);
        item->item = (struct doc_item){str_of(lead[i]), cell(doc, finding[i])};
    }
    struct node *box = doc_put(doc, right, DOC_BOX, S("alerts"));
    box->box = (struct doc_box){BOX_ALERT, S("需要处理 3 项")};
    static const char *alert[] = {
        ("!4 西南区解决及时率连续 3 期低于 90%，已开立 IA-2026-031，工程师 C，2026-11-30 "
         "前。"),
        "!4 投诉应急演练记录 EV-0532-04 于 2026-09-30 过期（5.3.2）。",
        "!3 8 件投诉未结，其中 3 件超过 48 h。"};
    for (size_t i = 0; i < 3; i++)
        doc_put(doc, box, DOC_ITEM, STR_NONE)->item.cell = cell(doc, alert[i]);
}

static void line_chart(struct doc *doc, struct node *charts, const char *title,
                       double base, double goal, bool gap)
{
    static const double dip[13] = {.2,  .6,   .1,   -.2, .4, .9, .7,
                                   -.4, -3.2, -4.1, -.8, .5, 1.4};
    static const char *month[13] = {"10", "11", "12", "1", "2", "3", "4",
                                    "5",  "6",  "7",  "8", "9", "10"};
    struct node *node = doc_put(doc, charts, DOC_CHART, str_of(title));
    struct chart *c = &node->chart;
    *c = (struct chart){.kind = CHART_LINE,
                        .title = str_of(title),
                        .newest = S("96.4%"),
                        .newest_note = S("目标 ≥95.0　去年同月 95.2"),
                        .percent = true,
                        .newest_alert = base + dip[12] < goal,
                        .better = 1,
                        .ncategories = 13,
                        .nseries = 1,
                        .has_goal = true,
                        .goal = goal,
                        .goal_text = S("目标"),
                        .has_limits = !gap,
                        .centre = base + .2,
                        .lower = base - 1.6,
                        .upper = base + 1.9,
                        .current = 12,
                        .legend = {S("月值"), S("目标"), S("控制限（3σ，按前 8 个月）"),
                                   S("超出控制限")}};
    c->category = arena_new(&doc->arena, 13, sizeof *c->category);
    c->group = arena_new(&doc->arena, 13, sizeof *c->group);
    c->series = arena_new(&doc->arena, 1, sizeof *c->series);
    c->series[0] = (struct chart_series){
        S("月值"), SERIES_MAIN, arena_new(&doc->arena, 13, sizeof(struct chart_point))};
    for (size_t i = 0; i < 13; i++) {
        struct chart_point *p = &c->series[0].point[i];
        c->category[i] = str_of(month[i]);
        c->group[i] = i < 3 ? S("2025") : S("2026");
        p->y = base + dip[i];
        p->outside = !gap && p->y < c->lower;
        p->missing = gap && (i == 2 || i == 3 || i == 8);
        p->note = p->missing ? S("缺文件") : STR_NONE;
        p->hollow = gap && i == 12;
        p->text = arena_printf(&doc->arena, "%.1f", p->y);
    }
    c->alt = arena_printf(&doc->arena, "%s：13 个月，最低 7 月，最高 10 月", title);
}

static void trends(struct doc *doc)
{
    struct node *s = section(doc, doc->root, "trends", "B", "指标走势", 1);
    text(doc, s, DOC_LEAD,
         "2025 年 10 月至 2026 年 10 月，13 个月。6、7 月全部指标越出控制限，8 "
         "月起回到限内。");
    struct node *charts = doc_put(doc, s, DOC_CHARTS, S("trends"));
    line_chart(doc, charts, "工单响应及时率", 95, 95, false);
    line_chart(doc, charts, "工单解决及时率", 92, 93, false);
    line_chart(doc, charts, "一次修复率", 87, 88, false);
    line_chart(doc, charts, "回访完成率", 90, 90, true);
    struct node *none = doc_put(doc, charts, DOC_CHART, S("none"));
    none->chart = (struct chart){.kind = CHART_LINE,
                                 .title = S("投诉处理满意率"),
                                 .newest = S("—"),
                                 .empty = S("本期无投诉：来源已读取 0 行，非缺文件")};
    line_chart(doc, charts, "投诉受理及时率（2 h）", 97, 98, false);
    text(doc, s, DOC_NOTE,
         "率用 p 图，计数用 u 图；各图纵轴不从零起。数值见工作簿“走势”表。");
}

static void clause(struct doc *doc)
{
    struct node *c = section(doc, doc->root, "clauses", "C",
                             "条款评价（编号同 GB/T 27922-2011 第 5 章）", 1);
    text(doc, c, DOC_LEAD, "15 个条目：10 个满足，4 个部分满足，1 个不适用。");
    struct node *chapter = section(doc, c, "clause-53", "5.3", "顾客服务", 2);
    chapter->section.sheet = S("5.3 顾客");
    struct node *s = section(doc, chapter, "clause-532", "5.3.2", "投诉处理", 3);
    s->section.subtitle = S("GB/T 27922-2011 › 5.3 顾客服务");
    s->section.path = S("C　条款评价 › 5.3.2 投诉处理");
    s->section.new_page = true;
    s->section.auditor = true;
    struct node *v = doc_put(doc, s, DOC_VERDICT, STR_NONE);
    v->verdict = (struct doc_verdict){S("判定"), cell(doc, "!2 部分满足"),
                                      cell(doc, "10.70 / 12.00"), true};
    struct node *q = doc_put(doc, s, DOC_REQUIREMENT, STR_NONE);
    q->requirement.text = S("指定专人受理投诉，逐件建档；在承诺时限内答复和解决；重大投诉"
                            "上报并按预案处理；分析原因，防止再次发生。");
    q->requirement.note = S("要求摘要为本程序的转述，非标准原文；原文以正版标准为准。");
    text(doc, s, DOC_HEADING, "指标");
    struct node *t = TABLE(doc, s, "", "指标<", "本月>", "分子 / 分母>", "95% 区间>",
                           "目标>", "上月>", "状态<");
    ROW(doc, t, "投诉受理及时率（2 h）", "%976", "123 / 126", "93.2–99.2", "≥ 98.0",
        "97.0", "!3 关注");
    ROW(doc, t, "投诉解决率", "%937", "118 / 126", "88.0–96.7", "100.0", "92.4",
        "!4 未达");
    ROW(doc, t, "千单投诉数", "29.8 件", "126 / 4,233", "24.8–35.4", "≤ 30.0", "31.2",
        "!1 达标");
    ROW(doc, t, "重大投诉上报及时率", "—", "0 / 0", "—", "100.0", "100.0", "!8 无样本");
    t->table.note = S("分母按“投诉提出时间在本期”计；截至时 8 件未结，其中 3 件超过 48 "
                      "h。逐行清单：工作簿“投诉登记”表。");
    text(doc, s, DOC_HEADING, "证据");
    t = TABLE(doc, s, "", "编号<", "文件<", "版本<", "签发<", "有效期至<", "状态<");
    ROW(doc, t, "EV-0532-01", "投诉处理管理办法", "V3.2", "2026-01-15", "2028-01-14",
        "!1 有效");
    ROW(doc, t, "EV-0532-04", "投诉应急演练记录", "—", "2025-10-08", "2026-09-30",
        "!4 过期");
    ROW(doc, t, "EV-0532-05", "投诉调解员培训证明", "—", "—", "—", "!5 缺失");
    text(doc, s, DOC_HEADING, "评分");
    t = TABLE(doc, s, "", "要点<", "编号<", "评分规则<", "得分>", "分值>", "判定<");
    ROW(doc, t, "投诉受理与档案", "[待核", "证据 + 指标", "3.00", "3.00", "!1 满足");
    ROW(doc, t, "预案、演练与调解", "[待核", "证据", "1.00", "2.00", "!2 部分满足");
    ROW(doc, t, "5.3.2 合计", "", "", "10.70", "12.00", "!2 部分满足")->row.sum = true;
    text(doc, s, DOC_HEADING, "结论与差距");
    text(doc, s, DOC_PARA,
         "受理与解决及时率均比上月改善。失分 1.30 "
         "分：应急演练记录过期、缺少调解员培训证明（−1.00），"
         "受理及时率未达 98%（−0.30）。补齐两份证据可得 1.00 分，综合得分升至 91.86。");
}

static void pareto(struct doc *doc, struct node *parent)
{
    static const char *name[7] = {"安装质量", "上门超时", "收费不明", "服务态度",
                                  "配件等待", "重复故障", "其他 4 类"};
    static const double count[7] = {39, 30, 18, 14, 11, 8, 6};
    struct node *node = doc_put(doc, parent, DOC_CHART, S("pareto"));
    struct chart *c = &node->chart;
    double running = 0;
    *c = (struct chart){
        .kind = CHART_PARETO,
        .title = S("投诉原因"),
        .unit = S("件"),
        .ncategories = 7,
        .nseries = 2,
        .current = 7,
        .legend = {S("累计 80% 以内的主要原因"), S("其余"), S("累计占比")}};
    c->category = arena_new(&doc->arena, 7, sizeof *c->category);
    c->series = arena_new(&doc->arena, 2, sizeof *c->series);
    c->series[0] = (struct chart_series){
        S("件数"), SERIES_MAIN, arena_new(&doc->arena, 7, sizeof(struct chart_point))};
    c->series[1] =
        (struct chart_series){S("累计占比"), SERIES_RUNNING,
                              arena_new(&doc->arena, 7, sizeof(struct chart_point))};
    for (size_t i = 0; i < 7; i++) {
        running += count[i];
        c->category[i] = str_of(name[i]);
        c->series[0].point[i].y = count[i];
        c->series[0].point[i].text = arena_printf(&doc->arena, "%.0f", count[i]);
        c->series[1].point[i].y = running / 126 * 100;
        c->series[1].point[i].text = arena_printf(&doc->arena, "%.1f%%", running / 1.26);
    }
}

static void gantt(struct doc *doc, struct node *parent)
{
    struct node *node = doc_put(doc, parent, DOC_CHART, S("gantt"));
    struct chart *c = &node->chart;
    double aug = (double)civil_days(2026, 8, 1), now = (double)civil_days(2026, 11, 3);
    *c = (struct chart){.kind = CHART_GANTT,
                        .title = S("行动进度"),
                        .ngantt = 3,
                        .axis_from = aug,
                        .axis_until = (double)civil_days(2026, 12, 1),
                        .as_of = now,
                        .as_of_text = S("截至 11-03"),
                        .nticks = 4,
                        .head = {S("编号"), S("行动"), S("责任"), S("状态")}};
    c->gantt = arena_new(&doc->arena, 3, sizeof *c->gantt);
    c->gantt[0] = (struct gantt_row){S("IA-2026-024"),
                                     S("安装复检推广至全部网点"),
                                     S("工程师A"),
                                     S("效果已验证"),
                                     MARK_MET,
                                     aug,
                                     now - 3,
                                     now - 4,
                                     1,
                                     false};
    c->gantt[1] = (struct gantt_row){S("IA-2026-030"),
                                     S("旺季配件前置库存"),
                                     S("工程师F"),
                                     S("逾期 9 天"),
                                     MARK_MISSED,
                                     aug + 48,
                                     now - 9,
                                     -1,
                                     .8,
                                     true};
    c->gantt[2] = (struct gantt_row){S("IA-2026-031"),
                                     S("西南区解决及时率专项"),
                                     S("工程师C"),
                                     S("进行中"),
                                     MARK_PENDING,
                                     now - 2,
                                     now + 27,
                                     -1,
                                     .1,
                                     false};
    c->tick = arena_new(&doc->arena, 4, sizeof *c->tick);
    static const char *label[4] = {"8 月", "9 月", "10 月", "11 月"};
    for (int i = 0; i < 4; i++) {
        c->tick[i].at = (double)civil_days(2026, 8 + i, 1);
        c->tick[i].text = str_of(label[i]);
    }
}

static void improvement(struct doc *doc)
{
    struct node *s = section(doc, doc->root, "improvement", "D", "投诉分析与改进", 1);
    text(doc, s, DOC_LEAD,
         "126 件投诉中，前五类原因占 88.9%；安装复检试点有效，已推广。");
    struct node *one = section(doc, s, "causes", "D.1", "投诉原因", 2);
    struct node *split = doc_put(doc, one, DOC_SPLIT, STR_NONE);
    struct node *left = pane(doc, split, 8), *right = pane(doc, split, 4);
    pareto(doc, left);
    struct node *t = TABLE(doc, right, "", "原因<", "件数>", "占比>", "累计>");
    ROW(doc, t, "安装质量", "#39", "%310", "%310");
    ROW(doc, t, "上门超时", "#30", "%238", "%548");
    ROW(doc, t, "合计", "#126", "%1000", "")->row.sum = true;
    t->table.note = S("“其他 4 类”各 ≤ 2 件，恒列末位。");
    struct node *two = section(doc, s, "actions", "D.2", "行动进度", 2);
    two->section.sheet = S("改进行动");
    gantt(doc, two);
}

struct fixture_rows {
    unsigned at, n;
    struct arena arena;
};

static int fixture_begin(void *self, void **walk, struct err *err)
{
    struct fixture_rows *rows = mem_new(1, sizeof *rows);
    (void)err;
    rows->n = *(const unsigned *)self;
    arena_init(&rows->arena);
    *walk = rows;
    return 0;
}

static int fixture_next(void *self, struct doc_cell *cells, struct err *err)
{
    struct fixture_rows *rows = self;
    (void)err;
    if (rows->at == rows->n)
        return 1;
    unsigned i = rows->at++;
    arena_reset(&rows->arena);
    memset(cells, 0, 8 * sizeof *cells);
    cells[0] = (struct doc_cell){.type = DOC_INTEGER,
                                 .num = i + 1,
                                 .real = i + 1,
                                 .text = arena_printf(&rows->arena, "%u", i + 1)};
    cells[1].text = arena_printf(&rows->arena, "WO2610-%05u", 417 + i * 7);
    cells[2].text = arena_printf(&rows->arena, "C2***%u", 10 + i % 90);
    cells[3].text = i % 3 ? S("西南") : S("华东");
    cells[4].text = i % 2 ? S("示例第一服务站") : S("示例空调 KF-72LW 专营网点");
    cells[5] = (struct doc_cell){.type = DOC_TIME, .text = S("10-12 08:50")};
    cells[5].num = civil_seconds(&(struct civil){2026, 10, 12, 8, 50, 0});
    cells[5].real = (double)cells[5].num;
    cells[6].text = i % 11 ? STR_NONE : S("未完成");
    cells[7] = (struct doc_cell){.type = DOC_DECIMAL,
                                 .num = 6106 - (int64_t)i,
                                 .scale = 2,
                                 .decimals = 2,
                                 .flags = FLAG_BOLD};
    cells[7].real = (double)cells[7].num / 100;
    cells[7].text = num_print(&rows->arena, cells[7].num, 2, NUM_GROUP);
    return 0;
}

static void fixture_end(void *self)
{
    if (!self)
        return;
    arena_release(&((struct fixture_rows *)self)->arena);
    mem_free(self);
}

static struct doc_rows fixture_rows(unsigned n)
{
    unsigned *total = mem_new(1, sizeof *total);
    *total = n;
    return (struct doc_rows){total,        n,           fixture_begin,
                             fixture_next, fixture_end, mem_free};
}

static void register_node(struct doc *doc, struct node *parent, unsigned rows)
{
    static const struct doc_column column[8] = {
        {.id = {"number", 6},
         .name = {"序号", 6},
         .align = ALIGN_RIGHT,
         .fixed = true,
         .print = true,
         .type = DOC_INTEGER},
        {.id = {"id", 2}, .name = {"工单号", 9}, .fixed = true, .print = true},
        {.id = {"customer", 8}, .name = {"客户号", 9}, .fixed = true, .print = true},
        {.id = {"region", 6}, .name = {"区域", 6}, .print = true},
        {.id = {"outlet", 6}, .name = {"网点", 6}, .print = true},
        {.id = {"opened", 6},
         .name = {"受理时间", 12},
         .fixed = true,
         .print = true,
         .type = DOC_TIME},
        {.id = {"open", 4}, .name = {"未完成", 9}, .fixed = true, .print = true},
        {.id = {"overrun", 7},
         .name = {"超时（h）", 13},
         .align = ALIGN_RIGHT,
         .fixed = true,
         .print = true,
         .type = DOC_DECIMAL}};
    struct node *node = doc_put(doc, parent, DOC_REGISTER, S("breach"));
    struct doc_column *copy = arena_new(&doc->arena, 8, sizeof *copy);
    memcpy(copy, column, sizeof column);
    node->table =
        (struct doc_table){.title = S("超时工单登记表"),
                           .column = copy,
                           .ncolumns = 8,
                           .register_style = true,
                           .id = S("register-breach"),
                           .sheet = S("超时登记"),
                           .cap = 160,
                           .note = S("按超时降序；客户号已脱敏"),
                           .empty = S("本期没有超时"),
                           .cap_note = S("显示前 160 行；其余见工作簿“超时登记”表"),
                           .rows = fixture_rows(rows)};
}

static void service(struct doc *doc, unsigned rows)
{
    struct node *s = section(doc, doc->root, "service", "E", "服务时限", 1);
    text(doc, s, DOC_LEAD, "响应、上门达标；解决及时率 92.1%，P1 单 88.9% 为最低。");
    struct node *one = section(doc, s, "limits", "E.1", "各优先级达成情况", 2);
    struct node *t = TABLE(doc, one, "", "环节<", "优先级<", "应计>", "达成>", "达成率>",
                           "=", "P50>", "P90>", "P95>");
    for (size_t i = 6; i < 9; i++)
        t->table.column[i].group = S("实际用时（h）");
    static const char *stage[] = {"响应", "解决"};
    for (size_t k = 0; k < 2; k++) {
        struct node *r = ROW(doc, t, stage[k], "P1", "#318", "#311", "%978", "", "0.21",
                             "0.44", "0.52");
        r->row.cell[0].flags = FLAG_BOLD;
        r->row.cell[0].rows = 3;
        set_bar(r, 5, .89, .75, false);
        r = ROW(doc, t, "", "P2", "#1046", "#950", "%908", "", "0.46", "0.91", "1.18");
        r->row.cell[0].flags = FLAG_UNDER;
        set_bar(r, 5, .54, .75, true);
        r = ROW(doc, t, "", "合计", "#1364", "#1261", "%924", "", "", "", "");
        r->row.cell[0].flags = FLAG_UNDER;
        set_bar(r, 5, .62, .75, false);
        r->row.sum = true;
    }
    struct node *split = doc_put(doc, one, DOC_SPLIT, STR_NONE);
    struct node *left = pane(doc, split, 6), *right = pane(doc, split, 6);
    struct node *h = doc_put(doc, left, DOC_CHART, S("histogram"));
    h->chart = (struct chart){.kind = CHART_HISTOGRAM,
                              .title = S("P3 解决用时分布"),
                              .unit = S("单"),
                              .step = 4,
                              .median = 24.6,
                              .median_text = S("P50 = 24.6 h"),
                              .ncategories = 13,
                              .nseries = 1,
                              .has_goal = true,
                              .goal = 48,
                              .goal_text = S("时限 48 h"),
                              .current = 13};
    h->chart.category = arena_new(&doc->arena, 13, sizeof *h->chart.category);
    h->chart.series = arena_new(&doc->arena, 1, sizeof *h->chart.series);
    h->chart.series[0].point =
        arena_new(&doc->arena, 13, sizeof *h->chart.series[0].point);
    static const double bins[13] = {95,  170, 250, 310, 325, 285, 215,
                                    160, 100, 70,  50,  40,  28};
    for (size_t i = 0; i < 13; i++) {
        h->chart.category[i] =
            i < 12 ? arena_printf(&doc->arena, "%zu", i * 4) : S(">48");
        h->chart.series[0].point[i].y = bins[i];
    }
    t = TABLE(doc, right, "超时原因", "原因<", "单数>", "占比>", "=");
    set_bar(ROW(doc, t, "等待配件", "#132", "%404", ""), 3, .9, -1, false);
    struct node *b = doc_put(doc, right, DOC_CHART, S("compare"));
    b->chart = (struct chart){.kind = CHART_COMPARE,
                              .title = S("千单安装投诉数"),
                              .unit = S("件"),
                              .ncategories = 2,
                              .nseries = 2,
                              .current = 2};
    b->chart.category = arena_new(&doc->arena, 2, sizeof *b->chart.category);
    b->chart.category[0] = S("试点网点");
    b->chart.category[1] = S("对照网点");
    b->chart.series = arena_new(&doc->arena, 2, sizeof *b->chart.series);
    b->chart.series[0] = (struct chart_series){
        S("改进前"), SERIES_LAST, arena_new(&doc->arena, 2, sizeof(struct chart_point))};
    b->chart.series[1] = (struct chart_series){
        S("改进后"), SERIES_MAIN, arena_new(&doc->arena, 2, sizeof(struct chart_point))};
    for (size_t i = 0; i < 4; i++)
        b->chart.series[i / 2].point[i % 2] =
            (struct chart_point){.y = 9.8 - (double)i,
                                 .has_interval = true,
                                 .low = 8.4 - (double)i,
                                 .high = 11.4 - (double)i,
                                 .text = S("9.8"),
                                 .note = i > 1 ? S("p = 0.004") : STR_NONE};
    struct node *two = section(doc, s, "breach", "E.2", "超时工单登记表", 2);
    two->section.landscape = two->section.new_page = true;
    register_node(doc, two, rows);
}

static void evidence(struct doc *doc)
{
    struct node *s = section(doc, doc->root, "evidence", "F", "证据", 1);
    text(doc, s, DOC_LEAD,
         "本月 14 个适用条目中 10 个证据齐全；2 份缺失、1 份过期、3 份临期。");
    struct node *one = section(doc, s, "coverage", "F.1", "覆盖矩阵：条目 × 月份", 2);
    struct node *node = doc_put(doc, one, DOC_CHART, S("matrix"));
    struct chart *c = &node->chart;
    *c = (struct chart){.kind = CHART_MATRIX,
                        .title = S("覆盖矩阵"),
                        .ncategories = 13,
                        .nmatrix = 6,
                        .current = 12,
                        .matrix_head = {S("条目"), S("应有"), S("实有")},
                        .legend = {S("有效"), S("临期（30 天内到期）"), S("过期"),
                                   S("缺失"), S("不适用")}};
    c->category = arena_new(&doc->arena, 13, sizeof *c->category);
    c->group = arena_new(&doc->arena, 13, sizeof *c->group);
    c->matrix = arena_new(&doc->arena, 6, sizeof *c->matrix);
    static const char *number[6] = {"", "5.1.1", "5.1.2", "", "5.3.1", "5.3.2"};
    static const char *label[6] = {"5.1 售后服务体系", "组织架构", "人员配置",
                                   "5.3 顾客服务",     "顾客关系", "投诉处理"};
    static const char look[] = "vsxm-";
    static const char *letter[] = {"有", "临", "过", "缺", "—"};
    for (size_t i = 0; i < 13; i++) {
        c->category[i] = arena_printf(&doc->arena, "%zu", (i + 9) % 12 + 1);
        c->group[i] = i < 3 ? S("2025") : S("2026");
    }
    for (size_t r = 0; r < 6; r++) {
        c->matrix[r] = (struct matrix_row){.band = r % 3 == 0,
                                           .number = str_of(number[r]),
                                           .label = str_of(label[r]),
                                           .needed = S("5"),
                                           .held = S("4"),
                                           .mark = r == 5 ? MARK_ABSENT : MARK_MET};
        for (size_t i = 0; i < 13; i++) {
            size_t k = r == 2 && i == 12  ? 1
                       : r == 4 && i == 3 ? 2
                       : r == 5 && i > 11 ? 3
                                          : 0;
            c->matrix[r].cell[i] = (struct matrix_cell){look[k], str_of(letter[k])};
        }
    }
    struct node *two = section(doc, s, "evidence-register", "F.2", "证据登记表", 2);
    struct node *t = TABLE(doc, two, "", "编号<", "文件<", "状态<", "SHA-256<");
    t->table.sheet = S("证据登记");
    t->table.id = S("evidence-table");
    ROW(doc, t, "EV-0532-01", "投诉处理管理办法", "!1 有效",
        "=9b41e07c 55ad2f18 7a0be4d9 31c6f582 d40e97ab 6613c0f5 82b9d174 ae5f3c08");
}

static void quality(struct doc *doc)
{
    struct node *s = section(doc, doc->root, "quality", "G", "数据与溯源", 1);
    text(doc, s, DOC_LEAD,
         "读取 31,872 行 = 接受 31,655 行 + 拒绝 217 行。四道闸门全部通过。");
    struct node *one = section(doc, s, "quality-statement", "G.1", "数据质量说明", 2);
    one->section.sheet = S("数据质量");
    struct node *t = TABLE(doc, one, "", "来源<", "文件<", "编码<", "读取>", "接受>",
                           "其中更正>", "拒绝>", "最新记录<");
    ROW(doc, t, "工单", "工单导出_202610.csv", "~GB18030", "#6412", "#6406", "#38", "#6",
        "10-31 23:41");
    ROW(doc, t, "合计", "9 个文件", "", "#31872", "#31655", "#165", "#217", "")->row.sum =
        true;
    struct node *split = doc_put(doc, one, DOC_SPLIT, STR_NONE);
    struct node *left = pane(doc, split, 6), *right = pane(doc, split, 6);
    t = TABLE(doc, left, "更正与拒绝的原因", "原因<", "来源<", "处理<", "行>");
    ROW(doc, t, "编号重复，取首行", "满意度、工单", "拒绝", "#81");
    struct node *box = doc_put(doc, right, DOC_BOX, STR_NONE);
    box->box = (struct doc_box){BOX_PLAIN, S("怎样读零")};
    static const char *zero[][2] = {{"0", "有数据，结果为零"},
                                    {"—", "分母为零，无法计算"},
                                    {"缺文件", "该来源未提供"}};
    for (size_t i = 0; i < 3; i++)
        doc_put(doc, box, DOC_ITEM, STR_NONE)->item =
            (struct doc_item){str_of(zero[i][0]), cell(doc, zero[i][1])};
    struct node *three = section(doc, s, "definitions", "G.3", "指标定义", 2);
    three->section.new_page = true;
    text(doc, three, DOC_LEAD,
         "打印的定义、计算所用的查询、工作簿中的公式出自同一条声明。");
    for (size_t i = 0; i < 3; i++) {
        struct node *d = doc_put(doc, three, DOC_DEFINITION, STR_NONE);
        d->definition =
            (struct doc_definition){.name = S("千单投诉数"),
                                    .id_line = S("c_per_1000　件，1 位；越低越好"),
                                    .factor = S("1000 ×"),
                                    .numerator = S("本期投诉数"),
                                    .denominator = S("本期有效工单数"),
                                    .nfacts = 3};
        d->definition.fact = arena_new(&doc->arena, 3, sizeof *d->definition.fact);
        d->definition.fact[0] =
            (struct doc_fact){S("总体"), cell(doc, "投诉与工单"), STR_NONE};
        d->definition.fact[1] =
            (struct doc_fact){S("区间"), cell(doc, "泊松精确 95%"), STR_NONE};
        d->definition.fact[2] =
            (struct doc_fact){S("本期"), cell(doc, "*126 / 4,233"), STR_NONE};
    }
}

static void signature(struct doc *doc)
{
    struct node *s = section(doc, doc->root, "signature", "H", "签署", 1);
    text(doc, s, DOC_LEAD, "以下人员确认：本版次的数字出自所列来源文件，未经手工改动。");
    struct node *node = doc_put(doc, s, DOC_SIGNATURE, STR_NONE);
    struct doc_fact *box = arena_new(&doc->arena, 3, sizeof *box);
    box[0] = (struct doc_fact){S("编制"), cell(doc, "工程师A"), S("质量部")};
    box[1] = (struct doc_fact){S("审核"), cell(doc, "工程师B"), S("售后服务中心")};
    box[2] = (struct doc_fact){S("批准"), cell(doc, "工程师D"), S("管理者代表")};
    node->signature = (struct doc_signature){box, 3, S("签名"), S("日期"), S("盖章处")};
    text(doc, s, DOC_HEADING, "本版次的身份");
    struct node *t = TABLE(doc, s, "", "<", "<");
    ROW(doc, t, "~清单 SHA-256",
        "=3f9c1a07 d25eb864 90a7c3f1 5be82d46 e1074fb9 a83c6d52 07f9e4b1 c62d8a35");
}

struct doc *fixture_doc(unsigned register_rows)
{
    struct doc *doc = doc_new();
    doc->title = S("售后服务质量月报 2026年10月");
    doc->author = doc->organisation = S("示例电器有限公司");
    doc->subject = S("GB/T 27922-2011");
    doc->language = S("zh-CN");
    doc->period = S("2026 年 10 月");
    doc->header = S("售后服务质量月报 · 2026年10月");
    doc->footer = S("内部资料 · 仅供认证审核使用　版次 r1　清单摘要 3f9c 1a07 d25e b864");
    doc->producer = S("auditpack 0.1.0");
    doc->as_of = civil_seconds(&(struct civil){2026, 11, 3, 8, 0, 0});
    doc->as_of_offset = 8 * 3600;
    doc->legend_sheet = S("仪表盘");
    doc->words = (struct doc_words){.page_of = S("第 {n} 页　共 {of} 页"),
                                    .continued = S("（续 · 第 {n} / {of} 页）"),
                                    .contents = S("目录"),
                                    .auditor = S("审核员记录"),
                                    .auditor_ok = S("符合"),
                                    .auditor_fail = S("不符合"),
                                    .auditor_note = S("观察"),
                                    .signature = S("签名"),
                                    .date = S("日期"),
                                    .rows_on_page = S("本页 {rows} 行，共 {total} 行"),
                                    .unconfirmed = S("待核"),
                                    .of_pages = S("共 {of} 页")};
    cover(doc);
    control(doc);
    summary(doc);
    trends(doc);
    clause(doc);
    improvement(doc);
    service(doc, register_rows);
    evidence(doc);
    quality(doc);
    signature(doc);
    return doc;
}

struct doc *fixture_empty_doc(void)
{
    struct doc *doc = doc_new();
    doc->title = doc->header = S("版面");
    doc->organisation = S("示例电器");
    doc->language = S("zh-CN");
    doc->footer = S("内部资料");
    doc->producer = S("test");
    doc->words.page_of = S("第 {n} 页　共 {of} 页");
    doc->words.continued = S("（续 · 第 {n} / {of} 页）");
    doc->words.rows_on_page = S("本页 {rows} 行，共 {total} 行");
    return doc;
}

struct str fixture_style(void)
{
    static char text[16384];
    FILE *file = fopen("templates/styles/default.xml", "r");
    size_t n = file ? fread(text, 1, sizeof text, file) : 0;
    if (file)
        fclose(file);
    return (struct str){text, n};
}
