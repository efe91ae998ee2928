/* mapping: tries each of the first rows as the header and takes the first that fills every
 * required and every mapped field. When none does, the row that came closest explains
 * why. Explicit maps claim their columns before names and synonyms are looked up. */
#include "ingest/mapping.h"

#include "base/buf.h"
#include "ingest/header.h"
#include "ingest/heading.h"
#include "ingest/suggest.h"
#include "ingest/value/when.h"

#include "base/banned.h"

enum { HEADERS_SHOWN = 200 };

enum problem { FITS, NO_SUCH_COLUMN, NO_SUCH_POSITION, REQUIRED_UNFILLED, NAMED_TWICE };

struct attempt {
    uint64_t line;
    struct str *header, *folded;
    const struct field **claim; /* of each column */
    size_t n, matched;
    struct slot *slot;
    size_t *skip;
    enum problem problem; /* the first */
    const struct field *field;
    struct str wanted;
};

struct context {
    struct arena *arena;
    const struct source *source;
    struct str **names; /* folded synonyms of each field */
    bool typed;         /* of the reader */
};

static const struct map *lookup_map(const struct source *source,
                                    const struct field *field)
{
    for (size_t i = 0; i < source->nmaps; i++)
        if (source->map[i].field == field)
            return &source->map[i];
    return NULL;
}

static void note(struct attempt *attempt, enum problem problem, const struct field *field,
                 struct str wanted)
{
    if (attempt->problem != FITS)
        return;
    attempt->problem = problem;
    attempt->field = field;
    attempt->wanted = wanted;
}

static void claim(struct attempt *attempt, struct slot *slot, size_t column)
{
    slot->column = column;
    attempt->claim[column] = slot->field;
    attempt->matched++;
}

/* By its own name alone an attribute of an XML row is found without the '@' before it. */
static bool bears(struct str header, struct str name, bool shared)
{
    if (!shared && header.n == name.n + 1 && header.p[0] == '@')
        header = (struct str){header.p + 1, name.n};
    return str_eq(header, name);
}

/* The unclaimed column of that folded name, or NO_COLUMN. `shared` allows claimed ones. */
static size_t find_column(struct attempt *attempt, struct str name, bool shared,
                          const struct field *field)
{
    size_t found = NO_COLUMN;
    for (size_t i = 0; i < attempt->n; i++) {
        if (!bears(attempt->folded[i], name, shared) ||
            (!shared && attempt->claim[i] != NULL))
            continue;
        if (found != NO_COLUMN)
            note(attempt, NAMED_TWICE, field, attempt->header[i]);
        else
            found = i;
    }
    return found;
}

static void fill_mapped(struct context *in, struct attempt *attempt, struct slot *slot)
{
    const struct map *map = slot->map;
    size_t column;
    if (map->position > 0) {
        column = (size_t)map->position - 1;
        if (column < attempt->n)
            claim(attempt, slot, column);
        else
            note(attempt, NO_SUCH_POSITION, slot->field,
                 arena_printf(in->arena, "%d", map->position));
    } else if (map->column.n > 0) {
        column =
            find_column(attempt, header_fold(in->arena, map->column), true, slot->field);
        if (column != NO_COLUMN)
            claim(attempt, slot, column);
        else if (!map->optional || slot->field->required)
            note(attempt, NO_SUCH_COLUMN, slot->field, map->column);
    }
}

/* Of two columns the second holds no other field, but where a map says so. */
static void fill_beside(struct context *in, struct attempt *attempt, struct slot *slot)
{
    const struct map *map = slot->map;
    if (map->with.n == 0 || slot->column == NO_COLUMN)
        return;
    slot->with =
        find_column(attempt, header_fold(in->arena, map->with), true, slot->field);
    if (slot->with == NO_COLUMN)
        note(attempt, NO_SUCH_COLUMN, slot->field, map->with);
    else if (attempt->claim[slot->with] == NULL)
        attempt->claim[slot->with] = slot->field;
}

static void fill_by_name(struct context *in, struct attempt *attempt, struct slot *slot)
{
    const struct field *field = slot->field;
    for (size_t k = 0; k < field->nsynonyms; k++) {
        size_t column =
            find_column(attempt, in->names[field->index][k], false, slot->field);
        if (column != NO_COLUMN) {
            claim(attempt, slot, column);
            return;
        }
    }
    if (field->required)
        note(attempt, REQUIRED_UNFILLED, field, field->id);
}

static bool maps_column(const struct map *map)
{
    return map != NULL && (map->position > 0 || map->column.n > 0);
}

/* A rule's column may fill a field too. */
static void resolve_skips(struct context *in, struct attempt *attempt)
{
    const struct source *source = in->source;
    attempt->skip = arena_new(in->arena, source->nskips, sizeof *attempt->skip);
    for (size_t i = 0; i < source->nskips; i++) {
        const struct skip *skip = &source->skip[i];
        attempt->skip[i] = NO_COLUMN;
        if (skip->position > 0)
            attempt->skip[i] = (size_t)skip->position - 1;
        if (skip->column.n == 0)
            continue;
        attempt->skip[i] =
            find_column(attempt, header_fold(in->arena, skip->column), true, NULL);
        if (attempt->skip[i] == NO_COLUMN)
            note(attempt, NO_SUCH_COLUMN, NULL, skip->column);
    }
}

static void resolve(struct context *in, struct attempt *attempt)
{
    const struct kind *kind = in->source->kind;
    attempt->slot = arena_new(in->arena, kind->nfields, sizeof *attempt->slot);
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct field *field = &kind->field[i];
        attempt->slot[i] = (struct slot){.field = field,
                                         .map = lookup_map(in->source, field),
                                         .column = NO_COLUMN,
                                         .with = NO_COLUMN,
                                         .typed = in->typed};
        if (maps_column(attempt->slot[i].map))
            fill_mapped(in, attempt, &attempt->slot[i]);
    }
    for (size_t i = 0; i < kind->nfields; i++)
        if (maps_column(attempt->slot[i].map))
            fill_beside(in, attempt, &attempt->slot[i]);
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct map *map = attempt->slot[i].map;
        if (!maps_column(map) && !(map != NULL && map->has_constant))
            fill_by_name(in, attempt, &attempt->slot[i]);
    }
    resolve_skips(in, attempt);
}

/* Columns without a header are called by their numbers where people read of them. */
static void take_heading(struct context *in, struct attempt *attempt,
                         const struct heading *heading)
{
    bool none = in->source->header_line == HEADER_NONE;
    *attempt = (struct attempt){.line = heading->line};
    attempt->header = arena_new(in->arena, heading->n, sizeof *attempt->header);
    attempt->folded = arena_new(in->arena, heading->n, sizeof *attempt->folded);
    attempt->claim = arena_new(in->arena, heading->n, sizeof *attempt->claim);
    for (size_t i = 0; i < heading->n; i++) {
        attempt->header[i] =
            none ? arena_printf(in->arena, "%zu", i + 1) : heading->name[i];
        attempt->folded[i] = header_fold(in->arena, heading->name[i]);
        if (none || attempt->folded[i].n > 0)
            attempt->n = i + 1;
    }
}

static void fold_names(struct context *in)
{
    const struct kind *kind = in->source->kind;
    in->names = arena_new(in->arena, kind->nfields, sizeof *in->names);
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct field *field = &kind->field[i];
        in->names[i] = arena_new(in->arena, field->nsynonyms, sizeof *in->names[i]);
        for (size_t k = 0; k < field->nsynonyms; k++)
            in->names[i][k] = header_fold(in->arena, field->synonym[k]);
    }
}

static struct ingest_column *columns_of(struct context *in, const struct attempt *attempt)
{
    struct ingest_column *column = arena_new(in->arena, attempt->n, sizeof *column);
    for (size_t i = 0; i < attempt->n; i++)
        column[i] =
            (struct ingest_column){attempt->header[i], attempt->claim[i], STR_NONE};
    return column;
}

/* The unclaimed header closest to any of the names; empty when none is close. */
static struct str closest(struct context *in, const struct attempt *attempt,
                          const struct str *names, size_t n)
{
    struct ingest_column *column = columns_of(in, attempt);
    size_t found = suggest_column(in->arena, column, attempt->n, names, n);
    return found < attempt->n ? attempt->header[found] : STR_NONE;
}

static void list_headers(const struct attempt *attempt, struct buf *out)
{
    for (size_t i = 0; i < attempt->n; i++) {
        if (out->n + attempt->header[i].n > HEADERS_SHOWN) {
            buf_printf(out, " and %zu more", attempt->n - i);
            return;
        }
        buf_printf(out, "%s\"%.*s\"", i ? ", " : "", STR_ARG(attempt->header[i]));
    }
}

static int refuse(struct context *in, const struct attempt *attempt, const char *path,
                  struct err *err)
{
    const struct field *field = attempt->field;
    struct str near = STR_NONE;
    struct buf what, seen;
    buf_init(&what, 4096);
    buf_init(&seen, 4096);
    list_headers(attempt, &seen);
    switch (attempt->problem) {
    case NO_SUCH_COLUMN:
        buf_printf(&what, "no column is named \"%.*s\"", STR_ARG(attempt->wanted));
        if (field != NULL)
            buf_printf(&what, ", which fills the field '%.*s'", STR_ARG(field->id));
        else
            buf_text(&what, ", by which rows are skipped");
        near = closest(in, attempt, &attempt->wanted, 1);
        break;
    case NO_SUCH_POSITION:
        buf_printf(&what, "there is no column %.*s to fill the field '%.*s'",
                   STR_ARG(attempt->wanted), STR_ARG(field->id));
        break;
    case NAMED_TWICE:
        buf_printf(&what, "two columns are named \"%.*s\"", STR_ARG(attempt->wanted));
        if (field != NULL)
            buf_printf(&what, "; map the field '%.*s' by position", STR_ARG(field->id));
        else
            buf_text(&what, "; name the one by which rows are skipped by its position");
        break;
    default:
        buf_printf(&what, "no column fills the required field '%.*s' (%.*s)",
                   STR_ARG(field->id), STR_ARG(field->name));
        near = closest(in, attempt, field->synonym, field->nsynonyms);
        break;
    }
    if (near.n > 0)
        buf_printf(&what, "; map it to \"%.*s\" if that is meant", STR_ARG(near));
    err_set(err, ERR_GATE, path, (long)attempt->line, "%.*s; the header has %.*s",
            STR_ARG(buf_view(&what)), STR_ARG(buf_view(&seen)));
    buf_release(&what);
    buf_release(&seen);
    return -1;
}

static void accept(struct context *in, const struct attempt *attempt,
                   struct mapping *mapping)
{
    const struct kind *kind = in->source->kind;
    mapping->slot = attempt->slot;
    mapping->skip = attempt->skip;
    mapping->ncolumns = attempt->n;
    mapping->column = columns_of(in, attempt);
    mapping->unfilled = arena_new(in->arena, kind->nfields, sizeof *mapping->unfilled);
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct slot *slot = &attempt->slot[i];
        if (slot->column == NO_COLUMN && !(slot->map != NULL && slot->map->has_constant))
            mapping->unfilled[mapping->nunfilled++] =
                (struct ingest_unfilled){slot->field, STR_NONE};
    }
}

static int check_formats(const struct source *source, struct err *err)
{
    for (size_t i = 0; i < source->nmaps; i++)
        for (size_t k = 0; k < source->map[i].nformats; k++)
            if (!when_format_valid(source->map[i].format[k]))
                return err_set(
                    err, ERR_JOB, NULL, source->map[i].line,
                    "source '%.*s', field '%.*s': '%.*s' is no time format; "
                    "it takes %%Y, %%y or %%E, %%m or %%b, %%d %%H %%M %%S %%I %%p %%%%",
                    STR_ARG(source->id), STR_ARG(source->map[i].field->id),
                    STR_ARG(source->map[i].format[k]));
    return 0;
}

int mapping_read(struct mapping *mapping, struct arena *arena,
                 const struct source *source, struct reader *reader, struct err *err)
{
    struct context in = {arena, source, NULL, reader->typed};
    struct attempt best = {0}, attempt;
    struct heading heading;
    int status = check_formats(source, err);
    *mapping = (struct mapping){0};
    fold_names(&in);
    heading_init(&heading, arena, source, reader);
    while (status == 0 && (status = heading_next(&heading, err)) == 0) {
        take_heading(&in, &attempt, &heading);
        resolve(&in, &attempt);
        if (attempt.problem == FITS) {
            accept(&in, &attempt, mapping);
            mapping->skipped = heading_above(&heading);
            mapping->first = heading.first;
            return 0;
        }
        if (best.n == 0 || attempt.matched > best.matched)
            best = attempt;
    }
    if (status < 0)
        return -1;
    if (best.n == 0)
        return err_set(err, ERR_GATE, reader->path, 0, "the file holds blank lines only");
    return refuse(&in, &best, reader->path, err);
}
