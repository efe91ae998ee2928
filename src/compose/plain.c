/* plain: numbers and tables that programs read. */
#include "compose/plain.h"

#include "base/banned.h"

struct doc_cell plain_count(const struct format *f, int64_t n)
{
    return (struct doc_cell){.type = DOC_INTEGER,
                             .num = n,
                             .real = (double)n,
                             .text = num_print(f->arena, n, 0, NUM_PLAIN)};
}

struct doc_cell plain_real(double value)
{
    return (struct doc_cell){.type = DOC_DECIMAL, .real = value};
}

struct doc_cell plain_none(void)
{
    return (struct doc_cell){.flags = FLAG_MISSING};
}

struct node *plain_table(struct composer *c, struct node *parent, const char *id,
                         const char *const *ids, size_t n)
{
    struct head *head = arena_new(c->arena, n, sizeof *head);
    for (size_t i = 0; i < n; i++)
        head[i].word = "";
    struct node *node = put_dataset(c, parent, id, STR_NONE, head, n, ids);
    node->table.title = str_of(id);
    return node;
}
