/* sqlite_functions: see the header. The results are those of SQLite for texts that are
 * UTF-8; what is none is no value for the reader anyway. */
#include "ingest/sqlite_functions.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#include "base/banned.h"

enum { PATTERN_MAX = 256 }; /* of LIKE and GLOB: 0.6 s over a text of 1 MiB at worst */

static struct str text_of(sqlite3_value *value)
{
    const char *p = (const char *)sqlite3_value_text(value);
    return (struct str){p, p == NULL ? 0 : (size_t)sqlite3_value_bytes(value)};
}

static bool any_null(sqlite3_value **value, int n)
{
    for (int i = 0; i < n; i++)
        if (sqlite3_value_type(value[i]) == SQLITE_NULL)
            return true;
    return false;
}

static sqlite3_int64 characters(struct str text)
{
    sqlite3_int64 n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += !utf8_is_tail(text.p[i]);
    return n;
}

static const char *find(struct str in, struct str what)
{
    return in.n < what.n ? NULL : memmem(in.p, in.n, what.p, what.n);
}

/* instr(X, Y): bytes where both are blobs, else characters. */
static void find_text(sqlite3_context *context, int n, sqlite3_value **value)
{
    if (any_null(value, n))
        return;
    bool bytes = sqlite3_value_type(value[0]) == SQLITE_BLOB &&
                 sqlite3_value_type(value[1]) == SQLITE_BLOB;
    struct str in, what;
    if (bytes) {
        in.p = sqlite3_value_blob(value[0]);
        what.p = sqlite3_value_blob(value[1]);
        in.n = (size_t)sqlite3_value_bytes(value[0]);
        what.n = (size_t)sqlite3_value_bytes(value[1]);
    } else {
        in = text_of(value[0]);
        what = text_of(value[1]);
    }
    const char *at = what.n == 0 ? in.p : find(in, what);
    struct str before = {in.p, at != NULL ? (size_t)(at - in.p) : 0};
    if (what.n > 0 && at == NULL)
        sqlite3_result_int(context, 0);
    else
        sqlite3_result_int64(context,
                             1 + (bytes ? (sqlite3_int64)before.n : characters(before)));
}

/* replace(X, Y, Z); nothing is replaced where Y is empty, whatever Z is. */
static void replace_text(sqlite3_context *context, int n, sqlite3_value **value)
{
    struct str in = text_of(value[0]), what = text_of(value[1]), by = text_of(value[2]);
    if (what.p != NULL && what.n == 0)
        sqlite3_result_value(context, value[0]);
    if (what.n == 0 || any_null(value, n))
        return;
    const char *at;
    struct buf out;
    buf_init(&out, (size_t)sqlite3_limit(sqlite3_context_db_handle(context),
                                         SQLITE_LIMIT_LENGTH, -1));
    while ((at = find(in, what)) != NULL && !buf_failed(&out)) {
        size_t before = (size_t)(at - in.p);
        buf_put(&out, in.p, before);
        buf_str(&out, by);
        in.p += before + what.n;
        in.n -= before + what.n;
    }
    buf_str(&out, in);
    if (buf_failed(&out))
        sqlite3_result_error_toobig(context);
    else
        sqlite3_result_text64(context, out.p, out.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    buf_release(&out);
}

static struct str first_character(struct str text)
{
    size_t n = text.n > 0;
    while (n < text.n && utf8_is_tail(text.p[n]))
        n++;
    return (struct str){text.p, n};
}

static struct str last_character(struct str text)
{
    size_t at = text.n > 0 ? text.n - 1 : 0;
    while (at > 0 && utf8_is_tail(text.p[at]))
        at--;
    return (struct str){text.p + at, text.n - at};
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct set { /* of characters, sorted */
    struct str *item;
    size_t n;
};

static struct set set_of(struct str text)
{
    struct set set = {mem_new(text.n + 1, sizeof(struct str)), 0};
    while (text.n > 0) {
        struct str c = set.item[set.n++] = first_character(text);
        text.p += c.n;
        text.n -= c.n;
    }
    qsort(set.item, set.n, sizeof *set.item, by_bytes);
    return set;
}

static bool is_in(const struct set *set, struct str c)
{
    return c.n > 0 && bsearch(&c, set->item, set->n, sizeof *set->item, by_bytes) != NULL;
}

static struct str trimmed(struct str text, const struct set *set, int sides)
{
    struct str c;
    while ((sides & 1) != 0 && is_in(set, c = first_character(text))) {
        text.p += c.n;
        text.n -= c.n;
    }
    while ((sides & 2) != 0 && is_in(set, c = last_character(text)))
        text.n -= c.n;
    return text;
}

/* trim(X), trim(X, characters), and of one side; which is what the function came with. */
static void trim_text(sqlite3_context *context, int n, sqlite3_value **value)
{
    const int *sides = sqlite3_user_data(context);
    if (any_null(value, n))
        return;
    struct set set = set_of(n == 2 ? text_of(value[1]) : STR(" "));
    struct str out = trimmed(text_of(value[0]), &set, *sides);
    sqlite3_result_text64(context, out.p, out.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    mem_free(set.item);
}

/* Merging takes the product of the members of two objects. */
bool sqlite_functions_refused(const char *name)
{
    return sqlite3_stricmp(name, "load_extension") == 0 ||
           sqlite3_stricmp(name, "json_patch") == 0;
}

int sqlite_functions_bound(sqlite3 *db)
{
    static const int left = 1, right = 2, both = 3;
    static const struct {
        const char *name;
        int arguments;
        const int *sides;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        {"instr", 2, NULL, find_text},   {"replace", 3, NULL, replace_text},
        {"trim", 1, &both, trim_text},   {"trim", 2, &both, trim_text},
        {"ltrim", 1, &left, trim_text},  {"ltrim", 2, &left, trim_text},
        {"rtrim", 1, &right, trim_text}, {"rtrim", 2, &right, trim_text},
    };
    static const char *modules[] = {"json_each", "json_tree", NULL};
    int code = sqlite3_drop_modules(db, modules);
    for (size_t i = 0; i < sizeof functions / sizeof *functions && code == SQLITE_OK; i++)
        code = sqlite3_create_function(
            db, functions[i].name, functions[i].arguments,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
            (void *)functions[i].sides, functions[i].call, NULL, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN_MAX);
    return code;
}
