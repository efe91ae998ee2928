/* clause_sheet: a sheet for each section of the standard: items, their points, and under
 * each point the figures and documents it rests on, with room for the auditor. */
#include "compose/standard/clause_sheet.h"

#include "base/banned.h"

enum {
    AT_ITEM,
    AT_SUBJECT,
    AT_REQUIREMENT,
    AT_NOW,
    AT_NUMERATOR,
    AT_DENOMINATOR,
    AT_GOAL,
    AT_STATE,
    AT_EARNED,
    AT_POINTS,
    AT_LOST,
    AT_RECORD,
    AT_SIGNATURE
};
enum { LEVEL_SECTION, LEVEL_ITEM, LEVEL_LEAF, LEVEL_PROOF };

static struct node *open_sheet(struct composer *c, const struct clause *section)
{
    struct str label =
        FILL(c, "clause.label", {"number", section->number}, {"title", section->title});
    struct node *sheet = put_dataset(
        c, c->doc->root, "", sheet_name(c, label),
        HEADS({"col.item", HEAD_FIXED, 0}, {"col.subject", HEAD_TEXT, 0},
              {"col.requirement", HEAD_TEXT, 0}, {"col.now", HEAD_NUMBER, 0},
              {"col.numerator", HEAD_NUMBER, 0}, {"col.denominator", HEAD_NUMBER, 0},
              {"col.goal", HEAD_NUMBER, 0}, {"col.state", HEAD_FIXED, 0},
              {"col.earned", HEAD_NUMBER, 0}, {"col.points", HEAD_NUMBER, 0},
              {"col.lost", HEAD_NUMBER, 0}, {"auditor.title", HEAD_TEXT, 0},
              {"sign.signature", HEAD_TEXT, 0}),
        NULL);
    sheet->origin = section->id;
    sheet->table.title = label;
    sheet->table.reading = true;
    sheet->table.column[AT_RECORD].input = true;
    sheet->table.column[AT_SIGNATURE].input = true;
    return sheet;
}

static struct doc_cell *put_line(struct composer *c, struct node *sheet, int level)
{
    struct doc_cell *row = put_data(c, sheet);
    row[AT_ITEM].level = level;
    return row;
}

static void put_points(struct composer *c, struct doc_cell *row, const struct verdict *v)
{
    const struct format *f = &c->format;
    int64_t lost = v->milli_points - v->milli_earned;
    bool applies = v->state != STATE_NOT_APPLICABLE;
    row[AT_STATE] = cell_verdict(c, v->state);
    row[AT_EARNED] = applies ? cell_points(f, v->milli_earned) : cell_dash(f);
    row[AT_POINTS] = applies ? cell_points(f, v->milli_points) : cell_dash(f);
    row[AT_LOST] = applies && lost > 0 ? cell_points(f, lost) : cell_dash(f);
}

static void put_figure(struct composer *c, struct node *sheet,
                       const struct metric *metric)
{
    const struct figure *now = figure_of(c, metric, c->period);
    const struct format *f = &c->format;
    struct doc_cell *row = put_line(c, sheet, LEVEL_PROOF);
    row[AT_SUBJECT] = cell_text(metric->name);
    row[AT_SUBJECT].link = arena_printf(c->arena, "metric-%.*s", STR_ARG(metric->id));
    row[AT_REQUIREMENT] =
        cell_text(metric->denominator.n ? arena_printf(c->arena, "%.*s \xC3\xB7 %.*s",
                                                       STR_ARG(metric->numerator),
                                                       STR_ARG(metric->denominator))
                                        : metric->numerator);
    row[AT_NOW] = cell_figure(f, now);
    row[AT_NUMERATOR] = row[AT_DENOMINATOR] = cell_dash(f);
    if (metric->kind == METRIC_RATE || metric->kind == METRIC_MEAN ||
        metric->kind == METRIC_RATIO) {
        row[AT_NUMERATOR] = cell_part(f, now, PART_NUMERATOR);
        row[AT_DENOMINATOR] = cell_part(f, now, PART_DENOMINATOR);
    }
    row[AT_GOAL] = cell_goal(f, metric, false);
    row[AT_STATE] = cell_judgement(f, now);
}

static struct str document_dates(struct composer *c, const struct document *d)
{
    const struct format *f = &c->format;
    struct str from = d->has_issued ? cell_date(f, d->issued).text : cell_dash(f).text;
    struct str until = d->has_until ? cell_date(f, d->until).text : cell_dash(f).text;
    return arena_printf(
        c->arena, "%.*s %.*s %.*s %.*s %.*s", STR_ARG(say(c, "col.issued")),
        STR_ARG(from), STR_ARG(say(c, "col.until")), STR_ARG(until), STR_ARG(d->version));
}

static void put_evidence(struct composer *c, struct node *sheet,
                         const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->ndocuments; i++) {
        const struct document *d = evidence->document[i];
        struct doc_cell *row = put_line(c, sheet, LEVEL_PROOF);
        row[AT_SUBJECT] = cell_text(
            arena_printf(c->arena, "%.*s %.*s", STR_ARG(d->number), STR_ARG(d->title)));
        row[AT_SUBJECT].link = STR("evidence-register");
        row[AT_REQUIREMENT] = cell_text(document_dates(c, d));
        row[AT_STATE] = cell_evidence(c, d->state);
    }
    if (evidence->ndocuments)
        return;
    struct doc_cell *row = put_line(c, sheet, LEVEL_PROOF);
    row[AT_SUBJECT] = cell_text(evidence->slot->name);
    row[AT_STATE] = cell_evidence(c, EVIDENCE_MISSING);
}

static void put_leaf(struct composer *c, struct node *sheet, const struct verdict *v)
{
    struct doc_cell *row = put_line(c, sheet, LEVEL_LEAF);
    row[AT_ITEM] = cell_number(c, v->clause);
    row[AT_ITEM].level = LEVEL_LEAF;
    row[AT_SUBJECT] = cell_text(v->clause->title);
    row[AT_REQUIREMENT] = cell_text(v->clause->requirement);
    put_points(c, row, v);
    for (size_t i = 0; i < v->clause->nmetrics; i++)
        if (metric_has_data(c, v->clause->metric[i]))
            put_figure(c, sheet, v->clause->metric[i]);
    for (size_t i = 0; i < v->nevidence && v->state != STATE_NOT_APPLICABLE; i++)
        put_evidence(c, sheet, &v->evidence[i]);
}

static void put_clause(struct composer *c, struct node *sheet,
                       const struct clause *clause)
{
    const struct verdict *v = verdict_of(c, clause);
    if (!clause->first) {
        put_leaf(c, sheet, v);
        return;
    }
    int level = clause->depth > 0 ? LEVEL_ITEM : LEVEL_SECTION;
    struct doc_cell *row = put_line(c, sheet, level);
    row[AT_ITEM] = bold(cell_number(c, clause));
    row[AT_ITEM].level = level;
    row[AT_ITEM].anchor = arena_printf(c->arena, "clause-%.*s", STR_ARG(clause->id));
    row[AT_SUBJECT] = bold(cell_text(clause->title));
    row[AT_REQUIREMENT] = cell_text(clause->requirement);
    put_points(c, row, v);
    for (const struct clause *part = clause->first; part; part = part->next)
        put_clause(c, sheet, part);
}

void compose_clause_sheets(struct composer *c)
{
    const struct clause *root = c->assessed->standard->root;
    for (const struct clause *s = root->first; s; s = s->next)
        put_clause(c, open_sheet(c, s), s);
}
