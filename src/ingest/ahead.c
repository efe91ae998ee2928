/* ahead: a ring of batches between the thread that fills and the caller who takes. */
#include "ingest/ahead.h"

#include "base/task.h"

#include "base/banned.h"

enum { RING = 3 }; /* one is filled, one waits, one is the caller's */

struct ahead {
    struct ingest *ingest;
    struct batch ring[RING];
    struct task task;
    bool threaded; /* else the caller fills as well */
    bool borrowed; /* by the caller: the batch at `taken` */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* Under the lock: */
    uint64_t filled, taken; /* batches, counted from the first */
    int status;             /* of the last fill; not 0: no more come */
    bool stopped;           /* by the caller */
    struct err err;         /* of that fill */
};

static struct batch *at(struct ahead *ahead, uint64_t n)
{
    return &ahead->ring[n % RING];
}

/* False when there is nothing more to fill. */
static bool wait_for_room(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    while (ahead->filled - ahead->taken == RING && !ahead->stopped)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    bool more = !ahead->stopped && ahead->status == 0;
    pthread_mutex_unlock(&ahead->lock);
    return more;
}

static void fill(struct ahead *ahead)
{
    /* Only whoever fills changes this count: it may read it without the lock. */
    struct batch *batch = at(ahead, ahead->filled);
    int status = ingest_fill(ahead->ingest, batch, &ahead->err);
    pthread_mutex_lock(&ahead->lock);
    ahead->status = status;
    ahead->filled += status == 0;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
}

static void read_ahead(void *self)
{
    struct ahead *ahead = self;
    while (wait_for_room(ahead))
        fill(ahead);
}

/* The first batch is read before there is a thread: most files have no second. */
struct ahead *ahead_start(struct ingest *ingest)
{
    struct ahead *ahead = mem_new(1, sizeof *ahead);
    ahead->ingest = ingest;
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    fill(ahead);
    if (ahead->status == 0 && !ingest_ended(ingest))
        ahead->threaded = task_try(&ahead->task, read_ahead, ahead);
    return ahead;
}

/* Gives the borrowed batch back; true when another is there. */
static bool wait_for_batch(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->taken += ahead->borrowed;
    pthread_cond_signal(&ahead->changed);
    while (ahead->threaded && ahead->filled == ahead->taken && ahead->status == 0)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    ahead->borrowed = ahead->filled > ahead->taken;
    pthread_mutex_unlock(&ahead->lock);
    return ahead->borrowed;
}

int ahead_next(struct ahead *ahead, struct batch **batch, struct err *err)
{
    if (!wait_for_batch(ahead)) {
        if (ahead->status == 0) /* without a thread */
            fill(ahead);
        if (ahead->status < 0)
            *err = ahead->err;
        if (ahead->status != 0)
            return ahead->status;
        ahead->borrowed = true;
    }
    *batch = at(ahead, ahead->taken);
    ingest_tell(ahead->ingest, *batch);
    return 0;
}

void ahead_stop(struct ahead *ahead)
{
    if (ahead == NULL)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->stopped = true;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    if (ahead->threaded)
        task_wait(&ahead->task);
    for (size_t i = 0; i < RING; i++)
        batch_release(&ahead->ring[i]);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    mem_free(ahead);
}
