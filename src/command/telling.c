/* telling: lines and lists of words, written to the stream of a command. */
#include "command/telling.h"

#include "base/banned.h"

struct str telling_fill(const struct telling *t, const char *id,
                        const struct words_arg *args, size_t n)
{
    return words_fill(t->run->job.words, &t->run->arena, id, args, n);
}

void telling_put(const struct telling *t, const char *label, struct str text)
{
    if (text.n == 0)
        return;
    if (label)
        fprintf(t->out, "%.*s\n", STR_ARG(SAY(t, label)));
    fprintf(t->out, "  %.*s\n", STR_ARG(text));
}

struct str telling_number(const struct telling *t, int64_t n, int scale)
{
    return num_print(&t->run->arena, n, scale, NUM_PLAIN);
}

void telling_append(struct buf *list, struct str separator, struct str text)
{
    if (list->n > 0) {
        buf_str(list, separator);
        if (separator.n > 0 && (unsigned char)separator.p[separator.n - 1] < 0x80)
            buf_char(list, ' ');
    }
    buf_str(list, text);
}

struct str telling_finish(const struct telling *t, struct buf *list)
{
    struct str text = arena_str(&t->run->arena, buf_view(list));
    buf_release(list);
    return text;
}
