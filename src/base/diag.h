/* diag: findings about the data or the document, as opposed to errors of the program.
 * A list owns its texts. Exit status and the pack's warnings are read from it. */
#ifndef DIAG_H
#define DIAG_H

#include "base/mem.h"

enum diag_level { DIAG_NOTE, DIAG_WARN, DIAG_REFUSE };

struct diag {
    enum diag_level level;
    struct str code; /* short, stable: "glyph-missing" */
    struct str file; /* or record id; may be empty */
    long line;
    struct str text; /* one line, no final stop */
};

struct diag_list {
    struct arena arena;
    struct diag *item;
    size_t n, cap;
    size_t count[3]; /* by level */
};

void diag_init(struct diag_list *);
void diag_release(struct diag_list *);
void diag_put(struct diag_list *, enum diag_level, const char *code, struct str file,
              long line, const char *format, ...) __attribute__((format(printf, 6, 7)));
/* Appends what `from` holds, and releases it. */
void diag_move(struct diag_list *, struct diag_list *from);

#endif
