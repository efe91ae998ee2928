/* How like a header is to the names of a field, and which column is proposed for a field
 * that none fills. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fixture_ingest.h"
#include "ingest/header.h"
#include "ingest/likeness.h"
#include "ingest/suggest.h"

static void headers_are_undressed(void **state)
{
    enum { NONE, CLOSE, HOLDS, DRESSED, SAME };
    static const struct {
        const char *header, *name;
        int like;
    } table[] = {
        {"Order No", "order no", SAME},
        {"*(head)Order no", "order no", DRESSED},
        {"Order no (required)", "order no", DRESSED},
        {"Q3: Speed?", "speed", DRESSED},
        {"Custom field (Root cause)", "root cause", DRESSED},
        {"3、响应速度", "响应速度", DRESSED},
        {"3、请对以下各项评分—服务态度", "服务态度", DRESSED},
        {"服务评价/满意度", "满意度", DRESSED},
        {"销售数量（台）", "销售数量", DRESSED},
        {"FCustId#Name", "name", DRESSED},
        {"实际完成时间", "完成时间", HOLDS},
        {"2、您对本次服务总体满意吗？", "总体", HOLDS},
        {"Date of first response", "first response", HOLDS},
        {"Odd1time", "time", NONE},
        {"工单来源", "来源", NONE},
        {"完工的时间", "完工时间", CLOSE},
        {"签收时间", "签到时间", NONE},
        {"序号", "型号", NONE},
        {"stats", "status", CLOSE},
        {"state", "status", NONE},
        {"", "status", NONE},
        {"()", "status", NONE},
        {"(", "status", NONE},
        {"12、", "status", NONE},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct str header = header_fold(&arena, str_of(table[i].header));
        struct str name = header_fold(&arena, str_of(table[i].name));
        int found = likeness_of(header, &name, 1, LIKENESS_CLOSE);
        int like = found >= LIKENESS_SAME      ? SAME
                   : found >= LIKENESS_DRESSED ? DRESSED
                   : found >= LIKENESS_HOLDS   ? HOLDS
                   : found > 0                 ? CLOSE
                                               : NONE;
        if (like != table[i].like)
            fail_msg("'%s' and '%s': %d", table[i].header, table[i].name, found);
        if (likeness_of(header, &name, 1, LIKENESS_HOLDS) != (like > CLOSE ? found : 0))
            fail_msg("'%s' and '%s' at least held", table[i].header, table[i].name);
    }
    arena_release(&arena);
}

/* One column answers for one field; a time is not proposed for what holds no digit. */
static void a_column_is_proposed_once(void **state)
{
    struct str shut[] = {STR("closed")}, due[] = {STR("closing"), STR("due")};
    struct str note[] = {STR("status note")};
    struct field field[] = {
        {.id = shut[0], .type = FIELD_TIME, .synonym = shut, .nsynonyms = 1},
        {.id = due[0], .type = FIELD_TIME, .synonym = due, .nsynonyms = 2},
        {.id = note[0], .type = FIELD_TEXT, .synonym = note, .nsynonyms = 1}};
    struct ingest_column column[] = {{STR("Closing*"), NULL, STR("2026-10-01")},
                                     {STR("closed"), &field[2], STR("2026-10-01")},
                                     {STR("Due (by)"), NULL, STR("nobody")},
                                     {STR("statusnote"), NULL, STR("x")}};
    struct ingest_unfilled unfilled[] = {
        {&field[0], STR_NONE}, {&field[1], STR_NONE}, {&field[2], STR_NONE}};
    struct arena arena;
    (void)state;
    arena_init(&arena);
    suggest_columns(&arena, column, 4, unfilled, 3);
    assert_int_equal(unfilled[0].closest.n, 0);
    assert_string_equal(unfilled[1].closest.p, "Closing*");
    assert_string_equal(unfilled[2].closest.p, "statusnote");
    assert_int_equal(suggest_column(&arena, column, 4, due, 2), 0);
    assert_int_equal(suggest_column(&arena, column, 4, shut, 1), 4);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_undressed),
        cmocka_unit_test(a_column_is_proposed_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
