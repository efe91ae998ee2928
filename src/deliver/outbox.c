/* outbox: rows of mail and their states. A sender holds a lock of the system, which ends with
 * its process however that ends: a mail found under way while the lock can be had belongs to
 * one that has died. */
#include "deliver/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha256.h"
#include "store/db.h"

#include "sql.h"

#include "base/banned.h"

enum { MARK = 0x41504F31, VERSION = 1, WAIT_STEPS = 600, WAIT_NS = 100000000 };
enum { DAY = 86400, LOCK_MODE = 0640 };

struct outbox {
    struct arena arena;
    sqlite3 *db;
    struct str path, job;
    int64_t now;
    int lock;
};

static int make_tables(sqlite3 *db, struct err *err)
{
    static const char *const made[] = {sql_outbox_mark, sql_outbox_1_mail,
                                       sql_outbox_1_intent, sql_outbox_1_notice,
                                       sql_outbox_version_1};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (db_run(db, made[i], err) < 0)
            return -1;
    return 0;
}

static int check_file(struct outbox *outbox, int64_t *version, struct err *err)
{
    int64_t mark;
    if (db_number(outbox->db, sql_outbox_marked, 0, &mark, err) < 0 ||
        db_number(outbox->db, sql_outbox_version, 0, version, err) < 0)
        return -1;
    if (mark != 0 && mark != MARK)
        return err_set(err, ERR_JOB, outbox->path.p, 0,
                       "is no outbox of this program; move it away");
    if (*version > VERSION)
        return err_set(err, ERR_JOB, outbox->path.p, 0,
                       "was made by a newer version of this program");
    return 0;
}

static int end_transaction(struct outbox *outbox, int result, struct err *err)
{
    struct err ignored = {0};
    if (result == 0)
        return db_run(outbox->db, sql_outbox_commit, err);
    (void)db_run(outbox->db, sql_outbox_rollback, &ignored);
    return -1;
}

static int prepare_file(struct outbox *outbox, struct err *err)
{
    int64_t version;
    if (db_run(outbox->db, sql_outbox_synchronous, err) < 0 ||
        db_run(outbox->db, sql_outbox_begin, err) < 0)
        return -1;
    int result = check_file(outbox, &version, err);
    if (result == 0 && version == 0)
        result = make_tables(outbox->db, err);
    return end_transaction(outbox, result, err);
}

static struct str file_of(struct arena *arena, struct str store)
{
    return arena_printf(arena, "%.*s.outbox", STR_ARG(store));
}

bool outbox_is_there(struct str store)
{
    struct arena arena;
    arena_init(&arena);
    bool there = file_exists(file_of(&arena, store).p);
    arena_release(&arena);
    return there;
}

int outbox_open(struct outbox **out, struct str store, struct str job, int64_t now,
                struct err *err)
{
    struct outbox *outbox = mem_new(1, sizeof *outbox);
    arena_init(&outbox->arena);
    outbox->lock = -1;
    outbox->now = now;
    outbox->job = arena_str(&outbox->arena, job);
    outbox->path = file_of(&outbox->arena, store);
    if (db_open_private(&outbox->db, outbox->path.p, err) < 0 ||
        prepare_file(outbox, err) < 0) {
        outbox_close(outbox);
        return -1;
    }
    *out = outbox;
    return 0;
}

void outbox_close(struct outbox *outbox)
{
    if (outbox == NULL)
        return;
    sqlite3_close(outbox->db);
    if (outbox->lock >= 0)
        close(outbox->lock);
    arena_release(&outbox->arena);
    mem_free(outbox);
}

/* --- statements about one mail ------------------------------------------------ */

/* The first parameters of all of them: 1 job, 2 period, 3 edition, 4 recipient. */
static int begin_mail(struct outbox *outbox, const char *sql,
                      const struct outbox_mail *mail, sqlite3_stmt **stmt,
                      struct err *err)
{
    if (db_prepare(outbox->db, sql, stmt, err) < 0)
        return -1;
    db_bind_str(*stmt, 1, outbox->job);
    db_bind_str(*stmt, 2, mail->period);
    db_bind_str(*stmt, 3, mail->edition);
    db_bind_str(*stmt, 4, mail->recipient);
    return 0;
}

static int end_mail(sqlite3_stmt *stmt, struct err *err)
{
    int result = db_execute(stmt, err);
    sqlite3_finalize(stmt);
    return result;
}

/* Statements with a period alone: 1 job, 2 period. */
static int run_period(struct outbox *outbox, const char *sql, struct str period,
                      struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(outbox->db, sql, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, outbox->job);
    db_bind_str(stmt, 2, period);
    return end_mail(stmt, err);
}

static int put_all(struct outbox *outbox, const struct outbox_mail *mail, size_t n,
                   struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        sqlite3_stmt *stmt;
        if (begin_mail(outbox, sql_outbox_put, &mail[i], &stmt, err) < 0)
            return -1;
        sqlite3_bind_int64(stmt, 5, mail[i].revision);
        sqlite3_bind_int64(stmt, 6, outbox->now);
        if (end_mail(stmt, err) < 0 ||
            run_period(outbox, sql_outbox_intent_done, mail[i].period, err) < 0)
            return -1;
    }
    return 0;
}

int outbox_put(struct outbox *outbox, const struct outbox_mail *mail, size_t n,
               struct err *err)
{
    if (db_run(outbox->db, sql_outbox_begin, err) < 0)
        return -1;
    return end_transaction(outbox, put_all(outbox, mail, n, err), err);
}

static struct outbox_mail read_mail(sqlite3_stmt *stmt)
{
    return (struct outbox_mail){.period = db_str(stmt, 0),
                                .edition = db_str(stmt, 1),
                                .recipient = db_str(stmt, 2),
                                .revision = sqlite3_column_int64(stmt, 3),
                                .state = db_str(stmt, 4),
                                .tries = sqlite3_column_int64(stmt, 5),
                                .at = sqlite3_column_int64(stmt, 6),
                                .files = db_str(stmt, 7),
                                .bytes = sqlite3_column_int64(stmt, 8),
                                .message_id = db_str(stmt, 9),
                                .reply = db_str(stmt, 10)};
}

static void keep_mail(struct outbox_mail *mail, struct arena *arena)
{
    struct str *const text[] = {&mail->period, &mail->edition, &mail->recipient,
                                &mail->state,  &mail->files,   &mail->message_id,
                                &mail->reply};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        *text[i] = arena_str(arena, *text[i]);
}

int outbox_lookup(struct outbox *outbox, const struct outbox_mail *key,
                  struct outbox_mail *mail, struct arena *arena, struct err *err)
{
    sqlite3_stmt *stmt;
    if (begin_mail(outbox, sql_outbox_one, key, &stmt, err) < 0)
        return -1;
    int rc = db_step(stmt, err);
    if (rc == 0) {
        *mail = read_mail(stmt);
        keep_mail(mail, arena);
    }
    sqlite3_finalize(stmt);
    return rc;
}

int outbox_claim(struct outbox *outbox, const struct outbox_mail *key, int64_t most_tries,
                 struct err *err)
{
    sqlite3_stmt *stmt;
    if (begin_mail(outbox, sql_outbox_claim, key, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 5, outbox->now);
    sqlite3_bind_int64(stmt, 6, most_tries);
    if (end_mail(stmt, err) < 0)
        return -1;
    return sqlite3_changes(outbox->db) == 1 ? 0 : 1;
}

int outbox_describe(struct outbox *outbox, const struct outbox_mail *mail,
                    struct err *err)
{
    sqlite3_stmt *stmt;
    if (begin_mail(outbox, sql_outbox_describe, mail, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 5, mail->files);
    sqlite3_bind_int64(stmt, 6, mail->bytes);
    db_bind_str(stmt, 7, mail->message_id);
    return end_mail(stmt, err);
}

int outbox_set(struct outbox *outbox, const struct outbox_mail *mail, int64_t free_tries,
               struct err *err)
{
    sqlite3_stmt *stmt;
    if (begin_mail(outbox, sql_outbox_set, mail, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 5, outbox->now);
    db_bind_str(stmt, 6, mail->state);
    db_bind_str(stmt, 7, mail->reply);
    sqlite3_bind_int64(stmt, 8, free_tries);
    return end_mail(stmt, err);
}

int outbox_again(struct outbox *outbox, const struct outbox_mail *key, struct err *err)
{
    sqlite3_stmt *stmt;
    if (begin_mail(outbox, sql_outbox_again, key, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 5, outbox->now);
    return end_mail(stmt, err);
}

/* --- the lock of the sender ---------------------------------------------------- */

static int recover(struct outbox *outbox, struct err *err)
{
    sqlite3_stmt *stmt;
    if (db_prepare(outbox->db, sql_outbox_recover, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, outbox->job);
    db_bind_str(stmt, 2, STR("the sender ended while this was under way"));
    return end_mail(stmt, err);
}

int outbox_lock(struct outbox *outbox, struct err *err)
{
    const struct timespec pause = {0, WAIT_NS};
    struct str path = arena_printf(&outbox->arena, "%s-lock", outbox->path.p);
    outbox->lock = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC, LOCK_MODE);
    if (outbox->lock < 0)
        return err_system(err, path.p, "cannot open the lock of the outbox");
    for (int step = 0; flock(outbox->lock, LOCK_EX | LOCK_NB) != 0; step++) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return err_system(err, path.p, "cannot lock the outbox");
        if (step == WAIT_STEPS)
            return err_set(err, ERR_SYSTEM, outbox->path.p, 0,
                           "another process has been sending for a minute; what is "
                           "left goes out when you send again");
        nanosleep(&pause, NULL);
    }
    return recover(outbox, err);
}

/* --- periods and notices --------------------------------------------------------- */

int outbox_intend(struct outbox *outbox, struct str period, struct err *err)
{
    return run_period(outbox, sql_outbox_intend, period, err);
}

static int count(sqlite3_stmt *stmt, int64_t *n, struct err *err)
{
    int rc = db_step(stmt, err);
    *n = rc == 0 ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}

int outbox_is_due(struct outbox *outbox, const struct outbox_mail *key,
                  int64_t most_tries, bool *due, struct err *err)
{
    sqlite3_stmt *stmt;
    int64_t intended, open;
    if (db_prepare(outbox->db, sql_outbox_intended, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, outbox->job);
    db_bind_str(stmt, 2, key->period);
    if (count(stmt, &intended, err) < 0 ||
        begin_mail(outbox, sql_outbox_open, key, &stmt, err) < 0)
        return -1;
    sqlite3_bind_int64(stmt, 5, most_tries);
    if (count(stmt, &open, err) < 0)
        return -1;
    *due = intended + open > 0;
    return 0;
}

int outbox_notice(struct outbox *outbox, struct str text, bool *first, struct err *err)
{
    struct sha256 digest = sha256_of(text.p, text.n);
    sqlite3_stmt *stmt;
    if (db_prepare(outbox->db, sql_outbox_notice, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, sha256_hex(&outbox->arena, &digest));
    sqlite3_bind_int64(stmt, 2, outbox->now);
    sqlite3_bind_int64(stmt, 3, outbox->now - DAY);
    if (end_mail(stmt, err) < 0)
        return -1;
    *first = sqlite3_changes(outbox->db) == 1;
    return 0;
}

int outbox_notice_undo(struct outbox *outbox, struct str text, struct err *err)
{
    struct sha256 digest = sha256_of(text.p, text.n);
    sqlite3_stmt *stmt;
    if (db_prepare(outbox->db, sql_outbox_notice_undo, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, sha256_hex(&outbox->arena, &digest));
    return end_mail(stmt, err);
}

int outbox_each(struct outbox *outbox, struct str period,
                int (*each)(void *, const struct outbox_mail *, struct err *), void *self,
                struct err *err)
{
    sqlite3_stmt *stmt;
    int rc;
    if (db_prepare(outbox->db, sql_outbox_all, &stmt, err) < 0)
        return -1;
    db_bind_str(stmt, 1, outbox->job);
    db_bind_str(stmt, 2, period);
    while ((rc = db_step(stmt, err)) == 0) {
        struct outbox_mail mail = read_mail(stmt);
        if ((rc = each(self, &mail, err)) != 0)
            break;
    }
    sqlite3_finalize(stmt);
    return rc < 0 ? -1 : 0;
}
