/* stage_deliver: the published edition, or the one that stands already, goes out by mail. */
#include "base/instant.h"
#include "run.h"

#include "base/banned.h"

enum { TOLD_MAX = 1 << 20 };

int run_now(const struct run *run, int64_t *now, struct err *err)
{
    const struct run_options *o = run->options;
    *now = o->clock;
    if (o->now == NULL)
        return 0;
    return instant_parse(str_of(o->now), run->job.zone, now, err);
}

int run_open_deliver(struct run *run, struct err *err)
{
    int64_t now;
    if (run_now(run, &now, err) != 0)
        return -1;
    return deliver_open(&run->deliver, &run->job, run->out, now, &run->diags, err);
}

/* Mail takes minutes where a server is slow: the store is not kept from others meanwhile. */
static void let_store_go(struct run *run)
{
    doc_free(run->doc);
    assess_free(run->assessment);
    measure_close(run->measure);
    store_close(run->store);
    run->doc = NULL;
    run->assessment = NULL;
    run->measure = NULL;
    run->store = NULL;
}

int run_deliver(struct run *run, struct err *err)
{
    if (run->deliver == NULL)
        return 0;
    let_store_go(run);
    return deliver_edition(run->deliver, str_of(run->period.text),
                           edition_revision(run->edition), NULL, err);
}

void run_tell_failure(struct run *run, const struct err *err)
{
    struct buf why;
    if (run->deliver == NULL)
        return;
    buf_init(&why, TOLD_MAX);
    for (size_t i = 0; i < run->diags.n; i++) {
        const struct diag *d = &run->diags.item[i];
        if (d->level == DIAG_REFUSE)
            buf_printf(&why, "%.*s: %.*s\n", STR_ARG(d->file), STR_ARG(d->text));
    }
    if (err->file[0] != '\0')
        buf_printf(&why, "%s: ", err->file);
    buf_printf(&why, "%s\n", err->msg);
    deliver_tell(run->deliver, str_of(run->period.text), buf_view(&why));
    buf_release(&why);
}
