/* manifest: manifest.json of an edition, one record a line so that people and diff can
 * read it. Its last line seals the bytes before it. Used inside seal alone. */
#ifndef MANIFEST_H
#define MANIFEST_H

#include "base/buf.h"
#include "seal/seal.h"

#define MANIFEST_NAME "manifest.json"
enum { MANIFEST_MAX = 64 << 20 };

void manifest_put(struct buf *, const struct manifest_facts *, const struct seal_output *,
                  size_t noutputs);
/* True when the text ends in the seal of what stands before it. */
bool manifest_sealed(struct str text);
/* Calls `each` for every line of "outputs". */
int manifest_outputs(struct str text,
                     int (*each)(void *, const struct seal_output *, struct err *),
                     void *, struct arena *, struct err *);
/* What a manifest states under a key, as text; STR_NONE when it states nothing. */
struct str manifest_value(struct str text, const char *key, struct buf *out);

/* approval.json: who approved an edition, and the file that shows it; the edition itself
 * stays as it is. It has the form of a manifest: seal and outputs are read alike. */
#define APPROVAL_NAME "approval.json"
void approval_put(struct buf *, struct str signer, struct str time,
                  const struct sha256 *manifest, const struct seal_output *);

#endif
