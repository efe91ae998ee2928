/* letter: nothing is computed here; figures stand in the summary as the pack says them. */
#include "deliver/letter.h"

#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

#include "base/banned.h"

/* Characters of an attached file's name, without its ending; of a longer one the middle goes,
 * as period and revision stand last. */
enum { NAME_MOST = 60, NAME_LAST = 24 };

#define FILL(l, arena, id, ...)                                                          \
    words_fill((l)->words, (arena), (id), (const struct words_arg[]){__VA_ARGS__},       \
               sizeof((const struct words_arg[]){__VA_ARGS__}) /                         \
                   sizeof(struct words_arg))

static bool is_wanted(const struct letter *letter, const struct seal_output *file)
{
    static const struct {
        const char *role;
        unsigned wants;
    } known[] = {{"pdf", GETS_PDF},
                 {"volume", GETS_PDF},
                 {"xlsx", GETS_XLSX},
                 {"json", GETS_FIGURES}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(file->role, str_of(known[i].role)))
            return (letter->wants & known[i].wants) != 0;
    return false;
}

static bool is_attached(const struct letter *letter, const struct seal_output *file)
{
    return !letter->is_large && is_wanted(letter, file);
}

struct str letter_subject(const struct letter *letter, struct arena *arena)
{
    const char *id = letter->sealed->provisional ? "mail.provisional" : "mail.subject";
    return FILL(letter, arena, id, {"title", letter->sealed->title});
}

/* --- names of files --------------------------------------------------------------- */

static struct str ending_of(struct str name)
{
    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == '.')
            return (struct str){name.p + i, name.n - i};
    return STR_NONE;
}

/* What sets volumes apart: "-vol2" at the end of the sealed name. */
static struct str part_of(const struct seal_output *file, struct str ending)
{
    size_t end = file->name.n - ending.n, from = end;
    if (!str_eq(file->role, STR("volume")))
        return STR_NONE;
    while (from > 0 && file->name.p[from - 1] != '-')
        from--;
    from -= from > 0;
    return (struct str){file->name.p + from, end - from};
}

static struct str short_name(struct arena *arena, struct str text)
{
    size_t n = utf8_count(text);
    if (n <= NAME_MOST)
        return text;
    struct str first = utf8_head(text, NAME_MOST - NAME_LAST - 3);
    size_t skipped = utf8_head(text, n - NAME_LAST).n;
    struct str last = {text.p + skipped, text.n - skipped};
    return arena_printf(arena, "%.*s...%.*s", STR_ARG(first), STR_ARG(last));
}

/* The subject as a name that every system takes; figures.json keeps its own. */
static struct str readers_name(const struct letter *letter, struct arena *arena,
                               const struct seal_output *file)
{
    struct str title = short_name(arena, letter_subject(letter, arena));
    struct str ending = ending_of(file->name), part = part_of(file, ending);
    if (str_eq(file->role, STR("json")))
        return file->name;
    char *name = arena_new(arena, title.n + 1, 1);
    for (size_t i = 0; i < title.n; i++) {
        bool bad = (unsigned char)title.p[i] < 0x20 || title.p[i] == 0x7f ||
                   strchr("/\\:*?\"<>|", title.p[i]) != NULL;
        name[i] = bad ? '_' : title.p[i];
    }
    return arena_printf(arena, "%s%.*s%.*s", name, STR_ARG(part), STR_ARG(ending));
}

/* --- the text ------------------------------------------------------------------------ */

static struct str count_text(struct arena *arena, int64_t n)
{
    return num_print(arena, n, 0, NUM_GROUP);
}

/* Megabytes with one decimal, rounded up: what is too large never looks as if it fitted. */
static struct str megabytes(struct arena *arena, int64_t bytes)
{
    return num_print(arena, (bytes + 99999) / 100000, 1, NUM_GROUP);
}

static void put_line(struct buf *out, struct str line)
{
    buf_str(out, line);
    buf_char(out, '\n');
}

static void put_file(const struct letter *letter, struct arena *arena, struct buf *out,
                     const struct seal_output *file)
{
    struct str bytes = count_text(arena, file->bytes);
    put_line(out, arena_printf(arena, "\n%.*s", STR_ARG(file->name)));
    if (is_attached(letter, file)) {
        buf_text(out, "  ");
        put_line(out, FILL(letter, arena, "mail.file-attached",
                           {"name", readers_name(letter, arena, file)}));
    }
    buf_text(out, "  ");
    put_line(out, FILL(letter, arena, "mail.file", {"bytes", bytes},
                       {"digest", sha256_hex(arena, &file->digest)}));
}

static void put_files(const struct letter *letter, struct arena *arena, struct buf *out)
{
    const struct sealed *sealed = letter->sealed;
    put_line(out, FILL(letter, arena, "mail.files", {"folder", sealed->folder}));
    for (size_t i = 0; i < sealed->nfiles; i++)
        put_file(letter, arena, out, &sealed->file[i]);
    buf_char(out, '\n');
    put_line(out, FILL(letter, arena, "mail.verify", {"folder", sealed->folder},
                       {"identity", sealed->identity}));
}

struct str letter_body(const struct letter *letter, struct arena *arena)
{
    struct buf out;
    buf_init(&out, 16 << 20);
    put_line(&out, letter_subject(letter, arena));
    if (letter->is_large) {
        buf_char(&out, '\n');
        put_line(&out,
                 FILL(letter, arena, letter->limit ? "mail.large" : "mail.too-large",
                      {"size", megabytes(arena, letter->size)},
                      {"limit", megabytes(arena, letter->limit)},
                      {"folder", letter->sealed->folder}));
    }
    buf_str(&out, letter->sealed->summary);
    buf_text(&out, "\n\n");
    put_files(letter, arena, &out);
    buf_char(&out, '\n');
    put_line(&out, words_text(letter->words, "mail.automatic"));
    struct str body = arena_str(arena, buf_view(&out));
    buf_release(&out);
    return body;
}

/* --- the files ------------------------------------------------------------------------ */

static const char *type_of(struct str role)
{
    if (str_eq(role, STR("xlsx")))
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return str_eq(role, STR("json")) ? "application/json" : "application/pdf";
}

int letter_files(const struct letter *letter, struct arena *arena,
                 struct message_file **file, size_t *n, struct err *err)
{
    const struct sealed *sealed = letter->sealed;
    *file = arena_new(arena, sealed->nfiles, sizeof **file);
    *n = 0;
    for (size_t i = 0; i < sealed->nfiles; i++) {
        const struct seal_output *output = &sealed->file[i];
        if (!is_attached(letter, output))
            continue;
        struct message_file *one = &(*file)[(*n)++];
        one->type = type_of(output->role);
        one->name = readers_name(letter, arena, output);
        one->plain = output->name;
        if (sealed_read(sealed, output, arena, &one->bytes, err) != 0)
            return -1;
    }
    return 0;
}

int64_t letter_size(const struct letter *letter)
{
    int64_t size = 0;
    for (size_t i = 0; i < letter->sealed->nfiles; i++)
        if (is_wanted(letter, &letter->sealed->file[i]))
            size += mime_base64_size(letter->sealed->file[i].bytes);
    return size;
}

struct str letter_names(const struct letter *letter, struct arena *arena)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    for (size_t i = 0; i < letter->sealed->nfiles; i++) {
        if (!is_attached(letter, &letter->sealed->file[i]))
            continue;
        buf_text(&out, out.n ? " " : "");
        buf_str(&out, letter->sealed->file[i].name);
    }
    struct str names = arena_str(arena, buf_view(&out));
    buf_release(&out);
    return names;
}
