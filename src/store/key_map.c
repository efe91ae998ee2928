/* key_map: open addressing; the search begins as far into the slots as the tag is into all
 * tags, so that the slots alone tell where they belong when there are more. */
#include "store/key_map.h"

#include "base/mem.h"
#include "ingest/keys.h"

#include "base/banned.h"

enum { FIRST_CAP = 1024 };

uint32_t key_map_tag(struct str key)
{
    return (uint32_t)keys_digest(key, 0, 0).a;
}

uint32_t key_map_tag_number(int64_t key)
{
    return key_map_tag((struct str){(const char *)&key, sizeof key});
}

static size_t place(const struct key_map *map, uint32_t tag)
{
    return (size_t)((uint64_t)tag * map->cap >> 32);
}

static void put(struct key_map *map, uint64_t slot)
{
    size_t at = place(map, (uint32_t)slot);
    while (map->slot[at] != 0)
        at = at + 1 < map->cap ? at + 1 : 0;
    map->slot[at] = slot;
    map->n++;
}

static void widen(struct key_map *map)
{
    size_t cap = map->cap == 0 ? FIRST_CAP : map->cap + map->cap / 4;
    struct key_map wide = {mem_new(cap, sizeof *map->slot), cap, 0};
    for (size_t i = 0; i < map->cap; i++)
        if (map->slot[i] != 0)
            put(&wide, map->slot[i]);
    mem_free(map->slot);
    *map = wide;
}

void key_map_put(struct key_map *map, uint32_t tag, uint32_t row)
{
    if (map->n >= map->cap / 4 * 3)
        widen(map);
    put(map, (uint64_t)row << 32 | tag);
}

uint32_t key_map_next(const struct key_map *map, uint32_t tag, size_t *passed)
{
    while (map->cap > 0) {
        size_t at = place(map, tag) + *passed;
        uint64_t slot = map->slot[at < map->cap ? at : at - map->cap];
        ++*passed;
        if (slot == 0)
            break;
        if ((uint32_t)slot == tag)
            return (uint32_t)(slot >> 32);
    }
    return 0;
}

void key_map_release(struct key_map *map)
{
    mem_free(map->slot);
    *map = (struct key_map){0};
}
