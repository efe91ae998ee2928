/* job_source: sources of a job from its XML. Reads what the schema has already checked;
 * refuses unknown kinds and fields, a field mapped twice and ids used twice. */
#include "catalogue/job_source.h"
#include "catalogue/source_fold.h"

#include <string.h>

#include "base/utf8.h"
#include "catalogue/known.h"

#include "base/banned.h"

static struct str keep(struct job *job, const xmlNode *node, const char *attribute)
{
    return arena_str(&job->arena, xml_attr(node, attribute));
}

static void load_missing(struct job *job, const xmlNode *node, struct str **list,
                         size_t *count)
{
    size_t n = xml_count(node, "missing");
    *list = arena_new(&job->arena, n, sizeof **list);
    for (const xmlNode *c = xml_first(node, "missing"); c != NULL;
         c = xml_next(c, "missing"))
        (*list)[(*count)++] = keep(job, c, "is");
}

static void load_formats(struct job *job, const xmlNode *node, struct map *map)
{
    map->format = arena_new(&job->arena, xml_count(node, "format"), sizeof *map->format);
    for (const xmlNode *c = xml_first(node, "format"); c != NULL;
         c = xml_next(c, "format"))
        map->format[map->nformats++] = xml_text(&job->arena, c);
}

static void load_values(struct job *job, const xmlNode *node, struct map *map)
{
    map->value = arena_new(&job->arena, xml_count(node, "value"), sizeof *map->value);
    for (const xmlNode *c = xml_first(node, "value"); c != NULL; c = xml_next(c, "value"))
        map->value[map->nvalues++] =
            (struct map_value){keep(job, c, "from"), keep(job, c, "to")};
    const xmlNode *other = xml_first(node, "other");
    map->has_other = other != NULL;
    map->other = other != NULL ? keep(job, other, "to") : STR_NONE;
}

static int load_position(struct job *job, const xmlNode *node, int *position,
                         struct err *err)
{
    int64_t number = 0;
    if (xml_has(node, "position") &&
        (!str_int(xml_attr(node, "position"), &number) || number > 16384))
        return err_set(err, ERR_JOB, job->path.p, xml_line(node),
                       "position is not a column number from 1 to 16384");
    *position = (int)number;
    return 0;
}

static int load_skips(struct job *job, const xmlNode *node, struct source *source,
                      struct err *err)
{
    source->skip = arena_new(&job->arena, xml_count(node, "skip"), sizeof *source->skip);
    for (const xmlNode *c = xml_first(node, "skip"); c != NULL; c = xml_next(c, "skip")) {
        struct skip *skip = &source->skip[source->nskips++];
        skip->column = keep(job, c, "column");
        skip->whole = xml_has(c, "is");
        skip->text = keep(job, c, skip->whole ? "is" : "begins");
        if (load_position(job, c, &skip->position, err) != 0)
            return -1;
    }
    return 0;
}

/* init leaves it where nobody but the reader knows. */
static int refuse_open(const struct job *job, const struct map *map, const xmlNode *value,
                       struct err *err)
{
    struct str from = xml_attr(value, "from");
    return err_set(
        err, ERR_JOB, job->path.p, xml_line(value),
        "to=\"?\": put in what \"%.*s\" means as '%.*s' (%.*s), or \"\" for no "
        "value",
        STR_ARG(from), STR_ARG(map->field->id), STR_ARG(map->field->name));
}

/* A value that the field's limits do not know would make rows that none of them judges. */
static int check_values(struct job *job, const struct source *source,
                        const struct map *map, const xmlNode *node, struct err *err)
{
    struct str *known;
    size_t n = known_values(&job->arena, &job->metrics, source->kind, map->field, &known);
    for (const xmlNode *c = xml_first(node, NULL); c != NULL; c = xml_next(c, NULL)) {
        struct str to = xml_attr(c, "to");
        if (n == 0 && str_eq(to, STR("?")) && !field_is_text(map->field))
            return refuse_open(job, map, c, err);
        if (n == 0 || to.n == 0 || known_find(known, n, to) < n)
            continue;
        struct str near = known_closest(known, n, to);
        return err_set(
            err, ERR_JOB, job->path.p, xml_line(c),
            "to=\"%.*s\": no limit of '%.*s' knows that value%s%.*s%s; it takes "
            "%.*s, or \"\" for no value",
            STR_ARG(to), STR_ARG(map->field->id), near.n > 0 ? ", did you mean \"" : "",
            STR_ARG(near), near.n > 0 ? "\"" : "",
            STR_ARG(known_list(&job->arena, known, n)));
    }
    return 0;
}

static int refuse_field(struct job *job, const struct source *source,
                        const struct map *map, struct str id, struct err *err)
{
    const struct kind *kind = source->kind;
    struct str *ids = arena_new(&job->arena, kind->nfields, sizeof *ids);
    for (size_t i = 0; i < kind->nfields; i++)
        ids[i] = kind->field[i].id;
    struct str near = known_closest(ids, kind->nfields, id);
    return err_set(
        err, ERR_JOB, job->path.p, map->line,
        "source '%.*s' maps field '%.*s', which kind '%.*s' does not have%s%.*s%s; "
        "it has %.*s",
        STR_ARG(source->id), STR_ARG(id), STR_ARG(kind->id),
        near.n > 0 ? ", did you mean '" : "", STR_ARG(near), near.n > 0 ? "'?" : "",
        STR_ARG(known_list(&job->arena, ids, kind->nfields)));
}

static int refuse_kind(struct job *job, const struct source *source, struct str id,
                       struct err *err)
{
    const struct records *records = &job->records;
    struct str *ids = arena_new(&job->arena, records->nkinds, sizeof *ids);
    for (size_t i = 0; i < records->nkinds; i++)
        ids[i] = records->kind[i].id;
    struct str near = known_closest(ids, records->nkinds, id);
    return err_set(err, ERR_JOB, job->path.p, source->line,
                   "source '%.*s' is of unknown kind '%.*s'%s%.*s%s; there are %.*s",
                   STR_ARG(source->id), STR_ARG(id), near.n > 0 ? ", did you mean '" : "",
                   STR_ARG(near), near.n > 0 ? "'?" : "",
                   STR_ARG(known_list(&job->arena, ids, records->nkinds)));
}

/* A time that the export gives as what passed since another one. */
static int load_after(const struct job *job, const struct source *source, struct map *map,
                      const xmlNode *node, struct err *err)
{
    static const char *const units[] = {"seconds", "minutes", "hours", "days"};
    static const int64_t seconds[] = {1, 60, 3600, 86400};
    struct str id = xml_attr(node, "after");
    if (id.n == 0)
        return 0;
    map->after = kind_field(source->kind, id);
    if (map->after == NULL || map->after->type != FIELD_TIME ||
        map->after == map->field || map->field->type != FIELD_TIME ||
        map->field->required)
        return err_set(err, ERR_JOB, job->path.p, map->line,
                       "after=\"%.*s\": a time that is not required may be given as what "
                       "passed since another time of its row; '%.*s' "
                       "after '%.*s' is none",
                       STR_ARG(id), STR_ARG(map->field->id), STR_ARG(id));
    map->after_unit = 60;
    for (size_t i = 0; i < 4; i++)
        if (str_eq(xml_attr(node, "unit"), str_of(units[i])))
            map->after_unit = seconds[i];
    return 0;
}

static int load_map(struct job *job, const struct source *source, const xmlNode *node,
                    struct map *map, struct err *err)
{
    struct str id = xml_attr(node, "field");
    map->line = xml_line(node);
    map->field = kind_field(source->kind, id);
    if (map->field == NULL)
        return refuse_field(job, source, map, id, err);
    for (size_t i = 0; i < source->nmaps; i++)
        if (source->map[i].field == map->field)
            return err_set(err, ERR_JOB, job->path.p, map->line,
                           "field '%.*s' is mapped twice, first on line %ld", STR_ARG(id),
                           source->map[i].line);
    map->column = keep(job, node, "column");
    map->optional = xml_yes(node, "optional");
    map->fill_down = xml_has(node, "fill");
    if (load_after(job, source, map, node, err) != 0)
        return -1;
    map->has_constant = xml_has(node, "constant");
    map->constant = keep(job, node, "constant");
    if (load_position(job, node, &map->position, err) != 0)
        return -1;
    map->with = keep(job, node, "with");
    if (map->with.n > 0 && map->position == 0 && map->column.n == 0)
        return err_set(
            err, ERR_JOB, job->path.p, map->line,
            "with=\"%.*s\" names what stands beside a column; name that one by "
            "column= or position=",
            STR_ARG(map->with));
    load_formats(job, node, map);
    load_values(job, node, map);
    map->decimal_comma = str_eq(xml_attr(node, "decimal"), STR("comma"));
    load_missing(job, node, &map->missing, &map->nmissing);
    return check_values(job, source, map, node, err);
}

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

static void load_dialect(struct source *source, const xmlNode *node)
{
    struct str delimiter = xml_attr(node, "delimiter"), quote = xml_attr(node, "quote");
    struct str header = xml_attr(node, "header");
    int64_t number = 0;
    if (str_eq(delimiter, STR("tab")))
        source->delimiter = '\t';
    else if (str_eq(delimiter, STR("space")))
        source->delimiter = ' ';
    else if (delimiter.n > 2 && str_starts(delimiter, STR("\\x")))
        source->delimiter = (uint32_t)(hex_digit(delimiter.p[2]) * 16 +
                                       hex_digit(delimiter.p[delimiter.n - 1]));
    else
        utf8_next(&delimiter, &source->delimiter);
    if (str_eq(header, STR("none")))
        source->header_line = HEADER_NONE;
    else if (str_int(header, &number))
        source->header_line = number;
    if (str_int(xml_attr(node, "header-rows"), &number))
        source->header_rows = (int)number;
    source->no_quote = str_eq(quote, STR("none"));
    if (quote.n > 0 && !source->no_quote)
        source->quote = quote.p[0];
}

/* Everything that decides what a row of this source becomes: a change of any of it makes
 * the same bytes a new import. */
static void put_part(struct sha256_run *run, struct str part)
{
    sha256_put(run, part.p, part.n);
    sha256_put(run, "\n", 1);
}

static void put_number(struct sha256_run *run, int64_t number)
{
    sha256_put(run, &number, sizeof number);
}

static void put_kind(struct sha256_run *run, const struct kind *kind)
{
    put_part(run, kind->id);
    put_part(run, kind->event != NULL ? kind->event->id : STR_NONE); /* spans, coverage */
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct field *f = &kind->field[i];
        put_part(run, f->id);
        put_number(run, (int64_t)f->type);
        put_number(run, f->required + 2 * f->has_min + 4 * f->has_max);
        put_number(run, f->min);
        put_number(run, f->max);
        put_number(run, f->scale);
        for (size_t k = 0; k < f->nsynonyms; k++)
            put_part(run, f->synonym[k]);
        put_number(run, f->length);
        for (size_t k = 0; k < f->nunits; k++) {
            put_part(run, f->unit[k].text);
            put_number(run, f->unit[k].power);
        }
    }
    for (size_t i = 0; i < kind->nkey; i++)
        put_part(run, kind->key[i]->id);
    for (size_t i = 0; i < kind->norders; i++) {
        put_part(run, kind->order[i].first->id);
        put_part(run, kind->order[i].then->id);
    }
}

static void put_forms(struct sha256_run *run, const struct forms *forms)
{
    for (int means = 0; means < FORM_N; means++)
        for (size_t i = 0; i < forms->n[means]; i++) {
            put_part(run, forms->form[means][i].text);
            put_number(run, means);
            put_number(run, forms->form[means][i].value);
        }
}

static void put_map(struct sha256_run *run, const struct map *map)
{
    put_part(run, map->field->id);
    put_part(run, map->column);
    put_number(run, map->position);
    put_number(run, map->has_constant + 2 * map->optional);
    if (map->fill_down)
        put_part(run, STR("fill down"));
    if (map->with.n > 0) {
        put_part(run, STR("with"));
        put_part(run, map->with);
    }
    if (map->after != NULL) {
        put_part(run, map->after->id);
        put_number(run, map->after_unit);
    }
    put_part(run, map->constant);
    for (size_t i = 0; i < map->nformats; i++)
        put_part(run, map->format[i]);
    put_number(run, (int64_t)map->nformats);
    for (size_t i = 0; i < map->nvalues; i++) {
        put_part(run, map->value[i].from);
        put_part(run, map->value[i].to);
    }
    put_number(run, (int64_t)map->nvalues);
    put_number(run, map->decimal_comma + 2 * map->has_other);
    put_part(run, map->other);
    for (size_t i = 0; i < map->nmissing; i++)
        put_part(run, map->missing[i]);
}

/* Times become instants by the zone's data, which the system may bring up to date. */
static int put_zone(struct sha256_run *run, const struct job *job,
                    const struct source *source, struct err *err)
{
    struct zone *zone = NULL;
    if (source->zone.n > 0 && zone_open(&zone, source->zone, err) != 0)
        return err_note(err, "zone of source '%.*s', %s line %ld", STR_ARG(source->id),
                        job->path.p, source->line);
    struct sha256 data = zone_digest(zone != NULL ? zone : job->zone);
    sha256_put(run, data.byte, sizeof data.byte);
    zone_close(zone);
    return 0;
}

static struct sha256 rules_digest(struct sha256_run *run, const struct forms *forms,
                                  const struct source *source)
{
    put_kind(run, source->kind);
    put_forms(run, forms);
    put_part(run, source->encoding);
    put_number(run, source->delimiter);
    put_number(run, source->no_quote ? -1 : source->quote);
    put_part(run, source->rows);
    put_part(run, source->table);
    put_part(run, source->query);
    put_part(run, source->has_joint ? source->joint : STR("\n"));
    source_fold_digest(source, run);
    put_number(run, source->header_line);
    put_number(run, source->header_rows);
    for (size_t i = 0; i < source->nskips; i++) {
        put_part(run, source->skip[i].column);
        put_number(run, source->skip[i].position);
        put_part(run, source->skip[i].text);
        put_number(run, source->skip[i].whole);
    }
    if (source->sheet.n > 0)
        put_part(run, source->sheet);
    put_part(run, source->covers);
    put_number(run, (int64_t)source->extent);
    for (size_t i = 0; i < source->nmaps; i++)
        put_map(run, &source->map[i]);
    for (size_t i = 0; i < source->nmissing; i++)
        put_part(run, source->missing[i]);
    return sha256_end(run);
}

/* Rows are known by their number in the result: without an order they have none. */
static int check_query(const struct job *job, const struct source *source,
                       struct err *err)
{
    const char *at = source->query.p;
    while ((at = strcasestr(at, "order")) != NULL) {
        at += strlen("order");
        size_t blanks = strspn(at, " \t\r\n");
        if (blanks > 0 && strncasecmp(at + blanks, "by", 2) == 0)
            return 0;
    }
    return err_set(
        err, ERR_JOB, job->path.p, source->line,
        "the query of source '%.*s' has no ORDER BY, so its rows would have no "
        "numbers that last",
        STR_ARG(source->id));
}

/* Folding and splitting make rows in an order of their own. */
static int check_maps(const struct job *job, const struct source *source, struct err *err)
{
    for (size_t i = 0; i < source->nmaps; i++)
        for (size_t k = 0; k < source->nmaps; k++)
            if (source->map[i].after == source->map[k].field && source->map[k].after)
                return err_set(
                    err, ERR_JOB, job->path.p, source->map[i].line,
                    "after=\"%.*s\": that is given as what passed since another "
                    "time itself; name that one",
                    STR_ARG(source->map[k].field->id));
    bool own = source->fold != NULL || source->split.column.n > 0;
    for (size_t i = 0; own && i < source->nmaps; i++)
        if (source->map[i].fill_down)
            return err_set(err, ERR_JOB, job->path.p, source->map[i].line,
                           "fill=\"down\" needs the rows in the order of the file, which "
                           "<fold> and <split> change; leave out one of them");
    return 0;
}

static int load_source(struct job *job, xmlNode *node, struct source *source,
                       struct err *err)
{
    if (source_fold_inherit(source, node, job->source, job->nsources, job->path.p, err) !=
        0)
        return -1;
    source->line = xml_line(node);
    source->id = keep(job, node, "id");
    source->kind = records_kind(&job->records, xml_attr(node, "kind"));
    if (source->kind == NULL)
        return refuse_kind(job, source, xml_attr(node, "kind"), err);
    for (size_t i = 0; i < job->nsources; i++)
        if (str_eq(job->source[i].id, source->id))
            return err_set(err, ERR_JOB, job->path.p, source->line,
                           "source id '%.*s' is used twice, first on line %ld",
                           STR_ARG(source->id), job->source[i].line);
    source->name = xml_has(node, "name") ? keep(job, node, "name") : source->kind->name;
    source->path = keep(job, node, "path");
    source->encoding = keep(job, node, "encoding");
    source->sheet = keep(job, node, "sheet");
    source->zone = keep(job, node, "zone");
    source->covers = keep(job, node, "covers");
    source->keeps_gone = str_eq(xml_attr(node, "gone"), STR("keep"));
    source->optional = xml_yes(node, "optional");
    source->extent =
        str_eq(xml_attr(node, "extent"), STR("snapshot")) ? EXTENT_SNAPSHOT : EXTENT_ROWS;
    load_dialect(source, node);
    source->rows = keep(job, node, "rows");
    source->table = keep(job, node, "table");
    source->query = keep(job, node, "query");
    source->has_joint = xml_has(node, "joined-by");
    source->joint = keep(job, node, "joined-by");
    if (source->query.n > 0 && check_query(job, source, err) != 0)
        return -1;
    load_missing(job, node, &source->missing, &source->nmissing);
    if (load_skips(job, node, source, err) != 0 ||
        source_fold_load(source, &job->arena, node, job->path.p, err) != 0)
        return -1;
    source->map = arena_new(&job->arena, xml_count(node, "map"), sizeof *source->map);
    for (const xmlNode *c = xml_first(node, "map"); c != NULL; c = xml_next(c, "map")) {
        if (load_map(job, source, c, &source->map[source->nmaps], err) != 0)
            return -1;
        source->nmaps++;
    }
    if (check_maps(job, source, err) != 0)
        return -1;
    struct sha256_run *run = sha256_begin();
    int result = put_zone(run, job, source, err);
    source->rules = rules_digest(run, job->records.forms, source);
    return result;
}

int job_load_sources(struct job *job, const xmlNode *root, struct err *err)
{
    job->source = arena_new(&job->arena, xml_count(root, "source"), sizeof *job->source);
    for (const xmlNode *c = xml_first(root, "source"); c != NULL;
         c = xml_next(c, "source")) {
        /* The document is the job's own; only what is read of it is told so. */
        if (load_source(job, (xmlNode *)c, &job->source[job->nsources], err) != 0)
            return -1;
        job->nsources++;
    }
    return 0;
}
