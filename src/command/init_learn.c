/* init_learn: the file is read as an import would, first for the formats of its times, then
 * for what is no value and for rows that are no records. */
#include "command/init.h"

#include <stdio.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "catalogue/known.h"
#include "ingest/reader.h"
#include "ingest/value/when.h"
#include "ingest/value/when_number.h"

#include "base/banned.h"

enum {
    PASSES = 3,      /* a required time without format hides what stands beside it */
    SCALE = 10,      /* values of a field that are worth a list */
    TEXT_BYTES = 60, /* of a value */
    SKIP_SIGNS = 40
};

struct counted { /* of one field */
    uint64_t fits, serial;
    char format[64];  /* of a number or a year of an era, which must be declared */
    struct str named; /* a time whose month is a word */
};
struct rejected {
    uint64_t line;
    bool twice; /* its id is that of a row before */
};
struct learning {
    struct init *init;
    struct init_file *file;
    struct arena arena;
    struct source source;
    struct counted *count;
    struct rejected *rejected; /* lines, in their order */
    size_t nrejected, cap;
    uint64_t last; /* line of the last row that is a record */
};

static bool is_listed(const struct init_texts *list, struct str text)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->text[i], text))
            return true;
    return false;
}

static void put_text(struct init *init, struct init_texts *list, struct str text)
{
    if (list->n < INIT_TEXTS && !is_listed(list, text))
        list->text[list->n++] = arena_str(&init->arena, text);
}

/* "-", "--", "0000-00-00 00:00:00", or a form of the catalogue. */
static bool is_nothing(const struct field *field, struct str text)
{
    bool says = false;
    if (forms_find(field->forms, FORM_NOTHING, text) != NULL)
        return true;
    for (size_t i = 0; i < text.n; i++)
        says |= (text.p[i] >= '1' && text.p[i] <= '9') ||
                (unsigned char)text.p[i] > 0x7F ||
                ((text.p[i] | 0x20) >= 'a' && (text.p[i] | 0x20) <= 'z');
    return !says && (text.p[0] != '0' || field_is_time(field));
}

const struct str *init_usual(const struct field *field, struct str text)
{
    for (size_t i = 0; i < field->nusuals; i++)
        if (fold_equal(field->usual[i].text, text))
            return &field->usual[i].to;
    return NULL;
}

static struct str usual(const struct field *field, struct str text)
{
    const struct str *to = init_usual(field, text);
    return to != NULL ? *to : STR("?");
}

static void put_value(struct learning *in, const struct field *field, struct str text,
                      struct str to)
{
    struct init_field *f = &in->file->field[field->index];
    for (size_t i = 0; i < f->nvalues; i++)
        if (fold_equal(f->value[i].text, text))
            return;
    f->many |= f->nvalues == INIT_VALUES || text.n > TEXT_BYTES;
    if (!f->many)
        f->value[f->nvalues++] = (struct init_value){arena_str(&in->init->arena, text),
                                                     arena_str(&in->init->arena, to)};
}

/* A yes or no, or a few steps: the texts that stand for them can be listed. */
static bool is_scale(const struct field *field)
{
    return field->type == FIELD_FLAG ||
           ((field->type == FIELD_INT || field->type == FIELD_DECIMAL) &&
            field->has_min && field->has_max && field->max - field->min <= SCALE);
}

/* Keeps the first such format. */
static bool must_declare(struct counted *count, const struct field *field,
                         struct str text)
{
    const char *number = when_like_unix(text);
    if (number != NULL)
        snprintf(count->format, sizeof count->format, "%s", number);
    return number != NULL ||
           when_era_format(field->forms, text, count->format, sizeof count->format);
}

static void note_finding(void *self, const struct finding *finding)
{
    struct learning *in = self;
    const struct field *field = finding->field;
    struct str text = str_trim(finding->raw);
    if (finding->code == FINDING_MERGED) {
        in->file->field[field->index].fill = true;
        return;
    }
    if (finding_rejects(finding->code)) {
        in->rejected =
            mem_room(in->rejected, in->nrejected, &in->cap, sizeof *in->rejected);
        in->rejected[in->nrejected++] =
            (struct rejected){finding->line, finding->code == FINDING_DUPLICATE};
    }
    if (field == NULL || text.n == 0 || finding->code == FINDING_ORDER ||
        finding->code == FINDING_DUPLICATE || finding->code == FINDING_ZONE)
        return;
    struct counted *count = &in->count[field->index];
    if (field_is_time(field) && when_like_serial(text))
        count->serial++;
    else if (field_is_time(field) && count->format[0] == '\0' &&
             must_declare(count, field, text))
        return;
    else if (field_is_time(field) && when_names_month(field->forms, text) &&
             count->named.n == 0)
        count->named = arena_str(&in->arena, text);
    else if (is_nothing(field, text) && finding->code != FINDING_REQUIRED)
        put_text(in->init, &in->file->missing, text);
    else if (is_scale(field))
        put_value(in, field, text, usual(field, text));
}

/* What a field of texts says that means nothing, and what its limits do not know. */
static void note_text(struct learning *in, const struct field *field, struct str text,
                      const struct str *known, size_t nknown)
{
    if (known_find(known, nknown, text) < nknown)
        return;
    if (is_nothing(field, text)) {
        put_text(in->init, &in->file->missing, text);
        return;
    }
    if (nknown == 0)
        return;
    struct str to = usual(field, text);
    struct str near = known_closest(known, nknown, text);
    if (known_find(known, nknown, to) == nknown)
        to = near.n > 0 ? near : STR("?");
    put_value(in, field, text, to);
}

static void note_batch(struct learning *in, const struct batch *batch)
{
    for (size_t f = 0; f < batch->kind->nfields; f++) {
        const struct field *field = &batch->kind->field[f];
        bool text = field_is_text(field);
        struct str *known = NULL;
        size_t n = text ? known_values(&in->arena, &in->init->metrics, batch->kind, field,
                                       &known)
                        : 0;
        for (uint32_t row = 0; row < batch->n; row++) {
            if (batch_missing(batch, f, row))
                continue;
            in->count[f].fits++;
            if (text && field->type != FIELD_ID)
                note_text(in, field, batch->column[f].text[row], known, n);
        }
    }
    in->last = batch->n > 0 ? batch->line[batch->n - 1] : in->last;
}

static bool set_format(struct learning *in, size_t f, struct str format, bool either)
{
    in->file->field[f].format = arena_str(&in->init->arena, format);
    in->file->field[f].either = either;
    return true;
}

/* Whether a format was found that was not declared before. */
static bool learn_formats(struct learning *in, const struct ingest *ingest)
{
    const struct kind *kind = in->file->kind;
    bool found = false;
    for (size_t f = 0; f < kind->nfields; f++) {
        const struct field *field = &kind->field[f];
        const struct counted *count = &in->count[f];
        char format[64];
        bool either = false;
        if (!field_is_time(field) || in->file->field[f].format.n > 0)
            continue;
        if (ingest_days_format(ingest, field, format, sizeof format, &either) ||
            (count->named.n > 0 && count->fits == 0 &&
             when_derive(field->forms, count->named, true, format, sizeof format)))
            found |= set_format(in, f, str_of(format), either);
        else if (count->format[0] != '\0' && count->fits == 0)
            found |= set_format(in, f, str_of(count->format), false);
        else if (count->serial > count->fits)
            found |= set_format(in, f, STR("excel"), false);
    }
    return found;
}

/* The source that the job would have; lives in the arena. */
static struct source source_of(struct arena *arena, const struct init_file *file)
{
    const struct kind *kind = file->kind;
    struct source source = {
        .id = kind->id, .kind = kind, .header_rows = file->header_rows};
    source.map = arena_new(arena, kind->nfields, sizeof *source.map);
    source.sheet = file->sheet;
    for (size_t f = 0; f < kind->nfields; f++) {
        const struct init_field *from = &file->field[f];
        struct map map = {
            .field = &kind->field[f], .column = from->column, .with = from->with};
        if (from->position > 0) {
            map.position = from->position;
            map.column = STR_NONE;
        }
        if (from->format.n > 0) {
            map.format = arena_new(arena, 1, sizeof *map.format);
            map.format[map.nformats++] = from->format;
        }
        map.fill_down = from->fill;
        if (from->how != INIT_BY_NAME || from->format.n > 0 || from->fill)
            source.map[source.nmaps++] = map;
    }
    return source;
}

/* True where a format is new, and the file has to be read again. */
static bool read_once(struct learning *in)
{
    const struct kind *kind = in->file->kind;
    struct ingest *ingest;
    struct batch *batch;
    struct err err = {0}; /* what is wrong with the rows is check's business */
    in->source = source_of(&in->arena, in->file);
    in->count = arena_new(&in->arena, kind->nfields, sizeof *in->count);
    in->nrejected = 0;
    in->last = 0;
    in->file->missing.n = 0;
    for (size_t f = 0; f < kind->nfields; f++) {
        in->file->field[f].nvalues = 0;
        in->file->field[f].many = false;
    }
    const struct ingest_options options = {.source = &in->source,
                                           .zone = in->init->zone,
                                           .path = in->file->path.p,
                                           .finding = note_finding,
                                           .self = in,
                                           .days_later = true};
    if (ingest_open(&ingest, &options, &err) != 0)
        return false;
    while (ingest_next(ingest, &batch, &err) == 0)
        note_batch(in, batch);
    bool again = learn_formats(in, ingest);
    ingest_close(ingest);
    return again;
}

static struct str first_cell(const struct raw_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cell[i]).n > 0)
            return str_trim(row->cell[i]);
    return STR_NONE;
}

/* Up to its first digit or colon: what follows is another in the next export. */
static struct str beginning(struct str text)
{
    size_t n = 0;
    while (n < text.n && !(text.p[n] >= '0' && text.p[n] <= '9') && text.p[n] != ':' &&
           !str_starts((struct str){text.p + n, text.n - n}, STR("\xEF\xBC\x9A")))
        n++;
    return str_trim(utf8_head((struct str){text.p, n}, SKIP_SIGNS));
}

/* Rows below the last record, where there is one, and those that sum up. */
static void propose_skip(struct learning *in, const struct raw_row *row)
{
    struct str text = first_cell(row), begin = beginning(text), rest = text;
    const struct forms *forms = in->init->records.forms;
    bool sums = forms_take(forms, FORM_TOTAL, false, &rest) != NULL;
    bool below = in->last > 0 && row->line > in->last;
    if ((sums || below) && begin.n > 1 && utf8_count(begin) > 1)
        put_text(in->init, &in->file->skip, begin);
}

/* A proposal that would leave out a record is none. */
static void withdraw_skips(struct learning *in, const struct raw_row *row)
{
    struct init_texts *skip = &in->file->skip;
    for (size_t i = skip->n; i > 0; i--)
        if (str_starts(first_cell(row), skip->text[i - 1]))
            skip->text[i - 1] = skip->text[--skip->n];
}

static void learn_skips(struct learning *in)
{
    struct err err = {0};
    for (int pass = 0; pass < 2 && in->nrejected > 0; pass++) {
        struct reader reader;
        struct raw_row row;
        size_t next = 0;
        int status = reader_open(&reader, in->file->path.p, &in->source, &err);
        while (status == 0 && (status = reader_next(&reader, &row, &err)) == 0) {
            bool rejected = next < in->nrejected && in->rejected[next].line == row.line;
            bool twice = rejected && in->rejected[next].twice;
            next += rejected;
            if (pass == 0 && rejected && !twice)
                propose_skip(in, &row);
            else if (pass == 1 && !rejected)
                withdraw_skips(in, &row);
        }
        reader_close(&reader);
    }
}

void init_learn(struct init *init, struct init_file *file)
{
    struct learning in = {.init = init, .file = file};
    if (file->missed)
        return; /* it cannot be read before its reader has said more */
    arena_init(&in.arena);
    for (int pass = 0; pass < PASSES && read_once(&in); pass++)
        continue;
    learn_skips(&in);
    mem_free(in.rejected);
    arena_release(&in.arena);
}
