/* package: the directory of the container is read once; parts are then found in it.
 * minizip inflates and sums, the limits are ours. */
#include "ingest/xlsx/package.h"

#include <minizip/unzip.h>

#include "base/mem.h"

#include "base/banned.h"

enum { NAME_MAX_BYTES = 512, ENCRYPTED = 1, STORED = 0, DEFLATED = 8 };

struct entry {
    struct str name; /* in lower case, '/' between folders, none in front */
    unz64_file_pos at;
    uint64_t packed, size;
    bool encrypted, known_method;
};

struct package {
    const char *path;
    unzFile zip;
    struct arena arena;
    struct entry *entry;
    size_t n, cap;
    struct str open; /* name of the part being read; empty: none */
};

static int refuse(const struct package *package, struct str part, const char *what,
                  struct err *err)
{
    return err_set(err, ERR_GATE, package->path, 0, "part %.*s of the workbook %s",
                   STR_ARG(part), what);
}

static struct str fold_name(struct arena *arena, struct str name)
{
    char *out = arena_new(arena, name.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i] == '\\' ? '/' : name.p[i];
        if (c == '/' && n == 0)
            continue;
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct str){out, n};
}

/* Names longer than any part of a workbook are passed over. */
static int put_entry(struct package *package)
{
    char name[NAME_MAX_BYTES];
    unz_file_info64 info;
    struct entry entry = {.encrypted = false};
    if (unzGetCurrentFileInfo64(package->zip, &info, name, sizeof name, NULL, 0, NULL,
                                0) != UNZ_OK ||
        unzGetFilePos64(package->zip, &entry.at) != UNZ_OK)
        return -1;
    if (info.size_filename >= sizeof name)
        return 0;
    entry.name = fold_name(&package->arena, (struct str){name, info.size_filename});
    entry.packed = info.compressed_size;
    entry.size = info.uncompressed_size;
    entry.encrypted = (info.flag & ENCRYPTED) != 0;
    entry.known_method =
        info.compression_method == STORED || info.compression_method == DEFLATED;
    package->entry =
        mem_room(package->entry, package->n, &package->cap, sizeof *package->entry);
    package->entry[package->n++] = entry;
    return 0;
}

static int read_directory(struct package *package, struct err *err)
{
    int code = unzGoToFirstFile(package->zip);
    for (; code == UNZ_OK; code = unzGoToNextFile(package->zip)) {
        if (package->n == PACKAGE_PARTS_MAX)
            return err_set(err, ERR_GATE, package->path, 0,
                           "the zip container has more than %d parts: no workbook",
                           PACKAGE_PARTS_MAX);
        if (put_entry(package) != 0)
            break;
    }
    if (code == UNZ_END_OF_LIST_OF_FILE)
        return 0;
    return err_set(err, ERR_GATE, package->path, 0,
                   "the directory of the zip container is damaged; export the workbook "
                   "again");
}

int package_open(struct package **out, const char *path, struct err *err)
{
    struct package *package = mem_new(1, sizeof *package);
    package->path = path;
    package->zip = unzOpen64(path);
    if (package->zip == NULL)
        err_set(
            err, ERR_GATE, path, 0,
            "the file begins as a workbook (zip container) but its end is missing: it "
            "was cut off or damaged; export or copy it again");
    if (package->zip == NULL || read_directory(package, err) != 0) {
        package_close(package);
        return -1;
    }
    *out = package;
    return 0;
}

const char *package_path(const struct package *package)
{
    return package->path;
}

/* The entry of that name, NULL when there is none; *count says how many there are. */
static const struct entry *find(const struct package *package, struct str part,
                                size_t *count)
{
    const struct entry *found = NULL;
    struct arena scratch;
    arena_init(&scratch);
    struct str name = fold_name(&scratch, part);
    *count = 0;
    for (size_t i = 0; i < package->n; i++)
        if (str_eq(package->entry[i].name, name)) {
            found = &package->entry[i];
            ++*count;
        }
    arena_release(&scratch);
    return found;
}

bool package_has(const struct package *package, struct str part)
{
    size_t count;
    return find(package, part, &count) != NULL;
}

static int check_entry(const struct package *package, const struct entry *entry,
                       size_t count, struct err *err)
{
    if (count > 1)
        return refuse(package, entry->name,
                      "is there twice: the file is damaged or forged", err);
    if (entry->encrypted)
        return refuse(package, entry->name,
                      "is encrypted; save the workbook without a password", err);
    if (!entry->known_method)
        return refuse(package, entry->name,
                      "is packed in a way that workbooks do not use; save it again as "
                      ".xlsx",
                      err);
    if (entry->size > PACKAGE_RATIO_FROM &&
        entry->size / PACKAGE_RATIO_MAX > entry->packed)
        return refuse(package, entry->name,
                      "claims to inflate more than 200 times, as a zip bomb does; export "
                      "it as CSV if it is genuine",
                      err);
    return 0;
}

int package_begin(struct package *package, struct str part, struct err *err)
{
    size_t count;
    const struct entry *entry = find(package, part, &count);
    package_end(package);
    if (entry == NULL)
        return refuse(package, part, "is missing; export the workbook again", err);
    if (check_entry(package, entry, count, err) != 0)
        return -1;
    unz64_file_pos at = entry->at;
    if (unzGoToFilePos64(package->zip, &at) != UNZ_OK ||
        unzOpenCurrentFile(package->zip) != UNZ_OK)
        return refuse(package, entry->name, "is damaged; export the workbook again", err);
    package->open = entry->name;
    return 0;
}

int package_read(struct package *package, char *out, size_t cap, size_t *n,
                 struct err *err)
{
    int got = unzReadCurrentFile(package->zip, out, (unsigned)cap);
    bool sound = got > 0;
    if (got == 0)
        sound = unzeof(package->zip) == 1 && unzCloseCurrentFile(package->zip) == UNZ_OK;
    if (!sound)
        return refuse(package, package->open,
                      "is damaged or cut off; export the workbook again", err);
    if (got == 0)
        package->open = STR_NONE;
    *n = (size_t)got;
    return 0;
}

void package_end(struct package *package)
{
    if (package->open.n > 0)
        unzCloseCurrentFile(package->zip);
    package->open = STR_NONE;
}

void package_close(struct package *package)
{
    if (package == NULL)
        return;
    package_end(package);
    if (package->zip != NULL)
        unzClose(package->zip);
    arena_release(&package->arena);
    mem_free(package->entry);
    mem_free(package);
}
