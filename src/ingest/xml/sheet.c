/* sheet: rows of a sheet in the XML that spreadsheets wrote before .xlsx
 * (SpreadsheetML 2003), which exports of web systems still call .xls. A row's line is its
 * number in the sheet. Dates and numbers are typed cells, as in a workbook. */
#include <stdio.h>
#include <string.h>

#include "ingest/header.h"
#include "ingest/loose_rows.h"
#include "ingest/value/when_parts.h"
#include "ingest/xlsx/value.h"
#include "ingest/xml/feed.h"

#include "base/banned.h"

enum { ROW_NUMBER_MAX = 1 << 20, NAMES_SHOWN = 200, NAME_SHOWN = 60 };

struct sheet_xml {
    struct reader *reader; /* whose next is being called */
    const struct source *source;
    struct xml_feed *feed;
    struct arena arena;
    struct loose_rows rows;
    struct str wanted; /* folded name of the sheet; empty: the first with a row */
    int64_t place,
        at; /* of the sheet that is wanted (0: by name), and of the one at hand */
    struct str name;  /* of the sheet at hand */
    struct buf names; /* of all, for a refusal */
    bool in_sheet, found,
        over; /* the sheet at hand is read; one was; and is at its end */
    uint64_t line;
    size_t column, across, down;
    unsigned comment; /* depth within a cell's comment, which has data of its own */
    bool in_data, ended;
    char type; /* first letter of the data's type */
    struct buf value;
};

static struct str attribute(const struct xml_feed_attribute *a, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(a[i].name, name))
            return a[i].value;
    return STR_NONE;
}

/* What is not there, and what is no number, is 0. */
static int64_t number(const struct xml_feed_attribute *a, size_t n, struct str name)
{
    int64_t value = 0;
    return str_int(str_trim(attribute(a, n, name)), &value) && value > 0 ? value : 0;
}

static void start_sheet(struct sheet_xml *s, struct str name)
{
    struct str shown = {name.p, name.n < NAME_SHOWN ? name.n : NAME_SHOWN};
    if (s->names.n < NAMES_SHOWN)
        buf_printf(&s->names, "%s\"%.*s\"", s->at > 0 ? ", " : "", STR_ARG(shown));
    s->at++;
    s->line = 0;
    if (s->in_sheet)
        xml_feed_refuse(s->feed, "a sheet stands within another");
    if (s->over)
        return;
    bool named = s->wanted.n > 0 && str_eq(header_fold(&s->arena, name), s->wanted);
    s->in_sheet = s->wanted.n == 0 || named || s->place == s->at;
    s->found |= s->in_sheet && s->wanted.n > 0;
    if (s->in_sheet)
        s->name = arena_str(&s->arena, name);
}

static void start_row(struct sheet_xml *s, int64_t index)
{
    if (index > 0 && (uint64_t)index <= s->line)
        xml_feed_refuse(s->feed, "row %lld stands below row %llu", (long long)index,
                        (unsigned long long)s->line);
    s->line = index > 0 ? (uint64_t)index : s->line + 1;
    if (s->line > ROW_NUMBER_MAX)
        xml_feed_refuse(s->feed, "the sheet has more than 1,048,576 rows");
    s->column = 0;
}

static void start_cell(struct sheet_xml *s, const struct xml_feed_attribute *a, size_t n)
{
    int64_t index = number(a, n, STR("Index"));
    int64_t across = number(a, n, STR("MergeAcross"));
    int64_t down = number(a, n, STR("MergeDown"));
    if (index > 0 && (size_t)index <= s->column)
        xml_feed_refuse(s->feed, "a cell stands behind a later one");
    if (index > 0)
        s->column = (size_t)index - 1;
    if (across > CELLS_MAX || s->column >= CELLS_MAX)
        xml_feed_refuse(s->feed, "a row has more than 16,384 cells");
    s->across = across > CELLS_MAX ? 0 : (size_t)across;
    s->down = down > ROW_NUMBER_MAX ? ROW_NUMBER_MAX : (size_t)down;
    buf_clear(&s->value);
    s->type = 'S';
}

static void on_start(void *self, struct str name, const struct xml_feed_attribute *a,
                     size_t n)
{
    struct sheet_xml *s = self;
    if (str_eq(name, STR("Worksheet"))) {
        start_sheet(s, attribute(a, n, STR("Name")));
    } else if (!s->in_sheet || s->comment > 0) {
        s->comment += s->comment > 0;
    } else if (str_eq(name, STR("Row"))) {
        start_row(s, number(a, n, STR("Index")));
    } else if (str_eq(name, STR("Cell"))) {
        start_cell(s, a, n);
    } else if (str_eq(name, STR("Comment"))) {
        s->comment = 1;
    } else if (str_eq(name, STR("Data"))) {
        struct str type = attribute(a, n, STR("Type"));
        s->type = type.n > 0 ? type.p[0] : 'S';
        s->in_data = true;
    }
}

/* A time of day or a length of time is written as a moment of the first days of all. */
static struct str time_text(struct str text, char out[VALUE_MAX])
{
    int year, month, day, hour;
    char clock[] = "00:00";
    struct str iso = value_iso(text, out);
    if (iso.n != 19 || !when_digits(iso.p, 4, &year) ||
        !when_digits(iso.p + 5, 2, &month) || !when_digits(iso.p + 8, 2, &day) ||
        !when_digits(iso.p + 11, 2, &hour) ||
        (year != 1899 && (year != 1900 || month > 2)))
        return iso;
    int days = year == 1899 ? 0 : (month - 1) * 31 + day;
    memcpy(clock, iso.p + 14, 5);
    int n = snprintf(out, VALUE_MAX, "%02d:%s", days * 24 + hour, clock);
    return (struct str){out, (size_t)n};
}

static struct str cell_text(const struct sheet_xml *s, char out[VALUE_MAX])
{
    struct str text = buf_view(&s->value);
    switch (s->type) {
    case 'N':
        return value_number(str_trim(text), out);
    case 'D':
        return time_text(str_trim(text), out);
    case 'B':
        return str_eq(str_trim(text), STR("1")) ? STR("TRUE") : STR("FALSE");
    default:
        return text;
    }
}

static void end_cell(struct sheet_xml *s)
{
    char out[VALUE_MAX];
    struct str text = s->value.n > 0 ? cell_text(s, out) : STR_NONE;
    const char *wrong = buf_failed(&s->value) ? "has a cell that is longer than 1 MiB"
                                              : loose_rows_put(&s->rows, s->column, text);
    if (wrong != NULL)
        xml_feed_refuse(s->feed, "row %llu %s", (unsigned long long)s->line, wrong);
    if (s->down > 0 && s->column < CELLS_MAX)
        merges_put(&s->reader->merges, s->column, s->line, s->line + s->down);
    s->column += 1 + s->across;
}

static void end_row(struct sheet_xml *s)
{
    bool any = s->rows.ncells > s->rows.open;
    loose_rows_end(&s->rows, s->line);
    s->found |= any;
}

static void on_end(void *self, struct str name)
{
    struct sheet_xml *s = self;
    if (!s->in_sheet)
        return;
    if (s->comment > 0) {
        s->comment--;
    } else if (str_eq(name, STR("Data"))) {
        s->in_data = false;
    } else if (str_eq(name, STR("Cell"))) {
        end_cell(s);
    } else if (str_eq(name, STR("Row"))) {
        end_row(s);
    } else if (str_eq(name, STR("Worksheet"))) {
        s->in_sheet = false;
        s->over = s->found;
    }
}

static void on_text(void *self, struct str text)
{
    struct sheet_xml *s = self;
    if (s->in_data && s->comment == 0)
        buf_str(&s->value, text);
}

static bool sheet_xml_probe(struct str head)
{
    static const char mark[] = "urn:schemas-microsoft-com:office:spreadsheet";
    return head.n > 0 && memchr(head.p, '<', head.n < 8 ? head.n : 8) != NULL &&
           memmem(head.p, head.n, "Workbook", 8) != NULL &&
           memmem(head.p, head.n, mark, sizeof mark - 1) != NULL;
}

static int sheet_xml_open(struct reader *reader, const struct source *source,
                          struct err *err)
{
    static const struct xml_feed_handlers handlers = {on_start, on_end, on_text};
    struct sheet_xml *s = reader->state = mem_new(1, sizeof *s);
    *s = (struct sheet_xml){.reader = reader, .source = source};
    arena_init(&s->arena);
    loose_rows_init(&s->rows);
    s->rows.width = reader_mapped_width(source);
    buf_init(&s->value, CELL_MAX);
    buf_init(&s->names, 2 * NAMES_SHOWN);
    s->wanted = header_fold(&s->arena, source->sheet);
    if (!str_int(s->wanted, &s->place) || s->place < 0)
        s->place = 0;
    if (xml_feed_open(&s->feed, reader->path, source->encoding, &handlers, s, err) != 0)
        return -1;
    reader->encoding = xml_feed_encoding(s->feed);
    reader->replaced = xml_feed_replaced(s->feed);
    reader->sparse = reader->typed = true;
    snprintf(reader->dialect, sizeof reader->dialect, "xml spreadsheet%s%.*s",
             source->sheet.n > 0 ? ", sheet " : "", STR_ARG(source->sheet));
    return 0;
}

static int refuse_sheet(const struct sheet_xml *s, const char *path, struct err *err)
{
    if (s->wanted.n > 0)
        return err_set(err, ERR_GATE, path, 0,
                       "the file has no sheet \"%.*s\"; it has %s",
                       STR_ARG(s->source->sheet), s->names.p);
    return err_set(err, ERR_GATE, path, 0, "no sheet of the file holds a table");
}

static int sheet_xml_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    struct sheet_xml *s = reader->state;
    int status;
    s->reader = reader;
    while ((status = loose_rows_take(&s->rows, reader->path, row, err)) == 1) {
        if (s->ended)
            return s->found ? 1 : refuse_sheet(s, reader->path, err);
        status = xml_feed_step(s->feed, err);
        if (status < 0)
            return -1;
        s->ended = status > 0;
    }
    return status;
}

static void sheet_xml_close(struct reader *reader)
{
    struct sheet_xml *s = reader->state;
    if (s == NULL)
        return;
    xml_feed_close(s->feed);
    loose_rows_release(&s->rows);
    buf_release(&s->value);
    buf_release(&s->names);
    arena_release(&s->arena);
    mem_free(s);
    reader->state = NULL;
}

const struct reader_ops sheet_xml_reader = {"a spreadsheet in XML", true,
                                            sheet_xml_probe,        sheet_xml_open,
                                            sheet_xml_next,         sheet_xml_close};
