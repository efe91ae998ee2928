/* package: the directory of the container is read once; parts are then found in it. minizip
 * knows the container and hands out the packed bytes; they are inflated, measured and
 * summed here. */
#include "ingest/xlsx/package.h"

#include <minizip/unzip.h>
#include <string.h>

#include "base/mem.h"
#include "base/packer.h"
#include "base/unpacker.h"

#include "base/banned.h"

enum { NAME_MAX_BYTES = 512, ENCRYPTED = 1, STORED = 0, DEFLATED = 8, PIECE = 1 << 15 };

struct entry {
    struct str name; /* in lower case, '/' between folders, none in front */
    unz64_file_pos at;
    uint64_t packed, size;
    uint32_t sum;
    bool encrypted, known_method, stored;
};

struct package {
    const char *path;
    unzFile zip;
    struct arena arena;
    struct entry *entry;
    size_t n, cap;
    struct unpacker *unpacker;
    const struct entry *open; /* the part being read; NULL: none */
    struct str packed;        /* of it, what waits in `piece` */
    uint64_t given;           /* of it, inflated */
    uint32_t sum;
    bool ended; /* the stream is, all of it was given */
    char piece[PIECE];
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
    entry.sum = (uint32_t)info.crc;
    entry.stored = info.compression_method == STORED;
    entry.encrypted = (info.flag & ENCRYPTED) != 0;
    entry.known_method = entry.stored || info.compression_method == DEFLATED;
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
    package->unpacker = unpacker_new();
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
        unzOpenCurrentFile2(package->zip, NULL, NULL, 1) != UNZ_OK)
        return refuse(package, entry->name, "is damaged; export the workbook again", err);
    package->open = entry;
    package->packed = STR_NONE;
    package->given = package->sum = 0;
    package->ended = false;
    unpacker_begin(package->unpacker);
    return 0;
}

/* The next bytes as they lie in the container; none are left when `packed` stays empty. */
static int fill(struct package *package)
{
    if (package->packed.n > 0)
        return 0;
    int n = unzReadCurrentFile(package->zip, package->piece, PIECE);
    package->packed = (struct str){package->piece, n > 0 ? (size_t)n : 0};
    return n < 0 ? -1 : 0;
}

static int take_stored(struct package *package, char *out, size_t cap, size_t *n)
{
    *n = package->packed.n < cap ? package->packed.n : cap;
    memcpy(out, package->packed.p, *n);
    package->packed.p += *n;
    package->packed.n -= *n;
    return *n == 0;
}

/* Some bytes of the part: 0, 1 at its end, -1 when it is damaged. */
static int inflate_some(struct package *package, char *out, size_t cap, size_t *n)
{
    *n = 0;
    if (fill(package) != 0)
        return -1;
    if (package->open->stored)
        return take_stored(package, out, cap, n);
    bool dry = package->packed.n == 0;
    int status = unpacker_run(package->unpacker, &package->packed, out, cap, n);
    return status == 0 && dry && *n == 0 ? -1 : status; /* cut off */
}

/* What it was said to be. */
static bool is_whole(const struct package *package)
{
    return package->given == package->open->size && package->sum == package->open->sum;
}

int package_read(struct package *package, char *out, size_t cap, size_t *n,
                 struct err *err)
{
    int status = 0;
    *n = 0;
    while (*n < cap && !package->ended && status >= 0) {
        size_t got;
        status = inflate_some(package, out + *n, cap - *n, &got);
        package->sum = packer_crc(package->sum, (struct str){out + *n, got});
        package->given += got;
        package->ended = status > 0;
        *n += got;
        if (package->given > package->open->size)
            status = -1;
    }
    if (status < 0 || (package->ended && !is_whole(package)))
        return refuse(package, package->open->name,
                      "is damaged or cut off; export the workbook again", err);
    return 0;
}

void package_end(struct package *package)
{
    if (package->open != NULL)
        unzCloseCurrentFile(package->zip);
    package->open = NULL;
}

void package_close(struct package *package)
{
    if (package == NULL)
        return;
    package_end(package);
    if (package->zip != NULL)
        unzClose(package->zip);
    unpacker_free(package->unpacker);
    arena_release(&package->arena);
    mem_free(package->entry);
    mem_free(package);
}
