/* send: an edition that is there already is mailed; and the outbox, what became of every
 * mail. */
#include <string.h>

#include "base/instant.h"
#include "base/num.h"
#include "base/table_text.h"
#include "command/query.h"
#include "deliver/outbox.h"
#include "seal/json_text.h"

#include "base/banned.h"

struct listing {
    struct run *run;
    struct table_text table;
    struct buf json;
    bool is_json, is_first;
};

static const char *const head[] = {"period", "edition",    "recipient", "state",
                                   "tries",  "at",         "bytes",     "files",
                                   "reply",  "message_id", "identity"};
enum { COLUMNS = sizeof head / sizeof *head, SHORT = 12 };

/* What is a number stays one in JSON. */
static void put_cell(struct listing *in, size_t column, struct str text, bool number)
{
    if (!in->is_json) {
        table_text_put(&in->table, text);
        return;
    }
    buf_printf(&in->json, "%s\"%s\": ", column ? ", " : "", head[column]);
    if (number)
        buf_str(&in->json, text);
    else
        json_put_string(&in->json, text);
}

static int put_mail(void *self, const struct outbox_mail *mail, struct err *err)
{
    struct listing *in = self;
    struct arena *arena = &in->run->arena;
    struct str identity = mail->edition;
    (void)err;
    if (!in->is_json && identity.n > SHORT)
        identity.n = SHORT;
    const struct str cell[COLUMNS] = {
        mail->period,
        arena_printf(arena, "r%lld", (long long)mail->revision),
        mail->recipient,
        mail->state,
        num_print(arena, mail->tries, 0, NUM_PLAIN),
        instant_print(arena, mail->at, in->run->job.zone),
        num_print(arena, mail->bytes, 0, NUM_PLAIN),
        mail->files,
        mail->reply,
        mail->message_id,
        identity};
    if (in->is_json)
        buf_text(&in->json, in->is_first ? "\n  {" : ",\n  {");
    for (size_t i = 0; i < COLUMNS; i++)
        put_cell(in, i, cell[i], i == 4 || i == 6);
    if (in->is_json)
        buf_char(&in->json, '}');
    in->is_first = false;
    return 0;
}

static int list_mails(struct run *run, struct outbox *outbox, struct str period,
                      struct str format, FILE *out, struct err *err)
{
    struct listing in = {
        .run = run, .is_json = str_eq(format, STR("json")), .is_first = true};
    buf_init(&in.json, 1 << 30);
    if (in.is_json)
        buf_char(&in.json, '[');
    else
        table_text_begin(&in.table, out, COLUMNS, str_eq(format, STR("csv")));
    for (size_t i = 0; i < COLUMNS && !in.is_json; i++)
        table_text_put(&in.table, str_of(head[i]));
    int result = outbox == NULL ? 0 : outbox_each(outbox, period, put_mail, &in, err);
    if (!in.is_json)
        table_text_end(&in.table);
    else if (result == 0)
        fprintf(out, "%s\n]\n", in.json.p);
    buf_release(&in.json);
    return result;
}

static int load_job(struct run *run, struct err *err)
{
    const char *period = run->options->period;
    struct job *job = &run->job;
    if (job_load(job, run->options->job, run->options->data, err) != 0)
        return -1;
    run->out = run->options->out != NULL ? str_of(run->options->out) : job->out;
    if (period == NULL)
        return 0;
    return period_parse(&run->period, str_of(period), job->zone, err);
}

int query_send(struct run *run, const struct options *options, FILE *out, struct err *err)
{
    int revision;
    if (query_revision(options->edition, &revision, err) != 0 ||
        load_job(run, err) != 0 || run_open_deliver(run, err) != 0)
        return -1;
    struct str period = str_of(run->period.text);
    if (deliver_edition(run->deliver, period, revision, options->again, err) != 0)
        return -1;
    return list_mails(run, deliver_outbox(run->deliver), period, STR("table"), out, err);
}

int query_outbox(struct run *run, const struct options *options, FILE *out,
                 struct err *err)
{
    struct str format = options->format ? str_of(options->format) : STR("table");
    struct outbox *outbox = NULL; /* where nothing was sent yet, and none is made */
    int64_t now;
    if (!str_eq(format, STR("table")) && !str_eq(format, STR("csv")) &&
        !str_eq(format, STR("json")))
        return err_set(err, ERR_JOB, NULL, 0, "--format %.*s: use table, csv or json",
                       STR_ARG(format));
    if (load_job(run, err) != 0 || run_now(run, &now, err) != 0)
        return -1;
    if (outbox_is_there(run->job.store) &&
        outbox_open(&outbox, run->job.store, run->job.id, now, err) != 0)
        return -1;
    int result = list_mails(run, outbox, str_of(run->period.text), format, out, err);
    outbox_close(outbox);
    return result;
}
