/* init_write: the job's text. Files whose names differ in their digits alone and that hold
 * the same kind are one source. */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/num.h"
#include "base/utf8.h"
#include "catalogue/known.h"
#include "command/init.h"
#include "command/init.h"

#include "base/banned.h"

enum { JOB_PART = 1 << 18 };

static struct str word(const struct init *init, const char *id)
{
    return words_text(init->words, id);
}

/* XML has no control characters, whatever a header, a cell or a file's name holds. */
static bool is_control(char byte)
{
    return (unsigned char)byte < ' ' || byte == 0x7F;
}

/* Comments may not hold "--". */
static void put_comment(struct buf *out, const char *indent, struct str text)
{
    buf_printf(out, "%s<!-- ", indent);
    for (size_t i = 0; i < text.n; i++) {
        buf_char(out, is_control(text.p[i]) ? ' ' : text.p[i]);
        if (text.p[i] == '-' && (i + 1 == text.n || text.p[i + 1] == '-'))
            buf_char(out, ' ');
    }
    buf_text(out, " -->\n");
}

static void put_note(const struct init *init, struct buf *out, const char *indent,
                     const char *id, const struct words_arg *args, size_t n)
{
    struct arena arena;
    arena_init(&arena);
    put_comment(out, indent, words_fill(init->words, &arena, id, args, n));
    arena_release(&arena);
}

static void put_attribute(struct buf *out, const char *name, struct str value)
{
    struct arena arena;
    arena_init(&arena);
    buf_printf(out, " %s=\"", name);
    xml_escape(out, utf8_tamed(&arena, value));
    buf_char(out, '"');
    arena_release(&arena);
}

/* The first of a kind of catalogue that comes with the program. */
static struct str shipped(struct init *init, const char *data, const char *folder)
{
    struct str pattern =
        arena_printf(&init->arena, "%s/templates/%s/*.xml", data, folder);
    struct str name = STR_NONE;
    glob_t found = {0};
    if (glob(pattern.p, 0, NULL, &found) == 0)
        name = arena_str(&init->arena, file_name(str_of(found.gl_pathv[0])));
    globfree(&found);
    return (struct str){name.p, name.n > 4 ? name.n - 4 : 0};
}

/* A name with each run of digits, and of signs between such, as one '*', and a control
 * character, which a job cannot hold, as '?'. */
static struct str pattern_of(struct init *init, struct str name)
{
    struct buf out;
    buf_init(&out, 2 * name.n + 1);
    bool star = false;
    for (size_t i = 0; i < name.n; i++) {
        bool digit = name.p[i] >= '0' && name.p[i] <= '9';
        bool between = star && (name.p[i] == '-' || name.p[i] == '_') && i + 1 < name.n &&
                       name.p[i + 1] >= '0' && name.p[i + 1] <= '9';
        if (digit && !star)
            buf_char(&out, '*');
        else if (!digit && !between && memchr("*?[]\\", name.p[i], 5) != NULL)
            buf_char(&out, '\\');
        if (!digit && !between)
            buf_char(&out, is_control(name.p[i]) ? '?' : name.p[i]);
        star = digit || between;
    }
    struct str text = arena_str(&init->arena, buf_view(&out));
    buf_release(&out);
    return text;
}

static struct str real(struct init *init, struct str path)
{
    char *text = realpath(path.p, NULL);
    struct str copy = text != NULL ? arena_str(&init->arena, str_of(text)) : path;
    free(text);
    return copy;
}

/* As the job, which lies in `folder`, names the files. */
static struct str source_path(struct init *init, const struct init_file *file,
                              struct str folder)
{
    struct str name = pattern_of(init, file_name(file->path));
    struct str own = real(init, file_folder(&init->arena, file->path));
    return str_eq(own, real(init, folder)) ? name : file_join(&init->arena, own, name);
}

static bool alike(struct init *init, const struct init_file *a, const struct init_file *b)
{
    return a->kind == b->kind && str_eq(a->sheet, b->sheet) &&
           str_eq(file_folder(&init->arena, a->path),
                  file_folder(&init->arena, b->path)) &&
           str_eq(pattern_of(init, file_name(a->path)),
                  pattern_of(init, file_name(b->path)));
}

/* The values that the field takes, for the one who puts them in. */
static struct str takes(struct init *init, const struct kind *kind,
                        const struct field *field)
{
    struct str *known;
    size_t n = known_values(&init->arena, &init->metrics, kind, field, &known);
    if (field->type == FIELD_FLAG)
        return STR("yes, no");
    if (n > 0 || !field->has_min || !field->has_max)
        return known_list(&init->arena, known, n);
    return arena_printf(
        &init->arena, "%.*s, ..., %.*s",
        STR_ARG(num_print(&init->arena, field->min, field->scale, NUM_PLAIN)),
        STR_ARG(num_print(&init->arena, field->max, field->scale, NUM_PLAIN)));
}

static bool asks(const struct init_field *from)
{
    for (size_t i = 0; i < from->nvalues; i++)
        if (str_eq(from->value[i].to, STR("?")))
            return true;
    return false;
}

static void put_values(const struct init_field *from, struct buf *out)
{
    for (size_t i = 0; i < from->nvalues; i++) {
        buf_text(out, "      <value");
        put_attribute(out, "from", from->value[i].text);
        put_attribute(out, "to", from->value[i].to);
        buf_text(out, "/>\n");
    }
}

static void put_notes(struct init *init, const struct init_file *file,
                      const struct field *field, struct buf *out)
{
    const struct init_field *from = &file->field[field->index];
    const struct words_arg name = {"name", field->name};
    const struct words_arg known = {"known", takes(init, file->kind, field)};
    if (from->how == INIT_WANTED)
        put_note(init, out, "    ", "init.wanted", &name, 1);
    if (from->either)
        put_note(init, out, "    ", "init.either", NULL, 0);
    if (from->fill)
        put_note(init, out, "    ", "init.fill", NULL, 0);
    if (from->nvalues > 0)
        put_note(init, out, "    ", asks(from) ? "init.values" : "init.usual", &known, 1);
}

static void put_map(struct init *init, const struct init_file *file,
                    const struct field *field, struct buf *out)
{
    const struct init_field *from = &file->field[field->index];
    size_t nvalues = from->many ? 0 : from->nvalues;
    if (from->how == INIT_BY_NAME && from->format.n == 0 && nvalues == 0 && !from->fill)
        return;
    put_notes(init, file, field, out);
    buf_printf(out, "    <map field=\"%.*s\"", STR_ARG(field->id));
    if (from->position > 0)
        buf_printf(out, " position=\"%d\"", from->position);
    else if (from->how != INIT_BY_NAME)
        put_attribute(out, "column", from->how == INIT_WANTED ? STR("?") : from->column);
    if (from->with.n > 0)
        put_attribute(out, "with", from->with);
    if (from->fill)
        buf_text(out, " fill=\"down\"");
    if (from->format.n == 0 && nvalues == 0) {
        buf_text(out, "/>\n");
        return;
    }
    buf_char(out, '>');
    if (from->format.n > 0)
        buf_printf(out, "<format>%.*s</format>", STR_ARG(from->format));
    if (nvalues > 0) {
        buf_char(out, '\n');
        put_values(from, out);
        buf_text(out, "    ");
    }
    buf_text(out, "</map>\n");
}

static void put_texts(struct init *init, const struct init_texts *texts, const char *note,
                      const char *element, const char *attribute, struct buf *out)
{
    if (texts->n > 0)
        put_note(init, out, "    ", note, NULL, 0);
    for (size_t i = 0; i < texts->n; i++) {
        buf_printf(out, "    <%s", element);
        put_attribute(out, attribute, texts->text[i]);
        buf_text(out, "/>\n");
    }
}

static void put_children(struct init *init, const struct init_file *file, struct buf *out)
{
    put_texts(init, &file->skip, "init.skip", "skip", "begins", out);
    put_texts(init, &file->missing, "init.missing", "missing", "is", out);
    bool guessed = false;
    for (size_t f = 0; f < file->kind->nfields; f++) {
        if (file->field[f].how == INIT_GUESSED && !guessed)
            put_note(init, out, "    ", "init.guessed", NULL, 0);
        guessed |= file->field[f].how == INIT_GUESSED;
        put_map(init, file, &file->kind->field[f], out);
    }
}

/* The files of one source say more together than the first of them. */
static void join_alike(struct init *init, struct init_file *file, size_t from)
{
    for (size_t i = from; i < init->n; i++) {
        const struct init_file *more = &init->file[i];
        if (!alike(init, more, file))
            continue;
        for (size_t f = 0; f < file->kind->nfields; f++)
            if (more->field[f].nvalues > file->field[f].nvalues)
                file->field[f] = more->field[f];
        if (more->skip.n > file->skip.n)
            file->skip = more->skip;
        if (more->missing.n > file->missing.n)
            file->missing = more->missing;
    }
}

static void put_counts(struct init *init, const struct init_file *file, struct buf *out)
{
    const struct words_arg args[] = {
        {"used", arena_printf(&init->arena, "%zu", file->used)},
        {"columns", arena_printf(&init->arena, "%zu", file->columns)},
        {"unused", file->unused}};
    put_note(init, out, "\n  ", file->unused.n > 0 ? "init.columns" : "init.all-columns",
             args, 3);
}

/* The kind's id, with a number where others of the kind stand above. */
static struct str source_id(struct init *init, size_t at)
{
    const struct init_file *file = &init->file[at];
    size_t earlier = 0;
    for (size_t i = 0; i < at; i++)
        earlier += init->file[i].kind == file->kind && init->file[i].id.n > 0;
    return earlier == 0 ? file->kind->id
                        : arena_printf(&init->arena, "%.*s_%zu", STR_ARG(file->kind->id),
                                       earlier + 1);
}

static void put_source(struct init *init, size_t at, struct str folder, struct buf *out)
{
    struct init_file *file = &init->file[at];
    struct buf children;
    for (size_t i = 0; i < at; i++)
        if (alike(init, &init->file[i], file))
            return;
    join_alike(init, file, at + 1);
    file->id = source_id(init, at);
    put_counts(init, file, out);
    buf_text(out, "  <source");
    put_attribute(out, "id", file->id);
    put_attribute(out, "kind", file->kind->id);
    if (file->base != INIT_ALONE && init->file[file->base].id.n > 0)
        put_attribute(out, "of", init->file[file->base].id);
    else
        put_attribute(out, "path", source_path(init, file, folder));
    if (file->sheet.n > 0)
        put_attribute(out, "sheet", file->sheet);
    if (file->header_rows > 0)
        buf_printf(out, " header-rows=\"%d\"", file->header_rows);
    buf_init(&children, JOB_PART);
    put_children(init, file, &children);
    if (children.n == 0)
        buf_text(out, "/>\n");
    else
        buf_printf(out, ">\n%.*s  </source>\n", STR_ARG(buf_view(&children)));
    buf_release(&children);
}

static void put_left_out(struct init *init, const struct init_file *file, struct buf *out)
{
    const struct words_arg args[] = {
        {"file", file_name(file->path)}, {"why", file->why}, {"columns", file->unused}};
    put_note(init, out, "\n  ", file->why.n > 0 ? "init.left-out" : "init.no-kind", args,
             3);
}

void init_summary(struct init *init, const char *job, FILE *out)
{
    for (size_t i = 0; i < init->n; i++) {
        const struct init_file *file = &init->file[i];
        struct str sheet = arena_printf(&init->arena, "%.*s [%.*s]", STR_ARG(file->path),
                                        STR_ARG(file->sheet));
        const struct words_arg args[] = {
            {"file", file->sheet.n > 0 ? sheet : file->path},
            {"why", file->why},
            {"kind", file->kind != NULL ? file->kind->name : STR_NONE},
            {"id", file->kind != NULL ? file->kind->id : STR_NONE},
            {"used", arena_printf(&init->arena, "%zu", file->used)},
            {"columns", arena_printf(&init->arena, "%zu", file->columns)}};
        const char *id = file->kind != NULL ? "init.found"
                         : file->why.n > 0  ? "init.unread"
                                            : "init.unknown";
        struct str text = words_fill(init->words, &init->arena, id, args, 6);
        text = utf8_tamed(&init->arena, text);
        fprintf(out, "%.*s\n", STR_ARG(text));
    }
    const struct words_arg arg = {"job", str_of(job)};
    struct str next = words_fill(init->words, &init->arena, "init.next", &arg, 1);
    fprintf(out, "%.*s\n", STR_ARG(next));
}

void init_write(struct init *init, const char *data, struct str folder, struct buf *out)
{
    struct str standard = shipped(init, data, "standards");
    struct str pack = shipped(init, data, "packs"),
               none = word(init, "init.organisation");
    buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put_note(init, out, "", "init.head", NULL, 0);
    buf_printf(out,
               "<job xmlns=\"urn:auditpack:job:1\" id=\"mine\" locale=\"%s\" zone=\"%s\" "
               "issue-delay=\"P3D\">\n  <organisation>",
               init->language->locale, init->language->zone);
    xml_escape(out, none);
    buf_printf(out,
               "</organisation>\n  <store path=\"store.db\"/>\n  <out path=\"out\"/>\n"
               "  <standard use=\"%.*s\"/>\n  <pack use=\"%.*s\"/>\n",
               STR_ARG(standard), STR_ARG(pack));
    for (size_t i = 0; i < init->n; i++)
        if (init->file[i].kind != NULL)
            put_source(init, i, folder, out);
    for (size_t i = 0; i < init->n; i++)
        if (init->file[i].kind == NULL)
            put_left_out(init, &init->file[i], out);
    buf_text(out, "</job>\n");
}
