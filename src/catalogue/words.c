/* words: the words catalogue as a table sorted by id, last definition first found. */
#include "catalogue/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

#include "base/banned.h"

enum { MISSING_SHOWN = 4 };

struct word {
    struct str id, text;
    size_t order;
};
struct words {
    struct word *word;
    size_t n, cap;
    struct arena *arena;
    struct str *unknown; /* one, shared: asking is const */
};

static const struct word *known_word(const struct words *words, size_t n, struct str id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(words->word[i].id, id))
            return &words->word[i];
    return NULL;
}

/* The next "{name}" of a text. */
static bool next_slot(struct str *rest, struct str *slot)
{
    const char *open = rest->n ? memchr(rest->p, '{', rest->n) : NULL;
    const char *close =
        open ? memchr(open, '}', rest->n - (size_t)(open - rest->p)) : NULL;
    if (!close)
        return false;
    *slot = (struct str){open, (size_t)(close - open) + 1};
    *rest = (struct str){close + 1, rest->n - (size_t)(close + 1 - rest->p)};
    return true;
}

static bool holds(struct str text, struct str part)
{
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (memcmp(text.p + i, part.p, part.n) == 0)
            return true;
    return false;
}

/* A word that is closest to a mistyped id; one of its own may be as it likes. */
static struct str meant(const struct words *words, size_t n, struct str id)
{
    struct str near = STR_NONE;
    size_t least = 3;
    for (size_t i = 0; i < n; i++) {
        size_t edits = utf8_distance(words->word[i].id, id);
        if (edits < least) {
            least = edits;
            near = words->word[i].id;
        }
    }
    return near;
}

/* The first {name} of a text that the word as shipped does not have. */
static bool strange_slot(struct str text, struct str shipped, struct str *slot)
{
    while (next_slot(&text, slot))
        if (!holds(shipped, *slot))
            return true;
    return false;
}

static int refuse_slot(struct err *err, const char *path, long line, struct str id,
                       struct str slot, struct str shipped)
{
    return err_set(err, ERR_JOB, path, line,
                   "word '%.*s' is never given %.*s; as shipped it is: %.*s", STR_ARG(id),
                   STR_ARG(slot), STR_ARG(shipped));
}

/* What a user's file says in the place of the first `n` words. */
static int check_words(const struct words *words, size_t n, const char *path,
                       struct arena *arena, const xmlNode *root, struct err *err)
{
    for (const xmlNode *w = xml_first(root, "w"); w; w = xml_next(w, "w")) {
        struct str id = xml_attr(w, "id"), slot;
        const struct word *old = known_word(words, n, id);
        struct str near = old ? STR_NONE : meant(words, n, id);
        if (near.n)
            return err_set(err, ERR_JOB, path, xml_line(w),
                           "no word '%.*s' is ever asked for; did you mean '%.*s'?",
                           STR_ARG(id), STR_ARG(near));
        if (old && strange_slot(xml_text(arena, w), old->text, &slot))
            return refuse_slot(err, path, xml_line(w), id, slot, old->text);
    }
    return 0;
}

static void put_words(struct words *words, struct cat_load *load, const xmlNode *root)
{
    for (const xmlNode *w = xml_first(root, "w"); w; w = xml_next(w, "w")) {
        words->word = mem_room(words->word, words->n, &words->cap, sizeof *words->word);
        words->word[words->n] = (struct word){arena_str(load->arena, xml_attr(w, "id")),
                                              xml_text(load->arena, w), words->n};
        words->n++;
    }
}

static int compare(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    int order = str_cmp(x->id, y->id);
    return order ? order : x->order < y->order ? 1 : -1;
}

/* Sorts, keeps the last definition of each id and moves the table into the arena. */
static void settle(struct words *words, struct arena *arena)
{
    struct word *heap = words->word;
    size_t kept = 0;
    qsort(heap, words->n, sizeof *heap, compare);
    for (size_t i = 0; i < words->n; i++)
        if (!kept || !str_eq(heap[kept - 1].id, heap[i].id))
            heap[kept++] = heap[i];
    words->word = arena_new(arena, kept ? kept : 1, sizeof *heap);
    memcpy(words->word, heap, kept * sizeof *heap);
    words->n = words->cap = kept;
    mem_free(heap);
}

int words_load(struct words **out, struct cat_load *load, size_t first, size_t n,
               struct err *err)
{
    struct words *words = arena_new(load->arena, 1, sizeof *words);
    struct str schema = arena_printf(load->arena, "%s/words.rng", load->schemas);
    int status = 0;
    words->word = mem_new(1, sizeof *words->word);
    words->cap = 1;
    words->arena = load->arena;
    words->unknown = arena_new(load->arena, 1, sizeof *words->unknown);
    for (size_t i = first; i < first + n && status == 0; i++) {
        const struct cat_file *file = &load->file[i];
        struct str path = arena_str(load->arena, file->path);
        xmlDoc *doc = NULL;
        status = xml_load(&doc, file->text, path.p, schema.p, err);
        if (status == 0 && i > first)
            status = check_words(words, words->n, path.p, load->arena,
                                 xmlDocGetRootElement(doc), err);
        if (status == 0)
            put_words(words, load, xmlDocGetRootElement(doc));
        xmlFreeDoc(doc);
    }
    settle(words, load->arena);
    *out = words;
    return status;
}

static int find(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct word *)element)->id);
}

static const struct word *lookup(const struct words *words, struct str id)
{
    return bsearch(&id, words->word, words->n, sizeof *words->word, find);
}

/* Every word of `root` stands in the words, with no {name} of its own. */
static int compare_words(const struct words *words, const xmlNode *root,
                         struct cat_load *load, const char *own, const char *full,
                         struct err *err)
{
    struct buf list;
    size_t missing = 0;
    int status = 0;
    buf_init(&list, SIZE_MAX / 2);
    for (const xmlNode *w = xml_first(root, "w"); w && status == 0;
         w = xml_next(w, "w")) {
        struct str id = xml_attr(w, "id"), text = xml_text(load->arena, w), slot;
        const struct word *word = lookup(words, id);
        if (word && strange_slot(word->text, text, &slot))
            status = refuse_slot(err, own, 0, id, slot, text);
        if (!word && missing++ < MISSING_SHOWN)
            buf_printf(&list, "%s%.*s", missing > 1 ? ", " : "", STR_ARG(id));
    }
    if (status == 0 && missing > 0)
        status = err_set(err, ERR_JOB, own, 0, "%zu words are missing that %s has: %s%s",
                         missing, full, list.p, missing > MISSING_SHOWN ? ", ..." : "");
    buf_release(&list);
    return status;
}

int words_check(const struct words *words, struct cat_load *load, const char *own,
                const char *path, struct err *err)
{
    struct str text;
    xmlDoc *doc = NULL;
    if (file_read(path, CATALOGUE_MAX, load->arena, &text, err) != 0 ||
        xml_load(&doc, text, path, NULL, err) != 0)
        return -1;
    int status = compare_words(words, xmlDocGetRootElement(doc), load, own,
                               file_name(str_of(path)).p, err);
    xmlFreeDoc(doc);
    return status;
}

struct str words_text(const struct words *words, const char *id)
{
    struct str key = str_of(id);
    const struct word *word = lookup(words, key);
    if (word)
        return word->text;
    if (!words->unknown->n)
        *words->unknown = arena_str(words->arena, key);
    return key;
}

static const struct str *argument(const struct words_arg *arg, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(arg[i].name), name))
            return &arg[i].value;
    return NULL;
}

/* "{name}" is replaced when an argument has that name; anything else stays as it is. */
struct str words_fill(const struct words *words, struct arena *arena, const char *id,
                      const struct words_arg *arg, size_t n)
{
    struct str rest = words_text(words, id);
    struct buf out;
    buf_init(&out, SIZE_MAX / 2);
    while (rest.n) {
        const char *open = memchr(rest.p, '{', rest.n);
        size_t before = open ? (size_t)(open - rest.p) : rest.n;
        const char *close = open ? memchr(open, '}', rest.n - before) : NULL;
        buf_put(&out, rest.p, before);
        rest = (struct str){rest.p + before, rest.n - before};
        if (!rest.n)
            break;
        size_t taken = close ? (size_t)(close - open) + 1 : rest.n;
        const struct str *value =
            close ? argument(arg, n, (struct str){open + 1, taken - 2}) : NULL;
        buf_str(&out, value ? *value : (struct str){rest.p, taken});
        rest = (struct str){rest.p + taken, rest.n - taken};
    }
    struct str text = arena_str(arena, buf_view(&out));
    buf_release(&out);
    return text;
}

const char *words_unknown(const struct words *words)
{
    return words->unknown->n ? words->unknown->p : NULL;
}
