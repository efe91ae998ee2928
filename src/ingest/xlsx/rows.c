/* rows: rows of one sheet of a workbook (.xlsx, .xlsm). The source names the sheet; without
 * a name it is the first visible one that holds a table. Workbooks that cannot be read are
 * refused by their kind: old binary ones, encrypted ones. */
#include "ingest/reader.h"
#include "ingest/xlsx/contents.h"
#include "ingest/xlsx/grid.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ingest/header.h"

#include "base/banned.h"

enum { TABLE_ROWS = 64, SHEETS_SHOWN = 240 };

struct xlsx {
    const char *path;
    struct package *package;
    struct contents contents;
    struct strings strings;
    struct formats formats;
    const struct contents_sheet *sheet;
    struct grid *grid;
    size_t width; /* of the rows at least */
};

#define ZIP_MARK       STR("PK\x03\x04")
#define ZIP_EMPTY_MARK STR("PK\x05\x06")
#define OLE_MARK       STR("\xD0\xCF\x11\xE0")

static bool xlsx_probe(struct str head)
{
    return str_starts(head, ZIP_MARK) || str_starts(head, ZIP_EMPTY_MARK) ||
           str_starts(head, OLE_MARK);
}

/* Compound files keep the names of their streams in UTF-16. */
static bool names_stream(struct str bytes, const char *name)
{
    char wide[64];
    size_t n = strlen(name) * 2;
    for (size_t i = 0; i < n; i++)
        wide[i] = i % 2 == 0 ? name[i / 2] : '\0';
    return memmem(bytes.p, bytes.n, wide, n) != NULL;
}

/* The sectors where the directory of a compound file begins. */
static size_t read_ole_directory(FILE *file, char *out, size_t cap)
{
    unsigned char head[512];
    if (fread(head, 1, sizeof head, file) != sizeof head)
        return 0;
    unsigned shift = head[30];
    unsigned long sector = head[48] | (unsigned long)head[49] << 8 |
                           (unsigned long)head[50] << 16 | (unsigned long)head[51] << 24;
    if (shift < 7 || shift > 16 || fseek(file, (long)((sector + 1) << shift), SEEK_SET))
        return 0;
    return fread(out, 1, cap, file);
}

static int refuse_ole(const char *path, struct err *err)
{
    char bytes[1 << 13];
    struct str directory = {bytes, 0};
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return err_system(err, path, "cannot open the file");
    directory.n = read_ole_directory(file, bytes, sizeof bytes);
    fclose(file);
    if (names_stream(directory, "EncryptedPackage"))
        return err_set(err, ERR_GATE, path, 0,
                       "the workbook is encrypted with a password; save it without one, "
                       "or export the sheet as CSV");
    if (names_stream(directory, "Workbook") || names_stream(directory, "Book"))
        return err_set(err, ERR_GATE, path, 0,
                       "the file is a workbook of the old binary kind (.xls); save it as "
                       ".xlsx or CSV");
    return err_set(
        err, ERR_GATE, path, 0,
        "the file is an old binary office file, perhaps .xls; save it as .xlsx "
        "or CSV");
}

static int refuse_sheet(const struct xlsx *xlsx, const char *what, struct str name,
                        struct err *err)
{
    struct buf list;
    buf_init(&list, 4096);
    for (size_t i = 0; i < xlsx->contents.n; i++) {
        const struct contents_sheet *sheet = &xlsx->contents.sheet[i];
        if (list.n + sheet->name.n > SHEETS_SHOWN) {
            buf_printf(&list, " and %zu more", xlsx->contents.n - i);
            break;
        }
        buf_printf(&list, "%s%zu \"%.*s\"%s", i > 0 ? ", " : "", i + 1,
                   STR_ARG(sheet->name),
                   sheet->part.n == 0 ? " (no cells)"
                   : sheet->hidden    ? " (hidden)"
                                      : "");
    }
    err_set(err, ERR_GATE, xlsx->path, 0, "%s%.*s%s; its sheets are %.*s", what,
            STR_ARG(name), name.n > 0 ? "\"" : "", STR_ARG(buf_view(&list)));
    buf_release(&list);
    return -1;
}

static int open_sheet(struct xlsx *xlsx, struct err *err)
{
    const struct grid_book book = {xlsx->package, &xlsx->strings, &xlsx->formats,
                                   xlsx->contents.from_1904, xlsx->width};
    return grid_open(&xlsx->grid, &book, xlsx->sheet->part, err);
}

static void close_sheet(struct xlsx *xlsx)
{
    grid_close(xlsx->grid);
    xlsx->grid = NULL;
}

static bool is_wide(const struct raw_row *row)
{
    size_t filled = 0;
    for (size_t i = 0; i < row->n; i++)
        filled += row->cell[i].n > 0;
    return filled > 1;
}

/* 2: the sheet begins with a table, rows of two or more cells; 1: it holds something;
 * 0: nothing; -1. */
static int weigh_sheet(struct xlsx *xlsx, struct err *err)
{
    struct raw_row row;
    int wide = 0, rows = 0, status = open_sheet(xlsx, err);
    while (status == 0 && rows < TABLE_ROWS && wide < 2) {
        status = grid_next(xlsx->grid, &row, err);
        if (status != 0)
            break;
        rows++;
        wide = is_wide(&row) ? wide + 1 : 0;
    }
    close_sheet(xlsx);
    return status < 0 ? -1 : wide > 1 ? 2 : rows > 0;
}

static int choose_sheet(struct xlsx *xlsx, struct err *err)
{
    int best = 0;
    for (size_t i = 0; i < xlsx->contents.n && best < 2; i++) {
        const struct contents_sheet *chosen = xlsx->sheet;
        xlsx->sheet = &xlsx->contents.sheet[i];
        int weight = 0;
        if (!xlsx->sheet->hidden && xlsx->sheet->part.n > 0)
            weight = weigh_sheet(xlsx, err);
        if (weight < 0)
            return -1;
        if (weight <= best)
            xlsx->sheet = chosen;
        else
            best = weight;
    }
    return best > 0 ? 0
                    : refuse_sheet(xlsx, "no visible sheet of the workbook holds a table",
                                   STR_NONE, err);
}

/* By its name, else by the place of its tab; the number of sheets when there is none. */
static size_t sheet_index(struct contents *contents, struct str wanted)
{
    struct str folded = header_fold(&contents->arena, wanted);
    int64_t number;
    for (size_t i = 0; i < contents->n; i++)
        if (str_eq(header_fold(&contents->arena, contents->sheet[i].name), folded))
            return i;
    bool placed = str_int(folded, &number) && number > 0;
    return placed && (uint64_t)number <= contents->n ? (size_t)number - 1 : contents->n;
}

static int find_sheet(struct xlsx *xlsx, struct str wanted, struct err *err)
{
    size_t index = sheet_index(&xlsx->contents, wanted);
    if (index == xlsx->contents.n)
        return refuse_sheet(xlsx, "the workbook has no sheet \"", wanted, err);
    xlsx->sheet = &xlsx->contents.sheet[index];
    if (xlsx->sheet->part.n == 0)
        return refuse_sheet(xlsx, "there are no cells in sheet \"", xlsx->sheet->name,
                            err);
    return 0;
}

static int load_parts(struct xlsx *xlsx, struct err *err)
{
    struct contents *contents = &xlsx->contents;
    if (package_open(&xlsx->package, xlsx->path, err) != 0 ||
        contents_load(contents, xlsx->package, err) != 0)
        return -1;
    if (contents->styles.n > 0 &&
        formats_load(&xlsx->formats, xlsx->package, contents->styles, err) != 0)
        return -1;
    if (contents->strings.n > 0 &&
        strings_load(&xlsx->strings, xlsx->package, contents->strings, err) != 0)
        return -1;
    return 0;
}

/* A name longer than there is room for is cut between characters. */
static void print_dialect(const struct xlsx *xlsx, char *out, size_t size)
{
    struct str name = xlsx->sheet->name;
    size_t room = size - sizeof "xlsx, sheet , 1900";
    if (name.n > room)
        for (name.n = room; name.n > 0 && utf8_is_tail(name.p[name.n]);)
            name.n--;
    snprintf(out, size, "xlsx, sheet %.*s, %s", STR_ARG(name),
             xlsx->contents.from_1904 ? "1904" : "1900");
}

static int xlsx_open(struct reader *reader, const struct source *source, struct err *err)
{
    struct xlsx *xlsx = reader->state = mem_new(1, sizeof *xlsx);
    FILE *file = fopen(reader->path, "rbe");
    char head[4] = {0};
    xlsx->path = reader->path;
    if (file == NULL)
        return err_system(err, reader->path, "cannot open the file");
    size_t n = fread(head, 1, sizeof head, file);
    fclose(file);
    if (str_starts((struct str){head, n}, OLE_MARK))
        return refuse_ole(reader->path, err);
    if (load_parts(xlsx, err) != 0)
        return -1;
    xlsx->width = reader_mapped_width(source);
    int status = source->sheet.n > 0 ? find_sheet(xlsx, source->sheet, err)
                                     : choose_sheet(xlsx, err);
    if (status != 0 || open_sheet(xlsx, err) != 0)
        return -1;
    reader->encoding = STR("UTF-8");
    reader->sparse = reader->typed = true;
    print_dialect(xlsx, reader->dialect, sizeof reader->dialect);
    return 0;
}

static int xlsx_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    const struct xlsx *xlsx = reader->state;
    int status = grid_next(xlsx->grid, row, err);
    if (status == 1 && reader->merges.n == 0) {
        merges_release(&reader->merges);
        reader->merges = grid_merges(xlsx->grid);
    }
    return status;
}

static void xlsx_close(struct reader *reader)
{
    struct xlsx *xlsx = reader->state;
    if (xlsx == NULL)
        return;
    close_sheet(xlsx);
    strings_release(&xlsx->strings);
    formats_release(&xlsx->formats);
    contents_release(&xlsx->contents);
    package_close(xlsx->package);
    mem_free(xlsx);
    reader->state = NULL;
}

size_t reader_sheets(const char *path, struct arena *arena, struct str *name, size_t cap)
{
    struct contents contents = {0};
    struct package *package = NULL;
    struct err err = {0};
    size_t n = 0;
    if (package_open(&package, path, &err) == 0) {
        if (contents_load(&contents, package, &err) == 0)
            for (size_t i = 0; i < contents.n && n < cap; i++)
                if (!contents.sheet[i].hidden && contents.sheet[i].part.n > 0)
                    name[n++] = arena_str(arena, contents.sheet[i].name);
        contents_release(&contents);
    }
    package_close(package);
    return n;
}

const struct reader_ops xlsx_reader = {"xlsx",    false,     xlsx_probe,
                                       xlsx_open, xlsx_next, xlsx_close};
