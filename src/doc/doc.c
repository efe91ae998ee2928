/* doc: building the tree and walking it. What may stand where is said once, in
 * doc_kinds.def; the masks below are the only reading of it. */
#include "doc/doc.h"

#include <assert.h>

#include "base/banned.h"

#define IN(kind) (1ul << DOC_##kind)
static_assert(DOC_KINDS <= 31, "a kind must fit a mask of unsigned long");

#define DOC_IN_NONE     0ul
#define DOC_IN_DOCUMENT IN(DOCUMENT)
#define DOC_IN_SECTION  IN(SECTION)
#define DOC_IN_FLOW     (IN(SECTION) | IN(PANE) | IN(BOX))
#define DOC_IN_SPLIT    IN(SPLIT)
#define DOC_IN_BOX      (IN(BOX) | IN(FINDINGS))
#define DOC_IN_TABLE    IN(TABLE)
#define DOC_IN_TILES    IN(TILES)
#define DOC_IN_CHARTS   IN(CHARTS)

static const struct kind_row {
    const char *name;
    unsigned long parents;
    bool leaf;
} kinds[DOC_KINDS] = {
#define DOC_KIND(id, name, parents, leaf) {name, parents, leaf},
#include "doc/doc_kinds.def"
#undef DOC_KIND
};

const char *doc_kind_name(enum doc_kind kind)
{
    return kinds[kind].name;
}

bool doc_kind_is_leaf(enum doc_kind kind)
{
    return kinds[kind].leaf;
}

bool doc_may_hold(enum doc_kind parent, enum doc_kind child)
{
    return (kinds[child].parents >> parent & 1) != 0;
}

struct doc *doc_new(void)
{
    struct doc *doc = mem_new(1, sizeof *doc);
    arena_init(&doc->arena);
    doc->root = arena_new(&doc->arena, 1, sizeof *doc->root);
    doc->root->kind = DOC_DOCUMENT;
    return doc;
}

static void close_rows(const struct node *node)
{
    const struct doc_rows *rows = &node->table.rows;
    if ((node->kind == DOC_REGISTER || node->kind == DOC_DATASET) && rows->close)
        rows->close(rows->self);
}

void doc_free(struct doc *doc)
{
    struct doc_walk walk;
    if (!doc)
        return;
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk);)
        if (walk.entering)
            close_rows(walk.node);
    arena_release(&doc->arena);
    mem_free(doc);
}

struct node *doc_put(struct doc *doc, struct node *parent, enum doc_kind kind,
                     struct str origin)
{
    struct node *node = arena_new(&doc->arena, 1, sizeof *node);
    node->kind = kind;
    node->origin = arena_str(&doc->arena, origin);
    node->parent = parent;
    node->prev = parent->last;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

const struct node *doc_span_row(const struct node *row, size_t column)
{
    while (row->row.cell[column].flags & FLAG_UNDER)
        row = row->prev;
    return row;
}

void doc_walk_init(struct doc_walk *walk, const struct node *root)
{
    *walk = (struct doc_walk){.root = root, .next_node = root, .next_entering = true};
}

/* The event after leaving (or entering, for a leaf) the walk's node. */
static void plan_sibling(struct doc_walk *walk)
{
    const struct node *node = walk->node;
    if (node == walk->root) {
        walk->next_node = NULL;
        return;
    }
    walk->next_node = node->next ? node->next : node->parent;
    walk->next_entering = node->next != NULL;
}

bool doc_walk_step(struct doc_walk *walk)
{
    walk->node = walk->next_node;
    walk->entering = walk->next_entering;
    if (!walk->node)
        return false;
    if (walk->entering && !kinds[walk->node->kind].leaf) {
        walk->next_node = walk->node->first ? walk->node->first : walk->node;
        walk->next_entering = walk->node->first != NULL;
    } else {
        plan_sibling(walk);
    }
    return true;
}
