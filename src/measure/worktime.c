/* worktime: two SQL functions over a job's calendar. They answer for listed years only:
 * elsewhere they fail and leave the year behind, so that the step can name it. */
#include "measure/worktime.h"

#include "base/civil.h"
#include "store/db.h"

#include "base/banned.h"

enum { SPAN = 2 }; /* arguments; a list of pauses may follow */

static int64_t local_of(const struct worktime *w, int64_t utc)
{
    return utc + zone_offset(w->zone, utc);
}

static bool is_listed(const struct worktime *w, int64_t local)
{
    return local >= w->from && local < w->until;
}

static bool lists(struct worktime *w, int64_t local)
{
    if (!is_listed(w, local))
        w->unlisted = civil_of(local).year;
    return is_listed(w, local);
}

static int64_t worked_between(void *self, int64_t from, int64_t until)
{
    struct worktime *w = self;
    from = local_of(w, from);
    until = local_of(w, until);
    if (!lists(w, from) || !lists(w, until))
        return -1;
    return calendar_worked(w->calendar, from, until);
}

static int64_t worked_after(void *self, int64_t from, int64_t seconds)
{
    struct worktime *w = self;
    int64_t due;
    from = local_of(w, from);
    if (!lists(w, from))
        return INT64_MIN;
    due = calendar_due(w->calendar, from, seconds);
    if (due == INT64_MIN) {
        w->unlisted = w->last + 1;
        return INT64_MIN;
    }
    return zone_to_utc(w->zone, due, NULL);
}

struct pause_clock worktime_clock(struct worktime *w)
{
    return (struct pause_clock){worked_between, worked_after, w};
}

/* False where an argument is missing: the result then stays NULL. */
static bool read_pair(sqlite3_value **argument, int64_t *a, int64_t *b)
{
    if (sqlite3_value_type(argument[0]) != SQLITE_INTEGER ||
        sqlite3_value_type(argument[1]) != SQLITE_INTEGER)
        return false;
    *a = sqlite3_value_int64(argument[0]);
    *b = sqlite3_value_int64(argument[1]);
    return true;
}

static void answer(sqlite3_context *context, int64_t result, bool known)
{
    if (known)
        sqlite3_result_int64(context, result);
    else
        sqlite3_result_error(context, "a year that the calendar does not list", -1);
}

static struct pause_list list_of(int n, sqlite3_value **argument)
{
    return n > SPAN ? pauses_read(argument[SPAN]) : (struct pause_list){0};
}

static void worked(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct pause_clock clock = worktime_clock(sqlite3_user_data(context));
    struct pause_list list = list_of(n, argument);
    int64_t from, until;
    if (!read_pair(argument, &from, &until))
        return;
    int64_t seconds = until > from ? pauses_between(&clock, from, until, &list)
                                   : worked_between(clock.self, from, until);
    answer(context, seconds, seconds >= 0);
}

static void due_at(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct pause_clock clock = worktime_clock(sqlite3_user_data(context));
    struct pause_list list = list_of(n, argument);
    int64_t from, seconds;
    if (!read_pair(argument, &from, &seconds))
        return;
    int64_t due = pauses_after(&clock, from, seconds, &list);
    answer(context, due, due != INT64_MIN);
}

static int make_known(sqlite3 *db, void *self,
                      void (*between)(sqlite3_context *, int, sqlite3_value **),
                      void (*after)(sqlite3_context *, int, sqlite3_value **))
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int status = SQLITE_OK;
    for (int n = SPAN; n <= SPAN + 1 && status == SQLITE_OK; n++) {
        status =
            sqlite3_create_function(db, "worked", n, flags, self, between, NULL, NULL);
        if (status == SQLITE_OK)
            status =
                sqlite3_create_function(db, "due_at", n, flags, self, after, NULL, NULL);
    }
    return status;
}

int worktime_open(struct worktime *w, sqlite3 *db, const struct job *job, struct err *err)
{
    *w = (struct worktime){.calendar = job->calendar, .zone = job->zone};
    if (pauses_open(db, err) != 0)
        return -1;
    if (!job->calendar)
        return 0;
    calendar_years(job->calendar, &w->first, &w->last);
    w->from = civil_days(w->first, 1, 1) * CIVIL_DAY;
    w->until = civil_days(w->last + 1, 1, 1) * CIVIL_DAY;
    return make_known(db, w, worked, due_at) == SQLITE_OK ? 0 : db_fail(db, err);
}

void worktime_close(struct worktime *w, sqlite3 *db)
{
    if (!w->calendar)
        return;
    make_known(db, NULL, NULL, NULL);
    w->calendar = NULL;
}

int worktime_step(struct worktime *w, sqlite3_stmt *stmt, struct err *err)
{
    int status = db_step(stmt, err);
    if (status >= 0 || w->unlisted == 0)
        return status;
    struct str name = calendar_name(w->calendar), path = calendar_path(w->calendar);
    int year = w->unlisted;
    w->unlisted = 0;
    return err_set(err, ERR_JOB, path.p, 0,
                   "calendar '%.*s' lists %d to %d, but working time in %d is asked for; "
                   "add <year number=\"%d\"> to it, or a <calendar file=\"...\"/> that "
                   "has the year to the job",
                   STR_ARG(name), w->first, w->last, year, year);
}
