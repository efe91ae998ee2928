/* rhythm: who used to come and has stopped to, and what comes back too often: a list of
 * the last row of each such series, with the place where it was read. */
#include "measure/rhythm.h"

#include "compose/composer.h"

#include "base/civil.h"
#include "base/banned.h"

enum { ROWS_MAX = 40, SHOWN_MAX = 6 };

struct listing {
    struct composer *c;
    const struct block *block;
    struct rhythm_ask ask;
    const struct field *shown[SHOWN_MAX];
    size_t nshown;
    int64_t moment;
};

static int read_block(struct listing *l, struct err *err)
{
    const struct block *block = l->block;
    struct composer *c = l->c;
    struct str among = block_text(block, "among");
    int same = block_fields(c, block, "same", l->ask.same, REPEAT_SAME_MAX, err);
    int shown = same < 0 ? -1 : block_fields(c, block, "show", l->shown, SHOWN_MAX, err);
    if (shown < 0)
        return -1;
    l->ask.nsame = (size_t)same;
    l->nshown = (size_t)shown;
    l->ask.kind = block->kind;
    l->ask.on = block_field(block, "field-on");
    l->ask.times = block_number(block, "times", 2);
    l->ask.silence = block_number(block, "silent-days", 0) * CIVIL_DAY;
    l->ask.seconds =
        block_number(block, l->ask.silent ? "gap-days" : "within-days", 0) * CIVIL_DAY;
    l->ask.among = among.n ? metrics_population(&c->job->metrics, among) : NULL;
    for (int i = 0; i < same; i++)
        if (!field_is_text(l->ask.same[i]))
            return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                           "rows are the same by texts, and '%.*s' is none",
                           STR_ARG(l->ask.same[i]->id));
    if (!field_is_time(l->ask.on) || (among.n && !l->ask.among) ||
        (l->ask.among && l->ask.among->kind != block->kind))
        return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                       "<%.*s> needs a time of its kind, and 'among' a population of it",
                       STR_ARG(block->type));
    return 0;
}

static struct node *open_table(const struct listing *l, struct node *parent)
{
    struct composer *c = l->c;
    const char *const word[2][4] = {
        {"col.times", "col.first-time", "col.last-time", "col.place"},
        {"col.times", "col.typical-gap", "col.last-time", "col.silent-for"}};
    struct head head[SHOWN_MAX + 5];
    size_t n = 0;
    for (; n < l->nshown; n++)
        head[n] = (struct head){
            "", l->shown[n]->type == FIELD_TEXT ? HEAD_TEXT : HEAD_FIXED, 0};
    for (size_t i = 0; i < 4; i++)
        head[n++] = (struct head){word[l->ask.silent][i],
                                  i == 3 && !l->ask.silent ? HEAD_TEXT : HEAD_NUMBER, 0};
    if (l->ask.silent)
        head[n++] = (struct head){"col.place", HEAD_TEXT, 0};
    struct node *table = put_table(c, parent, l->block->type, head, n);
    for (size_t i = 0; i < l->nshown; i++)
        table->table.column[i].name = l->shown[i]->name;
    table->table.title = l->block->title;
    table->table.empty =
        say(c, kind_expected(c, l->block->kind) ? "rhythm.none" : "missing.why-no-file");
    return table;
}

static struct doc_cell days_cell(const struct listing *l, int64_t seconds)
{
    return cell_decimal(&l->c->format, num_round(seconds, CIVIL_DAY, 1), 1);
}

static int put_case(const struct listing *l, struct node *table,
                    const struct rhythm *rhythm, struct err *err)
{
    struct composer *c = l->c;
    struct rhythm_row source;
    if (rhythm_read(c->in->measure, l->block->kind, rhythm->row, c->arena, &source,
                    err) != 0)
        return -1;
    struct doc_cell *row = put_row(c, table);
    for (size_t i = 0; i < l->nshown; i++)
        row[i] = cell_field(c, l->shown[i], &source.value[l->shown[i]->index]);
    row += l->nshown;
    *row++ = bold(cell_count(&c->format, rhythm->times));
    *row++ =
        l->ask.silent ? days_cell(l, rhythm->gap) : cell_date(&c->format, rhythm->first);
    *row++ = cell_date(&c->format, rhythm->last);
    if (l->ask.silent)
        *row++ = days_cell(l, l->moment - rhythm->last);
    *row = muted(cell_text(
        FILL(c, "rhythm.place", {"file", source.file},
             {"line", arena_printf(c->arena, "%lld", (long long)source.line)})));
    return 0;
}

static struct str note_of(const struct listing *l, size_t n)
{
    struct composer *c = l->c;
    const struct format *f = &c->format;
    return FILL(c, l->ask.silent ? "rhythm.silent-note" : "rhythm.recurring-note",
                {"shown", text_count(f, n < ROWS_MAX ? (int64_t)n : ROWS_MAX)},
                {"total", text_count(f, (int64_t)n)},
                {"times", text_count(f, l->ask.times)},
                {"days", text_count(f, l->ask.seconds / CIVIL_DAY)},
                {"silence", text_count(f, l->ask.silence / CIVIL_DAY)});
}

static int compose_rhythm(struct listing *l, struct node *parent, struct err *err)
{
    struct composer *c = l->c;
    const struct period *period = &c->period->period;
    struct rhythm *found;
    size_t n;
    l->moment = period->until < c->in->as_of ? period->until : c->in->as_of;
    if (read_block(l, err) != 0 ||
        rhythm_find(c->in->measure, &l->ask, period, c->arena, &found, &n, err) != 0)
        return -1;
    struct node *table = open_table(l, parent);
    for (size_t i = 0; i < n && i < ROWS_MAX; i++)
        if (put_case(l, table, &found[i], err) != 0)
            return -1;
    table->table.note = note_of(l, n);
    return 0;
}

int compose_silent(struct composer *c, const struct block *block, struct node *parent,
                   struct err *err)
{
    struct listing l = {.c = c, .block = block, .ask.silent = true};
    return compose_rhythm(&l, parent, err);
}

int compose_recurring(struct composer *c, const struct block *block, struct node *parent,
                      struct err *err)
{
    struct listing l = {.c = c, .block = block};
    return compose_rhythm(&l, parent, err);
}
