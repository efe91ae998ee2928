/* paths: nodes in an array, found by a hash of parent and name. */
#include "ingest/xml/paths.h"

#include "base/banned.h"

enum { SLOTS = 4 * XML_PATHS_MAX }; /* a power of two, never more than a quarter full */

void xml_paths_init(struct xml_paths *paths)
{
    *paths = (struct xml_paths){0};
    arena_init(&paths->arena);
    paths->slot = mem_new(SLOTS, sizeof *paths->slot);
    paths->node = mem_room(NULL, 0, &paths->cap, sizeof *paths->node);
    paths->node[paths->n++] = (struct xml_path){.column = XML_NO_COLUMN};
}

void xml_paths_release(struct xml_paths *paths)
{
    arena_release(&paths->arena);
    mem_free(paths->node);
    mem_free(paths->slot);
    *paths = (struct xml_paths){0};
}

/* The slot that holds the path, or the free one where it belongs; node 0 is never looked
 * for, so that 0 means free. */
static uint32_t *find(const struct xml_paths *paths, uint32_t parent, struct str name,
                      bool attribute)
{
    uint64_t hash =
        str_hash(name) + ((uint64_t)parent << 1 | attribute) * 0x9E3779B97F4A7C15U;
    size_t at = (size_t)(hash >> 32 ^ hash) & (SLOTS - 1);
    for (; paths->slot[at] != 0; at = (at + 1) & (SLOTS - 1)) {
        const struct xml_path *node = &paths->node[paths->slot[at]];
        if (node->parent == parent && node->attribute == attribute &&
            str_eq(node->name, name))
            break;
    }
    return &paths->slot[at];
}

uint32_t xml_paths_lookup(const struct xml_paths *paths, uint32_t parent, struct str name,
                          bool attribute)
{
    uint32_t found = *find(paths, parent, name, attribute);
    return found != 0 ? found : XML_PATH_NONE;
}

uint32_t xml_paths_enter(struct xml_paths *paths, uint32_t parent, struct str name,
                         bool attribute)
{
    uint32_t *slot = find(paths, parent, name, attribute);
    if (*slot != 0)
        return *slot;
    if (paths->n == XML_PATHS_MAX)
        return XML_PATH_NONE;
    paths->node = mem_room(paths->node, paths->n, &paths->cap, sizeof *paths->node);
    paths->node[paths->n] = (struct xml_path){.name = arena_str(&paths->arena, name),
                                              .attribute = attribute,
                                              .parent = parent,
                                              .depth = paths->node[parent].depth + 1,
                                              .column = XML_NO_COLUMN};
    *slot = (uint32_t)paths->n;
    return (uint32_t)paths->n++;
}

bool xml_paths_within(const struct xml_paths *paths, uint32_t path, uint32_t ancestor)
{
    while (paths->node[path].depth > paths->node[ancestor].depth)
        path = paths->node[path].parent;
    return path == ancestor;
}

struct str xml_paths_print(const struct xml_paths *paths, struct arena *arena,
                           uint32_t path, uint32_t ancestor)
{
    const struct xml_path *node = &paths->node[path];
    const char *sign = node->attribute ? "@" : "";
    if (path == ancestor)
        return STR(".");
    if (node->parent == ancestor)
        return arena_printf(arena, "%s%.*s", sign, STR_ARG(node->name));
    struct str above = xml_paths_print(paths, arena, node->parent, ancestor);
    return arena_printf(arena, "%.*s/%s%.*s", STR_ARG(above), sign, STR_ARG(node->name));
}
