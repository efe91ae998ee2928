/* fixture_doc: a complete document made by hand, as compose would make it, for the tests
 * of renderers. Tests include fixture_doc.c. Free with doc_free. */
#ifndef FIXTURE_DOC_H
#define FIXTURE_DOC_H

#include "doc/doc.h"

struct doc *fixture_doc(unsigned register_rows);

/* An empty document with a title, a footer and the words that pages are numbered with. */
struct doc *fixture_empty_doc(void);

/* The text of templates/styles/default.xml. */
struct str fixture_style(void);

#endif
