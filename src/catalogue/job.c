/* job: a job file and the catalogues it names, loaded in the order in which they need
 * one another: words, records, metrics, standard, then the job's sources and findings. */
#include "catalogue/job.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/period.h"
#include "catalogue/job_gates.h"
#include "catalogue/job_source.h"
#include "catalogue/shipped.h"

#include "base/banned.h"

#define FULL_LANGUAGE "en" /* has every word there is */

enum { LOGO_MAX = 4000 }; /* pixels a side */

struct range { /* of load.file */
    size_t first, n;
};

struct loading {
    struct job *job;
    const xmlNode *root;
    struct str templates; /* folder of the shipped catalogues */
};

static struct str child_text(struct job *job, const xmlNode *root, const char *name)
{
    const xmlNode *child = xml_first(root, name);
    return child == NULL ? arena_str(&job->arena, STR("")) : xml_text(&job->arena, child);
}

/* The file that <element use= | file=> chooses: a shipped one by name or the user's. */
static struct str chosen(const struct loading *in, const char *element,
                         const char *folder, const char *fallback)
{
    struct arena *arena = &in->job->arena;
    const xmlNode *node = xml_first(in->root, element);
    if (node != NULL && xml_has(node, "file"))
        return file_join(arena, in->job->folder, xml_attr(node, "file"));
    struct str use = node != NULL ? xml_attr(node, "use") : str_of(fallback);
    return arena_printf(arena, "%.*s/%s/%.*s.xml", STR_ARG(in->templates), folder,
                        STR_ARG(use));
}

/* Reads the base file, then the files that the elements from `layer` on add to it; they
 * lie side by side in load.file. */
static int read_layers(const struct loading *in, const char *role, struct str base,
                       const xmlNode *layer, struct range *range, struct err *err)
{
    struct cat_load *load = &in->job->load;
    if (cat_read(load, role, base, &range->first, err) != 0)
        return -1;
    for (const xmlNode *c = layer; c != NULL; c = xml_next(c, role)) {
        size_t unused;
        struct str path =
            file_join(&in->job->arena, in->job->folder, xml_attr(c, "file"));
        if (!xml_has(c, "file"))
            return err_set(err, ERR_JOB, in->job->path.p, xml_line(c),
                           "a second <%s> adds to the first and takes file=", role);
        if (cat_read(load, role, path, &unused, err) != 0)
            return err_note(err, "named by %s, line %ld", in->job->path.p, xml_line(c));
    }
    range->n = load->nfiles - range->first;
    return 0;
}

/* A shipped catalogue and all the job's files of that name. */
static int read_shipped(const struct loading *in, const char *role, struct range *range,
                        struct err *err)
{
    struct str base =
        arena_printf(&in->job->arena, "%.*s/%s.xml", STR_ARG(in->templates), role);
    return read_layers(in, role, base, xml_first(in->root, role), range, err);
}

/* The catalogue that the job chooses by its first element, and what the next ones add. */
static int read_chosen(const struct loading *in, const char *role, const char *folder,
                       struct range *range, struct err *err)
{
    const xmlNode *first = xml_first(in->root, role);
    return read_layers(in, role, chosen(in, role, folder, ""),
                       first != NULL ? xml_next(first, role) : NULL, range, err);
}

static int load_words(const struct loading *in, struct err *err)
{
    struct job *job = in->job;
    struct range range;
    struct str path = arena_printf(&job->arena, "%.*s/locales/%.*s.xml",
                                   STR_ARG(in->templates), STR_ARG(job->locale));
    if (!file_exists(path.p))
        return err_set(
            err, ERR_JOB, job->path.p, xml_line(in->root),
            "locale '%.*s' is not known: there is no %s; use one of those beside it",
            STR_ARG(job->locale), path.p);
    if (read_layers(in, "words", path, xml_first(in->root, "words"), &range, err) != 0)
        return -1;
    if (words_load(&job->words, &job->load, range.first, range.n, err) != 0)
        return -1;
    struct str full = arena_printf(&job->arena, "%.*s/locales/" FULL_LANGUAGE ".xml",
                                   STR_ARG(in->templates));
    return words_check(job->words, &job->load, path.p, full.p, err);
}

static int load_calendar(const struct loading *in, struct err *err)
{
    struct range range;
    if (xml_first(in->root, "calendar") == NULL)
        return 0;
    if (read_chosen(in, "calendar", "calendars", &range, err) != 0)
        return -1;
    return calendar_load(&in->job->calendar, &in->job->load, range.first, range.n, err);
}

static int load_measures(const struct loading *in, struct err *err)
{
    struct job *job = in->job;
    struct range range;
    if (read_shipped(in, "records", &range, err) != 0 ||
        records_load(&job->records, &job->load, range.first, range.n, err) != 0 ||
        read_shipped(in, "metrics", &range, err) != 0)
        return -1;
    return metrics_load(&job->metrics, &job->load, range.first, range.n, &job->records,
                        err);
}

static int check_clocks(const struct job *job, struct err *err)
{
    for (size_t i = 0; i < job->metrics.nmetrics && job->calendar == NULL; i++) {
        const struct metric *metric = &job->metrics.metric[i];
        if (metric->clock == CLOCK_BUSINESS)
            return err_set(err, ERR_JOB, metric->path, metric->line,
                           "metric '%.*s' counts working time, but the job names no "
                           "calendar; give it <calendar use=\"...\"/> or file=",
                           STR_ARG(metric->id));
    }
    return 0;
}

/* Width and height of a PNG stand right behind its signature. */
static int check_logo(const struct cat_file *file, struct err *err)
{
    static const char signature[] = "\x89PNG\r\n\x1a\n";
    const unsigned char *p = (const unsigned char *)file->text.p;
    if (file->text.n < 33 || memcmp(p, signature, 8) != 0)
        return err_set(err, ERR_JOB, file->path.p, 0,
                       "the logo is no PNG file; save it as one");
    for (size_t i = 16; i <= 20; i += 4)
        if (p[i] != 0 || p[i + 1] != 0 || (p[i + 2] << 8 | p[i + 3]) > LOGO_MAX ||
            (p[i + 2] | p[i + 3]) == 0)
            return err_set(err, ERR_JOB, file->path.p, 0,
                           "the logo is wider or higher than %d pixels; scale it down",
                           LOGO_MAX);
    return 0;
}

/* The style is checked before anything is imported; its logo is an input like itself. */
static int load_style(const struct loading *in, struct err *err)
{
    struct job *job = in->job;
    size_t index;
    xmlDoc *xml = NULL;
    job->style = chosen(in, "style", "styles", "default");
    if (cat_read(&job->load, "style", job->style, &index, err) != 0)
        return -1;
    struct str schema = arena_printf(&job->arena, "%s/style.rng", job->load.schemas);
    job->style_text = job->load.file[index].text;
    if (xml_load(&xml, job->style_text, job->style.p, schema.p, err) != 0)
        return -1;
    int result = 0;
    const xmlNode *logo = xml_first(xmlDocGetRootElement(xml), "logo");
    if (logo != NULL) {
        struct str folder = file_folder(&job->arena, job->style);
        struct str path = file_join(&job->arena, folder, xml_attr(logo, "file"));
        result = cat_read(&job->load, "logo", path, &index, err);
        if (result == 0) {
            job->logo = job->load.file[index].text;
            result = check_logo(&job->load.file[index], err);
        }
    }
    xmlFreeDoc(xml);
    return result;
}

static int load_catalogues(const struct loading *in, struct err *err)
{
    struct job *job = in->job;
    struct range range;
    size_t index;
    if (load_words(in, err) != 0 || load_calendar(in, err) != 0 ||
        load_measures(in, err) != 0 || check_clocks(job, err) != 0 ||
        read_chosen(in, "standard", "standards", &range, err) != 0 ||
        standard_load(&job->standard, &job->load, range.first, range.n, &job->records,
                      &job->metrics, err) != 0)
        return -1;
    job->pack = chosen(in, "pack", "packs", "");
    if (cat_read(&job->load, "pack", job->pack, &index, err) != 0)
        return -1;
    return load_style(in, err);
}

static void load_people(const struct loading *in)
{
    struct job *job = in->job;
    job->npersons = xml_count(in->root, "person");
    job->person = arena_new(&job->arena, job->npersons, sizeof *job->person);
    size_t i = 0;
    for (const xmlNode *c = xml_first(in->root, "person"); c; c = xml_next(c, "person"))
        job->person[i++] = (struct person){arena_str(&job->arena, xml_attr(c, "role")),
                                           arena_str(&job->arena, xml_attr(c, "unit")),
                                           arena_str(&job->arena, xml_attr(c, "name"))};
    job->ndistribution = 2 * xml_count(in->root, "distribution");
    job->distribution =
        arena_new(&job->arena, job->ndistribution, sizeof *job->distribution);
    i = 0;
    for (const xmlNode *c = xml_first(in->root, "distribution"); c;
         c = xml_next(c, "distribution")) {
        job->distribution[i++] = arena_str(&job->arena, xml_attr(c, "to"));
        job->distribution[i++] = arena_str(&job->arena, xml_attr(c, "medium"));
    }
}

static int load_owner(struct job *job, const xmlNode *node, struct err *err)
{
    struct str name = arena_str(&job->arena, xml_attr(node, "name"));
    struct str list = xml_attr(node, "metrics"), id;
    if (!list.n)
        job->owner[job->nowners++] = (struct owner){NULL, name};
    while (str_split(&list, ' ', &id)) {
        if (!id.n)
            continue;
        const struct metric *metric = metrics_metric(&job->metrics, id);
        if (metric == NULL)
            return err_set(err, ERR_JOB, job->path.p, xml_line(node),
                           "<owner> of metric '%.*s', which no catalogue has",
                           STR_ARG(id));
        job->owner[job->nowners++] = (struct owner){metric, name};
    }
    return 0;
}

static int load_owners(const struct loading *in, struct err *err)
{
    struct job *job = in->job;
    size_t room = 0;
    for (const xmlNode *c = xml_first(in->root, "owner"); c; c = xml_next(c, "owner"))
        room += xml_attr(c, "metrics").n + 1;
    job->owner = arena_new(&job->arena, room, sizeof *job->owner);
    for (const xmlNode *c = xml_first(in->root, "owner"); c; c = xml_next(c, "owner"))
        if (load_owner(job, c, err) != 0)
            return -1;
    return 0;
}

static int finding_state(struct str state)
{
    static const char *const name[] = {"met", "partly", "not-met", "not-evaluated",
                                       "not-applicable"};
    for (int i = 0; i < 5; i++)
        if (str_eq(state, str_of(name[i])))
            return i;
    return -1;
}

static int load_findings(const struct loading *in, struct err *err)
{
    struct job *job = in->job;
    job->finding =
        arena_new(&job->arena, xml_count(in->root, "finding"), sizeof *job->finding);
    for (const xmlNode *c = xml_first(in->root, "finding"); c;
         c = xml_next(c, "finding")) {
        struct manual_finding *f = &job->finding[job->nfindings++];
        f->clause = standard_clause(&job->standard, xml_attr(c, "clause"));
        if (f->clause == NULL)
            return err_set(err, ERR_JOB, job->path.p, xml_line(c),
                           "finding for clause '%.*s', which standard '%.*s' does not "
                           "have",
                           STR_ARG(xml_attr(c, "clause")), STR_ARG(job->standard.id));
        f->line = xml_line(c);
        f->state = finding_state(xml_attr(c, "state"));
        f->has_earned = xml_has(c, "earned");
        if (f->has_earned && !dec_parse(xml_attr(c, "earned"), &f->earned))
            return err_set(err, ERR_JOB, job->path.p, xml_line(c),
                           "earned is not a share from 0 to 1");
        f->why = xml_text(&job->arena, c);
    }
    return 0;
}

static struct str path_of(struct loading *in, const char *element, struct str fallback)
{
    const xmlNode *node = xml_first(in->root, element);
    struct str path = node != NULL ? xml_attr(node, "path") : fallback;
    return file_join(&in->job->arena, in->job->folder, path);
}

static void read_sign(const struct loading *in)
{
    struct job *job = in->job;
    struct job_sign *sign = &job->sign;
    const xmlNode *node = xml_first(in->root, "sign");
    if (node == NULL)
        return;
    sign->key = file_join(&job->arena, job->folder, xml_attr(node, "key"));
    if (xml_has(node, "certificate"))
        sign->certificate =
            file_join(&job->arena, job->folder, xml_attr(node, "certificate"));
    if (xml_has(node, "passphrase-file"))
        sign->passphrase_file =
            file_join(&job->arena, job->folder, xml_attr(node, "passphrase-file"));
    sign->passphrase_env = arena_str(&job->arena, xml_attr(node, "passphrase-env"));
}

static int read_schedule(const struct loading *in, struct err *err)
{
    struct job *job = in->job;
    const xmlNode *node = xml_first(in->root, "schedule");
    struct period first;
    if (node == NULL)
        return 0;
    job->schedule_first = arena_str(&job->arena, xml_attr(node, "first"));
    if (period_parse(&first, job->schedule_first, job->zone, err) == 0)
        return 0;
    return err_note(err, "<schedule> of %s, line %ld", job->path.p, xml_line(node));
}

static int load_head(struct loading *in, struct err *err)
{
    struct job *job = in->job;
    job->id = arena_str(&job->arena, xml_attr(in->root, "id"));
    job->locale = arena_str(&job->arena, xml_attr(in->root, "locale"));
    job->load.lang = job->locale;
    job->zone_name = arena_str(&job->arena, xml_attr(in->root, "zone"));
    job->issue_delay = cat_duration(xml_attr(in->root, "issue-delay"));
    job->organisation = child_text(job, in->root, "organisation");
    job->scope = child_text(job, in->root, "scope");
    job->document_number = child_text(job, in->root, "document-number");
    job->confidentiality = child_text(job, in->root, "confidentiality");
    job->store = path_of(in, "store", STR("store.db"));
    job->out = path_of(in, "out", STR("out"));
    job->evidence = path_of(in, "evidence", STR("."));
    job->deliver = arena_str(&job->arena, STR(""));
    if (xml_first(in->root, "deliver") != NULL)
        job->deliver = file_join(&job->arena, job->folder,
                                 xml_attr(xml_first(in->root, "deliver"), "file"));
    read_sign(in);
    load_people(in);
    if (zone_open(&job->zone, job->zone_name, err) != 0) {
        err->code = ERR_JOB;
        return err_note(err, "zone of %s, line %ld", job->path.p, xml_line(in->root));
    }
    return read_schedule(in, err);
}

/* Catalogues chosen by a name that there is none of. */
static int check_names(const struct loading *in, struct err *err)
{
    static const struct {
        const char *element, *folder;
    } choice[] = {{"standard", "standards"},
                  {"pack", "packs"},
                  {"calendar", "calendars"},
                  {"style", "styles"}};
    struct job *job = in->job;
    for (size_t i = 0; i < sizeof choice / sizeof *choice; i++) {
        const xmlNode *node = xml_first(in->root, choice[i].element);
        if (node == NULL || !xml_has(node, "use"))
            continue;
        struct str path = chosen(in, choice[i].element, choice[i].folder, "");
        if (shipped_check(&job->arena, path, choice[i].element, job->path.p,
                          xml_line(node), err) != 0)
            return -1;
    }
    return 0;
}

static int load_all(struct loading *in, struct err *err)
{
    if (load_head(in, err) != 0 || check_names(in, err) != 0 ||
        load_catalogues(in, err) != 0 || job_load_sources(in->job, in->root, err) != 0 ||
        job_load_gates(in->job, in->root, err) != 0)
        return -1;
    return load_owners(in, err) != 0 ? -1 : load_findings(in, err);
}

/* An export is often given where its job is meant. */
static bool begins_as_xml(struct str text)
{
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = (struct str){text.p + 3, text.n - 3};
    text = str_trim(text);
    return text.n == 0 || text.p[0] == '<' || (unsigned char)text.p[0] >= 0xFE ||
           text.p[0] == '\0';
}

int job_load(struct job *job, const char *path, const char *data, struct err *err)
{
    memset(job, 0, sizeof *job);
    arena_init(&job->arena);
    struct loading in = {.job = job};
    in.templates = arena_printf(&job->arena, "%s/templates", data);
    struct str schemas = arena_printf(&job->arena, "%.*s/schemas", STR_ARG(in.templates));
    job->load = (struct cat_load){.arena = &job->arena, .schemas = schemas.p};
    job->path = arena_str(&job->arena, str_of(path));
    job->folder = file_folder(&job->arena, job->path);
    size_t index;
    if (cat_read(&job->load, "job", job->path, &index, err) != 0)
        return err_note(err,
                        "`auditpack init FOLDER --out FOLDER/job.xml` makes a job for "
                        "the exports of a folder");
    if (!begins_as_xml(job->load.file[index].text))
        return err_set(err, ERR_JOB, job->path.p, 0,
                       "this is no job, which is an XML file; `auditpack init %s --out "
                       "job.xml` makes one for an export",
                       job->path.p);
    struct str schema = arena_printf(&job->arena, "%s/job.rng", schemas.p);
    xmlDoc *xml = NULL;
    if (xml_load(&xml, job->load.file[index].text, path, schema.p, err) != 0)
        return -1;
    in.root = xmlDocGetRootElement(xml);
    int result = load_all(&in, err);
    xmlFreeDoc(xml);
    return result;
}

void job_release(struct job *job)
{
    zone_close(job->zone);
    mem_free(job->load.file);
    arena_release(&job->arena);
}
