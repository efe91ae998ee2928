/* worktime: two SQL functions over a job's calendar. They answer for listed years only:
 * elsewhere they fail and leave the year behind, so that the step can name it. */
#include "measure/worktime.h"

#include "base/civil.h"
#include "store/db.h"

#include "base/banned.h"

enum { WORKED_AND_DUE = 2 };

static int64_t local_of(const struct worktime *w, int64_t utc)
{
    return utc + zone_offset(w->zone, utc);
}

static bool is_listed(const struct worktime *w, int64_t local)
{
    return local >= w->from && local < w->until;
}

static void refuse(sqlite3_context *context, struct worktime *w, int year)
{
    w->unlisted = year;
    sqlite3_result_error(context, "a year that the calendar does not list", -1);
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

static void worked(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct worktime *w = sqlite3_user_data(context);
    int64_t from, until;
    (void)n;
    if (!read_pair(argument, &from, &until))
        return;
    from = local_of(w, from);
    until = local_of(w, until);
    if (!is_listed(w, from))
        refuse(context, w, civil_of(from).year);
    else if (!is_listed(w, until))
        refuse(context, w, civil_of(until).year);
    else
        sqlite3_result_int64(context, calendar_worked(w->calendar, from, until));
}

static void due_at(sqlite3_context *context, int n, sqlite3_value **argument)
{
    struct worktime *w = sqlite3_user_data(context);
    int64_t from, seconds, due;
    (void)n;
    if (!read_pair(argument, &from, &seconds))
        return;
    from = local_of(w, from);
    if (!is_listed(w, from))
        refuse(context, w, civil_of(from).year);
    else if ((due = calendar_due(w->calendar, from, seconds)) == INT64_MIN)
        refuse(context, w, w->last + 1);
    else
        sqlite3_result_int64(context, zone_to_utc(w->zone, due, NULL));
}

int worktime_open(struct worktime *w, sqlite3 *db, const struct job *job, struct err *err)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    *w = (struct worktime){.calendar = job->calendar, .zone = job->zone};
    if (!job->calendar)
        return 0;
    calendar_years(job->calendar, &w->first, &w->last);
    w->from = civil_days(w->first, 1, 1) * CIVIL_DAY;
    w->until = civil_days(w->last + 1, 1, 1) * CIVIL_DAY;
    if (sqlite3_create_function(db, "worked", WORKED_AND_DUE, flags, w, worked, NULL,
                                NULL) != SQLITE_OK ||
        sqlite3_create_function(db, "due_at", WORKED_AND_DUE, flags, w, due_at, NULL,
                                NULL) != SQLITE_OK)
        return db_fail(db, err);
    return 0;
}

void worktime_close(struct worktime *w, sqlite3 *db)
{
    if (!w->calendar)
        return;
    sqlite3_create_function(db, "worked", WORKED_AND_DUE, SQLITE_UTF8, NULL, NULL, NULL,
                            NULL);
    sqlite3_create_function(db, "due_at", WORKED_AND_DUE, SQLITE_UTF8, NULL, NULL, NULL,
                            NULL);
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
