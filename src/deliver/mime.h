/* mime: pieces of a message that every reader of mail understands: headers in ASCII with
 * encoded words (RFC 2047), names of files in three spellings (ASCII, RFC 2231 and 2047),
 * base64 in lines. No text with a control character becomes part of a header. */
#ifndef MIME_H
#define MIME_H

#include "base/buf.h"
#include "base/err.h"

/* Free of control characters and valid UTF-8: may stand in a header. */
bool mime_is_line(struct str);
/* "Name: text" with its end of line; a text beyond ASCII becomes encoded words. */
void mime_put_header(struct buf *, const char *name, struct str text);
/* "Name: display <address>"; the display may be empty. */
void mime_put_address(struct buf *, const char *name, struct str display,
                      struct str address);
/* Content-Type, Content-Disposition and Content-Transfer-Encoding of a file: `name` is what
 * readers see, `plain` is ASCII and for those that know no other. */
void mime_put_file(struct buf *, const char *type, struct str name, struct str plain);
void mime_put_base64(struct buf *, struct str bytes);
int64_t mime_base64_size(int64_t bytes); /* of what mime_put_base64 puts */

#endif
