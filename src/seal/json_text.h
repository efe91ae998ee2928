/* json_text: the few things a manifest needs of JSON: strings out, and our own manifests
 * back in. The reader takes exactly what manifest.c writes, one pair a line, and refuses
 * everything else. */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include <stdint.h>

#include "base/buf.h"

void json_put_string(struct buf *, struct str);
/* Value of "key": "..." or of "key": number, null, true in `line`; STR_NONE when it is not
 * there. Strings come back unescaped into `out` (cleared first), other values as written. */
struct str json_string_of(struct str line, const char *key, struct buf *out);

#endif
