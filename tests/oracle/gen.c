/* gen SEED ORDERS DIR [DIRT]: five exports of an invented after-sales service for the
 * oracle and the benchmark: tickets, complaints, surveys, callbacks and sales, 2024-12-01
 * to 2026-01-31. Integer arithmetic only, a stream of its own for every row: a seed gives
 * the same bytes on every machine. DIRT: permille of rows spoiled, 5 unless given.
 * Many times lie exactly on a target, on a month's edge or one second beside them.
 * Draws are never arguments of one call: C leaves their order to the compiler. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, NONE = -1, TEXT_MAX = 256 };

struct draw {
    uint64_t state;
};
enum table { ORDER = 1, ORDER_ROW, COMPLAINT, SURVEY, CALLBACK, SALE };

struct order {
    int64_t opened, response, onsite, resolved, closed;
    unsigned region, product, priority;
    bool cancelled, late;
};

static uint64_t seed, orders;
static unsigned dirt = 5;

static const char *const regions[] = {"东区", "南区", "北区", "中区", "西区"};
static const char *const products[] = {"空调 A1",   "空调 A2",   "冰箱 B1", "冰箱 B2",
                                       "洗衣机 C1", "净水机 D1", "烟机 E1"};
static const char *const channels[] = {"热线", "微信", "门店", "网站"};
static const char *const kinds[] = {"安装", "漏水", "异响", "保养", "咨询"};
static const char *const categories[] = {"服务态度", "响应超时", "维修质量",
                                         "收费争议", "配件缺货", "其他"};
static const char *const severities[] = {"一般", "一般", "一般", "严重", "重大"};
static const char *const causes[] = {"派单延误", "备件不足", "技能不足", "沟通不到位"};
static const char *const words[] = {"很准时", "态度好", "等了两天", "又坏了", "谢谢"};
static const char *const invalid[] = {
    "2025-02-30 10:15:00", "2025-13-05 08:00:00", "N/A",    "待定", "0000-00-00 00:00:00",
    "25/06/2025 09:00",    "2025-06-31 25:61:00", "#VALUE!"};
static const int64_t targets[4][3] = {{1800, 14400, 28800},
                                      {3600, 28800, 86400},
                                      {7200, 86400, 172800},
                                      {14400, 172800, 259200}};

#define PICK(draw, list) (list)[below(draw, sizeof(list) / sizeof *(list))]

static uint64_t next(struct draw *d)
{
    uint64_t z = d->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static struct draw stream(enum table table, uint64_t row)
{
    struct draw d = {seed * 0xD6E8FEB86659FD93u ^ (uint64_t)table * 0xA0761D6478BD642Fu ^
                     row * 0xE7037ED1A0B428DBu};
    next(&d);
    return d;
}

/* 0 to n - 1; n is below 2^32. */
static uint64_t below(struct draw *d, uint64_t n)
{
    return (next(d) >> 32) * n >> 32;
}

static bool chance(struct draw *d, unsigned permille)
{
    return below(d, 1000) < permille;
}

/* Days since 1970 (proleptic Gregorian; Hinnant's algorithm). */
static int64_t days(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    int64_t year = y % 400, day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return y / 400 * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

static const char *stamp(char *out, int64_t seconds)
{
    *out = '\0';
    if (seconds == NONE)
        return out;
    int64_t z = seconds / DAY + 719468, day = z % 146097, s = seconds % DAY;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t m = (5 * of_year + 2) / 153, month = m < 10 ? m + 3 : m - 9;
    snprintf(out, TEXT_MAX,
             "%04" PRId64 "-%02" PRId64 "-%02" PRId64 " %02" PRId64 ":%02" PRId64
             ":%02" PRId64,
             z / 146097 * 400 + year + (month <= 2), month,
             of_year - (153 * m + 2) / 5 + 1, s / 3600, s / 60 % 60, s % 60);
    return out;
}

static int64_t start_of_data(void)
{
    return days(2024, 12, 1) * DAY;
}

/* Noon of the day inside the period at which tests judge: 2025-09-15 12:00:00. */
static int64_t judged(void)
{
    return days(2025, 9, 15) * DAY + DAY / 2;
}

/* Of a hundred, one opens on the edge of a month, and one so that a target of its priority
 * ends in the very second of the judgement. */
static int64_t opening(struct draw *d, uint64_t i, const int64_t *target, bool *due)
{
    uint64_t span = (uint64_t)(days(2026, 2, 1) * DAY - start_of_data());
    int64_t at = start_of_data() + (int64_t)(span * i / orders);
    at += (int64_t)below(d, span / orders + 1);
    uint64_t kind = below(d, 100);
    *due = kind == 0;
    if (kind == 0)
        return judged() - target[below(d, 3)];
    if (kind > 1)
        return at;
    int64_t month = (int64_t)below(d, 12) + 1;
    return days(2025, month, 1) * DAY + 1 - (int64_t)below(d, 3);
}

/* Mostly within the target, sometimes on the very second, seldom far beyond. */
static int64_t elapsed(struct draw *d, int64_t target)
{
    uint64_t luck = below(d, 100), t = (uint64_t)target;
    if (luck < 3)
        return target + (int64_t)below(d, 3) - 1;
    if (luck < 93)
        return (int64_t)(1 + below(d, t));
    return (int64_t)(t + below(d, luck < 98 ? t : 6 * t));
}

static struct order order_of(uint64_t i)
{
    struct draw d = stream(ORDER, i);
    struct order o = {.region = (unsigned)below(&d, 5)};
    bool due;
    o.product = (unsigned)below(&d, 7);
    o.priority = (unsigned)below(&d, 4);
    const int64_t *target = targets[o.priority];
    o.opened = opening(&d, i, target, &due);
    unsigned open = due ? 800 : 20;
    o.response = chance(&d, open) ? NONE : o.opened + elapsed(&d, target[0]);
    o.onsite = chance(&d, 500) ? NONE : o.opened + elapsed(&d, target[1]);
    o.resolved = chance(&d, 20 + open) ? NONE : o.opened + elapsed(&d, target[2]);
    o.cancelled = chance(&d, 15);
    if (o.cancelled)
        o.onsite = o.resolved = NONE;
    o.closed = o.resolved == NONE || chance(&d, 30)
                   ? NONE
                   : o.resolved + (int64_t)below(&d, 2 * DAY);
    o.late = o.resolved == NONE || o.resolved - o.opened > target[2];
    return o;
}

/* What is wrong with a row. AGAIN: the id returns with other content. SPOILT: it returns,
 * and the first of the two had a bad time, so that neither may count. */
enum fault { SOUND, BAD_TIME, DISORDER, TWICE, AGAIN, SPOILT };

static enum fault fault_of(struct draw *d)
{
    return chance(d, dirt) ? (enum fault)(1 + below(d, 5)) : SOUND;
}

/* One of n times becomes something that no calendar has. */
static void spoil(struct draw *d, char (*time)[TEXT_MAX], uint64_t n)
{
    char *at = time[below(d, n)];
    strcpy(at, PICK(d, invalid));
}

/* One of the n times after the first comes before it. */
static void disorder(struct draw *d, int64_t *at, uint64_t n)
{
    int64_t *wrong = at + 1 + below(d, n);
    *wrong = at[0] - 1 - (int64_t)below(d, DAY);
}

static void stamps(struct draw *d, char (*time)[TEXT_MAX], int64_t *at, int n,
                   enum fault fault, int copy)
{
    if (fault == DISORDER)
        disorder(d, at, (uint64_t)n - 1);
    if (fault == AGAIN && copy)
        at[0] -= 1;
    for (int k = 0; k < n; k++)
        stamp(time[k], at[k]);
    if (fault == BAD_TIME)
        spoil(d, time, (uint64_t)n);
    if (fault == SPOILT && !copy)
        strcpy(time[0], at[0] % 3 ? "待定" : "");
}

/* Some texts are missing in any export. */
static void cell(FILE *out, struct draw *d, const char *text)
{
    fprintf(out, ",%s", chance(d, 3) ? "" : text);
}

static void flag(FILE *out, struct draw *d, unsigned missing, unsigned yes)
{
    if (chance(d, missing))
        fputs(",", out);
    else
        fputs(chance(d, yes) ? ",1" : ",0", out);
}

static const char *status_of(const struct order *o)
{
    if (o->cancelled)
        return "已取消";
    if (o->closed != NONE)
        return "已关闭";
    if (o->resolved != NONE)
        return "已解决";
    return o->response != NONE ? "处理中" : "待处理";
}

static void ticket_row(FILE *out, uint64_t i, const struct order *o, enum fault fault,
                       int copy)
{
    struct draw d = stream(ORDER_ROW, i);
    char time[5][TEXT_MAX], outlet[TEXT_MAX], priority[TEXT_MAX];
    int64_t at[] = {o->opened, o->response, o->onsite, o->resolved, o->closed};
    stamps(&d, time, at, 5, fault, copy);
    snprintf(outlet, sizeof outlet, "%s%d站", regions[o->region], 1 + (int)below(&d, 6));
    snprintf(priority, sizeof priority, "P%u", chance(&d, 2) ? 9 : o->priority + 1);
    fprintf(out, "T%08" PRIu64 ",C%07" PRIu64, i + 1, below(&d, orders + 10));
    cell(out, &d, regions[o->region]);
    cell(out, &d, outlet);
    cell(out, &d, products[o->product]);
    cell(out, &d, PICK(&d, channels));
    cell(out, &d, priority);
    cell(out, &d, PICK(&d, kinds));
    for (int k = 0; k < 5; k++)
        fprintf(out, ",%s", time[k]);
    cell(out, &d, status_of(o));
    unsigned open = o->resolved == NONE ? 1000 : 5;
    flag(out, &d, open, o->late ? 500 : 850);
    flag(out, &d, open, o->late ? 90 : 25);
    fputc('\n', out);
}

/* A doubled row follows its first at once or, of every other, at the end of the file. */
static void tickets(FILE *out)
{
    fputs("id,customer_id,region,outlet,product,channel,priority,category,opened_at,"
          "first_response_at,onsite_at,resolved_at,closed_at,status,first_fix,reopened\n",
          out);
    for (int pass = 0; pass < 2; pass++)
        for (uint64_t i = 0; i < orders; i++) {
            struct draw d = stream(ORDER_ROW, orders + i);
            enum fault fault = fault_of(&d);
            if (pass && (fault < TWICE || i % 2))
                continue;
            struct order o = order_of(i);
            ticket_row(out, i, &o, fault, pass);
            if (!pass && fault >= TWICE && i % 2)
                ticket_row(out, i, &o, fault, 1);
        }
}

/* The order a child row names; one in a thousand names none that exists. */
static uint64_t parent(struct draw *d, uint64_t i)
{
    return chance(d, 1) ? 5 * orders + i : i + 1;
}

static void complaint_row(FILE *out, uint64_t number, uint64_t i, const struct order *o,
                          enum fault fault, int copy)
{
    struct draw d = stream(COMPLAINT, i);
    char time[4][TEXT_MAX], paid[TEXT_MAX] = "";
    next(&d); /* the first draw said that there is a complaint */
    int64_t opened = o->opened + 3600 + (int64_t)below(&d, 6 * DAY);
    int64_t at[] = {opened, NONE, NONE, NONE};
    if (!chance(&d, 30))
        at[1] = opened + elapsed(&d, 7200);
    if (!chance(&d, 60))
        at[2] = opened + elapsed(&d, 2 * DAY);
    if (at[2] != NONE)
        at[3] = at[2] + (int64_t)below(&d, 2 * DAY);
    bool open = at[2] == NONE;
    stamps(&d, time, at, 4, fault, copy);
    if (chance(&d, 250))
        snprintf(paid, sizeof paid, "%d.%02d", (int)below(&d, 900), (int)(opened % 100));
    fprintf(out, "F%07" PRIu64 ",T%08" PRIu64, number, parent(&d, i));
    fprintf(out, ",C%07" PRIu64, below(&d, orders + 10));
    cell(out, &d, PICK(&d, categories));
    cell(out, &d, PICK(&d, severities));
    for (int k = 0; k < 4; k++)
        fprintf(out, ",%s", time[k]);
    cell(out, &d, open ? "" : PICK(&d, causes));
    flag(out, &d, open ? 1000 : 150, 700);
    fprintf(out, ",%s\n", paid);
}

static void complaints(FILE *out)
{
    fputs("id,ticket_id,customer_id,category,severity,opened_at,acknowledged_at,"
          "resolved_at,closed_at,root_cause,satisfied,compensation\n",
          out);
    uint64_t number = 0;
    for (uint64_t i = 0; i < orders; i++) {
        struct order o = order_of(i);
        struct draw d = stream(COMPLAINT, i), f = stream(COMPLAINT, orders + i);
        if (!chance(&d, o.late ? 130 : 45))
            continue;
        enum fault fault = fault_of(&f);
        complaint_row(out, ++number, i, &o, fault, 0);
        if (fault >= TWICE)
            complaint_row(out, number, i, &o, fault, 1);
    }
}

/* One score, now and then missing or out of its range. */
static void score(FILE *out, struct draw *d, uint64_t low, uint64_t high)
{
    static const char *const odd[] = {"11", "-1", "十", "?"};
    if (chance(d, 10))
        fprintf(out, "%s,", PICK(d, odd));
    else if (chance(d, 30))
        fputc(',', out);
    else
        fprintf(out, "%" PRIu64 ",", low + below(d, high - low + 1));
}

/* Commas, doubled quotes and line feeds inside quoted cells. */
static void comment(FILE *out, struct draw *d)
{
    const char *first = PICK(d, words), *last = PICK(d, words);
    switch (below(d, 10)) {
    case 0:
        fprintf(out, "\"%s\n%s\"", first, last);
        break;
    case 1:
        fprintf(out, "\"%s,%s\"", first, last);
        break;
    case 2:
        fprintf(out, "\"说\"\"%s\"\",%s\"", first, last);
        break;
    case 3:
    case 4:
    case 5:
        fprintf(out, "%s，%s", first, last);
        break;
    default:
        break;
    }
}

static void survey_row(FILE *out, uint64_t number, uint64_t i, const struct order *o,
                       enum fault fault, int copy)
{
    struct draw d = stream(SURVEY, i);
    char time[2][TEXT_MAX];
    next(&d);
    int64_t sent = o->resolved + 1800 + (int64_t)below(&d, DAY);
    bool back = chance(&d, 800);
    int64_t at[] = {sent, back ? sent + 60 + (int64_t)below(&d, 3 * DAY) : NONE};
    stamps(&d, time, at, 2, fault, copy);
    fprintf(out, "S%08" PRIu64 ",T%08" PRIu64, number, parent(&d, i));
    cell(out, &d, PICK(&d, channels));
    fprintf(out, ",%s,%s,", time[0], time[1]);
    if (!back) {
        fputs(",,,,,\n", out);
        return;
    }
    uint64_t low = o->late ? 1 : 2;
    for (int k = 0; k < 4; k++)
        score(out, &d, low, 5);
    score(out, &d, o->late ? 0 : 4, 10);
    comment(out, &d);
    fputc('\n', out);
}

static void surveys(FILE *out)
{
    fputs("id,ticket_id,channel,sent_at,answered_at,overall,attitude,speed,quality,nps,"
          "comment\n",
          out);
    uint64_t number = 0;
    for (uint64_t i = 0; i < orders; i++) {
        struct order o = order_of(i);
        struct draw d = stream(SURVEY, i), f = stream(SURVEY, orders + i);
        if (!chance(&d, 420) || o.resolved == NONE)
            continue;
        enum fault fault = fault_of(&f);
        survey_row(out, ++number, i, &o, fault, 0);
        if (fault >= TWICE)
            survey_row(out, number, i, &o, fault, 1);
    }
}

static void callbacks(FILE *out)
{
    fputs("id,ticket_id,scheduled_at,attempted_at,reached,satisfied,agent,note\n", out);
    uint64_t number = 0;
    char planned[TEXT_MAX], made[TEXT_MAX];
    for (uint64_t i = 0; i < orders; i++) {
        struct order o = order_of(i);
        struct draw d = stream(CALLBACK, i);
        if (!chance(&d, 110) || o.closed == NONE)
            continue;
        bool called = chance(&d, 950), reached = called && chance(&d, 800);
        const char *happy = !reached || chance(&d, 60) ? "" : chance(&d, 880) ? "1" : "0";
        stamp(planned, o.closed + DAY);
        stamp(made, called ? o.closed + DAY + (int64_t)below(&d, 2 * DAY) : NONE);
        enum fault fault = fault_of(&d);
        if (fault == BAD_TIME)
            strcpy(made, PICK(&d, invalid));
        number++;
        for (int copy = 0; copy <= (fault >= TWICE); copy++)
            fprintf(out, "B%07" PRIu64 ",T%08" PRIu64 ",%s,%s,%s,%s,坐席%02d,\n", number,
                    i + 1, planned, made,
                    !called   ? ""
                    : reached ? "1"
                              : "0",
                    happy, (int)(i % 12) + 1);
    }
}

static void sales(FILE *out)
{
    fputs("month,product,region,units\n", out);
    for (unsigned m = 0; m < 14; m++)
        for (unsigned p = 0; p < 7; p++)
            for (unsigned r = 0; r < 5; r++) {
                struct draw d = stream(SALE, m * 100 + p * 10 + r);
                fprintf(out, "%u-%02u,%s,%s,", 2024 + (m + 11) / 12, (m + 11) % 12 + 1,
                        products[p], regions[r]);
                if (chance(&d, 5))
                    fputc('\n', out);
                else
                    fprintf(out, "%" PRIu64 "\n", orders / 90 + below(&d, 50));
            }
}

static void write_file(const char *folder, const char *name, void (*rows)(FILE *))
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");
    if (out)
        rows(out);
    if (!out || ferror(out) || fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4 || argc > 5) {
        fputs("usage: gen SEED ORDERS DIR [DIRT]\n", stderr);
        return 2;
    }
    seed = strtoull(argv[1], NULL, 10);
    orders = strtoull(argv[2], NULL, 10);
    if (argc > 4)
        dirt = (unsigned)strtoul(argv[4], NULL, 10);
    write_file(argv[3], "tickets.csv", tickets);
    write_file(argv[3], "complaints.csv", complaints);
    write_file(argv[3], "surveys.csv", surveys);
    write_file(argv[3], "callbacks.csv", callbacks);
    write_file(argv[3], "sales.csv", sales);
    return 0;
}
