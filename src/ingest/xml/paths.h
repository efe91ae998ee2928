/* paths: every path that occurs in an XML file, once: elements by their names from the
 * root, attributes below them. What a path is good for is decided by the reader. */
#ifndef INGEST_XML_PATHS_H
#define INGEST_XML_PATHS_H

#include "base/mem.h"

enum { XML_PATHS_MAX = 16384, XML_PATH_TOP = 0 };
#define XML_PATH_NONE UINT32_MAX
#define XML_NO_COLUMN SIZE_MAX

struct xml_path {
    struct str name;
    bool attribute;
    uint32_t parent, depth; /* the root element's parent is XML_PATH_TOP, its depth 1 */
    uint64_t count;         /* elements of that path */
    bool has_elements, has_attributes, has_text;
    size_t column; /* that it fills, or XML_NO_COLUMN */
};
struct xml_paths {
    struct arena arena;
    struct xml_path *node; /* in the order in which they were met */
    size_t n, cap;
    uint32_t *slot; /* open addressing, of node numbers */
};

void xml_paths_init(struct xml_paths *);
void xml_paths_release(struct xml_paths *);
uint32_t xml_paths_lookup(const struct xml_paths *, uint32_t parent, struct str name,
                          bool attribute); /* XML_PATH_NONE: not there */
/* The same, made where it is not there; XML_PATH_NONE: there are too many. */
uint32_t xml_paths_enter(struct xml_paths *, uint32_t parent, struct str name,
                         bool attribute);
bool xml_paths_within(const struct xml_paths *, uint32_t path, uint32_t ancestor);
/* "customer/@code" of a path seen from an ancestor; from the path itself: ".". */
struct str xml_paths_print(const struct xml_paths *, struct arena *, uint32_t path,
                           uint32_t ancestor);

#endif
