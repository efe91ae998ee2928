/* Event logs folded to one row an id, and cells split to rows of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_ingest.h"

static const char *read_rows(struct ingest_fixture *f, const char *text)
{
    return ingest_fixture_read(f, str_of(text));
}

static void the_last_event_wins(void **state)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("id"), .order = STR("at")};
    f->source.fold = &fold;
    assert_string_equal(read_rows(f, "id,at,who\n"
                                     "2,2026-01-01 09:00:00,x\n"
                                     "1,2026-01-03 00:00:00,last\n"
                                     "1,2026-01-01 00:00:00,first\n"
                                     "2,2026-01-01 08:00:00,\n"
                                     "1,2026-01-02 00:00:00,middle\n"),
                        "1 [id][at][who]\n2 [2][2026-01-01 09:00:00][x]\n"
                        "3 [1][2026-01-03 00:00:00][last]\n");
}

static void one_time_is_decided_by_the_line(void **state)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR(" ID "), .order = STR("at")};
    f->source.fold = &fold;
    assert_string_equal(read_rows(f, "id,at,who\n1,2026-01-01,a\n1,2026-01-01,b\n"),
                        "1 [id][at][who]\n3 [1][2026-01-01][b]\n");
    fold.order = STR_NONE;
    assert_string_equal(read_rows(f, "id,at\n1,z\n2,y\n1,x\n"),
                        "1 [id][at]\n4 [1][x]\n3 [2][y]\n");
    fold.order = STR("at"); /* numbers are an order too */
    assert_string_equal(read_rows(f, "id,at\n1,10\n1,9\n"), "1 [id][at]\n2 [1][10]\n");
}

static void sparse_events_say_only_what_changes(void **state)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("id"), .order = STR("at"), .sparse = true};
    f->source.fold = &fold;
    assert_string_equal(read_rows(f, "id,at,a,b\n"
                                     "1,2026-01-03,,late\n"
                                     "1,2026-01-01,one,early\n"
                                     "1,2026-01-02,two,\n"),
                        "1 [id][at][a][b]\n2 [1][2026-01-03][two][late]\n");
}

#define TEXT(literal)                                                                    \
    {                                                                                    \
        literal, sizeof literal - 1                                                      \
    }
static struct take takes[] = {
    {TEXT("sent_at"), TAKE_FIRST, TEXT("at"), TEXT("state"), TEXT("sent")},
    {TEXT("last_sent"), TAKE_LAST, TEXT("at"), TEXT("state"), TEXT("sent")},
    {TEXT("began"), TAKE_FIRST, TEXT("at"), {NULL, 0}, {NULL, 0}},
    {TEXT("reopened"), TAKE_COUNT, {NULL, 0}, TEXT("state"), TEXT("reopened")},
    {TEXT("events"), TAKE_COUNT, {NULL, 0}, {NULL, 0}, {NULL, 0}},
};

static const char *const history[] = {"1,2026-01-01,new\n",      "1,2026-01-02,sent\n",
                                      "1,2026-01-03,reopened\n", "1,2026-01-04,sent\n",
                                      "1,2026-01-05,reopened\n", "2,2026-01-01,new\n"};
enum { EVENTS = sizeof history / sizeof *history };

static void what_single_events_say_is_taken(void **state)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("id"), .order = STR("at"), .take = takes, .ntakes = 5};
    struct buf text;
    buf_init(&text, SIZE_MAX);
    f->source.fold = &fold;
    buf_text(&text, "id,at,state\n");
    for (size_t i = 0; i < EVENTS; i++)
        buf_text(&text, history[i]);
    assert_string_equal(
        read_rows(f, text.p),
        "1 [id][at][state][sent_at][last_sent][began][reopened][events]\n"
        "6 [1][2026-01-05][reopened][2026-01-02][2026-01-04][2026-01-01][2][5]\n"
        "7 [2][2026-01-01][new][][][2026-01-01][0][1]\n");
    buf_release(&text);
}

/* A small generator of its own: the order must be the same wherever the test runs. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 16;
}

/* Without the lines, which do depend on the order. */
static void sort_rows(struct buf *out, const char *rows)
{
    const char *line[64];
    size_t n = 0;
    for (const char *p = rows; *p != '\0'; p = strchr(p, '\n') + 1)
        line[n++] = strchr(p, ' ');
    buf_clear(out);
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && strcmp(line[k], line[k - 1]) < 0; k--) {
            const char *swap = line[k];
            line[k] = line[k - 1];
            line[k - 1] = swap;
        }
    for (size_t i = 0; i < n; i++)
        buf_str(out, (struct str){line[i], strcspn(line[i], "\n") + 1});
}

static void shuffled(void **state, bool sparse)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("id"),
                        .order = STR("at"),
                        .sparse = sparse,
                        .take = takes,
                        .ntakes = 5};
    struct buf text, first, rows;
    const char *event[EVENTS];
    uint32_t seed = 20260101;
    memcpy(event, history, sizeof event);
    f->source.fold = &fold;
    buf_init(&text, SIZE_MAX);
    buf_init(&first, SIZE_MAX);
    buf_init(&rows, SIZE_MAX);
    for (int round = 0; round < 200; round++) {
        buf_clear(&text);
        buf_text(&text, "id,at,state\n");
        for (size_t i = 0; i < EVENTS; i++)
            buf_text(&text, event[i]);
        sort_rows(round == 0 ? &first : &rows, read_rows(f, text.p));
        if (round > 0)
            assert_string_equal(rows.p, first.p);
        for (size_t i = EVENTS - 1; i > 0; i--) {
            size_t k = next_random(&seed) % (i + 1);
            const char *swap = event[i];
            event[i] = event[k];
            event[k] = swap;
        }
    }
    buf_release(&text);
    buf_release(&first);
    buf_release(&rows);
}

static void the_order_of_the_file_does_not_matter(void **state)
{
    shuffled(state, false);
    shuffled(state, true);
}

static void events_that_cannot_be_placed_are_rejected(void **state)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("id"), .order = STR("opened")};
    f->source.fold = &fold;
    assert_string_equal(
        ingest_fixture_take(f, STR("log of today\nid,opened,note\n1,2026-01-01 08:00,a\n"
                                   ",2026-01-01 09:00,b\n1,soon,c\n\n1\n")),
        "event 4 row '2026-01-01 09:00'\nevent 5 row 'soon'\nevent 7 row '1'\n"
        "3 1: 1|1767225600|-|-|-|-|-|a\n");
    assert_int_equal(f->counts.read, 4);
    assert_int_equal(f->counts.rejected, 3);
    assert_int_equal(f->counts.skipped, 2);
    assert_string_equal(f->dialect, "csv, comma, LF, 4 events of 1 ids");
}

static void declared_times_and_columns_are_held_to(void **state)
{
    struct ingest_fixture *f = *state;
    struct str format = STR("%d/%m/%Y %H:%M");
    struct fold fold = {
        .by = STR("id"), .order = STR("at"), .format = &format, .nformats = 1};
    f->source.fold = &fold;
    assert_string_equal(read_rows(f, "id,at\n1,03/02/2026 10:00\n1,04/01/2026 10:00\n"),
                        "1 [id][at]\n2 [1][03/02/2026 10:00]\n");
    fold.order = STR("when");
    assert_string_equal(read_rows(f, "id,at\n1,03/02/2026 10:00\n"),
                        "error 1 no column is named \"when\", which <fold> needs; the "
                        "header has \"id\", \"at\"\n");
}

static void a_cell_is_split_to_rows(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.split = (struct split){STR("parts"), STR(";\xEF\xBC\x9B")};
    assert_string_equal(read_rows(f, "made today\nid,parts,who\n"
                                     "1, A ;B\xEF\xBC\x9B;\xE5\xB7\xA5,x\n"
                                     "2,,y\n3,C,z\n4\n5,;,z\n"),
                        "2 [id][parts][who]\n"
                        "3 [1][A][x]\n3 [1][B][x]\n3 [1][\xE5\xB7\xA5][x]\n4 \n"
                        "5 [3][C][z]\n6 [4]\n7 \n");
    f->source.split.column = STR("bits");
    assert_non_null(
        strstr(read_rows(f, "id,parts\n1,a\n"), "named \"bits\", which <split> needs"));
}

static void a_folded_log_is_split(void **state)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("id")};
    f->source.fold = &fold;
    f->source.split = (struct split){STR("parts"), STR("/")};
    assert_string_equal(read_rows(f, "id,parts\n1,A\n1,B/C\n"),
                        "1 [id][parts]\n3 [1][B]\n3 [1][C]\n");
}

static void many_ids_are_kept_apart(void **state)
{
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("id"), .order = STR("n")};
    struct buf text, rows;
    buf_init(&text, SIZE_MAX);
    buf_init(&rows, SIZE_MAX);
    f->source.fold = &fold;
    buf_text(&text, "id,n\n");
    buf_text(&rows, "1 [id][n]\n");
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 5000; i++)
            buf_printf(&text, "id-%d,%d\n", i, round == 1 ? 7 : round);
    for (int i = 0; i < 5000; i++)
        buf_printf(&rows, "%d [id-%d][7]\n", 5002 + i, i);
    assert_string_equal(read_rows(f, text.p), rows.p);
    buf_release(&text);
    buf_release(&rows);
}

int main(void)
{
#define TEST(name) INGEST_TEST(name)
    const struct CMUnitTest tests[] = {
        TEST(the_last_event_wins),
        TEST(one_time_is_decided_by_the_line),
        TEST(sparse_events_say_only_what_changes),
        TEST(what_single_events_say_is_taken),
        TEST(the_order_of_the_file_does_not_matter),
        TEST(events_that_cannot_be_placed_are_rejected),
        TEST(declared_times_and_columns_are_held_to),
        TEST(a_cell_is_split_to_rows),
        TEST(a_folded_log_is_split),
        TEST(many_ids_are_kept_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
