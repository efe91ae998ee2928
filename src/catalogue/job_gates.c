/* job_gates: gates of a job from its XML. The schema has checked names and numbers; what is
 * refused here is a source that the job does not have, and a comparison with earlier
 * periods or with the period's end of a source whose records have no time. */
#include "catalogue/job_gates.h"

#include <string.h>

#include "base/file.h"

#include "base/banned.h"

static const struct source *lookup_source(const struct job *job, struct str id)
{
    for (size_t i = 0; i < job->nsources; i++)
        if (str_eq(job->source[i].id, id))
            return &job->source[i];
    return NULL;
}

static enum gate_test test_of(const xmlNode *node)
{
    static const char *const name[] = {"supplied", "rows", "fresh", "rejects", "control"};
    size_t i = 0;
    while (i < GATE_CONTROL && strcmp((const char *)node->name, name[i]) != 0)
        i++; /* the schema admits these names only */
    return (enum gate_test)i;
}

static enum gate_base base_of(struct str against)
{
    static const char *const name[] = {"", "last", "year-ago", "median"};
    size_t i = 0;
    while (i < GATE_MEDIAN && !str_eq(against, str_of(name[i])))
        i++;
    return (enum gate_base)i;
}

/* Rows of a register as it stands belong to no period. */
bool source_is_timed(const struct source *source)
{
    return source->kind->event != NULL && source->extent == EXTENT_ROWS;
}

bool job_reads(const struct job *job, const struct kind *kind)
{
    bool found = false;
    for (size_t i = 0; i < job->nsources && !found; i++)
        found = job->source[i].kind == kind;
    return found;
}

static int check_timed(const struct job *job, const struct gate *gate, struct err *err)
{
    bool compares = gate->test == GATE_FRESH || gate->base != GATE_NUMBER;
    if (!compares || gate->source == NULL || source_is_timed(gate->source))
        return 0;
    return err_set(err, ERR_JOB, job->path.p, gate->line,
                   "source '%.*s' has no rows by period (a snapshot, or a kind without "
                   "event): give its gate min= instead",
                   STR_ARG(gate->source->id));
}

static int load_gate(struct job *job, const xmlNode *node, bool marks, struct gate *gate,
                     struct err *err)
{
    struct str id = xml_attr(node, "source"), share = xml_attr(node, "share");
    struct str on_fail = xml_attr(node, "on-fail"), least = xml_attr(node, "min");
    gate->line = xml_line(node);
    gate->test = test_of(node);
    gate->marks = on_fail.n > 0 ? str_eq(on_fail, STR("provisional")) : marks;
    gate->base = base_of(xml_attr(node, "against"));
    gate->within = cat_duration(xml_attr(node, "within"));
    if (least.n > 0 && !str_int(least, &gate->least))
        return err_set(err, ERR_JOB, job->path.p, gate->line, "min= is too large");
    if (share.n > 0 && !dec_parse(share, &gate->share))
        return err_set(err, ERR_JOB, job->path.p, gate->line,
                       "share= is not a decimal of up to 18 digits");
    if (gate->test == GATE_CONTROL)
        gate->file = file_join(&job->arena, job->folder, xml_attr(node, "file"));
    gate->source = id.n > 0 ? lookup_source(job, id) : NULL;
    if (id.n > 0 && gate->source == NULL)
        return err_set(err, ERR_JOB, job->path.p, gate->line,
                       "gate for source '%.*s', which the job does not have",
                       STR_ARG(id));
    return check_timed(job, gate, err);
}

int job_load_gates(struct job *job, const xmlNode *root, struct err *err)
{
    const xmlNode *gates = xml_first(root, "gates");
    if (gates == NULL)
        return 0;
    bool marks = str_eq(xml_attr(gates, "on-fail"), STR("provisional"));
    job->gate = arena_new(&job->arena, xml_count(gates, NULL), sizeof *job->gate);
    for (const xmlNode *c = xml_first(gates, NULL); c != NULL; c = xml_next(c, NULL))
        if (load_gate(job, c, marks, &job->gate[job->ngates++], err) != 0)
            return -1;
    return 0;
}
