/* Rows and cells of delimited text: RFC 4180, what spreadsheets make of the rest, the
 * limits, and a round trip through a writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture_ingest.h"

static void rows_and_cells_of_rfc_4180(void **state)
{
    static const struct ingest_quirk table[] = {
        {"a,b\n1,2\n", "1 [a][b]\n2 [1][2]\n"},
        {"a,b\n1,2", "1 [a][b]\n2 [1][2]\n"},
        {"a,b\r\n1,2\r\n", "1 [a][b]\n2 [1][2]\n"},
        {"a,b\r1,2\r", "1 [a][b]\n2 [1][2]\n"},
        {"a,b\n1,\"x, y\"\n", "1 [a][b]\n2 [1][x, y]\n"},
        {"a,b\n1,\"\"\n", "1 [a][b]\n2 [1][]\n"},
        {"a,b\n,\n", "1 [a][b]\n2 [][]\n"},
        {"a,b\n1,", "1 [a][b]\n2 [1][]\n"},
        {"a,b\n1,\"say \"\"hi\"\"\"\n", "1 [a][b]\n2 [1][say \"hi\"]\n"},
        {"a,b\n\"x\ny\",2\n3,4\n", "1 [a][b]\n2 [x\ny][2]\n4 [3][4]\n"},
        {"a,b\r\n\"x\r\ny\",2\r\n3,4", "1 [a][b]\n2 [x\r\ny][2]\n4 [3][4]\n"},
        {"a,b\n\"x\r\ry\",2\n3,4", "1 [a][b]\n2 [x\r\ry][2]\n5 [3][4]\n"},
        {"a,b\n1,\"{\"\"k\"\": [1, 2]}\"\n", "1 [a][b]\n2 [1][{\"k\": [1, 2]}]\n"},
        {"\xEF\xBB\xBF\"a\",b\n1,2\n", "1 [a][b]\n2 [1][2]\n"},
        {"a\n\n1\n", "1 [a]\n2 []\n3 [1]\n"},
        {"\"\"\"\",b\n", "1 [\"][b]\n"},
    };
    INGEST_CHECK(*state, table);
}

static void stray_quotes_are_read_as_spreadsheets_do(void **state)
{
    static const struct ingest_quirk table[] = {
        {"a,b\n12\" mon,2\n", "1 [a][b]\n2 [12\" mon][2]\n"},
        {"a,b\n\"aa\"a,\"bb\"bb\"b\"\nnext,2\n",
         "1 [a][b]\n2 [aaa][bbbb\"b\"]\n3 [next][2]\n"},
        {"a,b\n \"x,y\",2\n", "1 [a][b]\n2 [ \"x][y\"][2]\n"},
        {"a,b\n\"x\" ,2\n", "1 [a][b]\n2 [x ][2]\n"},
        {"a,b\n\"x\"\"\"y,2\n", "1 [a][b]\n2 [x\"y][2]\n"},
        {"a,b\n3'11\",2\n", "1 [a][b]\n2 [3'11\"][2]\n"},
        {"a,b\n1,\"x\"", "1 [a][b]\n2 [1][x]\n"},
    };
    INGEST_CHECK(*state, table);
}

static void broken_structure_is_refused_with_its_line(void **state)
{
    struct ingest_fixture *f = *state;
    const char *text = ingest_fixture_read(f, STR("a,b\n1,2\n3,\"x\ny\n4,5\n"));
    assert_non_null(
        strstr(text, "error 3 the quote opened on this line is never closed"));
    assert_int_equal(f->err.code, ERR_GATE);
    text = ingest_fixture_read(f, STR("a,b\n1,2\n\"x\nyy\0\",2\n"));
    assert_non_null(strstr(text, "error 4 a NUL byte"));
    text = ingest_fixture_read(f, STR("a,b\n1,2\n3\0,4\n"));
    assert_non_null(strstr(text, "error 3 a NUL byte"));
    assert_string_equal(ingest_fixture_read(f, STR("")), "error 0 the file is empty\n");
}

static void other_formats_are_refused_by_name(void **state)
{
    static const struct ingest_quirk table[] = {
        {"PK\x03\x04...", "zip container"}, {"%PDF-1.7\n", "a PDF"},
        {"\x1F\x8B\x08", "gzip"},           {"<?xml version='1.0'?>", "XML"},
        {"MIME-Version: 1.0", "MHTML"},     {"SQLite format 3", "SQLite"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_non_null(
            strstr(ingest_fixture_read(*state, str_of(table[i].text)), table[i].rows));
}

static void the_delimiter_is_found_or_declared(void **state)
{
    struct ingest_fixture *f = *state;
    static const struct ingest_quirk table[] = {
        {"a;b;c\n1,5;2;3\n", "1 [a][b][c]\n2 [1,5][2][3]\n"},
        {"a\tb\n1,5\t2\n", "1 [a][b]\n2 [1,5][2]\n"},
        {"a|b|c\n1|2,2;2|3\n", "1 [a][b][c]\n2 [1][2,2;2][3]\n"},
        {"Export, all\na;b;c\n1;2;3\n", "1 [Export, all]\n2 [a][b][c]\n3 [1][2][3]\n"},
        {"\"x;y;z\",b\n\"1;;;;\",2\n", "1 [x;y;z][b]\n2 [1;;;;][2]\n"},
        {"single\n1\n", "1 [single]\n2 [1]\n"},
        {"a;b\n1,5;2,5\n3,5;4,5\n5,5;6,5\n",
         "1 [a][b]\n2 [1,5][2,5]\n3 [3,5][4,5]\n4 [5,5][6,5]\n"},
        {"a;b\nx, y, z;1\nx;2\nx, y;3\n",
         "1 [a][b]\n2 [x, y, z][1]\n3 [x][2]\n4 [x, y][3]\n"},
        {"a\x01"
         "b,c\n1\x01"
         "2,3\n1\x01"
         "2\n",
         "1 [a][b,c]\n2 [1][2,3]\n3 [1][2]\n"},
        {"sep=;\na;b,c,d\n", "2 [a][b,c,d]\n"},
        {"\"sep=|\"\r\na|b;c;d\r\n", "2 [a][b;c;d]\n"},
        {"sep=\na\n", "1 [sep=]\n2 [a]\n"},
    };
    INGEST_CHECK(f, table);
    f->source.delimiter = ';';
    assert_string_equal(ingest_fixture_read(f, STR("a,b\n1,2\n")), "1 [a,b]\n2 [1,2]\n");
    f->source.delimiter = ':';
    assert_string_equal(ingest_fixture_read(f, STR("a:b\n")), "1 [a][b]\n");
}

#define COMMA "\xEF\xBC\x8C" /* full width */
#define LIST  "\xE3\x80\x81" /* ideographic comma, and a letter that begins as it does */
#define KANA  "\xE3\x81\x82"

static void a_delimiter_may_be_any_character(void **state)
{
    struct ingest_fixture *f = *state;
    static const struct ingest_quirk found[] = {
        {"a" COMMA "b\n1,5" COMMA "\"x" COMMA "y\"\n",
         "1 [a][b]\n2 [1,5][x" COMMA "y]\n"},
        {"a" LIST KANA "\n" KANA LIST "2\n", "1 [a][" KANA "]\n2 [" KANA "][2]\n"},
        {"a\xC2\xA7"
         "b\n\xC2\xA9\xC2\xA7\n",
         "1 [a][b]\n2 [\xC2\xA9][]\n"},
        {"sep=\xC2\xA6\na,b\xC2\xA6"
         "c\n",
         "2 [a,b][c]\n"},
        {"text\nx" COMMA "y\nz" COMMA "y\n",
         "1 [text]\n2 [x" COMMA "y]\n3 [z" COMMA "y]\n"},
        {"a,b\nx" COMMA "y,1\n", "1 [a][b]\n2 [x" COMMA "y][1]\n"},
    };
    INGEST_CHECK(f, found);
    f->source.delimiter = 0x2192; /* an arrow */
    assert_string_equal(ingest_fixture_read(f, STR("a\xE2\x86\x92\xE2\x86\x93,")),
                        "1 [a][\xE2\x86\x93,]\n");
    f->source.delimiter = 0xFF0C;
    f->source.encoding = STR("GB18030");
    assert_string_equal(ingest_fixture_read(f, STR("a\xA3\xAC\xA3\xBB\n")),
                        "1 [a][\xEF\xBC\x9B]\n");
}

/* Wherever the window of the text ends within it. */
static void a_delimiter_may_be_parted(void **state)
{
    struct ingest_fixture *f = *state;
    struct buf text;
    buf_init(&text, 1 << 20);
    for (size_t n = (1 << 18) - 5; n < (1 << 18) + 2; n++) {
        buf_clear(&text);
        for (size_t i = 0; i < n; i++)
            buf_char(&text, 'x');
        buf_text(&text, COMMA "b" COMMA "\n");
        f->source.delimiter = 0xFF0C;
        const char *rows = ingest_fixture_read(f, buf_view(&text));
        assert_string_equal(rows + strlen("1 [") + n, "][b][]\n");
    }
    buf_release(&text);
}

static void apostrophes_quote_where_they_do_throughout(void **state)
{
    static const struct ingest_quirk table[] = {
        {"'a','b'\n'1','x, y'\n", "1 [a][b]\n2 [1][x, y]\n"},
        {"a,b\n1,'x, y'\n2,'z'\n", "1 [a][b]\n2 [1][x, y]\n3 [2][z]\n"},
        {"a,b\n'1','x'\n'2','z'\n", "1 [a][b]\n2 [1][x]\n3 [2][z]\n"},
        {"a,b\n'1',\"x\"\n'2','z'\n", "1 [a][b]\n2 ['1'][x]\n3 ['2']['z']\n"},
        {"a,b\n'tis,'x'\n'2','z'\n", "1 [a][b]\n2 ['tis]['x']\n3 ['2']['z']\n"},
    };
    INGEST_CHECK(*state, table);
}

static void the_quote_is_declared_or_none(void **state)
{
    struct ingest_fixture *f = *state;
    f->source.quote = '\'';
    assert_string_equal(ingest_fixture_read(f, STR("a,b\n'x, ''y''','\"'\n")),
                        "1 [a][b]\n2 [x, 'y'][\"]\n");
    f->source.no_quote = true;
    assert_string_equal(ingest_fixture_read(f, STR("a,b\n\"x,y\n'1,2\n")),
                        "1 [a][b]\n2 [\"x][y]\n3 ['1][2]\n");
}

/* A file of `n` cells' bytes in one row under the header "a,b". */
static struct str long_cell(struct ingest_fixture *f, size_t n, bool quoted)
{
    char *p = arena_new(&f->arena, n + 16, 1);
    size_t at = 0;
    memcpy(p, "a,b\n", 4);
    at = 4;
    if (quoted)
        p[at++] = '"';
    memset(p + at, 'x', n);
    at += n;
    if (quoted)
        p[at++] = '"';
    memcpy(p + at, ",2\n", 3);
    return (struct str){p, at + 3};
}

static void a_cell_may_have_a_mebibyte_and_no_more(void **state)
{
    struct ingest_fixture *f = *state;
    for (int quoted = 0; quoted < 2; quoted++) {
        ingest_fixture_read(f, long_cell(f, CELL_MAX, quoted));
        assert_int_equal(f->out.n, 9 + CELL_MAX + 8); /* both rows, with their brackets */
        assert_non_null(strstr(ingest_fixture_read(f, long_cell(f, CELL_MAX + 1, quoted)),
                               "longer than 1 MiB"));
        assert_int_equal(f->err.line, 2);
    }
}

static void a_row_may_have_16384_cells_and_no_more(void **state)
{
    struct ingest_fixture *f = *state;
    char *p = arena_new(&f->arena, CELLS_MAX + 2, 1);
    memset(p, ',', CELLS_MAX + 1);
    p[CELLS_MAX - 1] = '\n';
    ingest_fixture_read(f, (struct str){p, CELLS_MAX});
    assert_int_equal(f->out.n, 2 + 2 * CELLS_MAX + 1);
    p[CELLS_MAX - 1] = ',';
    p[CELLS_MAX] = '\n';
    assert_non_null(strstr(ingest_fixture_read(f, (struct str){p, CELLS_MAX + 1}),
                           "error 1 the row has more than 16,384 cells"));
}

static void a_row_of_many_long_cells_has_a_limit(void **state)
{
    struct ingest_fixture *f = *state;
    size_t cell = 1000000, cells = 40, n = 0;
    char *p = arena_new(&f->arena, (cell + 1) * cells, 1);
    for (size_t i = 0; i < cells; i++, n += cell + 1) {
        memset(p + n, 'x', cell);
        p[n + cell] = ',';
    }
    assert_non_null(strstr(ingest_fixture_read(f, (struct str){p, n}), "32 MiB"));
}

/* Seeded, so that a failure can be repeated. */
static uint64_t next_random(uint64_t *seed)
{
    *seed += 0x9E3779B97F4A7C15U;
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static void put_cell(struct buf *file, struct str cell, bool quote)
{
    for (size_t i = 0; i < cell.n; i++)
        quote |= strchr(",;\t|\"\r\n", cell.p[i]) != NULL;
    if (quote)
        buf_char(file, '"');
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            buf_char(file, '"');
        buf_char(file, cell.p[i]);
    }
    if (quote)
        buf_char(file, '"');
}

static struct str random_cell(struct arena *arena, uint64_t *seed)
{
    static const char *const piece[] = {
        "a",    "12", " ", ",",  "\"",           "\n",
        "\r\n", ";",  "|", "\t", "\xE5\x8C\xBA", "\xF0\x9F\x94\xA7"};
    struct str cell = STR_NONE;
    for (uint64_t n = next_random(seed) % 6; n > 0; n--)
        cell = arena_printf(arena, "%.*s%s", STR_ARG(cell),
                            piece[next_random(seed) % (sizeof piece / sizeof *piece)]);
    return cell;
}

/* Writes rows as text and as what the reader should say of them. */
static void random_file(struct arena *arena, uint64_t *seed, struct buf *file,
                        struct buf *said)
{
    const char *end = next_random(seed) % 2 ? "\r\n" : "\n";
    uint64_t cells = 2 + next_random(seed) % 6, rows = 1 + next_random(seed) % 300;
    uint64_t line = 1;
    for (uint64_t r = 0; r < rows; r++) {
        buf_printf(said, "%llu ", (unsigned long long)line++);
        for (uint64_t c = 0; c < cells; c++) {
            struct str cell = random_cell(arena, seed);
            for (size_t i = 0; i < cell.n; i++)
                line += cell.p[i] == '\n';
            buf_text(file, c ? "," : "");
            put_cell(file, cell, next_random(seed) % 3 == 0);
            buf_printf(said, "[%.*s]", STR_ARG(cell));
        }
        buf_text(file, end);
        buf_text(said, "\n");
    }
}

static void what_is_written_is_read(void **state)
{
    struct ingest_fixture *f = *state;
    struct arena arena;
    arena_init(&arena);
    f->source.delimiter = ',';
    for (uint64_t round = 1; round <= 200; round++) {
        struct buf file, said;
        uint64_t seed = round;
        buf_init(&file, 1 << 24);
        buf_init(&said, 1 << 24);
        random_file(&arena, &seed, &file, &said);
        const char *text = ingest_fixture_read(f, buf_view(&file));
        if (strcmp(text, buf_view(&said).p) != 0)
            fail_msg("seed %d", (int)round);
        buf_release(&file);
        buf_release(&said);
        arena_reset(&arena);
    }
    arena_release(&arena);
}

/* Every position of the window's edge within a row of quotes, pairs and wide characters. */
static void rows_survive_the_edge_of_the_window(void **state)
{
    struct ingest_fixture *f = *state;
    static const char row[] = "ab,\"c\"\"d\r\n\xE5\x8C\xBA\"e,f\r\n";
    for (size_t shift = 0; shift < sizeof row + 4; shift++) {
        size_t fill = (1 << 18) - shift;
        char *p = arena_new(&f->arena, fill + sizeof row, 1);
        memset(p, 'x', fill);
        p[fill / 3] = p[fill / 3 * 2] = ',';
        p[fill - 1] = '\n';
        memcpy(p + fill, row, sizeof row - 1);
        ingest_fixture_read(f, (struct str){p, fill + sizeof row - 1});
        assert_non_null(strstr(f->out.p, "\n2 [ab][c\"d\r\n\xE5\x8C\xBA"
                                         "e][f]\n"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INGEST_TEST(rows_and_cells_of_rfc_4180),
        INGEST_TEST(stray_quotes_are_read_as_spreadsheets_do),
        INGEST_TEST(broken_structure_is_refused_with_its_line),
        INGEST_TEST(other_formats_are_refused_by_name),
        INGEST_TEST(a_delimiter_may_be_any_character),
        INGEST_TEST(a_delimiter_may_be_parted),
        INGEST_TEST(the_delimiter_is_found_or_declared),
        INGEST_TEST(apostrophes_quote_where_they_do_throughout),
        INGEST_TEST(the_quote_is_declared_or_none),
        INGEST_TEST(a_cell_may_have_a_mebibyte_and_no_more),
        INGEST_TEST(a_row_may_have_16384_cells_and_no_more),
        INGEST_TEST(a_row_of_many_long_cells_has_a_limit),
        INGEST_TEST(what_is_written_is_read),
        INGEST_TEST(rows_survive_the_edge_of_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
