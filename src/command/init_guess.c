/* init_guess: every row that may be the header, alone and with the one below it, is held
 * against the fields of every kind. What counts: columns whose names are a field's, those
 * that say it in more words, required fields, and what the name of the file says. */
#include "command/init.h"

#include "base/file.h"
#include "base/fold.h"
#include "ingest/header.h"
#include "ingest/heading.h"
#include "ingest/likeness.h"
#include "ingest/value/when.h"
#include "ingest/value/when_number.h"

#include <string.h>

#include "base/banned.h"

enum {
    CELLS = 24,        /* of a column, to see what it holds */
    FEW = 12,          /* different texts of a scale or a yes and no */
    COLUMNS_MAX = 512, /* what is wider is looked at up to there */
    BEHIND = 3,        /* rows tried behind one that fits */
    SHOWN = 300,       /* bytes of a list of headers */
    POINTS_SAME = 6,
    POINTS_DRESSED = 5,
    POINTS_HELD = 2,
    POINTS_WHOLE = 8,  /* every required field has a column */
    POINTS_NAMED = 10, /* the file's name says it */
    POINTS_HINT = 4,
    POINTS_ENOUGH = 12
};

struct seen_column {
    struct str header, folded;
    struct str cell[CELLS]; /* its first that are not blank */
    size_t ncells;
    const struct field *field;
    const struct field *lent; /* the field it fills besides, by that one's name */
    bool twice;               /* another column has the name */
    bool told; /* the job must name it: an import would take another, or none */
};
struct guess { /* one kind by one header */
    const struct kind *kind;
    struct seen_column *column;
    size_t n;
    int header_rows, points;
    size_t matched;
    uint64_t line;
};
struct guessing {
    struct init *init;
    struct arena arena;
    struct sight sight;
    struct str said; /* folded: the file's name and the sheet's */
    struct guess best;
};

static size_t first_of(const struct init *init, const struct kind *kind)
{
    size_t n = 0;
    for (size_t i = 0; i < kind->index; i++)
        n += init->records.kind[i].nfields;
    return n;
}

static bool is_time(const struct field *field, struct str text)
{
    struct moment unused;
    char format[64];
    int day, month;
    return when_parse(field->forms, field->type, text, &unused) ||
           when_day_month(text, &day, &month) || when_like_serial(text) ||
           when_names_month(field->forms, text) || when_like_unix(text) != NULL ||
           when_era_format(field->forms, text, format, sizeof format);
}

static size_t different(const struct seen_column *column)
{
    size_t n = 0;
    for (size_t i = 0; i < column->ncells; i++) {
        size_t k = 0;
        while (k < i && !str_eq(column->cell[k], column->cell[i]))
            k++;
        n += k == i;
    }
    return n;
}

/* Whether the cells can be of the field's type, for a column that is only like it. */
static bool may_fill(const struct field *field, const struct seen_column *column)
{
    size_t times = 0, numbers = 0;
    for (size_t i = 0; i < column->ncells; i++) {
        struct str text = column->cell[i];
        times += field_is_time(field) && is_time(field, text);
        numbers += text.p[0] >= '0' && text.p[0] <= '9';
    }
    if (column->ncells == 0)
        return !field_is_time(field);
    if (field_is_time(field))
        return 2 * times >= column->ncells;
    if (field->type == FIELD_ID)
        return different(column) == column->ncells;
    if (field->type == FIELD_FLAG)
        return different(column) <= FEW / 2;
    return field_is_text(field) || 2 * numbers >= column->ncells ||
           different(column) <= FEW;
}

static void claim(struct guess *g, struct seen_column *column, const struct field *field,
                  int likeness)
{
    column->field = field;
    column->told |= likeness < LIKENESS_SAME;
    g->matched++;
    g->points += likeness >= LIKENESS_SAME      ? POINTS_SAME
                 : likeness >= LIKENESS_DRESSED ? POINTS_DRESSED
                                                : POINTS_HELD;
}

/* As an import does without a map (see fill_by_name in ingest/mapping.c), but for a column
 * whose cells cannot be of the field where another of its names has some that can. */
static struct seen_column *named(const struct init *init, struct guess *g, size_t first,
                                 const struct field *field)
{
    const struct str *names = init->names[first + field->index];
    struct seen_column *found = NULL;
    for (size_t i = 0; i < field->nsynonyms; i++)
        for (size_t c = 0; c < g->n; c++) {
            struct seen_column *column = &g->column[c];
            if (column->field != NULL || !str_eq(names[i], column->folded))
                continue;
            if (found == NULL)
                found = column;
            if (column->ncells > 0 && may_fill(field, column)) {
                column->told = column != found || column->twice;
                return column;
            }
        }
    if (found != NULL)
        found->told = found->twice;
    return found;
}

static bool is_filled(const struct guess *g, const struct field *field)
{
    for (size_t c = 0; c < g->n; c++)
        if (g->column[c].field == field)
            return true;
    return false;
}

/* Fields that no column is named after, the one that is most like first. */
static void claim_like(struct init *init, struct guess *g, size_t first, int least)
{
    for (;;) {
        const struct field *field = NULL;
        struct seen_column *column = NULL;
        int most = 0;
        for (size_t f = 0; f < g->kind->nfields; f++) {
            const struct field *open = &g->kind->field[f];
            for (size_t c = 0; c < g->n && !is_filled(g, open); c++) {
                if (g->column[c].field != NULL || g->column[c].folded.n == 0)
                    continue;
                int found = likeness_of(g->column[c].folded, init->names[first + f],
                                        open->nsynonyms, least);
                if (found > most && may_fill(open, &g->column[c])) {
                    most = found;
                    field = open;
                    column = &g->column[c];
                }
            }
        }
        if (most < least)
            return;
        claim(g, column, field, most);
    }
}

/* The number of another record may be this one's own: a list of another kind goes by the
 * number of the order. */
static void borrow_id(struct guess *g)
{
    const struct field *key = g->kind->key[0];
    if (g->kind->nkey != 1 || !key->required || is_filled(g, key))
        return;
    for (size_t c = 0; c < g->n; c++) {
        struct seen_column *column = &g->column[c];
        if (column->field != NULL && column->field->type == FIELD_REF &&
            column->ncells > 0 && different(column) == column->ncells) {
            column->lent = column->field;
            column->field = key;
            column->told = true;
            return;
        }
    }
}

/* Whether most cells are what exports usually write for the field, and not all for one. */
static bool speaks_of(const struct field *field, const struct seen_column *column)
{
    const struct str *first = NULL;
    size_t known = 0;
    bool differ = false;
    for (size_t i = 0; i < column->ncells; i++) {
        const struct str *to = init_usual(field, column->cell[i]);
        known += to != NULL;
        first = first == NULL ? to : first;
        differ |= to != NULL && !str_eq(*to, *first);
    }
    return differ && 4 * known >= 3 * column->ncells;
}

static bool is_scale(const struct field *field)
{
    return field->type == FIELD_INT || field->type == FIELD_DECIMAL;
}

/* A question of its own words whose answers are steps of a scale: the first field of that
 * scale, which stands for the whole, where none of them is filled. */
static const struct field *scale_of(const struct guess *g,
                                    const struct seen_column *column)
{
    const struct field *found = NULL;
    for (size_t f = g->kind->nfields; f-- > 0;)
        if (is_scale(&g->kind->field[f]) && speaks_of(&g->kind->field[f], column)) {
            if (is_filled(g, &g->kind->field[f]))
                return NULL;
            found = &g->kind->field[f];
        }
    return found;
}

/* A column of a name that means a text may hold the few words of another field that has
 * none, as the result of a call may be what was said or whether someone was reached: the
 * one field that it can be; NULL: none, or several. */
static const struct field *words_of(const struct guess *g,
                                    const struct seen_column *column)
{
    const struct field *found = NULL;
    if (column->field->required || column->field->type != FIELD_TEXT ||
        column->field->nusuals > 0)
        return NULL;
    for (size_t f = 0; f < g->kind->nfields; f++)
        if (!is_filled(g, &g->kind->field[f]) && speaks_of(&g->kind->field[f], column)) {
            if (found != NULL)
                return NULL;
            found = &g->kind->field[f];
        }
    return found;
}

static void claim_by_cells(struct guess *g)
{
    for (size_t c = 0; c < g->n; c++) {
        struct seen_column *column = &g->column[c];
        const struct field *found = NULL;
        if (column->field != NULL) {
            if ((found = words_of(g, column)) != NULL) {
                column->field = found;
                column->told = true;
            }
        } else if (column->folded.n > 0 && (found = scale_of(g, column)) != NULL) {
            claim(g, column, found, LIKENESS_HOLDS);
        }
    }
}

static int count_hint(struct guessing *in, const struct kind *kind)
{
    size_t longest = 0, own = 0;
    for (size_t i = 0; i < in->init->records.nkinds; i++) {
        const struct kind *other = &in->init->records.kind[i];
        for (size_t k = 0; k < other->nsaid; k++) {
            struct str said = fold_text(&in->arena, other->said[k]);
            if (said.n == 0 || memmem(in->said.p, in->said.n, said.p, said.n) == NULL)
                continue;
            longest = said.n > longest ? said.n : longest;
            if (other == kind)
                own = said.n > own ? said.n : own;
        }
    }
    return own == 0 ? 0 : own == longest ? POINTS_NAMED : POINTS_HINT;
}

static void count_required(struct guess *g)
{
    size_t lacking = 0;
    for (size_t f = 0; f < g->kind->nfields; f++)
        lacking += g->kind->field[f].required && !is_filled(g, &g->kind->field[f]);
    g->points += lacking == 0 ? POINTS_WHOLE : -POINTS_WHOLE * (int)lacking;
}

static void assign(struct guessing *in, struct guess *g, int least)
{
    size_t first = first_of(in->init, g->kind);
    for (size_t f = 0; f < g->kind->nfields; f++) {
        struct seen_column *column = named(in->init, g, first, &g->kind->field[f]);
        if (column != NULL)
            claim(g, column, &g->kind->field[f], LIKENESS_SAME);
    }
    claim_like(in->init, g, first, least);
    borrow_id(g);
    claim_by_cells(g);
    count_required(g);
    g->points += count_hint(in, g->kind);
}

static struct seen_column *take_columns(struct guessing *in,
                                        const struct heading *heading, size_t n)
{
    struct seen_column *column = arena_new(&in->arena, n, sizeof *column);
    for (size_t c = 0; c < n; c++) {
        column[c].header = heading->name[c];
        column[c].folded = header_fold(&in->arena, heading->name[c]);
        for (size_t i = 0; i < c && column[c].folded.n > 0; i++)
            if (str_eq(column[i].folded, column[c].folded))
                column[i].twice = column[c].twice = true;
        for (size_t r = in->sight.next; r < in->sight.n && column[c].ncells < CELLS;
             r++) {
            const struct raw_row *row = &in->sight.row[r];
            if (c < row->n && row->cell[c].n > 0)
                column[c].cell[column[c].ncells++] = row->cell[c];
        }
    }
    return column;
}

static void try_heading(struct guessing *in, const struct heading *heading, int rows)
{
    size_t n = heading->n < COLUMNS_MAX ? heading->n : COLUMNS_MAX, filled = 0;
    for (size_t c = 0; c < n; c++)
        filled += heading->name[c].n > 0;
    if (filled < 2)
        return;
    struct seen_column *column = take_columns(in, heading, n);
    for (size_t k = 0; k < in->init->records.nkinds; k++) {
        struct guess g = {.kind = &in->init->records.kind[k],
                          .column = arena_new(&in->arena, n, sizeof *column),
                          .n = n,
                          .header_rows = rows,
                          .line = heading->row[heading->nrows - 1].line};
        memcpy(g.column, column, n * sizeof *column);
        assign(in, &g, LIKENESS_DRESSED);
        if (g.matched > 1 && g.points > in->best.points)
            in->best = g;
    }
}

static int try_file(struct guessing *in, const struct init_file *file, struct err *err)
{
    struct source source = {.sheet = file->sheet};
    if (sight_read(&in->sight, &in->arena, file->path.p, &source, err) != 0)
        return -1;
    in->said = header_fold(&in->arena, arena_printf(&in->arena, "%.*s %.*s",
                                                    STR_ARG(file_name(file->path)),
                                                    STR_ARG(in->sight.dialect)));
    for (int rows = 1; rows <= 2; rows++) {
        struct source headed = {.header_rows = rows};
        struct heading heading;
        struct reader reader;
        int behind = 0, most = in->best.points;
        sight_reader(&in->sight, &reader);
        heading_init(&heading, &in->arena, &headed, &reader);
        while (behind < BEHIND && heading_next(&heading, err) == 0) {
            try_heading(in, &heading, rows);
            behind = in->best.points > most ? 0 : behind + (most >= POINTS_ENOUGH);
            most = in->best.points;
        }
    }
    return 0;
}

static void list_unused(struct guessing *in, struct init_file *file)
{
    struct buf list;
    buf_init(&list, 2 * SHOWN);
    for (size_t c = 0; c < in->best.n; c++) {
        const struct seen_column *column = &in->best.column[c];
        file->columns += column->header.n > 0;
        file->used += column->field != NULL;
        if (column->field == NULL && column->header.n > 0 &&
            list.n + column->header.n < SHOWN)
            buf_printf(&list, "%s%.*s", list.n > 0 ? ", " : "", STR_ARG(column->header));
    }
    for (size_t r = 0; in->best.n == 0 && r < in->sight.n && list.n == 0; r++)
        for (size_t c = 0; in->sight.row[r].n > 1 && c < in->sight.row[r].n; c++)
            if (list.n + in->sight.row[r].cell[c].n < SHOWN)
                buf_printf(&list, "%s%.*s", c > 0 ? ", " : "",
                           STR_ARG(in->sight.row[r].cell[c]));
    file->unused = arena_str(&in->init->arena, buf_view(&list));
    buf_release(&list);
}

/* Groups of records, whose names hold down to the next; not the lines of one record, which
 * has its number in its first line, nor what may be without that other number. */
static void take_groups(struct guessing *in, struct init_file *file)
{
    const struct guess *best = &in->best;
    size_t n = sight_groups(&in->sight, best->line, in->init->records.forms);
    n = n < best->n ? n : best->n;
    for (size_t c = 0; c < n; c++)
        if (best->column[c].field != NULL && best->column[c].field->type == FIELD_ID)
            return;
    for (size_t c = 0; c < n; c++)
        if (best->column[c].field != NULL && best->column[c].field->type != FIELD_REF)
            file->field[best->column[c].field->index].fill = true;
}

/* "9:05" or "09:05:30", and no more. */
static bool is_clock(struct str text)
{
    size_t colons = 0, digits = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool colon = text.p[i] == ':';
        if ((!colon && (text.p[i] < '0' || text.p[i] > '9')) || (colon && i == 0))
            return false;
        colons += colon;
        digits += !colon;
    }
    return (colons == 1 || colons == 2) && digits > 2 && digits <= 6;
}

/* A column of dates with one of times of day on its right, which fills nothing, is a time
 * of two columns. */
static void take_clock(struct guessing *in, struct init_file *file, size_t c)
{
    const struct seen_column *column = &in->best.column[c];
    const struct seen_column *clock = c + 1 < in->best.n ? column + 1 : NULL;
    if (column->field == NULL || column->field->type != FIELD_TIME || column->twice ||
        clock == NULL || clock->field != NULL || clock->twice || clock->ncells == 0)
        return;
    for (size_t i = 0; i < clock->ncells; i++)
        if (!is_clock(clock->cell[i]))
            return;
    for (size_t i = 0; i < column->ncells; i++)
        if (memchr(column->cell[i].p, ':', column->cell[i].n) != NULL)
            return;
    struct init_field *field = &file->field[column->field->index];
    field->how = INIT_GUESSED;
    field->column = arena_str(&in->init->arena, column->header);
    field->with = arena_str(&in->init->arena, clock->header);
}

/* What the job must say: columns that have other names than the field. */
static void take_guess(struct guessing *in, struct init_file *file)
{
    struct arena *arena = &in->init->arena;
    const struct guess *best = &in->best;
    const struct kind *kind = file->kind = best->kind;
    file->field = arena_new(arena, kind->nfields, sizeof *file->field);
    file->header_rows = best->header_rows > 1 ? best->header_rows : 0;
    for (size_t f = 0; f < kind->nfields; f++)
        if (kind->field[f].required && !is_filled(best, &kind->field[f])) {
            file->field[f].how = INIT_WANTED;
            file->missed = true;
        }
    for (size_t c = 0; c < best->n; c++) {
        const struct seen_column *column = &best->column[c];
        const struct field *field = column->field;
        if (field == NULL || !column->told)
            continue;
        file->field[field->index].how = INIT_GUESSED;
        file->field[field->index].column = arena_str(arena, column->header);
        if (column->lent != NULL)
            file->field[column->lent->index] = (struct init_field){
                .how = INIT_GUESSED, .column = file->field[field->index].column};
        if (column->twice)
            file->field[field->index].position = (int)c + 1;
    }
    take_groups(in, file);
    for (size_t c = 0; c < best->n; c++)
        take_clock(in, file, c);
}

static void look_closer(struct guessing *in)
{
    struct guess *best = &in->best;
    for (size_t c = 0; c < best->n; c++) {
        best->column[c].field = NULL;
        best->column[c].told = false;
        best->column[c].lent = NULL;
    }
    best->points = 0;
    best->matched = 0;
    assign(in, best, LIKENESS_HOLDS);
}

void init_guess(struct init *init, struct init_file *file)
{
    struct guessing in = {.init = init};
    struct err err = {0};
    arena_init(&in.arena);
    if (try_file(&in, file, &err) != 0)
        file->why = arena_str(&init->arena, str_of(err.msg));
    if (in.best.kind != NULL)
        look_closer(&in);
    list_unused(&in, file);
    if (in.best.points >= POINTS_ENOUGH)
        take_guess(&in, file);
    arena_release(&in.arena);
}
