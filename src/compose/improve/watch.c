/* watch: records for which a time has come and what should have happened has not: cases
 * nobody answered, certificates that run out. A row is listed when its field `from` plus
 * `after` lies before the state of knowledge and its field `unless` is empty. */
#include "compose/composer.h"

#include "base/civil.h"
#include "base/banned.h"

enum { ROWS_MAX = 40, SHOWN_MAX = 8 };

struct watch {
    struct composer *c;
    const struct block *block;
    const struct field *from, *unless, *shown[SHOWN_MAX];
    size_t nshown;
    int64_t after; /* seconds; negative: so long before the last day is over */
    struct node *table;
    int64_t rows;
};

/* A paper is good on its last day: what runs out by date does so a day later. */
static int64_t ends(const struct watch *w, int64_t from)
{
    bool whole_day = w->after < 0 && w->from->type == FIELD_DATE;
    return whole_day ? from + CIVIL_DAY : from;
}

/* "12 days over", or how long there still is. */
static struct doc_cell delay_cell(const struct watch *w, int64_t from)
{
    struct composer *c = w->c;
    int64_t over = c->in->as_of - ends(w, from) - (w->after > 0 ? w->after : 0);
    bool late = over >= 0;
    int64_t hours = (late ? over : -over) / 3600;
    struct doc_cell cell = cell_text(FILL(
        c,
        late ? (hours < 48 ? "watch.hours-over" : "watch.days-over") : "watch.days-left",
        {"n", text_count(&c->format, late && hours < 48 ? hours : hours / 24)}));
    cell.mark = late ? MARK_MISSED : MARK_WARN;
    cell.flags |= FLAG_ALERT;
    return cell;
}

static void put_watched(struct watch *w, const struct row_value *value)
{
    struct composer *c = w->c;
    if (value[w->from->index].missing ||
        (w->unless && !value[w->unless->index].missing) ||
        ends(w, value[w->from->index].num) + w->after > c->in->as_of)
        return;
    if (w->rows++ >= ROWS_MAX)
        return;
    struct doc_cell *row = put_row(c, w->table);
    for (size_t i = 0; i < w->nshown; i++)
        row[i] = cell_field(c, w->shown[i], &value[w->shown[i]->index]);
    row[w->nshown] = delay_cell(w, value[w->from->index].num);
}

static int find_shown(struct watch *w, struct err *err)
{
    int n = block_fields(w->c, w->block, "show", w->shown, SHOWN_MAX, err);
    w->nshown = n < 0 ? 0 : (size_t)n;
    return n < 0 ? -1 : 0;
}

static struct node *open_table(struct watch *w, struct node *parent)
{
    struct composer *c = w->c;
    struct head head[SHOWN_MAX + 1];
    for (size_t i = 0; i < w->nshown; i++)
        head[i] = (struct head){
            "", w->shown[i]->type == FIELD_TEXT ? HEAD_TEXT : HEAD_FIXED, 0};
    head[w->nshown] = (struct head){"col.overdue", HEAD_TEXT, 0};
    struct node *table = put_table(c, parent, w->block->type, head, w->nshown + 1);
    for (size_t i = 0; i < w->nshown; i++)
        table->table.column[i].name = w->shown[i]->name;
    table->table.title = w->block->title;
    table->table.empty =
        say(c, kind_expected(c, w->block->kind) ? "watch.none" : "missing.why-no-file");
    return table;
}

int compose_watch(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    struct watch w = {.c = c,
                      .block = block,
                      .from = block_field(block, "field-from"),
                      .unless = block_field(block, "field-unless"),
                      .after = block_number(block, "after-hours", 0) * 3600 -
                               block_number(block, "days-before", 0) * CIVIL_DAY};
    const struct row_value *value;
    struct rows *rows;
    int status;
    if (find_shown(&w, err) != 0 ||
        records_open(&rows, c->in->measure, block->kind, NULL, err) != 0)
        return -1;
    w.table = open_table(&w, parent);
    while ((status = rows_next(rows, &value, err)) == 0)
        put_watched(&w, value);
    rows_close(rows);
    if (w.rows > ROWS_MAX)
        w.table->table.note =
            FILL(c, "watch.more", {"shown", text_count(&c->format, ROWS_MAX)},
                 {"total", text_count(&c->format, w.rows)});
    return status < 0 ? -1 : 0;
}
