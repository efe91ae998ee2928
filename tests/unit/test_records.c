/* The records catalogue: what is shipped loads, later files replace and extend, and what
 * the schema cannot see is refused with file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_ingest.h"

#define FILE_OF(kinds) "<records xmlns='urn:auditpack:records:1'>\n" kinds "</records>"
#define NAME           "<name xml:lang='en'>Name</name>"
#define FIELD(id, more)                                                                  \
    "<field id='" id "' " more "><name xml:lang='en'>Field " id "</name></field>\n"
#define KIND(id, key, fields)                                                            \
    "<kind id='" id "' key='" key "'>" NAME "\n" fields "</kind>\n"
#define EXTEND(id, fields) "<kind id='" id "' extend='yes'>\n" fields "</kind>\n"
#define REF(id)            FIELD(id, "type='ref' kind='a'")

static void the_shipped_catalogue_loads(void **state)
{
    struct ingest_fixture *f = *state;
    struct records records;
    size_t index;
    assert_int_equal(
        cat_read(&f->load, "records", STR("templates/records.xml"), &index, &f->err), 0);
    if (records_load(&records, &f->load, index, 1, &f->err) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
    assert_true(records.nkinds > 0);
    for (size_t i = 0; i < records.nkinds; i++) {
        const struct kind *kind = &records.kind[i];
        assert_int_equal(kind->index, i);
        assert_true(kind->name.n > 0 && kind->nkey > 0);
        for (size_t k = 0; k < kind->nfields; k++) {
            assert_int_equal(kind->field[k].index, k);
            assert_int_equal(kind->field[k].type == FIELD_REF,
                             kind->field[k].parent != NULL);
            assert_true(kind->field[k].name.n > 0);
        }
    }
}

static void a_kind_has_fields_key_event_and_orders(void **state)
{
    struct ingest_fixture *f = *state;
    const struct kind *job = records_kind(&f->records, STR("job"));
    const struct kind *sale = records_kind(&f->records, STR("sale"));
    const struct field *score = kind_field(job, STR("score"));
    const struct field *cost = kind_field(job, STR("cost"));
    assert_ptr_equal(job->event, kind_field(job, STR("opened")));
    assert_int_equal(job->norders, 1);
    assert_ptr_equal(job->order[0].then, kind_field(job, STR("closed")));
    assert_true(score->has_min && score->has_max && score->min == 1 && score->max == 5);
    assert_int_equal(cost->scale, 2);
    assert_true(str_eq(cost->name, STR("Cost (CNY)")));
    assert_int_equal(kind_field(job, STR("id"))->nsynonyms, 3);
    assert_true(str_eq(kind_key_column(job), STR("id")));
    assert_true(str_eq(kind_key_column(sale), STR("key")));
    assert_null(kind_field(job, STR("units")));
    assert_null(records_kind(&f->records, STR("none")));
}

static void a_later_file_replaces_adds_and_extends(void **state)
{
    struct ingest_fixture *f = *state;
    struct records records;
    const char *text[] = {
        FILE_OF(KIND("a", "id", FIELD("id", "type='id'") FIELD("x", "type='text'"))
                    KIND("b", "id", FIELD("id", "type='id'") FIELD("y", "type='text'"))),
        FILE_OF(KIND("a", "no", FIELD("no", "type='id'")) KIND(
            "c", "id", FIELD("id", "type='id'") FIELD("b_id", "type='ref' kind='b'"))),
        FILE_OF(EXTEND(
            "b", FIELD("y", "type='int'")
                     FIELD("z", "type='int' min='-1'") "<order first='y' then='z'/>")),
    };
    assert_int_equal(ingest_fixture_records(f, text, 3, &records), 0);
    assert_int_equal(records.nkinds, 3);
    assert_int_equal(records.kind[0].nfields, 1);
    assert_true(str_eq(kind_key_column(&records.kind[0]), STR("no")));
    assert_int_equal(records.kind[1].nfields, 3);
    assert_int_equal(records.kind[1].field[1].type, FIELD_INT);
    assert_int_equal(records.kind[1].field[2].min, -1);
    assert_int_equal(records.kind[1].norders, 1);
    assert_ptr_equal(records.kind[2].field[1].parent, &records.kind[1]);
}

struct wrong {
    const char *text;
    long line;
    const char *message;
};

static void what_cannot_be_is_refused_with_its_line(void **state)
{
    static const struct wrong table[] = {
        {KIND("a", "id", FIELD("id", "type='id'") FIELD("line", "type='text'")), 4,
         "field id is reserved for the store: 'line'"},
        {KIND("import", "id", FIELD("id", "type='id'")), 2,
         "kind id is reserved for the store: 'import'"},
        {KIND("a", "no", FIELD("id", "type='id'")), 2,
         "key is not a field of the kind: 'no'"},
        {KIND("a", "id", FIELD("id", "type='id'") FIELD("id", "type='id'")), 4,
         "field is declared twice: 'id'"},
        {KIND("a", "id", FIELD("id", "type='id'"))
             KIND("a", "id", FIELD("id", "type='id'")),
         5, "kind is declared twice in one file: 'a'"},
        {EXTEND("a", FIELD("id", "type='id'")), 2, "extends a kind that is not declared"},
        {KIND("a", "id", FIELD("id", "type='id'") FIELD("r", "type='ref' kind='b'")), 4,
         "reference to a kind that is not declared: 'b'"},
        {KIND("a", "id id2",
              FIELD("id", "type='id'") FIELD("id2", "type='ref' kind='a'")),
         4, "reference to a kind whose key is several fields: 'a'"},
        {KIND("a", "id",
              FIELD("id", "type='id'") REF("r1") REF("r2") REF("r3") REF("r4") REF("r5")
                  REF("r6") REF("r7") REF("r8") REF("r9")),
         12, "one reference more than the 8 a kind may have: 'r9'"},
        {KIND("a", "id", FIELD("id", "type='id'") "<order first='id' then='id'/>"), 4,
         "order compares fields of different types"},
        {KIND("a", "id", FIELD("id", "type='id'") "<order first='id' then='x'/>"), 4,
         "order names no field of the kind: 'x'"},
        {KIND("a", "id", FIELD("id", "type='int' max='1.5'")), 3,
         "bound has more digits than the field: '1.5'"},
        {KIND("a", "id",
              FIELD("id", "type='id'") "<field id='x' type='text'><name "
                                       "xml:lang='en'>X</name><as>field ID</as></field>"),
         4, "fields 'id' and 'x' share a header name"},
    };
    struct ingest_fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct records records;
        const char *text = arena_printf(&f->arena, FILE_OF("%s"), table[i].text).p;
        assert_int_equal(ingest_fixture_records(f, &text, 1, &records), -1);
        assert_int_equal(f->err.code, ERR_JOB);
        if (f->err.line != table[i].line || !strstr(f->err.msg, table[i].message))
            fail_msg("%zu: %s:%ld: %s", i, f->err.file, f->err.line, f->err.msg);
    }
}

static void the_schema_refuses_what_is_misspelt(void **state)
{
    static const struct wrong table[] = {
        {KIND("a", "id", FIELD("id", "type='string'")), 3, ""},
        {KIND("A", "id", FIELD("id", "type='id'")), 2, ""},
        {KIND("a", "id", FIELD("id", "type='id' requird='yes'")), 3, ""},
        {KIND("a", "id", FIELD("id", "type='text' min='1'")), 3, ""},
        {KIND("a", "id", FIELD("r", "type='ref'")), 3, ""},
        {KIND("a", "id", ""), 2, ""},
        {EXTEND("a", "<name xml:lang='en'>x</name>"), 2, ""},
    };
    struct ingest_fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct records records;
        const char *text = arena_printf(&f->arena, FILE_OF("%s"), table[i].text).p;
        assert_int_equal(ingest_fixture_records(f, &text, 1, &records), -1);
        assert_int_equal(f->err.code, ERR_JOB);
        assert_true(f->err.line >= 2);
    }
}

#define TEST(name) INGEST_TEST(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_shipped_catalogue_loads),
        TEST(a_kind_has_fields_key_event_and_orders),
        TEST(a_later_file_replaces_adds_and_extends),
        TEST(what_cannot_be_is_refused_with_its_line),
        TEST(the_schema_refuses_what_is_misspelt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
