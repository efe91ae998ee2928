/* task: one function that runs beside its caller, in a thread of its own. What the two
 * share must be read only, or guarded. */
#ifndef TASK_H
#define TASK_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct task {
    void (*run)(void *self);
    void *self;
    pthread_t thread;
    bool is_threaded; /* false: it was run to its end at once */
};
/* Where no thread can be had, runs the function before it returns. */
void task_start(struct task *, void (*run)(void *self), void *self);
/* As task_start, but false where no thread can be had: nothing has run. */
bool task_try(struct task *, void (*run)(void *self), void *self);
void task_wait(struct task *);
/* That this process may run on; at least 1. */
size_t task_processors(void);

#endif
