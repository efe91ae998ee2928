/* due: what a job's schedule asks for at present: the periods, in their order, that are over, whose
 * issue delay has passed and that have no edition, also those of a time when nothing ran; and,
 * where mail is sent, those whose edition is not through to all. */
#ifndef DUE_H
#define DUE_H

#include "run.h"

struct due_period {
    char text[24];
    bool issued; /* only its mail is due */
};
struct due {
    struct due_period *period;
    size_t n, cap;
    int lock;
};

/* One `--due` of a job at a time: ERR_SYSTEM while another is under way. */
int due_open(struct due *, const struct run_options *, struct err *);
void due_close(struct due *);

#endif
