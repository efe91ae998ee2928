/* xml: catalogues and jobs by libxml2. No network, no entities, no DTD (any DOCTYPE is
 * refused); every file is checked against its RELAX NG schema when it is loaded, and
 * messages carry file, line and what was expected. */
#ifndef XML_H
#define XML_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

/* Loads text (already read, so that what is hashed is what is parsed). `path` is for
 * messages; `schema` is the path of the .rng file; NULL: the text is ours and was
 * checked before it was shipped. xmlFreeDoc is the caller's. */
int xml_load(xmlDoc **, struct str text, const char *path, const char *schema,
             struct err *);

/* From here on libxml2 prints nothing on this thread: some of what it finds it reports to
 * no parser of ours, but to standard error. */
void xml_quiet(void);

/* Borrowed from the tree; STR_NONE when absent. */
struct str xml_attr(const xmlNode *, const char *name);
bool xml_has(const xmlNode *, const char *name);
bool xml_yes(const xmlNode *, const char *name); /* it is there and says "yes" */
/* Content with blanks folded and trimmed; a line break between two wide characters folds
 * to nothing. */
struct str xml_text(struct arena *, const xmlNode *);
bool xml_is(const xmlNode *, const char *local_name); /* an element of that name */
/* First child element and next sibling element of that name (NULL: of any), or NULL. */
const xmlNode *xml_first(const xmlNode *, const char *child);
const xmlNode *xml_next(const xmlNode *, const char *name);
/* Child elements of that name; NULL: of any. */
size_t xml_count(const xmlNode *, const char *name);
long xml_line(const xmlNode *);
/* The child <name xml:lang=...> that fits `lang` best: same tag, same primary language,
 * "en", else the first. STR_NONE when there is none. */
struct str xml_localized(struct arena *, const xmlNode *, const char *child,
                         struct str lang);
void xml_escape(struct buf *, struct str); /* for text and attributes */

#endif
