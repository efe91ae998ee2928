/* xml_explain: why a document does not fit its schema, in words for whoever wrote it: the
 * element or attribute that is wrong, what is allowed there and what may have been meant.
 * The validator decides; this finds the words, and may find none. */
#ifndef XML_EXPLAIN_H
#define XML_EXPLAIN_H

#include <libxml/tree.h>

#include "base/buf.h"

/* True with a line and a message when the cause is a name, a value or something missing. */
bool xml_explain(const xmlDoc *, const xmlDoc *schema, long *line, struct buf *message);

#endif
