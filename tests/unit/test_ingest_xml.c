/* Rows and cells of XML: paths, what stands around the rows, repeats, encodings, limits and
 * what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_ingest.h"

static const char *read_rows(struct ingest_fixture *f, const char *rows, const char *text)
{
    f->source.rows = str_of(rows);
    return ingest_fixture_read(f, str_of(text));
}

static const char orders[] =
    "<?xml version='1.0'?>\n"
    "<export>\n"
    " <order id='1'><who><name>A</name></who><at>x</at></order>\n"
    " <order id='2'>\n"
    "  <at>y</at>\n"
    " </order>\n"
    "</export>\n";

static void elements_and_attributes_are_columns_by_path(void **state)
{
    const char *rows = "0 [@id][who/name][at]\n3 [1][A][x]\n4 [2][][y]\n";
    assert_string_equal(read_rows(*state, "export/order", orders), rows);
    assert_string_equal(read_rows(*state, "/export/order", orders), rows);
    assert_string_equal(read_rows(*state, NULL, orders), rows); /* order repeats */
}

static void prefixes_do_not_matter(void **state)
{
    assert_string_equal(
        read_rows(*state, "x:a/x:r", "<n:a xmlns:n='urn:n'><n:r n:k='1'/><r>t</r></n:a>"),
        "0 [.][@k]\n1 [][1]\n1 [t][]\n");
}

static void text_is_unescaped_and_trimmed(void **state)
{
    assert_string_equal(
        read_rows(
            *state, "a/r",
            "<a><r k='&lt;&amp;&quot;&#65;&amp;#38;'> x &gt; <![CDATA[<y>]]> </r></a>"),
        "0 [.][@k]\n1 [x > <y>][<&\"A&#38;]\n");
    assert_string_equal(read_rows(*state, "a/r", "<a><r>one<b>two</b>three</r></a>"),
                        "0 [.][b]\n1 [onethree][two]\n");
}

static void what_stands_around_the_rows_is_reached_by_dots(void **state)
{
    assert_string_equal(
        read_rows(*state, "a/day/r",
                  "<a v='9'><day d='1'><shop>N</shop><r>p</r><r>q</r></day>"
                  "<day><r>s</r></day><day d='3'><shop>S</shop><r>t</r></day></a>"),
        "0 [../../@v][../@d][../shop][.]\n1 [9][1][N][p]\n1 [9][1][N][q]\n"
        "1 [9][][][s]\n1 [9][3][S][t]\n");
}

static void repeats_are_joined(void **state)
{
    struct ingest_fixture *f = *state;
    const char *text = "<a><r><i>x</i><i>y</i><i/></r></a>";
    assert_string_equal(read_rows(f, "a/r", text), "0 [i]\n1 [x\ny]\n");
    f->source.has_joint = true;
    f->source.joint = STR("; ");
    assert_string_equal(read_rows(f, "a/r", text), "0 [i]\n1 [x; y]\n");
}

static void the_row_is_found_or_asked_for(void **state)
{
    static const struct {
        const char *rows, *text, *message;
    } bad[] = {
        {NULL, "<a><r/></a>",
         "error 0 no element occurs twice, so it is not plain which one is a row; name "
         "it "
         "in the job by rows=\n"},
        {NULL, "<a><r/><r/><s/><s/></a>",
         "error 0 a/r and a/s both repeat; name the one that is a row in the job by "
         "rows=\n"},
        {"a/q", "<a><r/><r/></a>",
         "error 0 no element is a/q, which is a row of source 'test'; the file has a/r 2 "
         "times\n"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_string_equal(read_rows(*state, bad[i].rows, bad[i].text), bad[i].message);
}

static void no_row_is_no_mistake(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.rows = STR("a/r");
    assert_string_equal(ingest_fixture_take(f, STR("<a><made>today</made></a>")), "");
    assert_int_equal(f->counts.read, 0);
}

static void rows_are_typed_like_any_other(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.rows = STR("a/r");
    assert_string_equal(
        ingest_fixture_take(f,
                            STR("<a>\n<r><id>7</id><opened>2026-10-01 08:00:00</opened>"
                                "<cost>1.5</cost></r>\n<r><id>7</id></r></a>")),
        "duplicate 3 id '7'\n2 7: 7|1790812800|-|-|-|150|-|-\n");
    assert_string_equal(f->dialect, "xml, a/r");
    assert_string_equal(f->encoding, "UTF-8");
}

static void a_column_may_be_optional(void **state)
{
    struct ingest_fixture *f = *state;
    struct map maps[2] = {
        {.field = kind_field(f->source.kind, STR("id")), .column = STR("@id")},
        {.field = kind_field(f->source.kind, STR("note")), .column = STR("who/name")}};
    struct str text = STR("<a><r id='7'><id>8</id><opened>2026-10-01</opened></r></a>");
    f->source.rows = STR("a/r");
    f->source.map = maps;
    f->source.nmaps = 2;
    assert_non_null(strstr(ingest_fixture_take(f, text), "no column is named"));
    maps[1].optional = true;
    assert_string_equal(ingest_fixture_take(f, text), "1 7: 7|1790784000|-|-|-|-|-|-\n");
    maps[0].column = STR("id"); /* the element, not the attribute */
    assert_string_equal(ingest_fixture_take(f, text), "1 8: 8|1790784000|-|-|-|-|-|-\n");
    f->source.nmaps = 0; /* by its name alone it may be either */
    assert_non_null(strstr(ingest_fixture_take(f, text), "two columns are named"));
}

static void the_declared_encoding_counts(void **state)
{
    struct ingest_fixture *f = *state;
    const char *rows = "0 [.]\n1 [\xE5\xB7\xA5]\n";
    assert_string_equal(
        read_rows(f, "a/r", "<?xml version='1.0' encoding='GBK'?><a><r>\xB9\xA4</r></a>"),
        rows);
    assert_string_equal(
        read_rows(f, "a/r",
                  "<?xml version='1.0' encoding=\"GB18030\" ?><a><r>\xB9\xA4</r></a>"),
        rows);
    f->source.encoding = STR("GB18030"); /* the job knows better */
    assert_string_equal(
        read_rows(f, "a/r",
                  "<?xml version='1.0' encoding='UTF-8'?><a><r>\xB9\xA4</r></a>"),
        rows);
    f->source.encoding = STR_NONE;
    f->source.rows = STR("a/r");
    static const char wide[] = "\xFF\xFE<\0a\0>\0<\0r\0>\0\xE5]<\0/\0r\0>\0<\0/\0a\0>\0";
    assert_string_equal(ingest_fixture_read(f, (struct str){wide, sizeof wide - 1}),
                        rows);
    assert_non_null(
        strstr(read_rows(f, "a/r",
                         "<?xml version='1.0' encoding='UTF-8'?><a><r>\xB9\xA4</r></a>"),
               "error"));
}

static void what_is_not_whole_or_not_safe_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } bad[] = {
        {"<a>\n<r>", "error 2 not well-formed XML"},
        {"<a>\n<r></q></a>", "error 2 not well-formed XML"},
        {"<a/><b/>", "error 1 not well-formed XML"},
        {"<a><r>&nbsp;</r></a>", "error 1 not well-formed XML"},
        {"<!DOCTYPE a [<!ENTITY e 'x'>]>\n<a><r>&e;</r></a>",
         "error 1 the file has a document type"},
        {"<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/hosts'>\n<a/>",
         "error 2 the file has a document type"},
        {"<?xml version='1.0' encoding='x-none'?><a/>", "error 0 "},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *said = read_rows(*state, "a/r", bad[i].text);
        assert_non_null(strstr(said, bad[i].message));
    }
}

static const char *repeat(struct buf *out, const char *before, const char *unit, size_t n,
                          const char *after)
{
    buf_clear(out);
    buf_text(out, before);
    for (size_t i = 0; i < n; i++)
        buf_text(out, unit);
    buf_text(out, after);
    return out->p;
}

static void limits_hold(void **state)
{
    struct buf text;
    buf_init(&text, (size_t)64 << 20);
    const char *said = read_rows(*state, "a/r", repeat(&text, "", "<a>", 64, "<b/>"));
    assert_non_null(strstr(said, "nested deeper than 64"));
    said = read_rows(*state, "a/r",
                     repeat(&text, "<a><r>", "0123456789abcdef", 1 << 16, "</r></a>"));
    assert_null(strstr(said, "error"));
    said = read_rows(*state, "a/r",
                     repeat(&text, "<a><r>", "0123456789abcdef", 1 << 16, "!</r></a>"));
    assert_non_null(strstr(said, "longer than 1 MiB"));
    buf_clear(&text);
    buf_text(&text, "<a>");
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "<r%d/>", i);
    buf_text(&text, "</a>");
    said = read_rows(*state, "a/r", text.p);
    assert_non_null(strstr(said, "more than 16384 different"));
    buf_release(&text);
}

static void many_rows_come_in_their_order(void **state)
{
    struct ingest_fixture *f = *state;
    struct buf text, rows;
    buf_init(&text, (size_t)64 << 20);
    buf_init(&rows, (size_t)64 << 20);
    buf_text(&text, "<a>\n");
    buf_text(&rows, "0 [@n][v]\n");
    for (int i = 0; i < 5000; i++) {
        buf_printf(&text, "<r n='%d'><v>text %d</v></r>\n", i, i * 7);
        buf_printf(&rows, "%d [%d][text %d]\n", i + 2, i, i * 7);
    }
    buf_text(&text, "</a>\n");
    assert_string_equal(read_rows(f, NULL, text.p), rows.p);
    buf_release(&text);
    buf_release(&rows);
}

static const char log_text[] =
    "<?xml version='1.0' encoding='UTF-8' ?>\n<!-- made > here -->\n"
    "<log xes.version='1.0' xmlns='http://www.xes-standard.org/'>\n"
    "<string key='source' value='x'/>\n"
    "<global scope='event'><string key='concept:name' value='none'/></global>\n"
    "<trace><string key='concept:name' value='A'/>\n"
    "<event><string key='concept:name' value='new'/>"
    "<date key='time:timestamp' value='2026-10-01T08:00:00.000+08:00'/></event>\n"
    "<event><string key='concept:name' value='sent'><string key='meta' "
    "value='m'/></string>"
    "<date key='time:timestamp' value='2026-10-01T09:00:00Z'/>"
    "<int key='cost' value='5'/></event></trace>\n"
    "<trace><event><string key='concept:name' value='lost'/></event></trace>\n"
    "<event><string key='concept:name' value='alone'/></event></log>\n";

static void events_of_a_log_are_rows(void **state)
{
    assert_string_equal(
        read_rows(*state, NULL, log_text),
        "0 [trace:concept:name][concept:name][time:timestamp][cost]\n"
        "7 [A][new][2026-10-01T08:00:00.000+08:00][]\n"
        "8 [A][sent][2026-10-01T09:00:00Z][5]\n9 [][lost][][]\n10 [][alone][][]\n");
}

static void a_log_is_folded(void **state)
{
    static struct take took = {{"sent", 4},
                               TAKE_FIRST,
                               {"time:timestamp", 14},
                               {"concept:name", 12},
                               {"sent", 4}};
    struct ingest_fixture *f = *state;
    struct fold fold = {.by = STR("trace:concept:name"),
                        .order = STR("time:timestamp"),
                        .take = &took,
                        .ntakes = 1};
    f->source.fold = &fold;
    assert_string_equal(
        read_rows(f, NULL, log_text),
        "0 [trace:concept:name][concept:name][time:timestamp][cost][sent]\n"
        "8 [A][sent][2026-10-01T09:00:00Z][5][2026-10-01T09:00:00Z]\n9 []\n10 []\n");
}

int main(void)
{
#define TEST(name) INGEST_TEST(name)
    const struct CMUnitTest tests[] = {
        TEST(elements_and_attributes_are_columns_by_path),
        TEST(prefixes_do_not_matter),
        TEST(text_is_unescaped_and_trimmed),
        TEST(what_stands_around_the_rows_is_reached_by_dots),
        TEST(repeats_are_joined),
        TEST(the_row_is_found_or_asked_for),
        TEST(no_row_is_no_mistake),
        TEST(rows_are_typed_like_any_other),
        TEST(a_column_may_be_optional),
        TEST(the_declared_encoding_counts),
        TEST(what_is_not_whole_or_not_safe_is_refused),
        TEST(limits_hold),
        TEST(many_rows_come_in_their_order),
        TEST(events_of_a_log_are_rows),
        TEST(a_log_is_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
