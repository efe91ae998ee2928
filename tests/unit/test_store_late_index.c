/* test_store_late_index: files that come one after the other while the index of their keys
 * is left out, against the same files each into a store that has it. */
#include "store_fixture.h"

#include "store/key_map.h"

enum { FILES = 12, ROWS = 200, IDS = 500 };

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* Rows of ids in no order, some of which another file has, with the same content or not. */
static const char *random_file(struct fixture *f, int source, uint64_t *seed)
{
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_text(&text, source == PAIRS ? "a,b,n\n" : "id,name,n,at\n");
    for (int i = 0; i < ROWS; i++) {
        unsigned id = (unsigned)(next_random(seed) % IDS) * 7919 % 1009;
        unsigned n = (unsigned)(next_random(seed) % 3);
        if (source == PAIRS)
            buf_printf(&text, "%u,%u,%u\n", id % 31, id / 31, n);
        else
            buf_printf(&text, "%u,x,%u,2026-10-01 08:00:00\n", id, n);
    }
    const char *copy = arena_str(&f->arena, buf_view(&text)).p;
    buf_release(&text);
    return copy;
}

static const char *has_index(struct fixture *f)
{
    return query(f, "SELECT name FROM sqlite_schema WHERE name = 'thing_key'");
}

static void reopen(struct fixture *f)
{
    store_close(f->store);
    open_store(f);
}

/* What is in the store after so many random files, and what each import said. */
static const char *import_all(struct fixture *f, uint64_t seed, bool indexed)
{
    struct buf said;
    buf_init(&said, 1 << 24);
    for (int i = 0; i < FILES; i++) {
        int source = (int)(next_random(&seed) % SOURCES);
        const char *text = random_file(f, source, &seed);
        const char *name = arena_printf(&f->arena, "%d.csv", i).p;
        if (indexed)
            reopen(f);
        struct import_result r = import(f, source, name, text);
        buf_printf(&said, "%llu %llu %llu %llu %llu\n", (unsigned long long)r.fresh,
                   (unsigned long long)r.updated, (unsigned long long)r.unchanged,
                   (unsigned long long)r.rejected, (unsigned long long)r.elsewhere);
    }
    reopen(f);
    buf_text(&said, query(f, "SELECT * FROM thing ORDER BY row"));
    buf_text(&said, query(f, "SELECT * FROM pair ORDER BY row"));
    buf_text(&said, query(f, "SELECT * FROM finding ORDER BY rowid"));
    buf_text(&said, query(f, "PRAGMA integrity_check"));
    const char *copy = arena_str(&f->arena, buf_view(&said)).p;
    buf_release(&said);
    return copy;
}

static void the_map_finds_what_the_index_finds(void **state)
{
    struct fixture *f = *state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        const char *said[2];
        for (int indexed = 0; indexed < 2; indexed++) {
            store_close(f->store);
            assert_int_equal(0, unlink(place(f, "store.db")));
            open_store(f);
            said[indexed] = import_all(f, seed, indexed == 1);
        }
        assert_string_equal(said[0], said[1]);
    }
}

#define TWO   "id,name,n,at\nb,x,1,2026-10-01 08:00:00\na,x,1,2026-10-01 08:00:00\n"
#define OTHER "id,name,n,at\nc,x,1,2026-10-01 08:00:00\na,y,2,2026-10-01 08:00:00\n"
#define THIRD "id,name,n,at\nc,z,3,2026-10-01 08:00:00\nd,x,1,2026-10-01 08:00:00\n"

static void the_index_is_there_when_it_is_needed(void **state)
{
    struct fixture *f = *state;
    int64_t taken;
    assert_string_equal("thing_key\n", has_index(f));
    import(f, THINGS, "1.csv", TWO);
    assert_string_equal("", has_index(f));
    assert_int_equal(1, import(f, THINGS, "2.csv", OTHER).updated);
    assert_string_equal("", has_index(f));
    must(f, store_snapshot(f->store, 0, &taken, &f->err));
    assert_string_equal("thing_key\n", has_index(f));
    store_release(f->store);
    assert_int_equal(1, import(f, THINGS, "3.csv", THIRD).updated);
    assert_string_equal("a|y|2|1790812800\nb|x|1|1790812800\nc|z|3|1790812800\n"
                        "d|x|1|1790812800\n",
                        live(f));
}

/* As a run that was killed leaves it. */
static void a_store_without_it_gets_it_when_opened(void **state)
{
    struct fixture *f = *state;
    struct store *store;
    sqlite3 *db;
    import(f, THINGS, "1.csv", TWO);
    const char *copy = arena_printf(&f->arena, "VACUUM INTO '%s/copy.db'", f->folder).p;
    query(f, copy);
    assert_string_equal("", has_index(f));
    must(f, store_open(&store, place(f, "copy.db"), &f->records, &f->err));
    store_close(store);
    assert_int_equal(SQLITE_OK, sqlite3_open(place(f, "copy.db"), &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, "DROP INDEX thing_key", NULL, NULL, 0));
    sqlite3_close(db);
}

static void what_another_run_brought_is_found(void **state)
{
    struct fixture *f = *state;
    struct store *first = f->store, *second;
    must(f, store_open(&second, place(f, "store.db"), &f->records, &f->err));
    import(f, THINGS, "1.csv", TWO);
    import(f, THINGS, "2.csv", "id,name,n,at\ne,x,1,2026-10-01 08:00:00\n");
    f->store = second;
    assert_int_equal(1, import(f, THINGS, "3.csv", OTHER).updated);
    f->store = first;
    struct import_result last = import(f, THINGS, "4.csv", THIRD);
    assert_int_equal(1, last.updated);
    assert_int_equal(1, last.fresh);
    store_close(second);
    must(f, store_ready(first, &f->err)); /* which refuses a key that lives twice */
    assert_string_equal("thing_key\n", has_index(f));
}

static void what_was_undone_is_forgotten(void **state)
{
    struct fixture *f = *state;
    struct import_result result;
    struct buf broken;
    import(f, THINGS, "1.csv", TWO);
    import(f, THINGS, "2.csv", "id,name,n,at\ne,x,1,2026-10-01 08:00:00\n");
    buf_init(&broken, 1 << 20);
    buf_text(&broken, "id,name,n,at\n");
    for (int i = 0; i < 3000; i++)
        buf_printf(&broken, "new%d,x,1,2026-10-01 08:00:00\n", i);
    buf_text(&broken, "\"never closed");
    assert_int_equal(-1, try_import(f, THINGS, "3.csv", broken.p, &result));
    buf_release(&broken);
    result = import(f, THINGS, "4.csv",
                    "id,name,n,at\nnew7,x,1,2026-10-01 08:00:00\n"
                    "a,y,1,2026-10-01 08:00:00\n");
    assert_int_equal(1, result.fresh);
    assert_int_equal(1, result.updated);
}

static void a_map_tells_all_rows_of_a_tag(void **state)
{
    (void)state;
    struct key_map map = {0};
    size_t passed = 0;
    assert_int_equal(0, key_map_next(&map, 1, &passed));
    for (uint32_t row = 1; row <= 5000; row++)
        key_map_put(&map, UINT32_MAX - row % 1000, row);
    for (uint32_t tag = 0; tag < 1000; tag++) {
        uint64_t sum = 0, wanted = 0;
        uint32_t row, n = 0;
        for (passed = 0; (row = key_map_next(&map, UINT32_MAX - tag, &passed)) != 0; n++)
            sum += row;
        for (uint32_t i = 0; i < 5; i++)
            wanted += (tag == 0 ? 1000 : tag) + i * 1000;
        assert_int_equal(5, n);
        assert_int_equal(wanted, sum);
    }
    passed = 0;
    assert_int_equal(0, key_map_next(&map, 0, &passed));
    key_map_release(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_map_finds_what_the_index_finds, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_index_is_there_when_it_is_needed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_store_without_it_gets_it_when_opened, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_another_run_brought_is_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_was_undone_is_forgotten, set_up, tear_down),
        cmocka_unit_test(a_map_tells_all_rows_of_a_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
