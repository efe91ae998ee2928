/* spool: records of every size come back in order, to readers side by side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/spool.h"

enum { RECORDS = 3000, LONGEST = 200000 };

/* Lengths from nothing to some blocks; every byte tells its record. */
static struct str record_of(char *room, unsigned i)
{
    size_t n = i % 500 == 499 ? LONGEST - i : i * 7 % 300;
    memset(room, 'a' + (int)(i % 26), n);
    return (struct str){room, n};
}

static void expect(struct spool_reader *reader, char *room, unsigned from, unsigned until)
{
    struct err err = {0};
    struct str record;
    for (unsigned i = from; i < until; i++) {
        assert_int_equal(spool_next(reader, &record, &err), 0);
        assert_true(str_eq(record, record_of(room, i)));
    }
}

static void records_come_back_in_order(void **state)
{
    struct err err = {0};
    struct spool spool;
    struct spool_reader one, two;
    struct str record;
    char *room = mem_new(LONGEST, 1);
    assert_int_equal(spool_open(&spool, "/tmp", &err), 0);
    for (unsigned i = 0; i < RECORDS; i++)
        assert_int_equal(spool_put(&spool, record_of(room, i), &err), 0);
    assert_int_equal(spool_end(&spool, &err), 0);
    assert_int_equal(spool.records, RECORDS);
    spool_reader_init(&one, &spool);
    spool_reader_init(&two, &spool);
    expect(&one, room, 0, RECORDS / 2);
    expect(&two, room, 0, RECORDS);
    expect(&one, room, RECORDS / 2, RECORDS);
    assert_int_equal(spool_next(&one, &record, &err), 1);
    assert_int_equal(spool_next(&two, &record, &err), 1);
    spool_reader_release(&one);
    spool_reader_release(&two);
    spool_close(&spool);
    mem_free(room);
    (void)state;
}

static void an_empty_spool_has_no_records(void **state)
{
    struct err err = {0};
    struct spool spool;
    struct spool_reader reader;
    struct str record;
    assert_int_equal(spool_open(&spool, "/tmp", &err), 0);
    assert_int_equal(spool_end(&spool, &err), 0);
    spool_reader_init(&reader, &spool);
    assert_int_equal(spool_next(&reader, &record, &err), 1);
    spool_reader_release(&reader);
    spool_close(&spool);
    (void)state;
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    struct err err = {0};
    struct spool spool;
    assert_int_equal(spool_open(&spool, "/tmp/no/such/folder", &err), -1);
    assert_int_equal(err.code, ERR_SYSTEM);
    assert_string_equal(err.file, "/tmp/no/such/folder");
    spool_close(&spool);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_back_in_order),
        cmocka_unit_test(an_empty_spool_has_no_records),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
