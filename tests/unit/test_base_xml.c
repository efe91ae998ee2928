/* Loading XML: what is refused, what the messages say, and reading a tree. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xml.h"

static const char grammar[] =
    "<element name='shop' xmlns='http://relaxng.org/ns/structure/1.0'\n"
    " datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>\n"
    " <optional><attribute name='open'/></optional>\n"
    " <zeroOrMore><element name='item'>\n"
    "  <optional><attribute name='size'><data type='positiveInteger'/></attribute>"
    "</optional>\n"
    "  <optional><attribute name='xml:lang'/></optional><text/></element></zeroOrMore>\n"
    "</element>\n";

struct fixture {
    char schema[64];
    xmlDoc *doc;
    struct arena arena;
    struct err err;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    strncpy(f->schema, "/tmp/auditpack-rng-XXXXXX", sizeof f->schema - 1);
    int fd = mkstemp(f->schema);
    if (fd < 0)
        return -1;
    close(fd);
    arena_init(&f->arena);
    *state = f;
    return file_write(f->schema, grammar, strlen(grammar), false, &f->err);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    xmlFreeDoc(f->doc);
    unlink(f->schema);
    arena_release(&f->arena);
    free(f);
    return 0;
}

static const xmlNode *load(struct fixture *f, const char *text)
{
    assert_int_equal(xml_load(&f->doc, str_of(text), "t.xml", f->schema, &f->err), 0);
    return xmlDocGetRootElement(f->doc);
}

static void assert_refused(struct fixture *f, const char *text, long line,
                           const char *words)
{
    f->err = (struct err){.code = ERR_NONE};
    assert_int_equal(xml_load(&f->doc, str_of(text), "t.xml", f->schema, &f->err), -1);
    assert_null(f->doc);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_string_equal(f->err.file, "t.xml");
    if (!strstr(f->err.msg, words))
        assert_string_equal(f->err.msg, words);
    assert_int_equal(f->err.line, line);
}

static void a_valid_file_loads(void **state)
{
    struct fixture *f = *state;
    const xmlNode *shop = load(f, "<shop open='a &lt;&amp;&#10;b'>\n"
                                  "<!-- c --><item size='3'> one\n  two </item>\n"
                                  "<item/></shop>");
    assert_true(xml_is(shop, "shop"));
    assert_true(str_eq(xml_attr(shop, "open"), STR("a <&\nb")));
    assert_false(xml_has(shop, "size"));
    assert_null(xml_attr(shop, "size").p);
    const xmlNode *item = xml_first(shop, "item");
    assert_int_equal(xml_line(item), 2);
    assert_true(str_eq(xml_text(&f->arena, item), STR("one two")));
    item = xml_next(item, NULL);
    assert_non_null(item);
    assert_true(str_eq(xml_text(&f->arena, item), STR("")));
    assert_null(xml_next(item, "item"));
    assert_null(xml_first(shop, "shelf"));
}

static void wide_text_folds_without_blanks(void **state)
{
    struct fixture *f = *state;
    const xmlNode *shop = load(f, "<shop><item>\xe4\xb8\xad\n   \xe6\x96\x87 \xe5\xad\x97"
                                  "\nab</item></shop>");
    struct str text = xml_text(&f->arena, xml_first(shop, NULL));
    assert_string_equal(text.p, "\xe4\xb8\xad\xe6\x96\x87 \xe5\xad\x97 ab");
}

static void document_types_are_refused(void **state)
{
    struct fixture *f = *state;
    const char *words = "document type";
    assert_refused(f, "<!DOCTYPE shop>\n<shop/>", 1, words);
    assert_refused(f, "<?xml version='1.0'?>\n<!DOCTYPE shop SYSTEM 'a.dtd'>\n<shop/>", 2,
                   words);
    assert_refused(f,
                   "<!DOCTYPE shop [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n"
                   "<shop>&x;</shop>",
                   1, words);
    assert_refused(f,
                   "<!DOCTYPE shop [<!ENTITY a 'aaaaaaaaaa'>"
                   "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
                   "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>\n"
                   "<shop open='&c;'>&c;</shop>",
                   1, words);
    assert_refused(f, "<shop>&unknown;</shop>", 1, "unknown");
}

static void broken_files_are_refused(void **state)
{
    struct fixture *f = *state;
    assert_refused(f, "", 1, "empty");
    assert_refused(f, "<shop>\n<item>\n</shop>", 3, "item");
    assert_refused(f, "<shop>\n\xff</shop>", 2, "not well-formed");
    assert_refused(f, "<shop/><shop/>", 1, "not well-formed");
    assert_refused(f, "<shop>\n<item", 2, "not well-formed");
}

static void messages_name_what_was_not_expected(void **state)
{
    struct fixture *f = *state;
    assert_refused(f, "<shop>\n\n<shelf/></shop>", 3, "shelf");
    assert_refused(f, "<shop>\n<item colour='red'/></shop>", 2, "colour");
    assert_refused(f, "<shop>\n<item/>\n<item size='big'/></shop>", 3, "big");
    assert_refused(f, "<office/>", 1, "office");
    assert_refused(f, "<shop>\n<item/>\n<itme/>\n<item/></shop>", 3, "'itme'");
    assert_int_equal(f->err.notes, 1);
    assert_non_null(strstr(f->err.note[0], f->schema));
}

static void lines_beyond_65535_are_told(void **state)
{
    struct fixture *f = *state;
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_text(&b, "<shop>");
    for (int i = 0; i < 70000; i++)
        buf_char(&b, '\n');
    buf_text(&b, "<shelf>x</shelf></shop>");
    assert_refused(f, b.p, 70001, "shelf");
    buf_release(&b);
}

static void a_missing_schema_is_the_jobs_error(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(xml_load(&f->doc, STR("<shop/>"), "t.xml", "/none.rng", &f->err),
                     -1);
    assert_int_equal(f->err.code, ERR_JOB);
    assert_string_equal(f->err.file, "/none.rng");
    assert_int_equal(file_write(f->schema, "<x/>", 4, false, &f->err), 0);
    assert_int_equal(xml_load(&f->doc, STR("<shop/>"), "t.xml", f->schema, &f->err), -1);
    assert_string_equal(f->err.file, f->schema);
}

static void languages_fall_back(void **state)
{
    struct fixture *f = *state;
    const xmlNode *shop = load(f, "<shop><item xml:lang='de'>D</item>"
                                  "<item xml:lang='zh-CN'>C</item>"
                                  "<item xml:lang='en'>E</item>"
                                  "<item xml:lang='zh-TW'>T</item></shop>");
    static const struct {
        const char *lang, *text;
    } table[] = {
        {"zh-TW", "T"}, {"zh-CN", "C"}, {"zh", "C"}, {"en-GB", "E"}, {"fr", "E"}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct str s = xml_localized(&f->arena, shop, "item", str_of(table[i].lang));
        assert_string_equal(s.p, table[i].text);
    }
    assert_null(xml_localized(&f->arena, shop, "none", STR("en")).p);
}

static void escaped_text_reads_back(void **state)
{
    struct fixture *f = *state;
    struct str hard = STR("<a href=\"x\">&amp;\n\t'\xe4\xb8\xad");
    struct buf b;
    buf_init(&b, 1000);
    buf_text(&b, "<shop open=\"");
    xml_escape(&b, hard);
    buf_text(&b, "\"/>");
    const xmlNode *shop = load(f, b.p);
    assert_true(str_eq(xml_attr(shop, "open"), hard));
    buf_release(&b);
}

#define WITH_SCHEMA(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SCHEMA(a_valid_file_loads),
        WITH_SCHEMA(wide_text_folds_without_blanks),
        WITH_SCHEMA(document_types_are_refused),
        WITH_SCHEMA(broken_files_are_refused),
        WITH_SCHEMA(messages_name_what_was_not_expected),
        WITH_SCHEMA(lines_beyond_65535_are_told),
        WITH_SCHEMA(a_missing_schema_is_the_jobs_error),
        WITH_SCHEMA(languages_fall_back),
        WITH_SCHEMA(escaped_text_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
