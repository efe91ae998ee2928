/* init_write: the job's text. Files whose names differ in their digits alone and that hold
 * the same kind are one source. */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "catalogue/known.h"
#include "command/init.h"

#include "base/banned.h"

static struct str word(const struct init *init, const char *id)
{
    return words_text(init->words, id);
}

/* Comments may not hold "--". */
static void put_comment(struct buf *out, const char *indent, struct str text)
{
    buf_printf(out, "%s<!-- ", indent);
    for (size_t i = 0; i < text.n; i++) {
        buf_char(out, text.p[i]);
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
    buf_printf(out, " %s=\"", name);
    xml_escape(out, value);
    buf_char(out, '"');
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

/* A name with each run of digits, and of signs between such, as one '*'. */
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
            buf_char(&out, name.p[i]);
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
    return a->kind == b->kind &&
           str_eq(file_folder(&init->arena, a->path),
                  file_folder(&init->arena, b->path)) &&
           str_eq(pattern_of(init, file_name(a->path)),
                  pattern_of(init, file_name(b->path)));
}

static void put_maps(struct init *init, const struct init_file *file, struct buf *out)
{
    for (size_t i = 0; i < file->ntimes; i++) {
        const struct init_time *time = &file->time[i];
        if (time->either)
            put_note(init, out, "    ", "init.either", NULL, 0);
        buf_printf(out, "    <map field=\"%.*s\"><format>%.*s</format></map>\n",
                   STR_ARG(time->field->id), STR_ARG(time->format));
    }
    for (size_t i = 0; i < file->nvalues; i++) {
        const struct init_value *value = &file->value[i];
        bool first = i == 0 || value[-1].field != value->field;
        bool last = i + 1 == file->nvalues || value[1].field != value->field;
        struct str *known;
        size_t n =
            known_values(&init->arena, &init->metrics, file->kind, value->field, &known);
        const struct words_arg arg = {"known", known_list(&init->arena, known, n)};
        if (first) {
            put_note(init, out, "    ", "init.values", &arg, 1);
            buf_printf(out, "    <map field=\"%.*s\">\n", STR_ARG(value->field->id));
        }
        buf_text(out, "      <value");
        put_attribute(out, "from", value->value);
        put_attribute(out, "to", value->closest.n > 0 ? value->closest : STR("?"));
        buf_text(out, "/>\n");
        if (last)
            buf_text(out, "    </map>\n");
    }
}

static void put_source(struct init *init, size_t at, struct str folder, struct buf *out)
{
    const struct init_file *file = &init->file[at];
    size_t earlier = 0;
    for (size_t i = 0; i < at; i++) {
        if (alike(init, &init->file[i], file))
            return;
        earlier += init->file[i].kind == file->kind;
    }
    const struct words_arg args[] = {
        {"used", arena_printf(&init->arena, "%zu", file->used)},
        {"columns", arena_printf(&init->arena, "%zu", file->columns)}};
    put_note(init, out, "\n  ", "init.columns", args, 2);
    buf_printf(out, "  <source id=\"%.*s", STR_ARG(file->kind->id));
    if (earlier > 0)
        buf_printf(out, "_%zu", earlier + 1);
    buf_printf(out, "\" kind=\"%.*s\"", STR_ARG(file->kind->id));
    put_attribute(out, "path", source_path(init, file, folder));
    if (file->ntimes + file->nvalues == 0) {
        buf_text(out, "/>\n");
        return;
    }
    buf_text(out, ">\n");
    put_maps(init, file, out);
    buf_text(out, "  </source>\n");
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
               init->han ? "zh-CN" : "en", init->han ? "Asia/Shanghai" : "Etc/UTC");
    xml_escape(out, none);
    buf_printf(out,
               "</organisation>\n  <store path=\"store.db\"/>\n  <out path=\"out\"/>\n"
               "  <standard use=\"%.*s\"/>\n  <pack use=\"%.*s\"/>\n",
               STR_ARG(standard), STR_ARG(pack));
    for (size_t i = 0; i < init->n; i++)
        if (init->file[i].kind != NULL)
            put_source(init, i, folder, out);
    for (size_t i = 0; i < init->n; i++) {
        const struct words_arg args[] = {{"file", init->file[i].path},
                                         {"why", init->file[i].why}};
        if (init->file[i].kind == NULL)
            put_note(init, out, "\n  ", "init.left-out", args, 2);
    }
    buf_text(out, "</job>\n");
}
