/* task: a thread, or a plain call where the system gives no more threads. */
#include "base/task.h"

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
