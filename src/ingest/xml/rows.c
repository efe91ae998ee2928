/* rows: an element of an XML file is a row, what it contains are its cells. The file
 * is read twice: first for the paths that occur, then for the rows; so the columns are
 * known before the first row, and no row leaves a file that is not whole. Columns are
 * named by their path from the row ("customer/name", "@id", "." for its own text); what
 * stands in the elements around it, before it, by "../@date" and "../name". */
#include <stdio.h>
#include <string.h>

#include "ingest/row_queue.h"
#include "ingest/xml/feed.h"
#include "ingest/xml/paths.h"

#include "base/banned.h"

struct xml_rows {
    const char *path;
    const struct source *source;
    struct arena arena;
    struct xml_feed *feed;
    struct xml_paths paths;
    struct row_queue queue;
    uint32_t row; /* path of the row element; XML_PATH_NONE: there are no rows */
    uint32_t at;  /* path of the element at hand */
    bool in_row, ended;
    uint64_t line;      /* of the row at hand */
    struct buf *text;   /* of the open elements, by depth */
    struct buf *around; /* by column, of those that stand outside the row */
    uint32_t *owner;    /* of these: the element around the row; else XML_PATH_NONE */
    struct str joint;
};

/* First reading: the paths. */

static void meet_start(void *self, struct str name,
                       const struct xml_feed_attribute *attribute, size_t n)
{
    struct xml_rows *x = self;
    struct xml_path *above = &x->paths.node[x->at];
    above->has_elements = true;
    uint32_t at = xml_paths_enter(&x->paths, x->at, name, false);
    bool full = at == XML_PATH_NONE;
    for (size_t i = 0; i < n && !full; i++)
        full = xml_paths_enter(&x->paths, at, attribute[i].name, true) == XML_PATH_NONE;
    if (full) {
        xml_feed_refuse(x->feed, "more than %d different elements and attributes",
                        XML_PATHS_MAX);
        return;
    }
    x->paths.node[at].count++;
    x->paths.node[at].has_attributes |= n > 0;
    x->at = at;
}

static void meet_end(void *self, struct str name)
{
    struct xml_rows *x = self;
    (void)name;
    x->at = x->paths.node[x->at].parent;
}

static void meet_text(void *self, struct str text)
{
    struct xml_rows *x = self;
    struct xml_path *at = &x->paths.node[x->at];
    at->has_text = at->has_text || str_trim(text).n > 0;
}

static int meet(struct xml_rows *x, struct err *err)
{
    static const struct xml_feed_handlers handlers = {meet_start, meet_end, meet_text};
    x->at = XML_PATH_TOP;
    if (xml_feed_open(&x->feed, x->path, x->source->encoding, &handlers, x, err) != 0)
        return -1;
    int status = xml_feed_run(x->feed, err);
    xml_feed_close(x->feed);
    x->feed = NULL;
    return status;
}

/* Which element is a row. */

/* The shallowest path that repeats, or XML_PATH_NONE; *also: another of the same depth. */
static uint32_t repeated(const struct xml_paths *paths, uint32_t *also)
{
    uint32_t found = XML_PATH_NONE;
    *also = XML_PATH_NONE;
    for (uint32_t i = 1; i < paths->n; i++) {
        const struct xml_path *node = &paths->node[i];
        if (node->attribute || node->count < 2)
            continue;
        if (found == XML_PATH_NONE || node->depth < paths->node[found].depth) {
            found = i;
            *also = XML_PATH_NONE;
        } else if (node->depth == paths->node[found].depth && *also == XML_PATH_NONE) {
            *also = i;
        }
    }
    return found;
}

static struct str print_path(struct xml_rows *x, uint32_t path)
{
    return xml_paths_print(&x->paths, &x->arena, path, XML_PATH_TOP);
}

static struct str without_prefix(struct str name)
{
    const char *colon = name.n > 0 ? memchr(name.p, ':', name.n) : NULL;
    return colon == NULL ? name
                         : (struct str){colon + 1, name.n - (size_t)(colon - name.p) - 1};
}

/* A file in which nothing repeats may well be an export without rows; otherwise a path
 * that is nowhere is a mistake. */
static int find_declared(struct xml_rows *x, struct err *err)
{
    struct str rest = x->source->rows, name;
    uint32_t at = XML_PATH_TOP, also, found;
    while (str_split(&rest, '/', &name))
        if (name.n > 0 && at != XML_PATH_NONE)
            at = xml_paths_lookup(&x->paths, at, without_prefix(name), false);
    x->row = at;
    found = repeated(&x->paths, &also);
    if (at != XML_PATH_NONE || found == XML_PATH_NONE)
        return 0;
    return err_set(err, ERR_GATE, x->path, 0,
                   "no element is %.*s, which is a row of source '%.*s'; the file has "
                   "%.*s %llu times",
                   STR_ARG(x->source->rows), STR_ARG(x->source->id),
                   STR_ARG(print_path(x, found)),
                   (unsigned long long)x->paths.node[found].count);
}

static int find_row(struct xml_rows *x, struct err *err)
{
    uint32_t also;
    if (x->source->rows.n > 0)
        return find_declared(x, err);
    x->row = repeated(&x->paths, &also);
    if (x->row == XML_PATH_NONE)
        return err_set(err, ERR_GATE, x->path, 0,
                       "no element occurs twice, so it is not plain which one is a row; "
                       "name it in the job by rows=");
    if (also == XML_PATH_NONE)
        return 0;
    return err_set(err, ERR_GATE, x->path, 0,
                   "%.*s and %.*s both repeat; name the one that is a row in the job by "
                   "rows=",
                   STR_ARG(print_path(x, x->row)), STR_ARG(print_path(x, also)));
}

/* Columns. */

static bool fills_cell(const struct xml_rows *x, uint32_t path)
{
    const struct xml_path *node = &x->paths.node[path];
    if (node->attribute || node->has_text)
        return true;
    return path != x->row && !node->has_elements && !node->has_attributes;
}

/* An attribute of an element around the row, or what stands in it once. */
static bool is_around(const struct xml_rows *x, uint32_t path)
{
    const struct xml_path *node = &x->paths.node[path];
    if (node->parent == XML_PATH_TOP ||
        !xml_paths_within(&x->paths, x->row, node->parent))
        return false;
    return node->attribute ||
           (!node->has_elements && node->count <= x->paths.node[node->parent].count);
}

static struct str around_name(struct xml_rows *x, uint32_t path)
{
    uint32_t owner = x->paths.node[path].parent;
    struct buf up;
    buf_init(&up, SIZE_MAX);
    for (uint32_t d = x->paths.node[x->row].depth; d > x->paths.node[owner].depth; d--)
        buf_text(&up, "../");
    struct str below = xml_paths_print(&x->paths, &x->arena, path, owner);
    struct str name = arena_printf(&x->arena, "%s%.*s", up.p, STR_ARG(below));
    buf_release(&up);
    return name;
}

static void name_columns(struct xml_rows *x)
{
    for (uint32_t i = 1; i < x->paths.n; i++) {
        struct xml_path *node = &x->paths.node[i];
        if (xml_paths_within(&x->paths, i, x->row)) {
            if (fills_cell(x, i))
                node->column = row_queue_name(
                    &x->queue, xml_paths_print(&x->paths, &x->arena, i, x->row));
        } else if (fills_cell(x, i) && is_around(x, i)) {
            node->column = row_queue_name(&x->queue, around_name(x, i));
        }
    }
}

static int start_queue(struct xml_rows *x, struct err *err)
{
    if (x->row == XML_PATH_NONE)
        row_queue_expect(&x->queue, x->source);
    else
        name_columns(x);
    if (x->queue.n > QUEUE_COLUMNS_MAX)
        return err_set(err, ERR_GATE, x->path, 0,
                       "a row has more than %d different elements and attributes",
                       QUEUE_COLUMNS_MAX);
    row_queue_start(&x->queue);
    x->around = mem_new(x->queue.n, sizeof *x->around);
    x->owner = mem_new(x->queue.n, sizeof *x->owner);
    for (size_t i = 0; i < x->queue.n; i++) {
        buf_init(&x->around[i], CELL_MAX);
        x->owner[i] = XML_PATH_NONE;
    }
    for (uint32_t i = 1; i < x->paths.n && x->row != XML_PATH_NONE; i++) {
        const struct xml_path *node = &x->paths.node[i];
        if (node->column != XML_NO_COLUMN && !xml_paths_within(&x->paths, i, x->row))
            x->owner[node->column] = node->parent;
    }
    return 0;
}

/* Second reading: the rows. */

static void too_large(struct xml_rows *x, const struct xml_path *node)
{
    xml_feed_refuse(x->feed,
                    "the text of '%.*s' is longer than 1 MiB, or its row than "
                    "32 MiB",
                    STR_ARG(node->name));
}

static void put_cell(struct xml_rows *x, uint32_t path, struct str text)
{
    const struct xml_path *node = &x->paths.node[path];
    if (node->column == XML_NO_COLUMN || text.n == 0)
        return;
    if (x->owner[node->column] != XML_PATH_NONE) {
        struct buf *around = &x->around[node->column];
        buf_clear(around);
        buf_str(around, text);
        if (buf_failed(around))
            too_large(x, node);
    } else if (x->in_row && !row_queue_put(&x->queue, node->column, text, &x->joint)) {
        too_large(x, node);
    }
}

/* What an element around the rows says ends with it. */
static void forget_around(struct xml_rows *x, uint32_t owner)
{
    for (size_t i = 0; i < x->queue.n; i++)
        if (x->owner[i] == owner)
            buf_clear(&x->around[i]);
}

static void changed(struct xml_rows *x)
{
    xml_feed_refuse(x->feed, "the file was written while it was read; run again when it "
                             "is whole");
}

static void read_start(void *self, struct str name,
                       const struct xml_feed_attribute *attribute, size_t n)
{
    struct xml_rows *x = self;
    uint32_t at = xml_paths_lookup(&x->paths, x->at, name, false);
    if (at == XML_PATH_NONE) {
        changed(x);
        return;
    }
    x->at = at;
    if (at == x->row) {
        x->in_row = true;
        x->line = xml_feed_line(x->feed);
    } else if (!x->in_row) {
        forget_around(x, at);
    }
    if (x->paths.node[at].depth < XML_DEPTH_MAX + 1)
        buf_clear(&x->text[x->paths.node[at].depth]);
    for (size_t i = 0; i < n; i++) {
        uint32_t path = xml_paths_lookup(&x->paths, at, attribute[i].name, true);
        if (path != XML_PATH_NONE)
            put_cell(x, path, attribute[i].value);
    }
}

static void end_row(struct xml_rows *x)
{
    for (size_t i = 0; i < x->queue.n; i++)
        if (x->owner[i] != XML_PATH_NONE && x->around[i].n > 0 &&
            !row_queue_put(&x->queue, i, buf_view(&x->around[i]), NULL))
            too_large(x, &x->paths.node[x->row]);
    row_queue_end(&x->queue, x->line);
    x->in_row = false;
}

static void read_end(void *self, struct str name)
{
    struct xml_rows *x = self;
    const struct xml_path *node = &x->paths.node[x->at];
    (void)name;
    if (node->column != XML_NO_COLUMN)
        put_cell(x, x->at, str_trim(buf_view(&x->text[node->depth])));
    if (x->at == x->row)
        end_row(x);
    x->at = node->parent;
}

static void read_text(void *self, struct str text)
{
    struct xml_rows *x = self;
    const struct xml_path *node = &x->paths.node[x->at];
    if (node->column == XML_NO_COLUMN)
        return;
    struct buf *own = &x->text[node->depth];
    buf_str(own, text);
    if (buf_failed(own))
        too_large(x, node);
}

/* The reader. */

static bool rows_probe(struct str head)
{
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = (struct str){head.p + 3, head.n - 3};
    if (str_starts(head, STR("\xFF\xFE<")) || str_starts(head, STR("\xFE\xFF\0<")) ||
        str_starts(head, STR("<\0?\0")) || str_starts(head, STR("\0<\0?")))
        return true;
    head = str_trim(head);
    return head.n > 1 && head.p[0] == '<' &&
           (head.p[1] == '?' || head.p[1] == '!' || head.p[1] == '_' ||
            (head.p[1] | 0x20) >= 'a');
}

static int rows_open(struct reader *reader, const struct source *source, struct err *err)
{
    static const struct xml_feed_handlers handlers = {read_start, read_end, read_text};
    struct xml_rows *x = reader->state = mem_new(1, sizeof *x);
    *x = (struct xml_rows){.path = reader->path, .source = source};
    arena_init(&x->arena);
    xml_paths_init(&x->paths);
    row_queue_init(&x->queue);
    x->joint = source->has_joint ? source->joint : STR("\n");
    x->text = mem_new(XML_DEPTH_MAX + 1, sizeof *x->text);
    for (size_t i = 0; i <= XML_DEPTH_MAX; i++)
        buf_init(&x->text[i], CELL_MAX);
    if (meet(x, err) != 0 || find_row(x, err) != 0 || start_queue(x, err) != 0)
        return -1;
    x->at = XML_PATH_TOP;
    if (xml_feed_open(&x->feed, x->path, source->encoding, &handlers, x, err) != 0)
        return -1;
    reader->encoding = xml_feed_encoding(x->feed);
    reader->replaced = xml_feed_replaced(x->feed);
    reader->headed = true;
    snprintf(reader->dialect, sizeof reader->dialect, "xml, %.*s",
             STR_ARG(x->row == XML_PATH_NONE ? source->rows : print_path(x, x->row)));
    return 0;
}

static int rows_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct xml_rows *x = reader->state;
    return xml_feed_row(x->feed, &x->queue, &x->ended, row, err);
}

static void rows_close(struct reader *reader)
{
    struct xml_rows *x = reader->state;
    if (x == NULL)
        return;
    xml_feed_close(x->feed);
    for (size_t i = 0; x->around != NULL && i < x->queue.n; i++)
        buf_release(&x->around[i]);
    for (size_t i = 0; i <= XML_DEPTH_MAX; i++)
        buf_release(&x->text[i]);
    mem_free(x->around);
    mem_free(x->owner);
    mem_free(x->text);
    row_queue_release(&x->queue);
    xml_paths_release(&x->paths);
    arena_release(&x->arena);
    mem_free(x);
    reader->state = NULL;
}

const struct reader_ops xml_reader = {"xml",     true,      rows_probe,
                                      rows_open, rows_next, rows_close};
