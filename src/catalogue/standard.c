/* standard: reads a standard's clause tree. A later file changes what it states about a
 * clause whose id is known and adds the others, so that stated numbers and points can be
 * put in without copying the whole. Points that nobody stated are shared out at the end.
 * Refuses unknown metrics, fields and kinds, ids used twice, and points that do not fit. */
#include "catalogue/standard.h"

#include "catalogue/standard_points.h"

#include "base/utf8.h"

#include "base/banned.h"

struct loading {
    struct cat_load *load;
    const struct records *records;
    const struct metrics *metrics;
    struct standard *out;
    const char *path; /* of the file being read */
    struct err *err;
    size_t cap;
};

static int refuse(struct loading *in, const xmlNode *at, const char *what, struct str id)
{
    return err_set(in->err, ERR_JOB, in->path, xml_line(at), "%s: '%.*s'", what,
                   STR_ARG(id));
}

static struct str words(struct loading *in, const xmlNode *node, const char *child)
{
    return xml_localized(in->load->arena, node, child, in->load->lang);
}

static struct str attribute(struct loading *in, const xmlNode *node, const char *name)
{
    return arena_str(in->load->arena, xml_attr(node, name));
}

/* Index of a text in a list; the schema has made sure that it is in it. */
static int choice(struct str text, const char *const *list, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(text, str_of(list[i])))
            return i;
    return 0;
}

static int64_t whole(const xmlNode *node, const char *name, int64_t otherwise)
{
    int64_t n;
    return str_int(xml_attr(node, name), &n) ? n : otherwise;
}

static int64_t milli(const xmlNode *node, const char *name)
{
    struct dec d = {0, 0};
    return dec_parse(xml_attr(node, name), &d)
               ? num_round(d.n, (num_wide)num_round(1, 1, d.scale), 3)
               : 0;
}

static int read_metrics(struct loading *in, struct clause *clause, const xmlNode *node)
{
    size_t n = xml_count(node, "metric");
    if (n == 0)
        return 0;
    clause->metric = arena_new(in->load->arena, n, sizeof *clause->metric);
    clause->nmetrics = 0;
    for (const xmlNode *c = xml_first(node, "metric"); c; c = xml_next(c, "metric")) {
        const struct metric *metric = metrics_metric(in->metrics, xml_attr(c, "id"));
        if (metric == NULL)
            return refuse(in, c, "unknown metric", xml_attr(c, "id"));
        clause->metric[clause->nmetrics++] = metric;
    }
    return 0;
}

static int read_slots(struct loading *in, struct clause *clause, const xmlNode *node)
{
    size_t n = xml_count(node, "slot");
    if (n == 0)
        return 0;
    clause->slot = arena_new(in->load->arena, n, sizeof *clause->slot);
    clause->nslots = 0;
    for (const xmlNode *c = xml_first(node, "slot"); c; c = xml_next(c, "slot")) {
        struct evidence_slot slot = {.id = attribute(in, c, "id"),
                                     .name = words(in, c, "name"),
                                     .required = !xml_has(c, "required") ||
                                                 xml_yes(c, "required"),
                                     .months = (int)whole(c, "months", 0)};
        for (size_t i = 0; i < clause->nslots; i++)
            if (str_eq(clause->slot[i].id, slot.id))
                return refuse(in, c, "slot declared twice", slot.id);
        clause->slot[clause->nslots++] = slot;
    }
    return 0;
}

static void read_texts(struct loading *in, struct clause *clause, const xmlNode *node)
{
    bool english = str_starts(in->load->lang, STR("en"));
    if (xml_first(node, "title") != NULL) {
        clause->title = words(in, node, "title");
        /* The heading's second line: English, or under English the first given. */
        clause->title_alt =
            english ? xml_text(in->load->arena, xml_first(node, "title"))
                    : xml_localized(in->load->arena, node, "title", STR("en"));
    }
    if (xml_first(node, "requirement") != NULL)
        clause->requirement = words(in, node, "requirement");
}

/* Only what the element states; the rest stays as it was. */
static int read_clause(struct loading *in, struct clause *clause, const xmlNode *node)
{
    static const char *const confidence[] = {"confirmed", "single", "unconfirmed"};
    static const char *const scoring[] = {"metric", "proportion", "evidence", "both",
                                          "manual"};
    if (xml_has(node, "number"))
        clause->number = attribute(in, node, "number");
    if (xml_has(node, "points")) {
        clause->points_known = true;
        clause->points_path = in->path;
        clause->points_line = xml_line(node);
        clause->milli_points = milli(node, "points");
    }
    if (xml_has(node, "confidence"))
        clause->confidence =
            (enum confidence)choice(xml_attr(node, "confidence"), confidence, 3);
    if (xml_has(node, "law"))
        clause->law = xml_yes(node, "law");
    if (xml_has(node, "scoring"))
        clause->scoring = (enum scoring)choice(xml_attr(node, "scoring"), scoring, 5);
    read_texts(in, clause, node);
    return read_metrics(in, clause, node) != 0 ? -1 : read_slots(in, clause, node);
}

static void add_below(struct clause *parent, struct clause *clause)
{
    struct clause **at = &parent->first;
    while (*at != NULL)
        at = &(*at)->next;
    *at = clause;
    clause->parent = parent;
    clause->depth = parent->depth + 1;
}

static struct clause *find_below(struct clause *clause, struct str id)
{
    for (struct clause *c = clause->first; c != NULL; c = c->next) {
        struct clause *found = str_eq(c->id, id) ? c : find_below(c, id);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static void find_closest(const struct clause *clause, struct str id, size_t *least,
                         struct str *near)
{
    for (const struct clause *c = clause->first; c != NULL; c = c->next) {
        size_t edits = utf8_distance(c->id, id);
        if (edits < *least) {
            *least = edits;
            *near = c->id;
        }
        find_closest(c, id, least, near);
    }
}

/* A mistyped id would add a clause without a word of its own. */
static int refuse_unknown(struct loading *in, const xmlNode *node, struct str id)
{
    struct str near = STR_NONE;
    size_t least = utf8_count(id) / 2 + 1;
    find_closest(in->out->root, id, &least, &near);
    return err_set(in->err, ERR_JOB, in->path, xml_line(node),
                   "the standard has no clause '%.*s'%s%.*s%s; a new one needs its title",
                   STR_ARG(id), near.n > 0 ? ", did you mean '" : "", STR_ARG(near),
                   near.n > 0 ? "'?" : "");
}

static int read_tree(struct loading *in, struct clause *parent, const xmlNode *node,
                     bool first_file)
{
    for (const xmlNode *c = xml_first(node, "clause"); c; c = xml_next(c, "clause")) {
        struct str id = xml_attr(c, "id");
        struct clause *clause = find_below(in->out->root, id);
        if (clause != NULL && first_file)
            return refuse(in, c, "clause declared twice", id);
        if (clause == NULL && !first_file && xml_first(c, "title") == NULL)
            return refuse_unknown(in, c, id);
        if (clause == NULL) {
            clause = arena_new(in->load->arena, 1, sizeof *clause);
            clause->id = attribute(in, c, "id");
            clause->scoring = SCORE_EVIDENCE;
            clause->confidence = CONFIDENCE_UNCONFIRMED;
            add_below(parent, clause);
        }
        if (read_clause(in, clause, c) != 0 || read_tree(in, clause, c, first_file) != 0)
            return -1;
    }
    return 0;
}

static int read_needs(struct loading *in, const xmlNode *node, struct grade *grade)
{
    grade->need =
        arena_new(in->load->arena, xml_count(node, "needs"), sizeof *grade->need);
    for (const xmlNode *c = xml_first(node, "needs"); c; c = xml_next(c, "needs")) {
        struct grade_need *need = &grade->need[grade->nneeds++];
        need->metric = metrics_metric(in->metrics, xml_attr(c, "metric"));
        if (need->metric == NULL)
            return refuse(in, c, "unknown metric", xml_attr(c, "metric"));
        if (need->metric->better == BETTER_NONE)
            return refuse(in, c, "neither way is better of metric", need->metric->id);
        if (!dec_parse(xml_attr(c, "is"), &need->is))
            return refuse(in, c, "is no number", xml_attr(c, "is"));
    }
    return 0;
}

static int read_grades(struct loading *in, const xmlNode *grades)
{
    struct standard *out = in->out;
    if (grades == NULL)
        return 0;
    out->grade =
        arena_new(in->load->arena, xml_count(grades, "grade"), sizeof *out->grade);
    out->ngrades = 0;
    for (const xmlNode *c = xml_first(grades, "grade"); c; c = xml_next(c, "grade")) {
        struct grade grade = {milli(c, "from"), words(in, c, "name"), NULL, 0};
        if (read_needs(in, c, &grade) != 0)
            return -1;
        if (out->ngrades > 0 && out->grade[out->ngrades - 1].milli >= grade.milli)
            return refuse(in, c, "grades do not ascend", xml_attr(c, "from"));
        out->grade[out->ngrades++] = grade;
    }
    out->below = words(in, xml_first(grades, "below"), "name");
    return 0;
}

static int read_evidence(struct loading *in, const xmlNode *node)
{
    struct evidence_binding *e = &in->out->evidence;
    if (node == NULL)
        return 0;
    e->kind = records_kind(in->records, xml_attr(node, "kind"));
    if (e->kind == NULL)
        return refuse(in, node, "unknown record kind", xml_attr(node, "kind"));
    const struct {
        const char *name;
        bool time;
        const struct field **field;
    } part[] = {{"number", false, &e->number},
                {"clause", false, &e->clause},
                {"slot", false, &e->slot},
                {"title", false, &e->title},
                {"version", false, &e->version},
                {"issued", true, &e->issued},
                {"valid-until", true, &e->valid_until},
                {"covers-from", true, &e->covers_from},
                {"covers-until", true, &e->covers_until},
                {"owner", false, &e->owner},
                {"file", false, &e->file}};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        const struct field *field = kind_field(e->kind, xml_attr(node, part[i].name));
        if (field == NULL)
            return refuse(in, node, "unknown field", xml_attr(node, part[i].name));
        if (part[i].time ? !field_is_time(field) : !field_is_text(field))
            return refuse(in, node,
                          part[i].time ? "field holds no times" : "field holds no text",
                          field->id);
        *part[i].field = field;
    }
    e->near_days = (int)whole(node, "near-days", 0);
    return 0;
}

static int read_standard(struct loading *in, const xmlNode *root, bool first_file)
{
    struct standard *out = in->out;
    if (first_file) {
        out->id = attribute(in, root, "id");
        out->edition = attribute(in, root, "edition");
    }
    if (xml_first(root, "name") != NULL)
        out->name = words(in, root, "name");
    if (xml_first(root, "title") != NULL)
        out->title = words(in, root, "title");
    if (xml_first(root, "notice") != NULL)
        out->notice = words(in, root, "notice");
    if (read_grades(in, xml_first(root, "grades")) != 0 ||
        read_evidence(in, xml_first(root, "evidence")) != 0)
        return -1;
    return read_tree(in, out->root, root, first_file);
}

static void list_clauses(struct loading *in, struct clause *parent)
{
    struct standard *out = in->out;
    for (struct clause *c = parent->first; c != NULL; c = c->next) {
        out->clause = mem_room(out->clause, out->nclauses, &in->cap, sizeof *out->clause);
        c->index = (uint32_t)out->nclauses;
        out->clause[out->nclauses++] = c;
        list_clauses(in, c);
    }
}

/* The list grows on the heap and then moves into the arena that owns the standard. */
static void keep_list(struct loading *in)
{
    struct standard *out = in->out;
    struct clause **grown = out->clause;
    out->clause = arena_new(in->load->arena, out->nclauses + 1, sizeof *out->clause);
    for (size_t i = 0; i < out->nclauses; i++)
        out->clause[i] = grown[i];
    mem_free(grown);
}

static int load_file(struct loading *in, const struct cat_file *file, bool first_file)
{
    xmlDoc *doc;
    struct arena arena;
    arena_init(&arena);
    struct str schema = arena_printf(&arena, "%s/standard.rng", in->load->schemas);
    in->path = file->path.p;
    int rc = xml_load(&doc, file->text, file->path.p, schema.p, in->err);
    if (rc == 0) {
        rc = read_standard(in, xmlDocGetRootElement(doc), first_file);
        xmlFreeDoc(doc);
    }
    arena_release(&arena);
    return rc;
}

int standard_load(struct standard *out, struct cat_load *load, size_t first, size_t n,
                  const struct records *records, const struct metrics *metrics,
                  struct err *err)
{
    struct loading in = {
        .load = load, .records = records, .metrics = metrics, .out = out, .err = err};
    *out = (struct standard){.root = arena_new(load->arena, 1, sizeof *out->root)};
    out->root->depth = -1;
    for (size_t i = first; i < first + n; i++)
        if (load_file(&in, &load->file[i], i == first) != 0)
            return -1;
    list_clauses(&in, out->root);
    keep_list(&in);
    const char *lacks = out->ngrades == 0            ? "<grades>"
                        : out->evidence.kind == NULL ? "<evidence>"
                                                     : NULL;
    if (lacks != NULL)
        return err_set(err, ERR_JOB, load->file[first].path.p, 0,
                       "the standard lacks %s; those in templates/standards show how it "
                       "is written",
                       lacks);
    return standard_share(out, load->file[first].path.p, err);
}

const struct clause *standard_clause(const struct standard *standard, struct str id)
{
    for (size_t i = 0; i < standard->nclauses; i++)
        if (str_eq(standard->clause[i]->id, id))
            return standard->clause[i];
    return NULL;
}
