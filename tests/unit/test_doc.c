/* The document tree: walking it, containment, and what doc_check refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/num.h"
#include "fixture_doc.c"

static size_t faults(struct doc *doc)
{
    struct diag_list diags;
    struct err err = {0};
    diag_init(&diags);
    int status = doc_check(doc, &diags, &err);
    size_t n = diags.count[DIAG_REFUSE];
    for (size_t i = 0; i < diags.n; i++)
        print_message("%.*s: %.*s\n", STR_ARG(diags.item[i].code),
                      STR_ARG(diags.item[i].text));
    assert_int_equal(status, n ? -1 : 0);
    if (n)
        assert_int_equal(err.code, ERR_GATE);
    diag_release(&diags);
    return n;
}

static void walk_enters_and_leaves_in_order(void **state)
{
    struct doc *doc = doc_new();
    struct node *s = doc_put(doc, doc->root, DOC_SECTION, STR_NONE);
    doc_put(doc, s, DOC_LEAD, STR_NONE);
    doc_put(doc, s, DOC_PARA, STR_NONE);
    doc_put(doc, doc->root, DOC_SECTION, STR_NONE);
    static const struct {
        enum doc_kind kind;
        bool entering;
    } want[] = {{DOC_DOCUMENT, true}, {DOC_SECTION, true},  {DOC_LEAD, true},
                {DOC_PARA, true},     {DOC_SECTION, false}, {DOC_SECTION, true},
                {DOC_SECTION, false}, {DOC_DOCUMENT, false}};
    struct doc_walk walk;
    size_t n = 0;
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk); n++) {
        assert_true(n < COUNT(want));
        assert_int_equal(walk.node->kind, want[n].kind);
        assert_int_equal(walk.entering, want[n].entering);
    }
    assert_int_equal(n, COUNT(want));
    doc_free(doc);
    (void)state;
}

static void walk_of_a_section_ends_with_it(void **state)
{
    struct doc *doc = doc_new();
    const struct node *s = doc_put(doc, doc->root, DOC_SECTION, STR_NONE);
    const struct node *next = doc_put(doc, doc->root, DOC_SECTION, STR_NONE);
    doc_put(doc, doc->root->first, DOC_LEAD, STR_NONE);
    doc_put(doc, doc->root->last, DOC_PARA, STR_NONE);
    struct doc_walk walk;
    size_t n = 0;
    for (doc_walk_init(&walk, s); doc_walk_step(&walk); n++)
        assert_true(walk.node == s || walk.node->parent == s);
    assert_int_equal(n, 3);
    for (doc_walk_init(&walk, next->first); doc_walk_step(&walk); n++)
        assert_ptr_equal(walk.node, next->first);
    assert_int_equal(n, 4);
    doc_free(doc);
    (void)state;
}

static void fixture_is_sound(void **state)
{
    struct doc *doc = fixture_doc(200);
    assert_int_equal(faults(doc), 0);
    doc_free(doc);
    (void)state;
}

/* A table of 4 rows and 3 columns with two cells merged right, three down, four both. */
static struct doc *merged(struct doc_cell *cell[4])
{
    struct doc *doc = doc_new();
    struct node *section = doc_put(doc, doc->root, DOC_SECTION, STR_NONE);
    struct node *table = doc_put(doc, section, DOC_TABLE, STR("merged"));
    section->section.title = STR("merged");
    table->table.column = arena_new(&doc->arena, 3, sizeof *table->table.column);
    table->table.ncolumns = 3;
    for (size_t r = 0; r < 4; r++) {
        struct node *row = doc_put(doc, table, DOC_ROW, STR_NONE);
        row->row.cell = cell[r] = arena_new(&doc->arena, 3, sizeof *cell[r]);
    }
    cell[0][0].columns = 2;
    cell[0][1].flags = FLAG_BESIDE;
    cell[1][0].rows = 3;
    cell[2][0].flags = cell[3][0].flags = FLAG_UNDER;
    cell[1][1].rows = cell[1][1].columns = 2;
    cell[1][2].flags = FLAG_BESIDE;
    cell[2][1].flags = cell[2][2].flags = FLAG_UNDER;
    return doc;
}

static void spans_cover_empty_cells_once(void **state)
{
    struct doc_cell *cell[4];
    (void)state;
    for (int wrong = 0; wrong < 8; wrong++) {
        struct doc *doc = merged(cell);
        switch (wrong) {
        case 1: /* beyond the last row, */
            cell[3][2].rows = 2;
            break;
        case 2: /* beyond the last column, */
            cell[3][2].columns = 2;
            break;
        case 3: /* over a cell that says nothing of it, */
            cell[2][0].flags = 0;
            break;
        case 4: /* over one that is not empty, */
            cell[3][0].text = STR("x");
            break;
        case 5: /* a covered cell without a span over it, */
            cell[3][1].flags = FLAG_BESIDE;
            break;
        case 6: /* two over one, */
            cell[0][2].rows = 2;
            break;
        case 7: /* one that begins under another. */
            cell[2][0].columns = 2;
            break;
        default:
            break;
        }
        assert_int_equal(faults(doc) > 0, wrong > 0);
        doc_free(doc);
    }
}

static void containment_follows_the_list(void **state)
{
    assert_true(doc_may_hold(DOC_SECTION, DOC_TABLE));
    assert_true(doc_may_hold(DOC_FINDINGS, DOC_ITEM));
    assert_false(doc_may_hold(DOC_DOCUMENT, DOC_PARA));
    assert_false(doc_may_hold(DOC_TABLE, DOC_ITEM));
    struct doc *doc = doc_new();
    doc_put(doc, doc->root, DOC_PARA, STR_NONE)->text = S("x");
    assert_int_equal(faults(doc), 1);
    doc_free(doc);
    (void)state;
}

static void links_ids_and_sheets_are_checked(void **state)
{
    struct doc *doc = doc_new();
    struct node *a = section(doc, doc->root, "a", "A", "甲", 1);
    struct node *t = TABLE(doc, a, "", "<");
    ROW(doc, t, "x")->row.cell[0].link = S("a");
    assert_int_equal(faults(doc), 0);
    ROW(doc, t, "x")->row.cell[0].link = S("b");
    assert_int_equal(faults(doc), 1);
    section(doc, doc->root, "a", "B", "乙", 1);
    assert_int_equal(faults(doc), 2);
    a->section.sheet = S("a/b");
    assert_int_equal(faults(doc), 3);
    doc_free(doc);
    (void)state;
}

static void sheet_names_have_a_limit(void **state)
{
    struct doc *doc = doc_new();
    struct node *a = section(doc, doc->root, "a", "A", "甲", 1);
    a->section.sheet = S("0123456789012345678901234567890");
    assert_int_equal(faults(doc), 0);
    a->section.sheet = S("01234567890123456789012345678901");
    assert_int_equal(faults(doc), 1);
    doc_free(doc);
    (void)state;
}

static void numbers_must_be_finite(void **state)
{
    struct doc *doc = doc_new();
    struct node *a = section(doc, doc->root, "a", "A", "甲", 1);
    struct node *r = ROW(doc, TABLE(doc, a, "", "<"), "x");
    r->row.cell[0].real = 1.0 / 0.0;
    assert_int_equal(faults(doc), 1);
    r->row.cell[0].real = 0;
    r->row.cell[0].has_bar = true;
    r->row.cell[0].bar = 1.01;
    assert_int_equal(faults(doc), 1);
    doc_free(doc);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walk_enters_and_leaves_in_order),
        cmocka_unit_test(walk_of_a_section_ends_with_it),
        cmocka_unit_test(fixture_is_sound),
        cmocka_unit_test(spans_cover_empty_cells_once),
        cmocka_unit_test(containment_follows_the_list),
        cmocka_unit_test(links_ids_and_sheets_are_checked),
        cmocka_unit_test(sheet_names_have_a_limit),
        cmocka_unit_test(numbers_must_be_finite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
