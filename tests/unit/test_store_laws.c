/* test_store_laws: what must hold for any sequence of files, tried on seeded random ones. */
#include "store_fixture.h"

#define HEAD "id,name,n,at\n"

enum { ROUNDS = 60, IDS = 10, FILES = 5, ACTS = 12 };

static uint64_t state_of_chance;

static uint32_t chance(uint32_t n)
{
    uint64_t z = (state_of_chance += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % n);
}

/* A table of contents by id; -1: not in it. Some values are out of range and make a
 * finding; every id occurs once in a file, in any order. */
struct content {
    int value[IDS];
};

static struct content some_content(uint32_t share)
{
    struct content c;
    for (int i = 0; i < IDS; i++)
        c.value[i] = chance(100) < share ? (int)chance(4) : -1;
    return c;
}

static const char *as_text(struct fixture *f, const struct content *c)
{
    int order[IDS];
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_text(&b, HEAD);
    for (int i = 0; i < IDS; i++) {
        int k = (int)chance((uint32_t)i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    for (int i = 0; i < IDS; i++)
        if (c->value[order[i]] >= 0)
            buf_printf(&b, "x%d,name %d,%d,\n", order[i], c->value[order[i]],
                       c->value[order[i]] == 3 ? 300 : c->value[order[i]]);
    const char *text = arena_str(&f->arena, buf_view(&b)).p;
    buf_release(&b);
    return text;
}

static const char *file_called(struct fixture *f, int i)
{
    return arena_printf(&f->arena, "f%d.csv", i).p;
}

/* What is live after importing one content alone. */
static const char *alone(struct fixture *keep, const char *text)
{
    struct fixture f;
    fixture_open(&f);
    open_store(&f);
    import(&f, THINGS, "alone.csv", text);
    const char *all = arena_str(&keep->arena, str_of(live(&f))).p;
    fixture_close(&f);
    return all;
}

static void corrected_equals_correction_alone(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        struct fixture f;
        state_of_chance = seed;
        fixture_open(&f);
        open_store(&f);
        struct content a = some_content(70), b = a;
        for (int i = 0; i < IDS; i++)
            if (a.value[i] < 0 || chance(3) == 0)
                b.value[i] = (int)chance(4);
        import(&f, THINGS, "a.csv", as_text(&f, &a));
        const char *text = as_text(&f, &b);
        import(&f, THINGS, chance(2) == 0 ? "a.csv" : "b.csv", text);
        assert_string_equal(alone(&f, text), live(&f));
        fixture_close(&f);
    }
}

static void parts_in_any_order_equal_the_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        struct fixture f;
        state_of_chance = seed;
        fixture_open(&f);
        open_store(&f);
        struct content whole = some_content(90), part[FILES];
        memset(part, -1, sizeof part);
        for (int i = 0; i < IDS; i++)
            part[chance(FILES)].value[i] = whole.value[i];
        for (int i = 0; i < FILES; i++)
            import(&f, THINGS, file_called(&f, i), as_text(&f, &part[i]));
        assert_string_equal(alone(&f, as_text(&f, &whole)), live(&f));
        fixture_close(&f);
    }
}

static void equal_rows_write_none(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        struct fixture f;
        state_of_chance = seed;
        fixture_open(&f);
        open_store(&f);
        struct content c = some_content(80);
        import(&f, THINGS, "a.csv", as_text(&f, &c));
        const char *rows = query(&f, "SELECT * FROM thing ORDER BY row");
        for (int i = 0; i < 3; i++) {
            struct import_result r = import(&f, THINGS, "b.csv", as_text(&f, &c));
            assert_int_equal(0, r.fresh + r.updated + r.withdrawn);
        }
        assert_string_equal(rows, query(&f, "SELECT * FROM thing ORDER BY row"));
        fixture_close(&f);
    }
}

static const char *history(struct fixture *f)
{
    return query(f, "SELECT row, file, line, since, id, name, n FROM thing ORDER BY row");
}

static const char *at_event(struct fixture *f, int64_t event)
{
    return query(f,
                 arena_printf(&f->arena,
                              "SELECT id, name, n, file, line FROM thing WHERE since "
                              "<= %lld AND (until IS NULL OR until > %lld) ORDER BY id",
                              (long long)event, (long long)event)
                     .p);
}

static struct sha256 import_any(struct fixture *f, int i)
{
    struct content c = some_content(20 + chance(80));
    struct sha256 digest;
    const char *text = as_text(f, &c);
    f->source[THINGS].extent = chance(4) == 0 ? EXTENT_SNAPSHOT : EXTENT_ROWS;
    digest = sha256_of(text, strlen(text));
    import(f, THINGS, file_called(f, i), text);
    return digest;
}

/* Withdrawing the newest file gives the state before it, place by place; nothing that
 * was ever written is lost; every older event still shows what it showed. */
static void withdrawal_brings_predecessors_back(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        struct fixture f;
        const char *seen[FILES + 2];
        state_of_chance = seed;
        fixture_open(&f);
        open_store(&f);
        struct sha256 digest = {{0}};
        const char *before = "";
        for (int i = 0; i < FILES; i++) {
            before = origins(&f);
            digest = import_any(&f, i);
            seen[i + 1] = at_event(&f, i + 1);
        }
        const char *old = history(&f);
        must(&f, store_withdraw(f.store, &digest, &f.err));
        assert_string_equal(before, origins(&f));
        assert_memory_equal(old, history(&f), strlen(old));
        for (int i = 1; i <= FILES; i++)
            assert_string_equal(seen[i], at_event(&f, i));
        fixture_close(&f);
    }
}

/* Withdrawing any file and reading again what asks for it equals never having read it. */
static void withdrawn_equals_never_imported(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        struct fixture f, g;
        struct sha256 digest[FILES];
        const char *text[FILES];
        state_of_chance = seed;
        fixture_open(&f);
        fixture_open(&g);
        open_store(&f);
        open_store(&g);
        int out = (int)chance(FILES);
        for (int i = 0; i < FILES; i++) {
            struct content c = some_content(30 + chance(60));
            text[i] = as_text(&f, &c);
            digest[i] = sha256_of(text[i], strlen(text[i]));
            import(&f, THINGS, file_called(&f, i), text[i]);
            if (i != out)
                import(&g, THINGS, file_called(&g, i), text[i]);
        }
        must(&f, store_withdraw(f.store, &digest[out], &f.err));
        for (int i = 0; i < FILES; i++)
            if (i != out)
                import(&f, THINGS, file_called(&f, i), text[i]);
        assert_string_equal(live(&g), live(&f));
        fixture_close(&g);
        fixture_close(&f);
    }
}

static void take_back(struct fixture *f, const char *text)
{
    struct sha256 digest = sha256_of(text, strlen(text));
    must(f, store_withdraw(f->store, &digest, &f->err));
}

/* What a snapshot had ended, whose withdrawal brought nothing back as the id had come
 * again, comes back with the file that it came again in. */
static void what_ended_before_comes_back(void **state)
{
    (void)state;
    static const char first[] = HEAD "x1,one,1,\n", none[] = HEAD "x2,two,2,\n",
                      again[] = HEAD "x1,uno,1,\n";
    struct fixture f;
    fixture_open(&f);
    open_store(&f);
    import(&f, THINGS, "a.csv", first);
    const char *before = origins(&f);
    f.source[THINGS].extent = EXTENT_SNAPSHOT;
    import(&f, THINGS, "b.csv", none);
    f.source[THINGS].extent = EXTENT_ROWS;
    import(&f, THINGS, "c.csv", again);
    take_back(&f, none);
    take_back(&f, again);
    assert_string_equal(before, origins(&f));
    fixture_close(&f);
}

/* A row that only one source's rules leave out now gives way to that of another source,
 * which is not read again. */
static void rules_of_one_source_bring_another_back(void **state)
{
    (void)state;
    static const char first[] = HEAD "x1,one,1,\n", second[] = HEAD "x1,uno,1,\n";
    struct skip skip = {.text = STR("x1"), .whole = true};
    struct fixture f;
    fixture_open(&f);
    open_store(&f);
    import(&f, THINGS, "a.csv", first);
    const char *before = origins(&f);
    import(&f, MORE_THINGS, "b.csv", second);
    f.source[MORE_THINGS].skip = &skip;
    f.source[MORE_THINGS].nskips = 1;
    f.source[MORE_THINGS].rules.byte[0] ^= 1;
    import(&f, MORE_THINGS, "b.csv", second);
    assert_string_equal(before, origins(&f));
    fixture_close(&f);
}

static void other_rules_equal_those_rules_alone(void **state)
{
    (void)state;
    static const char strict[] =
        RECORDS("<field id='id' type='id' required='yes'><name xml:lang='en'>Id</name>"
                "</field><field id='name' type='text'><name xml:lang='en'>Name</name>"
                "</field><field id='n' type='int' required='yes' max='99'>"
                "<name xml:lang='en'>N</name></field>"
                "<field id='at' type='time'><name xml:lang='en'>At</name></field>");
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        struct fixture f, g;
        state_of_chance = seed;
        fixture_open(&f);
        fixture_open(&g);
        open_store(&f);
        struct content c = some_content(80);
        const char *text = as_text(&f, &c);
        import(&f, THINGS, "a.csv", text);
        reopen_store(&f, strict);
        reopen_store(&g, strict);
        open_store(&f);
        open_store(&g);
        import(&f, THINGS, "a.csv", text);
        import(&g, THINGS, "a.csv", text);
        assert_string_equal(live(&g), live(&f));
        assert_string_equal(findings(&g), findings(&f));
        fixture_close(&g);
        fixture_close(&f);
    }
}

/* A file's content as the model keeps it: readings in the order of their events, and what
 * they leave when they are read one after another. */
struct model_reading {
    int path;
    struct content content;
    const char *text;
    bool snapshot, taken_back;
};
struct model {
    struct model_reading item[400];
    size_t n;
    struct content now[FILES]; /* in the folder */
    const char *text[FILES];   /* NULL: no file */
};

/* Of the same bytes only the last reading counts. */
static void model_put(struct model *m, struct model_reading reading)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->item[i].text, reading.text) != 0)
            m->item[kept++] = m->item[i];
    m->n = kept;
    assert_true(m->n < sizeof m->item / sizeof *m->item);
    m->item[m->n++] = reading;
}

static const char *model_live(struct fixture *f, const struct model *m)
{
    struct content all;
    bool path[FILES] = {false};
    struct buf b;
    memset(&all, -1, sizeof all);
    for (size_t r = 0; r < m->n; r++) {
        const struct model_reading *reading = &m->item[r];
        if (reading->taken_back)
            continue;
        for (int i = 0; i < IDS; i++)
            if (reading->content.value[i] >= 0 || reading->snapshot)
                all.value[i] = reading->content.value[i];
        for (int i = 0; i < FILES && reading->snapshot; i++)
            path[i] = false;
        path[reading->path] = true;
    }
    buf_init(&b, 1 << 16);
    for (int i = 0; i < FILES; i++)
        if (path[i])
            buf_printf(&b, "u%d|only here|%d|-\n", i, i);
    for (int i = 0; i < IDS; i++)
        if (all.value[i] == 3)
            buf_printf(&b, "x%d|name 3|-|-\n", i);
        else if (all.value[i] >= 0)
            buf_printf(&b, "x%d|name %d|%d|-\n", i, all.value[i], all.value[i]);
    const char *text = arena_str(&f->arena, buf_view(&b)).p;
    buf_release(&b);
    return text;
}

/* What a run does: every file in the folder, those known in the order they were read in. */
static void model_run(struct fixture *f, struct model *m)
{
    bool done[FILES] = {false};
    for (int step = 0; step < FILES; step++) {
        int64_t first = INT64_MAX;
        int next = -1;
        for (int i = 0; i < FILES; i++) {
            int64_t event;
            if (done[i] || m->text[i] == NULL)
                continue;
            must(f, store_read_event(f->store, &f->source[THINGS],
                                     place(f, file_called(f, i)), &event, &f->err));
            if (next < 0 || event < first) {
                first = event;
                next = i;
            }
        }
        if (next < 0)
            return;
        done[next] = true;
        struct import_result r = import(f, THINGS, file_called(f, next), m->text[next]);
        assert_false(r.withdrawn_file);
        if (!r.unchanged_file)
            model_put(m, (struct model_reading){
                             next, m->now[next], m->text[next],
                             f->source[THINGS].extent == EXTENT_SNAPSHOT, false});
    }
}

static void model_withdraw(struct fixture *f, struct model *m)
{
    size_t pick = m->n > 0 ? chance((uint32_t)m->n) : 0;
    if (m->n == 0 || m->item[pick].taken_back)
        return;
    struct sha256 digest = sha256_of(m->item[pick].text, strlen(m->item[pick].text));
    must(f, store_withdraw(f->store, &digest, &f->err));
    m->item[pick].taken_back = true;
    for (int i = 0; i < FILES; i++)
        if (m->text[i] != NULL && strcmp(m->text[i], m->item[pick].text) == 0)
            m->text[i] = NULL; /* taken out of the folder, too */
}

static void model_act(struct fixture *f, struct model *m)
{
    struct source *source = &f->source[THINGS];
    int i = source->extent == EXTENT_SNAPSHOT ? 0 : (int)chance(FILES); /* one path */
    switch (chance(8)) {
    case 0:
        model_withdraw(f, m);
        return;
    case 7:
        source->extent =
            source->extent == EXTENT_SNAPSHOT ? EXTENT_ROWS : EXTENT_SNAPSHOT;
        source->rules.byte[1] ^= 1;
        for (int other = 1; other < FILES && source->extent == EXTENT_SNAPSHOT; other++)
            m->text[other] = NULL;
        return;
    case 1:
        source->rules.byte[0] ^= 1; /* all files are read again */
        return;
    default:
        m->now[i] = some_content(20 + chance(80));
        m->text[i] =
            arena_printf(&f->arena, "%su%d,only here,%d,\n", as_text(f, &m->now[i]), i, i)
                .p;
    }
}

static bool model_refused(struct fixture *f)
{
    struct stale stale;
    must(f, store_stale(f->store, &f->source[THINGS], &f->arena, &stale, &f->err));
    return stale.n + stale.unsure > 0;
}

static int64_t newest_event(struct fixture *f)
{
    return atoll(query(f, "SELECT coalesce(max(event), 0) FROM import"));
}

/* Any sequence of new and changed files, withdrawals and other rules leaves
 * what reading the files that still count one after another would leave, or a file that is
 * gone is named; and no event that was ever there looks different afterwards. */
static void any_sequence_equals_the_replay(void **state)
{
    (void)state;
    const char *wanted = getenv("STORE_LAWS_ROUNDS");
    uint64_t rounds = wanted != NULL ? (uint64_t)atoll(wanted) : ROUNDS;
    for (uint64_t seed = 0; seed < rounds; seed++) {
        struct fixture f;
        struct model m = {.n = 0};
        const char *seen[400] = {NULL};
        state_of_chance = seed;
        fixture_open(&f);
        open_store(&f);
        f.source[THINGS].extent = chance(3) == 0 ? EXTENT_SNAPSHOT : EXTENT_ROWS;
        for (int act = 0; act < ACTS; act++) {
            model_act(&f, &m);
            model_run(&f, &m);
            if (model_refused(&f))
                break;
            if (strcmp(model_live(&f, &m), live(&f)) != 0)
                fail_msg("seed %llu, act %d:\n%s---\n%s", (unsigned long long)seed, act,
                         model_live(&f, &m), live(&f));
            int64_t event = newest_event(&f);
            assert_in_range(event, 0, 399);
            seen[event] = at_event(&f, event);
            for (int64_t e = 1; e < event; e++)
                if (seen[e] != NULL)
                    assert_string_equal(seen[e], at_event(&f, e));
        }
        fixture_close(&f);
    }
}

static struct sha256 digest_of(struct fixture *f, int64_t event)
{
    struct sha256 digest;
    must(f, store_snapshot(f->store, event, NULL, &f->err));
    must(f, store_digest(f->store, &digest, &f->err));
    store_release(f->store);
    return digest;
}

/* Row ids do not enter the digest, lines and files do; an old event keeps its digest. */
static void digest_is_of_the_content(void **state)
{
    (void)state;
    struct fixture f, g;
    fixture_open(&f);
    fixture_open(&g);
    open_store(&f);
    open_store(&g);
    import(&f, THINGS, "a.csv", HEAD "x1,one,1,\nx2,two,2,\n");
    import(&g, THINGS, "a.csv", HEAD "x1,one,1,\nx2,two,2,\n");
    struct sha256 one = digest_of(&f, 0), same = digest_of(&g, 0);
    assert_memory_equal(&one, &same, sizeof one);
    assert_int_equal(SQLITE_OK,
                     sqlite3_exec(store_handle(g.store),
                                  "UPDATE thing SET row = row + 70", NULL, NULL, NULL));
    same = digest_of(&g, 0);
    assert_memory_equal(&one, &same, sizeof one);
    import(&f, THINGS, "b.csv", HEAD "x2,zwei,2,\n");
    struct sha256 two = digest_of(&f, 0), back = digest_of(&f, 1);
    assert_memory_not_equal(&one, &two, sizeof one);
    assert_memory_equal(&one, &back, sizeof one);
    fixture_close(&g);
    fixture_close(&f);
}

static int gather(void *self, const struct store_finding *finding, struct err *err)
{
    (void)err;
    buf_printf(self, "%.*s %lld %.*s %.*s %d\n", STR_ARG(finding->file),
               (long long)finding->line, STR_ARG(finding->code), STR_ARG(finding->field),
               finding->rejects);
    return 0;
}

static void files_and_findings_of_a_snapshot(void **state)
{
    (void)state;
    struct fixture f;
    struct store_file *file;
    struct buf b;
    size_t n;
    fixture_open(&f);
    open_store(&f);
    f.source[MORE_THINGS].covers = STR("2026-10");
    import(&f, THINGS, "a.csv", HEAD "x1,one,1,2026-10-01 08:00:00\nx2,two,200,\n");
    import(&f, MORE_THINGS, "b.csv", HEAD "x2,zwei,2,\nx2,again,2,\n");
    import(&f, THINGS, "empty.csv", HEAD);
    must(&f, store_snapshot(f.store, 0, NULL, &f.err));
    must(&f, store_files(f.store, &f.arena, &file, &n, &f.err));
    assert_int_equal(3, n);
    assert_int_equal(1, file[0].live);
    assert_int_equal(1, file[1].live);
    assert_int_equal(0, file[2].live);
    assert_true(file[0].has_cover);
    assert_int_equal(1790812800, file[0].covers_from);
    assert_int_equal(1790812801, file[0].covers_until);
    assert_int_equal(1790784000, file[1].covers_from); /* October, Shanghai */
    assert_int_equal(1793462400, file[1].covers_until);
    assert_false(file[2].has_cover);
    buf_init(&b, 1 << 16);
    must(&f, store_findings(f.store, gather, &b, &f.err));
    assert_string_equal(
        "a.csv 3 range n 0\nb.csv 2 elsewhere id 0\nb.csv 3 duplicate id 1\n", b.p);
    buf_clear(&b);
    store_release(f.store);
    must(&f, store_snapshot(f.store, 1, NULL, &f.err));
    must(&f, store_findings(f.store, gather, &b, &f.err));
    assert_string_equal("a.csv 3 range n 0\n", b.p);
    store_release(f.store);
    assert_int_equal(-1, store_snapshot(f.store, 99, NULL, &f.err));
    buf_release(&b);
    fixture_close(&f);
}

/* A month in the name covers that month, though its records do not fill it; a date is
 * the day of an export and covers nothing. */
static void names_say_what_a_file_covers(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int64_t from, until;
    } row[] = {
        {"things-2026-10.csv", 1790784000, 1793462400},
        {"2026-Q4 all.csv", 1790784000, 1798732800},
        {"things-2026-10-05.csv", 1791158400, 1791158401},
        {"things-2026-13.csv", 1791158400, 1791158401},
        {"things2026-10.csv", 1791158400, 1791158401},
        {"things-2026.csv", 1791158400, 1791158401},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct fixture f;
        fixture_open(&f);
        open_store(&f);
        import(&f, THINGS, row[i].name, HEAD "x1,one,1,2026-10-05 08:00:00\n");
        const char *expected =
            arena_printf(&f.arena, "%lld|%lld\n", (long long)row[i].from,
                         (long long)row[i].until)
                .p;
        assert_string_equal(expected,
                            query(&f, "SELECT covers_from, covers_until FROM file"));
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corrected_equals_correction_alone),
        cmocka_unit_test(parts_in_any_order_equal_the_whole),
        cmocka_unit_test(equal_rows_write_none),
        cmocka_unit_test(withdrawal_brings_predecessors_back),
        cmocka_unit_test(withdrawn_equals_never_imported),
        cmocka_unit_test(what_ended_before_comes_back),
        cmocka_unit_test(rules_of_one_source_bring_another_back),
        cmocka_unit_test(any_sequence_equals_the_replay),
        cmocka_unit_test(other_rules_equal_those_rules_alone),
        cmocka_unit_test(digest_is_of_the_content),
        cmocka_unit_test(files_and_findings_of_a_snapshot),
        cmocka_unit_test(names_say_what_a_file_covers),
    };
    return cmocka_run_group_tests_name("store laws", tests, NULL, NULL);
}
