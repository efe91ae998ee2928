/* evidence_report: see the header. */
#include "run/evidence_report.h"

#include <sys/stat.h>

#include "base/utf8.h"

#include "base/banned.h"

enum { SLOTS_SHOWN = 300 };

static const struct clause *find_clause(const struct standard *standard, struct str name)
{
    for (size_t i = 0; i < standard->nclauses; i++) {
        const struct clause *clause = standard->clause[i];
        if (str_eq(clause->id, name) ||
            (clause->number.n > 0 && str_eq(clause->number, name)))
            return clause;
    }
    return NULL;
}

static struct str closest_clause(const struct standard *standard, struct str name)
{
    struct str best = STR_NONE;
    size_t least = utf8_count(name) / 3 + 1;
    for (size_t i = 0; i < standard->nclauses; i++) {
        size_t edits = utf8_distance(standard->clause[i]->id, name);
        if (edits < least) {
            least = edits;
            best = standard->clause[i]->id;
        }
    }
    return best;
}

static struct str list_slots(struct arena *arena, const struct clause *clause)
{
    struct buf list;
    buf_init(&list, 2 * SLOTS_SHOWN);
    for (size_t i = 0; i < clause->nslots && list.n < SLOTS_SHOWN; i++)
        buf_printf(&list, "%s%.*s", i > 0 ? ", " : "", STR_ARG(clause->slot[i].id));
    struct str text = arena_str(arena, buf_view(&list));
    buf_release(&list);
    return text;
}

/* Why no slot takes it. */
static struct str why_not_placed(struct run *run, const struct document *d)
{
    const struct standard *standard = &run->job.standard;
    const struct clause *clause = find_clause(standard, d->clause);
    if (clause == NULL) {
        struct str near = closest_clause(standard, d->clause);
        return arena_printf(&run->arena, "the standard has no clause '%.*s'%s%.*s%s",
                            STR_ARG(d->clause), near.n > 0 ? "; is it '" : "",
                            STR_ARG(near), near.n > 0 ? "'?" : "");
    }
    if (clause->nslots == 0)
        return arena_printf(&run->arena, "clause '%.*s' asks for no evidence",
                            STR_ARG(d->clause));
    return arena_printf(&run->arena, "clause '%.*s' has no slot '%.*s'; it has %.*s",
                        STR_ARG(d->clause), STR_ARG(d->slot),
                        STR_ARG(list_slots(&run->arena, clause)));
}

static struct str why_not_counted(struct run *run, const struct document *d)
{
    if (!d->placed)
        return why_not_placed(run, d);
    if (d->file.n == 0)
        return STR("no file is named");
    if (d->file_refused)
        return arena_printf(&run->arena,
                            "the file '%.*s' is refused: it is no regular file beneath "
                            "%.*s, or its path leads out of it",
                            STR_ARG(d->file), STR_ARG(run->job.evidence));
    if (!d->file_found)
        return arena_printf(&run->arena, "there is no file '%.*s' in %.*s",
                            STR_ARG(d->file), STR_ARG(run->job.evidence));
    return STR_NONE;
}

/* One sentence instead of one a document. */
static bool folder_is_gone(struct run *run)
{
    struct stat st;
    if (run->assessment->ndocuments == 0 ||
        (stat(run->job.evidence.p, &st) == 0 && S_ISDIR(st.st_mode)))
        return false;
    diag_put(&run->diags, DIAG_WARN, "evidence", run->job.evidence, 0,
             "there is no such folder of evidence, so none of the %zu documents counts; "
             "see <evidence path> of the job",
             run->assessment->ndocuments);
    return true;
}

int evidence_report(struct run *run, struct err *err)
{
    const struct kind *kind = run->job.standard.evidence.kind;
    if (folder_is_gone(run))
        return 0;
    for (size_t i = 0; i < run->assessment->ndocuments; i++) {
        const struct document *d = &run->assessment->document[i];
        struct str why = why_not_counted(run, d), file = STR_NONE;
        int64_t line = 0;
        if (why.n == 0)
            continue;
        if (measure_place(run->measure, kind, d->number, &run->arena, &file, &line, err) <
            0)
            return -1;
        diag_put(&run->diags, DIAG_WARN, "evidence", file, (long)line,
                 "document '%.*s' counts for nothing: %.*s", STR_ARG(d->number),
                 STR_ARG(why));
    }
    return 0;
}
