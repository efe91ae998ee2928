/* deliver: claim, write, hand over, record; recipient by recipient. */
#include "deliver/deliver.h"

#include <strings.h>

#include "base/file.h"
#include "deliver/letter.h"
#include "deliver/smtp.h"
#include "seal/manifest.h"

#include "base/banned.h"

enum { MAIL_MAX = 256 << 20, ID_DIGITS = 32 };

struct deliver {
    struct arena arena;
    const struct job *job;
    struct str out;
    int64_t now;
    struct diag_list *diags;
    struct settings settings;
    struct smtp_server server;
    struct outbox *outbox;
    struct smtp *smtp; /* opened by the first mail */
    bool locked;
};

/* One mail under way: what the callback of the data phase needs. */
struct posting {
    struct deliver *deliver;
    struct outbox_mail mail;
};

int deliver_open(struct deliver **out, const struct job *job, struct str folder,
                 int64_t now, struct diag_list *diags, struct err *err)
{
    struct deliver *d = mem_new(1, sizeof *d);
    arena_init(&d->arena);
    d->job = job;
    d->out = folder;
    d->now = now;
    d->diags = diags;
    if (settings_load(&d->settings, job, err) != 0 ||
        settings_read_password(&d->settings, diags, err) != 0 ||
        outbox_open(&d->outbox, job->store, job->id, now, err) != 0) {
        deliver_close(d);
        return -1;
    }
    const struct settings *s = &d->settings;
    d->server = (struct smtp_server){s->server, s->user,  s->password,
                                     s->ca,     s->plain, s->seconds};
    *out = d;
    return 0;
}

void deliver_close(struct deliver *d)
{
    if (d == NULL)
        return;
    smtp_close(d->smtp);
    outbox_close(d->outbox);
    settings_release(&d->settings);
    arena_release(&d->arena);
    mem_free(d);
}

struct outbox *deliver_outbox(const struct deliver *d)
{
    return d->outbox;
}

static int lock(struct deliver *d, struct err *err)
{
    if (!d->locked && outbox_lock(d->outbox, err) != 0)
        return -1;
    d->locked = true;
    return 0;
}

static int connect_server(struct deliver *d, struct err *err)
{
    return d->smtp ? 0 : smtp_open(&d->smtp, &d->server, err);
}

/* The same for the same mail, however often it is sent: clients drop the second. */
static struct str message_id(struct deliver *d, struct arena *arena, struct str edition,
                             struct str recipient)
{
    struct str domain = d->settings.from, local;
    struct str text =
        arena_printf(arena, "%.*s\n%.*s", STR_ARG(edition), STR_ARG(recipient));
    struct sha256 digest = sha256_of(text.p, text.n);
    str_split(&domain, '@', &local);
    return arena_printf(arena, "%.*s@%.*s", (int)ID_DIGITS, sha256_hex(arena, &digest).p,
                        STR_ARG(domain));
}

static void put_envelope(struct deliver *d, struct message *message)
{
    message->from = d->settings.from;
    message->from_name = d->settings.from_name;
    message->reply_to = d->settings.reply_to;
    message->date = d->now;
    message->offset = zone_offset(d->job->zone, d->now);
}

/* --- one recipient --------------------------------------------------------------- */

static int write_mail(struct deliver *d, const struct letter *letter,
                      const struct recipient *to, struct outbox_mail *mail,
                      struct arena *arena, struct buf *out, struct err *err)
{
    struct message_file *file;
    struct message message = {.to = to->address,
                              .to_name = to->name,
                              .subject = letter_subject(letter, arena),
                              .body = letter_body(letter, arena),
                              .id = mail->message_id};
    put_envelope(d, &message);
    if (letter_files(letter, arena, &file, &message.nfiles, err) != 0)
        return -1;
    message.file = file;
    buf_clear(out);
    if (message_put(out, &message, err) != 0)
        return -1;
    mail->files = letter_names(letter, arena);
    mail->bytes = (int64_t)out->n;
    return 0;
}

/* What would be over the limit goes out without its files. */
static int write_within(struct deliver *d, struct letter *letter,
                        const struct recipient *to, struct outbox_mail *mail,
                        struct arena *arena, struct buf *out, struct err *err)
{
    letter->size = letter_size(letter);
    letter->limit = d->settings.limit;
    letter->is_large = letter->size > letter->limit;
    if (write_mail(d, letter, to, mail, arena, out, err) != 0)
        return -1;
    if (mail->bytes <= letter->limit || letter->is_large || !mail->files.n)
        return 0;
    letter->size = mail->bytes;
    letter->is_large = true;
    return write_mail(d, letter, to, mail, arena, out, err);
}

static int mark_data(void *self, struct err *err)
{
    struct posting *posting = self;
    posting->mail.state = STR("data");
    return outbox_set(posting->deliver->outbox, &posting->mail, 0, err);
}

static int hand_over(struct deliver *d, const struct recipient *to,
                     const struct outbox_mail *mail, struct str bytes,
                     struct smtp_reply *reply, struct err *err)
{
    struct posting posting = {d, *mail};
    const struct smtp_mail smtp = {.from = d->settings.from,
                                   .to = to->address,
                                   .bytes = bytes,
                                   .data = mark_data,
                                   .self = &posting};
    if (connect_server(d, err) != 0 || outbox_describe(d->outbox, mail, err) != 0)
        return -1;
    return smtp_send(d->smtp, &smtp, reply, err);
}

/* Sends; what the server finds too large goes out once more without its files. */
static int send_mail(struct deliver *d, struct letter *letter, const struct recipient *to,
                     struct outbox_mail *mail, struct smtp_reply *reply,
                     struct arena *arena, struct err *err)
{
    struct buf out;
    buf_init(&out, MAIL_MAX);
    int result = write_within(d, letter, to, mail, arena, &out, err);
    if (result == 0)
        result = hand_over(d, to, mail, buf_view(&out), reply, err);
    if (result == 0 && reply->outcome == SMTP_LARGE && mail->files.n) {
        letter->is_large = true;
        letter->limit = 0;
        letter->size = mail->bytes;
        result = write_mail(d, letter, to, mail, arena, &out, err);
        if (result == 0)
            result = hand_over(d, to, mail, buf_view(&out), reply, err);
    }
    buf_release(&out);
    return result;
}

static const char *state_of(enum smtp_outcome outcome)
{
    switch (outcome) {
    case SMTP_SENT:
        return "sent";
    case SMTP_REFUSED:
    case SMTP_LARGE:
        return "refused";
    case SMTP_UNKNOWN:
        return "unknown";
    default:
        return "failed";
    }
}

/* 1: the server is not to be had; the others need not be tried. */
static int post(struct deliver *d, const struct sealed *sealed,
                const struct recipient *to, struct outbox_mail *mail, struct err *err)
{
    struct letter letter = {.words = d->job->words, .sealed = sealed, .wants = to->wants};
    struct smtp_reply reply = {.outcome = SMTP_DOWN};
    struct arena arena;
    int claimed = outbox_claim(d->outbox, mail, d->settings.tries, err);
    if (claimed != 0)
        return claimed < 0 ? -1 : 0;
    arena_init(&arena);
    mail->message_id = message_id(d, &arena, mail->edition, mail->recipient);
    int result = send_mail(d, &letter, to, mail, &reply, &arena, err);
    mail->state = str_of(result == 0 ? state_of(reply.outcome) : "failed");
    mail->reply = str_of(reply.said);
    bool down = reply.outcome == SMTP_DOWN;
    if (outbox_set(d->outbox, mail, down, result == 0 ? err : &(struct err){0}) != 0)
        result = -1;
    arena_release(&arena);
    return result != 0 ? -1 : down;
}

/* --- an edition ------------------------------------------------------------------- */

static struct outbox_mail *list_mails(struct deliver *d, const struct sealed *sealed)
{
    const struct settings *s = &d->settings;
    struct outbox_mail *mail = arena_new(&d->arena, s->nrecipients, sizeof *mail);
    for (size_t i = 0; i < s->nrecipients; i++)
        mail[i] = (struct outbox_mail){.period = sealed->period,
                                       .edition = sealed->identity,
                                       .revision = sealed->revision,
                                       .recipient = s->recipient[i].key};
    return mail;
}

static int let_go_again(struct deliver *d, const struct outbox_mail *mail,
                        const char *again, struct err *err)
{
    const struct settings *s = &d->settings;
    for (size_t i = 0; again && i < s->nrecipients; i++)
        if (strcasecmp(again, arena_str(&d->arena, mail[i].recipient).p) == 0)
            return outbox_again(d->outbox, &mail[i], err);
    return again ? err_set(err, ERR_JOB, d->job->deliver.p, 0,
                           "--again %s: no recipient has this address", again)
                 : 0;
}

static const char *remedy_of(struct str state)
{
    if (str_eq(state, STR("unknown")))
        return "it may have arrived and is not sent again by itself; ask, then "
               "`auditpack send ... --again ADDRESS`";
    if (str_eq(state, STR("refused")))
        return "it is not sent again by itself; when the cause is gone, `auditpack send "
               "... --again ADDRESS`";
    return "the next `auditpack send` or `run --due --send` tries again, until the tries "
           "are used up";
}

/* A finding for everyone who does not have the edition; the same lines for the operator. */
static int report(struct deliver *d, const struct outbox_mail *key, struct buf *told,
                  struct err *err)
{
    for (size_t i = 0; i < d->settings.nrecipients; i++) {
        struct outbox_mail mail;
        if (outbox_lookup(d->outbox, &key[i], &mail, &d->arena, err) != 0)
            return -1;
        if (str_eq(mail.state, STR("sent")))
            continue;
        const char *remedy = remedy_of(mail.state);
        diag_put(d->diags, DIAG_WARN, "mail", mail.recipient, 0,
                 "%.*s r%lld is %.*s: %.*s; %s", STR_ARG(mail.period),
                 (long long)mail.revision, STR_ARG(mail.state),
                 STR_ARG(mail.reply.n ? mail.reply : STR("not tried")), remedy);
        buf_printf(told, "%.*s: %.*s: %.*s\n", STR_ARG(mail.recipient),
                   STR_ARG(mail.state), STR_ARG(mail.reply));
    }
    return 0;
}

/* --- the operator ------------------------------------------------------------------- */

static int tell(struct deliver *d, struct str subject, struct str text, struct err *err)
{
    struct arena arena;
    struct buf out;
    struct smtp_reply reply;
    arena_init(&arena);
    buf_init(&out, MAIL_MAX);
    struct str once =
        arena_printf(&arena, "%lld\n%.*s", (long long)d->now, STR_ARG(text));
    struct message message = {.to = d->settings.operator_address,
                              .subject = subject,
                              .body = text,
                              .id = message_id(d, &arena, subject, once)};
    put_envelope(d, &message);
    int result = message_put(&out, &message, err);
    const struct smtp_mail mail = {
        .from = d->settings.from, .to = message.to, .bytes = buf_view(&out)};
    if (result == 0)
        result = connect_server(d, err);
    if (result == 0)
        result = smtp_send(d->smtp, &mail, &reply, err);
    if (result == 0 && reply.outcome != SMTP_SENT)
        result = err_set(err, ERR_SYSTEM, NULL, 0, "%s", reply.said);
    buf_release(&out);
    arena_release(&arena);
    return result;
}

static struct str notice_subject(struct deliver *d, struct str period, const char *what)
{
    const struct words *words = d->job->words;
    const struct words_arg arg[] = {
        {"job", d->job->id}, {"period", period}, {"what", words_text(words, what)}};
    return words_fill(words, &d->arena, "mail.notice-subject", arg, 3);
}

static void notify(struct deliver *d, struct str period, const char *what,
                   struct str text)
{
    struct err err = {0}, ignored = {0};
    bool first = false;
    if (!d->settings.operator_address.n)
        return;
    struct str subject = notice_subject(d, period, what);
    struct str whole =
        arena_printf(&d->arena, "%.*s\n\n%.*s", STR_ARG(subject), STR_ARG(text));
    int result = outbox_notice(d->outbox, whole, &first, &err);
    if (result == 0 && first)
        result = tell(d, subject, whole, &err);
    if (result == 0)
        return;
    (void)outbox_notice_undo(d->outbox, whole, &ignored);
    diag_put(d->diags, DIAG_WARN, "operator", d->settings.operator_address, 0,
             "could not be told by mail: %s", err.msg);
}

void deliver_tell(struct deliver *d, struct str period, struct str why)
{
    notify(d, period, "mail.notice-edition", why);
}

/* --- the whole ------------------------------------------------------------------------ */

static int post_all(struct deliver *d, const struct sealed *sealed, const char *again,
                    struct err *err)
{
    const struct settings *s = &d->settings;
    struct outbox_mail *mail = list_mails(d, sealed);
    struct buf told;
    int result = 0;
    if (outbox_put(d->outbox, mail, s->nrecipients, err) != 0 ||
        let_go_again(d, mail, again, err) != 0)
        return -1;
    for (size_t i = 0; i < s->nrecipients && result == 0; i++)
        result = post(d, sealed, &s->recipient[i], &mail[i], err);
    buf_init(&told, MAIL_MAX);
    if (result >= 0)
        result = report(d, mail, &told, err);
    if (told.n)
        notify(d, sealed->period, "mail.notice-recipients", buf_view(&told));
    buf_release(&told);
    return result;
}

static int find_edition(struct deliver *d, struct str period, int *revision,
                        struct str *folder, struct err *err)
{
    int newest;
    if (edition_newest(&d->arena, d->out, d->job->id, period, &newest, folder, err) != 0)
        return -1;
    if (newest == 0 || *revision > newest)
        return err_set(err, ERR_JOB, NULL, 0,
                       "there is no such edition of %.*s in %.*s; `auditpack run` makes "
                       "one",
                       STR_ARG(period), STR_ARG(d->out));
    if (*revision == 0)
        *revision = newest;
    struct str parent = file_folder(&d->arena, *folder);
    *folder = arena_printf(&d->arena, "%s/r%d", parent.p, *revision);
    return 0;
}

int deliver_edition(struct deliver *d, struct str period, int revision, const char *again,
                    struct err *err)
{
    struct sealed sealed;
    struct str folder;
    if (find_edition(d, period, &revision, &folder, err) != 0 || lock(d, err) != 0)
        return -1;
    int result = sealed_open(&sealed, folder, revision, d->diags, err);
    if (result == 0)
        result = post_all(d, &sealed, again, err);
    sealed_close(&sealed);
    return result;
}

int deliver_intend(struct deliver *d, struct str period, struct err *err)
{
    return outbox_intend(d->outbox, period, err);
}

int deliver_is_due(struct deliver *d, struct str period, bool *due, struct err *err)
{
    int revision = 0;
    struct str folder, text, path;
    struct buf identity;
    *due = false;
    if (edition_newest(&d->arena, d->out, d->job->id, period, &revision, &folder, err))
        return -1;
    if (revision == 0)
        return 0;
    path = file_join(&d->arena, folder, STR(MANIFEST_NAME));
    if (file_read(path.p, MANIFEST_MAX, &d->arena, &text, err) != 0)
        return -1;
    buf_init(&identity, 4096);
    struct outbox_mail key = {.period = period,
                              .edition = manifest_value(text, "identity", &identity)};
    int result = 0;
    for (size_t i = 0; i < d->settings.nrecipients && result == 0 && !*due; i++) {
        key.recipient =
            d->settings.recipient[i].key; /* who was taken out waits for none */
        result = outbox_is_due(d->outbox, &key, d->settings.tries, due, err);
    }
    buf_release(&identity);
    return result;
}
