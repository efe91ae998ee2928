/* xes: event logs of process mining (IEEE 1849, XES): every event is a row. A column
 * is the key of an attribute, those of the trace around the event with "trace:" before it:
 * trace:concept:name, concept:name, time:timestamp. Read twice, as rows.c is.
 * Attributes of attributes, lists and what the log says of itself are left out. */
#include <stdio.h>
#include <string.h>

#include "ingest/row_queue.h"
#include "ingest/xml/feed.h"
#include "ingest/xml/paths.h"

#include "base/banned.h"

enum { DEPTH_LOG = 1 };

struct xes_rows {
    const char *path;
    const struct source *source;
    struct arena arena;
    struct xml_feed *feed;
    struct xml_paths keys; /* below two: of traces, of events */
    uint32_t trace, event;
    uint32_t within; /* which of them the element at hand stands in, or XML_PATH_NONE */
    int depth, event_depth; /* of the elements open; of the event's */
    bool reading, ended;
    uint64_t line;
    struct row_queue queue;
    struct buf *around; /* by column, of the trace at hand */
};

static bool is_named(struct str name, const char *what)
{
    return str_eq(name, str_of(what));
}

static bool is_attribute(struct str name)
{
    static const char *const types[] = {"string", "date",    "int",
                                        "float",  "boolean", "id"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_named(name, types[i]))
            return true;
    return false;
}

static struct str find(const struct xml_feed_attribute *attribute, size_t n,
                       const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (is_named(attribute[i].name, name))
            return attribute[i].value;
    return STR_NONE;
}

static void meet(struct xes_rows *x, struct str key)
{
    if (xml_paths_enter(&x->keys, x->within, key, true) == XML_PATH_NONE)
        xml_feed_refuse(x->feed, "more than %d different keys", XML_PATHS_MAX);
}

static void put(struct xes_rows *x, struct str key, struct str value)
{
    uint32_t path = xml_paths_lookup(&x->keys, x->within, key, true);
    bool fits = true;
    if (path == XML_PATH_NONE)
        return;
    size_t column = x->keys.node[path].column;
    if (x->within == x->event) {
        fits = row_queue_put(&x->queue, column, value, NULL);
    } else {
        buf_clear(&x->around[column]);
        buf_str(&x->around[column], value);
        fits = !buf_failed(&x->around[column]);
    }
    if (!fits)
        xml_feed_refuse(x->feed,
                        "the value of '%.*s' is longer than 1 MiB, or its row "
                        "than 32 MiB",
                        STR_ARG(key));
}

/* What a trace says ends with it. */
static void forget_trace(struct xes_rows *x)
{
    for (size_t i = 0; x->reading && i < x->queue.n; i++)
        buf_clear(&x->around[i]);
}

static void open_event(struct xes_rows *x)
{
    x->within = x->event;
    x->event_depth = x->depth;
    x->line = xml_feed_line(x->feed);
}

static void on_start(void *self, struct str name,
                     const struct xml_feed_attribute *attribute, size_t n)
{
    struct xes_rows *x = self;
    bool in_event = x->within == x->event;
    int parent = in_event ? x->event_depth : x->within == x->trace ? DEPTH_LOG + 1 : 0;
    x->depth++;
    if (!in_event && is_named(name, "event")) {
        open_event(x);
    } else if (x->depth == DEPTH_LOG + 1 && is_named(name, "trace")) {
        x->within = x->trace;
        forget_trace(x);
    } else if (parent > 0 && x->depth == parent + 1 && is_attribute(name)) {
        struct str key = find(attribute, n, "key");
        if (x->reading)
            put(x, key, find(attribute, n, "value"));
        else
            meet(x, key);
    }
}

static void end_event(struct xes_rows *x)
{
    x->within = x->depth > DEPTH_LOG + 1 ? x->trace : XML_PATH_NONE;
    if (!x->reading)
        return;
    for (size_t i = 0; i < x->queue.n; i++)
        if (x->around[i].n > 0 &&
            !row_queue_put(&x->queue, i, buf_view(&x->around[i]), NULL))
            xml_feed_refuse(x->feed, "the event is longer than 32 MiB");
    row_queue_end(&x->queue, x->line);
}

static void on_end(void *self, struct str name)
{
    struct xes_rows *x = self;
    (void)name;
    if (x->within == x->event && x->depth == x->event_depth) {
        end_event(x);
    } else if (x->within == x->trace && x->depth == DEPTH_LOG + 1) {
        x->within = XML_PATH_NONE;
        forget_trace(x);
    }
    x->depth--;
}

static void on_text(void *self, struct str text)
{
    (void)self; /* values are attributes */
    (void)text;
}

static const struct xml_feed_handlers handlers = {on_start, on_end, on_text};

static int open_feed(struct xes_rows *x, bool reading, struct err *err)
{
    x->within = XML_PATH_NONE;
    x->depth = 0;
    x->reading = reading;
    return xml_feed_open(&x->feed, x->path, x->source->encoding, &handlers, x, err);
}

static int meet_keys(struct xes_rows *x, struct err *err)
{
    x->trace = xml_paths_enter(&x->keys, XML_PATH_TOP, STR("trace"), false);
    x->event = xml_paths_enter(&x->keys, XML_PATH_TOP, STR("event"), false);
    if (open_feed(x, false, err) != 0)
        return -1;
    int status = xml_feed_run(x->feed, err);
    xml_feed_close(x->feed);
    x->feed = NULL;
    return status;
}

static int name_columns(struct xes_rows *x, struct err *err)
{
    for (uint32_t i = 1; i < x->keys.n; i++) {
        struct xml_path *node = &x->keys.node[i];
        if (!node->attribute)
            continue;
        node->column = row_queue_name(
            &x->queue, node->parent == x->event
                           ? node->name
                           : arena_printf(&x->arena, "trace:%.*s", STR_ARG(node->name)));
    }
    if (x->queue.n == 0)
        row_queue_expect(&x->queue, x->source);
    if (x->queue.n > QUEUE_COLUMNS_MAX)
        return err_set(err, ERR_GATE, x->path, 0,
                       "events have more than %d different keys", QUEUE_COLUMNS_MAX);
    row_queue_start(&x->queue);
    x->around = mem_new(x->queue.n, sizeof *x->around);
    for (size_t i = 0; i < x->queue.n; i++)
        buf_init(&x->around[i], CELL_MAX);
    return 0;
}

/* What stands before the first element, passed over. */
static struct str skip_prolog(struct str head)
{
    for (;;) {
        head = str_trim(head);
        bool comment = str_starts(head, STR("<!--"));
        if (!comment && !str_starts(head, STR("<?")))
            return head;
        const char *end = memmem(head.p, head.n, comment ? "-->" : "?>", comment ? 3 : 2);
        if (end == NULL)
            return STR_NONE;
        end += comment ? 3 : 2;
        head = (struct str){end, head.n - (size_t)(end - head.p)};
    }
}

static bool xes_probe(struct str head)
{
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = (struct str){head.p + 3, head.n - 3};
    head = skip_prolog(head);
    const char *end = head.n > 0 ? memchr(head.p, '>', head.n) : NULL;
    if (end == NULL || !str_starts(head, STR("<log")) || head.p[4] == '-')
        return false;
    size_t n = (size_t)(end - head.p);
    return memmem(head.p, n, "xes.", 4) != NULL || memmem(head.p, n, "xes-", 4) != NULL;
}

static int xes_open(struct reader *reader, const struct source *source, struct err *err)
{
    struct xes_rows *x = reader->state = mem_new(1, sizeof *x);
    *x = (struct xes_rows){.path = reader->path, .source = source};
    arena_init(&x->arena);
    xml_paths_init(&x->keys);
    row_queue_init(&x->queue);
    if (meet_keys(x, err) != 0 || name_columns(x, err) != 0 ||
        open_feed(x, true, err) != 0)
        return -1;
    reader->encoding = xml_feed_encoding(x->feed);
    reader->replaced = xml_feed_replaced(x->feed);
    reader->headed = true;
    snprintf(reader->dialect, sizeof reader->dialect, "xes");
    return 0;
}

static int xes_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct xes_rows *x = reader->state;
    return xml_feed_row(x->feed, &x->queue, &x->ended, row, err);
}

static void xes_close(struct reader *reader)
{
    struct xes_rows *x = reader->state;
    if (x == NULL)
        return;
    xml_feed_close(x->feed);
    for (size_t i = 0; x->around != NULL && i < x->queue.n; i++)
        buf_release(&x->around[i]);
    mem_free(x->around);
    row_queue_release(&x->queue);
    xml_paths_release(&x->keys);
    arena_release(&x->arena);
    mem_free(x);
    reader->state = NULL;
}

const struct reader_ops xes_reader = {"xes",    true,     xes_probe,
                                      xes_open, xes_next, xes_close};
