/* task: a thread, or a plain call where the system gives no more threads. */
#include "base/task.h"

#include <sched.h>

#include "base/banned.h"

static void *run(void *self)
{
    struct task *task = self;
    task->run(task->self);
    return NULL;
}

bool task_try(struct task *task, void (*function)(void *self), void *self)
{
    *task = (struct task){.run = function, .self = self};
    task->is_threaded = pthread_create(&task->thread, NULL, run, task) == 0;
    return task->is_threaded;
}

void task_start(struct task *task, void (*function)(void *self), void *self)
{
    if (!task_try(task, function, self))
        function(self);
}

void task_wait(struct task *task)
{
    if (task->is_threaded)
        pthread_join(task->thread, NULL);
    task->is_threaded = false;
}

size_t task_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return (size_t)CPU_COUNT(&set);
}
