/* readings: what became of the rows of each file, and how the file was read: encoding,
 * dialect, first and last record. */
#include "compose/composer.h"

#include <string.h>

#include "base/banned.h"

static const double BAR_REACH = 0.03; /* the bar's ground is 3 % of the rows read */

enum { PARTS_MAX = 16 }; /* what is said of how one file is written */

enum counted { READ, FRESH, UPDATED, UNCHANGED, REJECTED, CORRECTED, SKIPPED, COUNTS };

static void count_cells(struct composer *c, struct doc_cell *row, const uint64_t *count)
{
    static const enum counted shown[] = {READ, FRESH, UPDATED, UNCHANGED, REJECTED};
    const struct format *f = &c->format;
    for (size_t i = 0; i < N_OF(shown); i++)
        row[2 + i] = cell_count(f, (int64_t)count[shown[i]]);
    row[7] = cell_share(f, (int64_t)count[REJECTED], (int64_t)count[READ], 2);
    if (count[READ])
        set_bar(&row[8],
                (double)(count[REJECTED] + count[CORRECTED]) / (double)count[READ] /
                    BAR_REACH,
                -1, count[REJECTED] > 0);
    row[9] = cell_count(f, (int64_t)count[CORRECTED]);
    row[10] = cell_count(f, (int64_t)count[SKIPPED]);
}

static void put_counts(struct composer *c, struct node *table,
                       const struct store_file *file, uint64_t *sum)
{
    const uint64_t count[COUNTS] = {
        [READ] = file->read,         [FRESH] = file->fresh,
        [UPDATED] = file->updated,   [UNCHANGED] = file->unchanged,
        [REJECTED] = file->rejected, [CORRECTED] = file->corrected,
        [SKIPPED] = file->skipped};
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(source_name(c, file->source));
    row[1] = cell_text(file->name);
    count_cells(c, row, count);
    for (size_t i = 0; i < COUNTS; i++)
        sum[i] += count[i];
}

/* Files that another has taken the place of are left out: that has their rows. */
int compose_quality(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    uint64_t all[COUNTS] = {0};
    int64_t files = 0;
    (void)err;
    struct node *table = put_table(
        c, parent, block->type,
        HEADS({"col.source", HEAD_TEXT, 0}, {"col.file", HEAD_TEXT, 0},
              {"col.read", HEAD_NUMBER, 0}, {"import.new", HEAD_NUMBER, 0},
              {"import.updated", HEAD_NUMBER, 0}, {"import.unchanged", HEAD_NUMBER, 0},
              {"col.rejected", HEAD_NUMBER, 0}, {"col.reject-share", HEAD_NUMBER, 0},
              {"", HEAD_BAR, 20}, {"col.corrected", HEAD_NUMBER, 0},
              {"import.skipped", HEAD_NUMBER, 0}));
    table->table.empty = say(c, "quality.no-files");
    for (size_t i = 0; i < c->nfiles; i++)
        if (c->file[i].current) {
            files++;
            put_counts(c, table, &c->file[i], all);
        }
    merge_rows(table, 0, 0);
    struct doc_cell *sum = put_sum(c, table);
    sum[0] = cell_text(say(c, "table.total"));
    sum[1] = cell_text(FILL(c, "quality.files", {"n", text_count(&c->format, files)}));
    count_cells(c, sum, all);
    table->table.note = say(c, "quality.note");
    return 0;
}

/* What ingest says of a file in a closed set of words; names of sheets, tables and
 * elements, and line ends, stand as they are. */
static struct str dialect_word(struct composer *c, struct str part)
{
    static const struct {
        const char *said, *word;
    } whole[] = {{"csv", "dialect.csv"},
                 {"comma", "dialect.comma"},
                 {"semicolon", "dialect.semicolon"},
                 {"tab", "dialect.tab"},
                 {"bar", "dialect.bar"},
                 {"unquoted", "dialect.unquoted"},
                 {"no line end", "dialect.no-line-end"},
                 {"encoding guessed", "dialect.guessed"}};
    static const struct {
        const char *said, *word;
    } named[] = {{"sheet ", "dialect.sheet"}, {"table ", "dialect.table"}};
    static const char filled[] = " cells filled from above";
    size_t digits = part.n - (part.n < sizeof filled ? part.n : sizeof filled - 1);
    if (digits > 0 && memcmp(part.p + digits, filled, sizeof filled - 1) == 0)
        return FILL(c, "dialect.filled", {"n", {part.p, digits}});
    for (size_t i = 0; i < N_OF(whole); i++)
        if (str_eq(part, str_of(whole[i].said)))
            return say(c, whole[i].word);
    for (size_t i = 0; i < N_OF(named); i++) {
        struct str said = str_of(named[i].said);
        if (str_starts(part, said))
            return FILL(c, named[i].word, {"name", {part.p + said.n, part.n - said.n}});
    }
    return part;
}

static struct str dialect_text(struct composer *c, struct str dialect)
{
    struct str word[PARTS_MAX];
    size_t n = 0;
    while (dialect.n > 0 && n < PARTS_MAX) {
        const char *joint = memmem(dialect.p, dialect.n, ", ", 2);
        struct str part = {dialect.p, joint ? (size_t)(joint - dialect.p) : dialect.n};
        size_t passed = part.n + (joint ? 2 : 0);
        word[n++] = dialect_word(c, part);
        dialect.p += passed;
        dialect.n -= passed;
    }
    return joined(c, word, n);
}

int compose_readings(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    const struct format *f = &c->format;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.source", HEAD_TEXT, 0}, {"col.file", HEAD_TEXT, 0},
                        {"col.encoding", HEAD_FIXED, 0}, {"import.dialect", HEAD_TEXT, 0},
                        {"import.first", HEAD_FIXED, 0}, {"import.last", HEAD_FIXED, 0}));
    (void)err;
    table->table.title = block->title;
    table->table.empty = say(c, "quality.no-files");
    for (size_t i = 0; i < c->nfiles; i++) {
        const struct store_file *file = &c->file[i];
        if (!file->current)
            continue;
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(source_name(c, file->source));
        row[1] = cell_text(file->name);
        row[2] = cell_text(file->encoding);
        row[3] = cell_text(dialect_text(c, file->dialect));
        row[4] = file->has_span ? cell_stamp(f, file->first) : cell_dash(f);
        row[5] = file->has_span ? cell_stamp(f, file->last) : cell_dash(f);
    }
    merge_rows(table, 0, 0);
    table->table.note = say(c, "readings.note");
    return 0;
}
