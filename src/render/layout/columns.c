/* columns: widths of columns from their content, and groups of columns where a table
 * is wider than its place. */
#include <string.h>

#include "render/layout/table.h"
#include "base/banned.h"

#define PAD          1.2 /* mm, right of a cell */
#define PAD_TURN     2.8 /* where a right aligned column meets a left aligned one */
#define BAR_WIDTH    26.0
#define WIDTH_MIN    18.0 /* of a column that wraps */
#define HEAD_MIN     12.0 /* of a name that may take two lines, */
#define HEAD_SHARE   0.58 /* and its share of the whole */
#define WISHES_SHARE 0.7  /* of the whole, that wishes may take */
#define CONDENSE_MIN 0.78 /* 8 pt to a little over 6 */

static const struct table_look plain = {8, 11.5, 1.0, 1.15, 7, 10, 1.2, false};
static const struct table_look compact = {7, 11, 0.06, 0.06, 7, 10, 1.2, true};

static double head_width(const struct table *t, const struct doc_column *column)
{
    struct pdf_text set = {t->look->head_size, FACE_BOLD, t->f->style->text2, ANCHOR_LEFT,
                           0};
    struct str rest = column->name, line;
    double widest = 0;
    while (str_split(&rest, '\n', &line)) {
        double w = pdf_text_width(t->f->pdf, &set, line);
        widest = w > widest ? w : widest;
    }
    return widest;
}

/* The longest word of a name, which two lines do not part. */
static double word_width(const struct table *t, struct str name)
{
    struct pdf_text set = {t->look->head_size, FACE_BOLD, t->f->style->text2, ANCHOR_LEFT,
                           0};
    double widest = 0;
    for (size_t i = 0, end; i < name.n; i = end + 1) {
        for (end = i; end < name.n && name.p[end] > ' '; end++)
            continue; /* what is not ASCII may end a line anywhere */
        double w = pdf_text_width(t->f->pdf, &set, (struct str){name.p + i, end - i});
        widest = w > widest ? w : widest;
        while (end < name.n && (signed char)name.p[end] < 0)
            end++;
    }
    return widest;
}

void table_begin(struct table *t, struct flow *f, const struct doc_table *table,
                 bool dense)
{
    size_t n = table->ncolumns;
    memset(t, 0, sizeof *t);
    t->f = f;
    t->table = table;
    t->own = dense ? compact : plain;
    if (!dense) {
        t->own.pad_top -= f->squeeze / 2;
        t->own.pad_bottom -= f->squeeze / 2;
    }
    t->look = &t->own;
    t->shown = arena_new(&f->keep, n, sizeof *t->shown);
    t->head = arena_new(&f->keep, n, sizeof *t->head);
    t->word = arena_new(&f->keep, n, sizeof *t->word);
    t->content = arena_new(&f->keep, n, sizeof *t->content);
    t->wanted = arena_new(&f->keep, n, sizeof *t->wanted);
    t->least = arena_new(&f->keep, n, sizeof *t->least);
    t->group_at = arena_new(&f->keep, n + 1, sizeof *t->group_at);
    t->column = arena_new(&f->keep, n, sizeof *t->column);
    for (size_t i = 0; i < n; i++) {
        const struct doc_column *column = &table->column[i];
        if (!column->print)
            continue;
        if (column->bar)
            t->content[t->nshown] = column->width > 0 ? column->width : BAR_WIDTH;
        t->head[t->nshown] = head_width(t, column);
        t->word[t->nshown] = word_width(t, column->name);
        t->shown[t->nshown++] = i;
        t->has_head = t->has_head || column->name.n;
        t->two_levels = t->two_levels || column->group.n;
    }
}

void table_measure(struct table *t, const struct doc_cell *cells, bool sum)
{
    for (size_t i = 0; i < t->nshown; i++) {
        const struct doc_cell *cell = &cells[t->shown[i]];
        if (t->table->column[t->shown[i]].bar || !cell->text.n || cell->columns > 1)
            continue;
        double w = cell_width(t, cell, sum);
        if (w > t->content[i])
            t->content[i] = w;
    }
}

static const struct doc_column *column_of(const struct table *t, size_t shown)
{
    return &t->table->column[t->shown[shown]];
}

/* Space right of a column when `next` follows it. */
static double padding(const struct table *t, size_t shown, size_t next)
{
    const struct doc_column *a = column_of(t, shown), *b = column_of(t, next);
    bool turn = (a->align == ALIGN_RIGHT && b->align != ALIGN_RIGHT) || a->bar || b->bar;
    return turn ? PAD_TURN : PAD;
}

static double wider(double a, double b)
{
    return a > b ? a : b;
}

static double narrower(double a, double b)
{
    return a < b ? a : b;
}

static bool is_rigid(const struct table *t, const struct doc_column *column)
{
    return column->fixed || column->bar || t->look->zebra;
}

/* Widths that wrapping columns wish for are kept when others have room enough beside. */
static bool wishes_hold(const struct table *t, double w)
{
    double sum = 0;
    bool others = false;
    for (size_t i = 0; i < t->nshown; i++) {
        const struct doc_column *column = column_of(t, i);
        bool wish = column->width > 0 && !is_rigid(t, column);
        sum += wish ? column->width : is_rigid(t, column) ? t->content[i] : 0;
        others = others || (column->width <= 0 && !is_rigid(t, column));
    }
    return others && sum < WISHES_SHARE * w;
}

/* A width given in the document is a wish: a column that cannot wrap gets what its texts
 * take, and where the place is too narrow all go back to that first, with heads on two
 * lines. */
static void set_wishes(struct table *t, double w)
{
    bool hold = wishes_hold(t, w);
    for (size_t i = 0; i < t->nshown; i++) {
        const struct doc_column *column = column_of(t, i);
        bool rigid = is_rigid(t, column);
        double share = wider(HEAD_SHARE * t->head[i], t->word[i]);
        double head = narrower(t->head[i], wider(HEAD_MIN, share));
        double content = narrower(w, wider(t->content[i], head));
        double whole = narrower(w, wider(t->content[i], t->head[i]));
        bool wraps = !column->fixed && !column->bar && content > WIDTH_MIN;
        t->wanted[i] = column->width <= 0 || column->bar ? whole
                       : rigid                           ? wider(column->width, content)
                                                         : column->width;
        t->content[i] = content;
        t->least[i] = wraps ? WIDTH_MIN : content;
        if (hold && column->width > 0 && !rigid)
            t->content[i] = t->least[i] = column->width;
    }
}

/* Groups of columns: each is as wide as the place allows, the first column leads all. */
static void make_groups(struct table *t, double w)
{
    double used = 0, lead = t->nshown && t->least[0] < w / 3 ? t->least[0] + PAD_TURN : 0;
    t->ngroups = 0;
    for (size_t i = 0; i < t->nshown; i++) {
        double more = t->least[i] * CONDENSE_MIN + (i ? PAD : 0);
        if (i == 0 || used + more > w) {
            t->group_at[t->ngroups++] = i;
            used = i && lead > 0 ? lead : 0;
        }
        used += more;
    }
    t->group_at[t->ngroups] = t->nshown;
}

void table_fit(struct table *t, double x, double w)
{
    t->x = x;
    t->w = w;
    set_wishes(t, w);
    make_groups(t, w);
    table_select(t, 0);
}

/* How eagerly a column takes room that is left. */
static double appetite(const struct table *t, size_t shown, bool last)
{
    const struct doc_column *column = column_of(t, shown);
    if (column->bar || column->width > 0)
        return 0;
    if (last && column->align == ALIGN_LEFT)
        return 0.3 * t->content[shown] + 1;
    return column->align == ALIGN_RIGHT ? 0.8 * t->content[shown] + 6
                                        : t->content[shown] + 4;
}

static void grow(struct table *t, const size_t *shown, double extra)
{
    double sum = 0;
    size_t n = t->ncolumns;
    for (size_t i = 0; i < n; i++)
        sum += appetite(t, shown[i], i + 1 == n);
    if (sum <= 0) {
        t->column[n - 1].w += extra;
        return;
    }
    for (size_t i = 0; i < n; i++)
        t->column[i].w += extra * appetite(t, shown[i], i + 1 == n) / sum;
}

/* Widths that lie `share` of the way from the least a column can do with (0) over what
 * its texts take (1) to what it should have (2). */
static double set_widths(struct table *t, const size_t *shown, double share)
{
    double sum = 0;
    for (size_t i = 0; i < t->ncolumns; i++) {
        double wanted = t->wanted[shown[i]], least = t->least[shown[i]];
        double content = t->content[shown[i]];
        content = content < wanted ? content : wanted;
        least = least < content ? least : content;
        t->column[i].w = share > 1 ? content + (wanted - content) * (share - 1)
                                   : least + (content - least) * share;
        sum += t->column[i].w;
    }
    return sum;
}

static void shrink(struct table *t, const size_t *shown, double room)
{
    double low = 0, high = 2;
    for (int i = 0; i < 30; i++) {
        double middle = (low + high) / 2;
        if (set_widths(t, shown, middle) > room)
            high = middle;
        else
            low = middle;
    }
    double sum = set_widths(t, shown, low);
    for (size_t i = 0; i < t->ncolumns && sum > room; i++)
        t->column[i].w *= room / sum; /* below the least: texts are condensed */
}

static double paddings(const struct table *t, const size_t *shown)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < t->ncolumns; i++)
        sum += padding(t, shown[i], shown[i + 1]);
    return sum;
}

static double head_lines(struct table *t)
{
    double most = 0;
    struct pdf_text set = {t->look->head_size, FACE_BOLD, t->f->style->text2, ANCHOR_LEFT,
                           0};
    for (size_t i = 0; i < t->ncolumns; i++) {
        const struct doc_column *column = &t->table->column[t->column[i].index];
        if (!column->name.n)
            continue;
        struct pdf_para para =
            pdf_para_break(t->f->pdf, &t->f->scratch, &set, t->f->doc->language,
                           column->name, t->column[i].w);
        most = (double)para.n > most ? (double)para.n : most;
    }
    return most;
}

void table_select(struct table *t, size_t group)
{
    size_t from = t->group_at[group], until = t->group_at[group + 1], n = 0;
    size_t *shown = arena_new(&t->f->keep, t->nshown + 1, sizeof *shown);
    double leading = t->look->head_leading * 25.4 / 72, total = 0, x = t->x;
    if (group)
        shown[n++] = 0;
    for (size_t i = from; i < until; i++)
        shown[n++] = i;
    t->ncolumns = n;
    for (size_t i = 0; i < n; i++) {
        t->column[i] = (struct table_column){t->shown[shown[i]], 0, t->wanted[shown[i]]};
        total += t->column[i].w;
    }
    double room = t->w - paddings(t, shown);
    if (total <= room)
        grow(t, shown, room - total);
    else
        shrink(t, shown, room);
    for (size_t i = 0; i < n; i++) {
        t->column[i].x = x;
        x += t->column[i].w + (i + 1 < n ? padding(t, shown[i], shown[i + 1]) : 0);
    }
    t->head_height = 0;
    if (t->has_head)
        t->head_height = 2 * t->look->head_pad + leading * head_lines(t);
    if (t->two_levels)
        t->head_height += leading + t->look->head_pad;
}
