/* init_sight: rows are copied once and then looked at as often as there are kinds. */
#include "command/init.h"

#include <iconv.h>

#include "base/utf8.h"

#include "base/banned.h"

enum { GROUPS = 3 }; /* fewer may be chance */

static int sight_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct sight *sight = reader->state;
    (void)err;
    if (sight->next == sight->n)
        return 1;
    *row = sight->row[sight->next++];
    return 0;
}

void sight_reader(struct sight *sight, struct reader *reader)
{
    static const struct reader_ops ops = {.name = "sight", .next = sight_next};
    sight->next = 0;
    *reader = (struct reader){.ops = &ops, .state = sight};
}

static void keep_row(struct sight *sight, struct arena *arena, const struct raw_row *row)
{
    struct str *cell = arena_new(arena, row->n, sizeof *cell);
    for (size_t i = 0; i < row->n; i++)
        cell[i] = arena_str(arena, str_trim(row->cell[i]));
    sight->row[sight->n++] =
        (struct raw_row){.cell = cell, .n = row->n, .line = row->line};
}

int sight_read(struct sight *sight, struct arena *arena, const char *path,
               const struct source *source, struct err *err)
{
    struct reader reader;
    struct raw_row row;
    int status = reader_open(&reader, path, source, err);
    *sight = (struct sight){.row = arena_new(arena, SIGHT_ROWS, sizeof *sight->row)};
    while (status == 0 && sight->n < SIGHT_ROWS &&
           (status = reader_next(&reader, &row, err)) == 0)
        keep_row(sight, arena, &row);
    sight->dialect = arena_str(arena, str_of(reader.dialect));
    reader_close(&reader);
    return status < 0 ? -1 : 0;
}

static struct str cell_of(const struct raw_row *row, size_t c)
{
    return c < row->n ? row->cell[c] : STR_NONE;
}

/* Rows of one cell are titles and notes. */
static bool is_record(const struct raw_row *row, const struct forms *forms)
{
    struct str first = STR_NONE;
    size_t filled = 0;
    for (size_t c = 0; c < row->n; c++) {
        if (filled == 0)
            first = row->cell[c];
        filled += row->cell[c].n > 0;
    }
    return filled > 1 && forms_take(forms, FORM_TOTAL, false, &first) == NULL;
}

/* A group is named in its first row: anew, or because one around it begins there, which
 * stands in a column before this one. */
static bool is_group(const struct sight *sight, size_t c, uint64_t line,
                     const struct forms *forms)
{
    struct str last = STR_NONE;
    size_t named = 0, blank = 0;
    for (size_t r = 0; r < sight->n; r++) {
        const struct raw_row *row = &sight->row[r];
        struct str cell = cell_of(row, c);
        bool outer = false;
        if (row->line <= line || !is_record(row, forms))
            continue;
        for (size_t i = 0; i < c; i++)
            outer |= cell_of(row, i).n > 0;
        if (cell.n == 0 ? outer || last.n == 0 : !outer && str_eq(cell, last))
            return false;
        named += cell.n > 0;
        blank += cell.n == 0;
        last = cell.n > 0 ? cell : last;
    }
    return named >= GROUPS && blank >= GROUPS && 2 * blank >= named;
}

size_t sight_groups(const struct sight *sight, uint64_t line, const struct forms *forms)
{
    size_t c = 0;
    while (is_group(sight, c, line, forms))
        c++;
    return c;
}

bool sight_is_han(const struct sight *sight)
{
    for (size_t r = 0; r < sight->n; r++)
        for (size_t c = 0; c < sight->row[r].n; c++) {
            struct str rest = sight->row[r].cell[c];
            for (uint32_t cp; utf8_next(&rest, &cp);)
                if (utf8_is_han(cp))
                    return true;
        }
    return false;
}

static bool encodes(iconv_t to, struct str text)
{
    char out[16], *end = out;
    char *from = (char *)(uintptr_t)text.p;
    size_t n = text.n, room = sizeof out;
    (void)iconv(to, NULL, NULL, NULL, NULL);
    return iconv(to, &from, &n, &end, &room) != (size_t)-1;
}

/* The old character sets of the two scripts tell them apart: what only one of them has. */
static int weigh(iconv_t traditional, iconv_t simplified, struct str text)
{
    int weight = 0;
    uint32_t cp;
    for (struct str rest = text, before = text; utf8_next(&rest, &cp); before = rest) {
        struct str one = {before.p, before.n - rest.n};
        if (utf8_is_han(cp))
            weight += encodes(traditional, one) - encodes(simplified, one);
    }
    return weight;
}

int sight_script(const struct sight *sight)
{
    iconv_t traditional = iconv_open("BIG5", "UTF-8");
    iconv_t simplified = iconv_open("GB2312", "UTF-8");
    bool open = traditional != (iconv_t)-1 && simplified != (iconv_t)-1;
    int weight = 0;
    for (size_t r = 0; open && r < sight->n; r++)
        for (size_t c = 0; c < sight->row[r].n; c++)
            weight += weigh(traditional, simplified, sight->row[r].cell[c]);
    if (traditional != (iconv_t)-1)
        iconv_close(traditional);
    if (simplified != (iconv_t)-1)
        iconv_close(simplified);
    return weight;
}
