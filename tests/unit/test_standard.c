/* test_standard: points are shared out exactly, files lie over one another, and what
 * does not fit is refused with its place; the shipped standard is whole in every
 * language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "catalogue/standard.h"

#define RECORDS                                                                          \
    "<records xmlns='urn:auditpack:records:1'><kind id='paper' key='id'>"                \
    "<name xml:lang='en'>Papers</name>"                                                  \
    "<field id='id' type='id' required='yes'><name xml:lang='en'>No.</name></field>"     \
    "<field id='text' type='text'><name xml:lang='en'>Text</name></field>"               \
    "<field id='day' type='date'><name "                                                 \
    "xml:lang='en'>Day</name></field></kind></records>"
#define BINDING                                                                          \
    "<evidence kind='paper' number='id' clause='text' slot='text' title='text' "         \
    "version='text' issued='day' valid-until='day' covers-from='day' "                   \
    "covers-until='day' owner='text' file='text' near-days='30'/>"
#define HEAD "<standard xmlns='urn:auditpack:standard:1' id='s'>"
#define GRADES                                                                           \
    "<grades><grade from='70'><name>C</name></grade><grade from='90.5'><name>A</name>"   \
    "</grade><below><name>none</name></below></grades>"
#define FRAME(clauses) HEAD GRADES BINDING clauses "</standard>"

struct fixture {
    struct arena arena;
    struct cat_load load;
    struct records records;
    struct metrics metrics;
    struct standard standard;
    struct err err;
};

static void put_file(struct fixture *f, const char *role, const char *text)
{
    f->load.file =
        mem_room(f->load.file, f->load.nfiles, &f->load.cap, sizeof *f->load.file);
    f->load.file[f->load.nfiles++] = (struct cat_file){.role = str_of(role),
                                                       .path = str_of(role),
                                                       .name = str_of(role),
                                                       .text = str_of(text)};
}

static void must(struct fixture *f, int rc)
{
    if (rc != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
}

static void open_fixture(struct fixture *f, const char *lang)
{
    *f = (struct fixture){0};
    arena_init(&f->arena);
    f->load = (struct cat_load){
        .arena = &f->arena, .lang = str_of(lang), .schemas = "templates/schemas"};
}

static void close_fixture(struct fixture *f)
{
    mem_free(f->load.file);
    arena_release(&f->arena);
}

static int load_small(struct fixture *f, const char *standard, const char *over)
{
    open_fixture(f, "en");
    put_file(f, "records.xml", RECORDS);
    must(f, records_load(&f->records, &f->load, 0, 1, &f->err));
    put_file(f, "standard.xml", standard);
    if (over != NULL)
        put_file(f, "over.xml", over);
    return standard_load(&f->standard, &f->load, 1, over == NULL ? 1 : 2, &f->records,
                         &f->metrics, &f->err);
}

static int64_t points(const struct fixture *f, const char *id)
{
    const struct clause *clause = standard_clause(&f->standard, str_of(id));
    assert_non_null(clause);
    return clause->milli_points;
}

static bool assumed(const struct fixture *f, const char *id)
{
    return standard_clause(&f->standard, str_of(id))->assumed;
}

static void rest_is_shared_exactly(void **state)
{
    (void)state;
    struct fixture f;
    must(&f, load_small(&f,
                        FRAME("<clause id='a' points='10'>"
                              "<clause id='a1'><clause id='x'/><clause id='y'/></clause>"
                              "<clause id='a2'><clause id='z' points='2.5'/>"
                              "<clause id='w'/></clause></clause>"
                              "<clause id='b' points='1'/>"),
                        NULL));
    assert_int_equal(2500, points(&f, "x"));
    assert_int_equal(2500, points(&f, "y"));
    assert_int_equal(2500, points(&f, "w"));
    assert_int_equal(5000, points(&f, "a1"));
    assert_int_equal(11000, f.standard.root->milli_points);
    assert_true(assumed(&f, "a1"));
    assert_true(assumed(&f, "a2"));
    assert_false(assumed(&f, "z"));
    assert_false(assumed(&f, "b"));
    assert_int_equal(90500, f.standard.grade[1].milli);
    close_fixture(&f);
}

static void remainder_goes_to_the_first(void **state)
{
    (void)state;
    struct fixture f;
    must(&f, load_small(&f,
                        FRAME("<clause id='a' points='0.005'><clause id='x'/>"
                              "<clause id='y'><clause id='y1'/></clause>"
                              "<clause id='z'/></clause>"),
                        NULL));
    assert_int_equal(2, points(&f, "x"));
    assert_int_equal(2, points(&f, "y1"));
    assert_int_equal(1, points(&f, "z"));
    assert_int_equal(5, points(&f, "a"));
    close_fixture(&f);
}

/* A clause in the middle that states its points keeps them for its own leaves. */
static void inner_points_stay_inside(void **state)
{
    (void)state;
    struct fixture f;
    must(&f, load_small(&f,
                        FRAME("<clause id='a' points='10'>"
                              "<clause id='m' points='6'><clause id='x'/><clause id='y'/>"
                              "</clause><clause id='z'/></clause>"),
                        NULL));
    assert_int_equal(3000, points(&f, "x"));
    assert_int_equal(4000, points(&f, "z"));
    close_fixture(&f);
}

static void a_later_file_lies_over(void **state)
{
    (void)state;
    struct fixture f;
    must(&f, load_small(&f,
                        FRAME("<clause id='a' points='10'><title>Old</title>"
                              "<clause id='x'/><clause id='y'/></clause>"),
                        HEAD "<clause id='a'><clause id='x' number='9.1' points='7'/>"
                             "<clause id='z'><title>New</title></clause></clause>"
                             "</standard>"));
    const struct clause *x = standard_clause(&f.standard, STR("x"));
    assert_true(str_eq(x->number, STR("9.1")));
    assert_int_equal(7000, x->milli_points);
    assert_int_equal(1500, points(&f, "y"));
    assert_int_equal(1500, points(&f, "z"));
    assert_true(str_eq(f.standard.clause[0]->title, STR("Old")));
    assert_int_equal(4, f.standard.nclauses);
    assert_int_equal(3, standard_clause(&f.standard, STR("z"))->index);
    close_fixture(&f);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        long line;
    } bad[] = {
        {FRAME("<clause id='a' points='1'><clause id='x' points='2'/></clause>"),
         "exceed", 1},
        {FRAME("<clause id='a' points='3'><clause id='x' points='2'/></clause>"),
         "do not reach", 1},
        {FRAME("<clause id='a'><clause id='x'/></clause>"), "no points", 0},
        {FRAME("\n\n<clause id='a' points='1'/><clause id='a' points='1'/>"), "twice", 3},
        {FRAME("\n<clause id='a' points='1'><metric id='none'/></clause>"),
         "unknown metric", 2},
        {HEAD GRADES BINDING "</standard>", "needs clauses", 0},
        {HEAD "<clause id='a' points='1'/></standard>", "lacks <grades>", 0},
        {FRAME("<clause id='a' point='1'/>"), "", 1},
        {FRAME("<clause id='a' points='1'><slot id='p'><name>P</name></slot>"
               "<slot id='p'><name>Q</name></slot></clause>"),
         "slot declared twice", 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fixture f;
        assert_int_equal(-1, load_small(&f, bad[i].text, NULL));
        assert_int_equal(ERR_JOB, f.err.code);
        assert_int_equal(bad[i].line, f.err.line);
        if (strstr(f.err.msg, bad[i].says) == NULL)
            fail_msg("expected '%s' in '%s'", bad[i].says, f.err.msg);
        close_fixture(&f);
    }
}

static void load_shipped(struct fixture *f, const char *lang)
{
    size_t at;
    open_fixture(f, lang);
    must(f, cat_read(&f->load, "records", STR("templates/records.xml"), &at, &f->err));
    must(f, records_load(&f->records, &f->load, at, 1, &f->err));
    must(f, cat_read(&f->load, "metrics", STR("templates/metrics.xml"), &at, &f->err));
    must(f, metrics_load(&f->metrics, &f->load, at, 1, &f->records, &f->err));
    must(f, cat_read(&f->load, "standard", STR("templates/standards/gbt27922-2011.xml"),
                     &at, &f->err));
    must(f,
         standard_load(&f->standard, &f->load, at, 1, &f->records, &f->metrics, &f->err));
}

static void shipped_standard_adds_up(void **state)
{
    (void)state;
    struct fixture f;
    load_shipped(&f, "zh-CN");
    size_t by_depth[3] = {0};
    int64_t leaves = 0;
    for (size_t i = 0; i < f.standard.nclauses; i++) {
        const struct clause *c = f.standard.clause[i];
        assert_in_range(c->depth, 0, 2);
        by_depth[c->depth]++;
        leaves += c->first == NULL ? c->milli_points : 0;
        assert_int_equal(i, c->index);
        /* A working label's letter must never be taken for a seen number. */
        if (c->id.p[c->id.n - 1] >= 'a')
            assert_int_equal(0, c->number.n);
        else
            assert_true(c->number.n > 0);
    }
    assert_int_equal(3, by_depth[0]);
    assert_int_equal(15, by_depth[1]);
    assert_int_equal(49, by_depth[2]);
    assert_int_equal(100000, leaves);
    assert_int_equal(40000, points(&f, "c5_1"));
    assert_int_equal(35000, points(&f, "c5_2"));
    assert_int_equal(25000, points(&f, "c5_3"));
    assert_int_equal(5000, points(&f, "c5_1_2_2"));
    assert_false(assumed(&f, "c5_1_2_2"));
    assert_int_equal(2060, points(&f, "c5_1_1_1")); /* 35 over 17: 2.05 and 0.15 over */
    close_fixture(&f);
}

static void shipped_standard_speaks_every_language(void **state)
{
    (void)state;
    static const char *const langs[] = {"zh-CN", "zh-TW", "en"};
    for (size_t l = 0; l < 3; l++) {
        struct fixture f;
        load_shipped(&f, langs[l]);
        assert_true(f.standard.title.n > 0 && f.standard.notice.n > 0);
        assert_true(f.standard.below.n > 0);
        for (size_t i = 0; i < f.standard.nclauses; i++) {
            const struct clause *c = f.standard.clause[i];
            assert_true(c->title.n > 0 && c->requirement.n > 0);
            assert_false(str_eq(c->title, c->title_alt));
            bool english = (unsigned char)c->title.p[0] < 0x80;
            assert_int_equal(l == 2, english);
            for (size_t s = 0; s < c->nslots; s++)
                assert_true(c->slot[s].name.n > 0);
        }
        close_fixture(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rest_is_shared_exactly),
        cmocka_unit_test(remainder_goes_to_the_first),
        cmocka_unit_test(inner_points_stay_inside),
        cmocka_unit_test(a_later_file_lies_over),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(shipped_standard_adds_up),
        cmocka_unit_test(shipped_standard_speaks_every_language),
    };
    return cmocka_run_group_tests_name("standard", tests, NULL, NULL);
}
