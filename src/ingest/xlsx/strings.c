/* strings: blocks of text that never move, so that cells can point into them. */
#include "ingest/xlsx/strings.h"

#include <string.h>

#include "ingest/reader.h"
#include "ingest/xlsx/rich.h"

#include "base/banned.h"

enum { STRINGS_CHUNK = 1 << 14 };

struct loading {
    struct strings *strings;
    struct rich rich;
    struct buf packed; /* length and text */
    const char *path;
    bool inside; /* an <si> */
};

static int start(void *self, const struct part_element *element, struct err *err)
{
    struct loading *in = self;
    (void)err;
    if (in->inside) {
        rich_start(&in->rich, element);
    } else if (str_eq(element->name, STR("si"))) {
        in->inside = true;
        rich_clear(&in->rich);
    }
    return 0;
}

static void put(struct loading *in)
{
    struct strings *strings = in->strings;
    uint32_t n = (uint32_t)in->rich.text.n;
    buf_clear(&in->packed);
    buf_put(&in->packed, &n, sizeof n);
    buf_put(&in->packed, in->rich.text.p, n);
    if (strings->n == strings->nchunks * STRINGS_CHUNK) {
        strings->chunk = mem_room(strings->chunk, strings->nchunks, &strings->cap,
                                  sizeof *strings->chunk);
        strings->chunk[strings->nchunks++] = mem_new(STRINGS_CHUNK, sizeof(char *));
    }
    strings->chunk[strings->n / STRINGS_CHUNK][strings->n % STRINGS_CHUNK] =
        arena_str(&strings->text, buf_view(&in->packed)).p;
    strings->n++;
}

static int end(void *self, struct str name, struct err *err)
{
    struct loading *in = self;
    if (!in->inside)
        return 0;
    if (!str_eq(name, STR("si"))) {
        rich_end(&in->rich, name);
        return 0;
    }
    in->inside = false;
    if (buf_failed(&in->rich.text))
        return err_set(err, ERR_GATE, in->path, 0,
                       "shared string %zu is longer than 1 MiB", in->strings->n + 1);
    put(in);
    if (in->strings->text.total + in->strings->n * sizeof(char *) > STRINGS_MAX)
        return err_set(err, ERR_GATE, in->path, 0,
                       "the shared strings take more than 512 MiB; export it as CSV");
    return 0;
}

static int text(void *self, struct str piece, struct err *err)
{
    struct loading *in = self;
    (void)err;
    if (in->inside)
        rich_text(&in->rich, piece);
    return 0;
}

int strings_load(struct strings *strings, struct package *package, struct str part,
                 struct err *err)
{
    static const struct part_sink sink = {start, end, text};
    struct loading in = {.strings = strings, .path = package_path(package)};
    rich_init(&in.rich);
    buf_init(&in.packed, CELL_MAX + sizeof(uint32_t));
    int result = part_parse(package, part, &sink, &in, err);
    rich_release(&in.rich);
    buf_release(&in.packed);
    return result;
}

bool strings_at(const struct strings *strings, size_t number, struct str *out)
{
    uint32_t n;
    if (number >= strings->n)
        return false;
    const char *p = strings->chunk[number / STRINGS_CHUNK][number % STRINGS_CHUNK];
    memcpy(&n, p, sizeof n);
    *out = (struct str){p + sizeof n, n};
    return true;
}

void strings_release(struct strings *strings)
{
    for (size_t i = 0; i < strings->nchunks; i++)
        mem_free(strings->chunk[i]);
    mem_free(strings->chunk);
    arena_release(&strings->text);
    *strings = (struct strings){.n = 0};
}
