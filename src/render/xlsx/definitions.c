/* definitions: what each metric counts, a row a metric: the facts of all, in the order they
 * first come, are the columns. */
#include "render/xlsx/sheet.h"

#include "base/banned.h"

enum { NAME, LINE, FORMULA, FACTS, FACTS_MAX = 24 };

struct labels {
    struct str of[FACTS_MAX];
    size_t n;
};

static size_t find(const struct labels *labels, struct str label)
{
    size_t i = 0;
    while (i < labels->n && !str_eq(labels->of[i], label))
        i++;
    return i;
}

/* A label that not all have stands before the one that follows it where it is met. */
static void take_labels(struct labels *labels, const struct doc_definition *d)
{
    for (size_t i = 0, at = 0; i < d->nfacts; i++) {
        size_t have = find(labels, d->fact[i].label);
        if (have == labels->n) {
            if (labels->n == FACTS_MAX)
                return;
            for (size_t k = labels->n++; k > at; k--)
                labels->of[k] = labels->of[k - 1];
            labels->of[have = at] = d->fact[i].label;
        }
        at = have + 1;
    }
}

static void put_head(struct sheet *sheet, const struct labels *labels)
{
    const struct doc_words *words = &sheet->book->doc->words;
    struct look look = book_look(sheet->book);
    look.bold = true;
    look.rule_below = true;
    look.ink = sheet->book->style.text2;
    const struct str first[] = {words->metric, words->metric_line, words->formula};
    for (size_t c = 0; c < FACTS + labels->n; c++) {
        struct str name = c < FACTS ? first[c] : labels->of[c - FACTS];
        book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)c, name, &look);
        sheet_widen(sheet, c, sheet_text_width(name));
    }
    sheet->row++;
}

static void put_text(struct sheet *sheet, size_t column, struct str text,
                     const struct look *base)
{
    static const double widest[] = {[NAME] = 24, [LINE] = 24, [FORMULA] = 44};
    double most = column < FACTS ? widest[column] : 30, width = sheet_text_width(text);
    struct look look = *base;
    look.wrap = width > most;
    book_text(sheet->book, sheet->worksheet, sheet->row, (uint16_t)column, text, &look);
    sheet_widen(sheet, column, width > most ? most : width);
    if (look.wrap)
        sheet_wrap(sheet, sheet->row, (uint16_t)column, (uint16_t)column, width, 0);
}

static struct str formula_text(struct sheet *sheet, const struct doc_definition *d)
{
    if (d->denominator.n == 0)
        return d->numerator;
    return arena_printf(&sheet->book->arena, "%.*s%s%.*s \xC3\xB7 %.*s",
                        STR_ARG(d->factor), d->factor.n ? " " : "", STR_ARG(d->numerator),
                        STR_ARG(d->denominator));
}

static void put_definition(struct sheet *sheet, const struct labels *labels,
                           const struct doc_definition *d)
{
    struct look look = book_look(sheet->book), bold;
    look.top = true;
    look.hair_below = true;
    bold = look;
    bold.bold = true;
    put_text(sheet, NAME, d->name, &bold);
    put_text(sheet, LINE, d->id_line, &look);
    put_text(sheet, FORMULA, formula_text(sheet, d), &look);
    for (size_t c = 0; c < labels->n; c++) {
        size_t i = 0;
        while (i < d->nfacts && !str_eq(d->fact[i].label, labels->of[c]))
            i++;
        put_text(sheet, FACTS + c, i < d->nfacts ? d->fact[i].value.text : STR(""),
                 &look);
    }
    sheet->row++;
}

void sheet_definitions(struct sheet *sheet, const struct node *parent)
{
    struct labels labels = {.n = 0};
    for (const struct node *n = parent->first; n != NULL; n = n->next)
        if (n->kind == DOC_DEFINITION)
            take_labels(&labels, &n->definition);
    sheet->row++;
    uint32_t head = sheet->row;
    put_head(sheet, &labels);
    for (const struct node *n = parent->first; n != NULL; n = n->next)
        if (n->kind == DOC_DEFINITION)
            put_definition(sheet, &labels, &n->definition);
    book_check(sheet->book,
               worksheet_autofilter(sheet->worksheet, head, 0, sheet->row - 1,
                                    (uint16_t)(FACTS + labels.n - 1)),
               "a filter");
    worksheet_freeze_panes(sheet->worksheet, head + 1, 1);
    worksheet_repeat_rows(sheet->worksheet, head, head);
}
