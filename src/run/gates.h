/* gates: the job's gates held against the snapshot. Each gate gives one note a source; what
 * failed refuses the edition or marks it provisional. Imports stand in either case. */
#ifndef GATES_H
#define GATES_H

#include "compose/format.h"
#include "run.h"

struct gates { /* a judgement of all of them */
    struct run *run;
    struct format format;
    struct store_file *file;
    size_t nfiles;
    struct gate_note *note;
    size_t n, cap;
};

/* Notes for every gate of the job, in its order; the list lives in the run's arena and is
 * run->info.gate too. Reads control files into run->control. */
int gates_judge(struct run *, struct gate_note **, struct err *);
/* run/gate_control.c: appends one note a line of the side file. */
int gate_control(struct gates *, const struct gate *, struct err *);

/* Appends a note: `word` names the check ("gate.rows"), its remedy is "gate.rows-do". */
struct gate_note *gates_put(struct gates *, const struct gate *, const struct source *,
                            const char *word);

#endif
