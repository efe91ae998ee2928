/* contents: relationships of the package lead to the workbook, those of the workbook
 * to its parts. Targets are names within the container, whatever dots are in them. */
#include "ingest/xlsx/contents.h"

#include <string.h>

#include "ingest/xlsx/part.h"

#include "base/banned.h"

struct relation {
    struct str id, type, target; /* type: the last piece of its URI; target: a part */
};

struct loading {
    struct contents *contents;
    struct package *package;
    struct arena *arena;
    struct str base; /* part whose relationships are read; empty: of the package */
    struct relation *relation;
    size_t n, cap;
    struct str *sheet_relation; /* id, of each sheet */
    size_t ids_cap;
};

static struct str after_last(struct str s, char mark)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == mark)
            return (struct str){s.p + i, s.n - i};
    return s;
}

static struct str folder_of(struct str part)
{
    return (struct str){part.p, part.n - after_last(part, '/').n};
}

/* The part a target names: from the container's top when it begins with '/', else from
 * the folder. "." and ".." are resolved and never lead out. */
static struct str resolve(struct arena *arena, struct str folder, struct str target)
{
    struct str path = arena_printf(arena, "%.*s%.*s",
                                   target.n > 0 && target.p[0] == '/' ? 0 : (int)folder.n,
                                   folder.p, STR_ARG(target));
    char *out = arena_new(arena, path.n + 1, 1);
    size_t n = 0;
    struct str piece;
    while (str_split(&path, '/', &piece)) {
        if (piece.n == 0 || str_eq(piece, STR(".")))
            continue;
        if (str_eq(piece, STR(".."))) {
            while (n > 0 && out[--n] != '/')
                continue;
            continue;
        }
        if (n > 0)
            out[n++] = '/';
        memcpy(out + n, piece.p, piece.n);
        n += piece.n;
    }
    return (struct str){out, n};
}

static int put_relation(void *self, const struct part_element *element, struct err *err)
{
    struct loading *in = self;
    if (!str_eq(element->name, STR("Relationship")) ||
        str_eq(part_attribute(element, STR("TargetMode")), STR("External")))
        return 0;
    if (in->n == PACKAGE_PARTS_MAX)
        return err_set(err, ERR_GATE, package_path(in->package), 0,
                       "the workbook has more than %d relationships", PACKAGE_PARTS_MAX);
    struct str target = part_attribute(element, STR("Target"));
    in->relation = mem_room(in->relation, in->n, &in->cap, sizeof *in->relation);
    in->relation[in->n++] = (struct relation){
        arena_str(in->arena, part_attribute(element, STR("Id"))),
        arena_str(in->arena, after_last(part_attribute(element, STR("Type")), '/')),
        resolve(in->arena, folder_of(in->base), target)};
    return 0;
}

static int ignore_end(void *self, struct str name, struct err *err)
{
    (void)self, (void)name, (void)err;
    return 0;
}

static int ignore_text(void *self, struct str piece, struct err *err)
{
    (void)self, (void)piece, (void)err;
    return 0;
}

/* Those of a part lie beside it in _rels; a part without any is fine. */
static int load_relations(struct loading *in, struct str base, struct err *err)
{
    static const struct part_sink sink = {put_relation, ignore_end, ignore_text};
    struct str folder = folder_of(base);
    struct str name = arena_printf(in->arena, "%.*s_rels/%.*s.rels", STR_ARG(folder),
                                   STR_ARG(after_last(base, '/')));
    in->base = base;
    in->n = 0;
    if (!package_has(in->package, name))
        return 0;
    return part_parse(in->package, name, &sink, in, err);
}

static struct str target_of(const struct loading *in, struct str type, struct str id)
{
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->relation[i].type, type) &&
            (id.p == NULL || str_eq(in->relation[i].id, id)) &&
            package_has(in->package, in->relation[i].target))
            return in->relation[i].target;
    return STR_NONE;
}

static int put_sheet(struct loading *in, const struct part_element *element,
                     struct err *err)
{
    struct contents *contents = in->contents;
    struct str state = part_attribute(element, STR("state"));
    if (contents->n == SHEETS_MAX)
        return err_set(err, ERR_GATE, package_path(in->package), 0,
                       "the workbook has more than %d sheets", SHEETS_MAX);
    in->sheet_relation = mem_room(in->sheet_relation, contents->n, &in->ids_cap,
                                  sizeof *in->sheet_relation);
    in->sheet_relation[contents->n] =
        arena_str(in->arena, part_attribute(element, STR("id")));
    contents->sheet =
        mem_room(contents->sheet, contents->n, &contents->cap, sizeof *contents->sheet);
    contents->sheet[contents->n++] = (struct contents_sheet){
        .name = arena_str(in->arena, part_attribute(element, STR("name"))),
        .hidden = state.n > 0 && !str_eq(state, STR("visible"))};
    return 0;
}

static int put_workbook(void *self, const struct part_element *element, struct err *err)
{
    struct loading *in = self;
    if (str_eq(element->name, STR("workbookPr")))
        in->contents->from_1904 = part_is_true(part_attribute(element, STR("date1904")));
    return str_eq(element->name, STR("sheet")) ? put_sheet(in, element, err) : 0;
}

struct foreign {
    struct str part;
    const char *what;
};

/* Kinds of container people take for one another, by a part that only they have. */
static int refuse_foreign(const struct package *package, struct err *err)
{
    static const struct foreign foreigns[] = {
        {{"xl/workbook.bin", 15}, "a binary workbook (.xlsb); save it as .xlsx or CSV"},
        {{"content.xml", 11}, "an OpenDocument file (.ods); save it as .xlsx or CSV"},
        {{"word/document.xml", 17}, "a Word document; export the table as .xlsx or CSV"},
        {{"ppt/presentation.xml", 20},
         "a presentation; export the table as .xlsx or CSV"},
        {{"index/document.iwa", 18}, "a Numbers document; export it as .xlsx or CSV"},
    };
    const char *what = "a zip archive without a workbook in it; unpack it, and name the "
                       "files that are in it";
    for (size_t i = 0; i < sizeof foreigns / sizeof *foreigns; i++)
        if (package_has(package, foreigns[i].part))
            what = foreigns[i].what;
    return err_set(err, ERR_GATE, package_path(package), 0, "the file is %s", what);
}

/* The part that holds the workbook, also where the package does not say so. */
static struct str find_workbook(const struct loading *in)
{
    static const struct str usual = {"xl/workbook.xml", 15};
    struct str main = target_of(in, STR("officeDocument"), STR_NONE);
    if (main.n == 0 && package_has(in->package, usual))
        return usual;
    struct str suffix = after_last(main, '.');
    bool workbook = str_eq(suffix, STR("xml")) &&
                    !str_eq(after_last(main, '/'), STR("document.xml")) &&
                    !str_eq(after_last(main, '/'), STR("presentation.xml"));
    return workbook ? main : STR_NONE;
}

static int load_workbook(struct loading *in, struct str workbook, struct err *err)
{
    static const struct part_sink sink = {put_workbook, ignore_end, ignore_text};
    struct contents *contents = in->contents;
    if (part_parse(in->package, workbook, &sink, in, err) != 0 ||
        load_relations(in, workbook, err) != 0)
        return -1;
    contents->strings = target_of(in, STR("sharedStrings"), STR_NONE);
    contents->styles = target_of(in, STR("styles"), STR_NONE);
    for (size_t i = 0; i < contents->n; i++)
        contents->sheet[i].part = target_of(in, STR("worksheet"), in->sheet_relation[i]);
    return 0;
}

int contents_load(struct contents *contents, struct package *package, struct err *err)
{
    struct loading in = {
        .contents = contents, .package = package, .arena = &contents->arena};
    int result = load_relations(&in, STR_NONE, err);
    struct str workbook = find_workbook(&in);
    if (result == 0)
        result = workbook.n == 0 ? refuse_foreign(package, err)
                                 : load_workbook(&in, workbook, err);
    mem_free(in.relation);
    mem_free(in.sheet_relation);
    return result;
}

void contents_release(struct contents *contents)
{
    mem_free(contents->sheet);
    arena_release(&contents->arena);
    *contents = (struct contents){.n = 0};
}
