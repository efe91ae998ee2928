/* tree: an indented dump of the nodes: kind, origin, texts, the figures that cells show.
 * For reading a document's structure and for comparing two of them. */
#include "render/render.h"

#include "base/banned.h"

static const char *const mark_names[] = {"",       "met",         "partly",  "warn",
                                         "missed", "absent",      "unrated", "pending",
                                         "dash",   "unconfirmed", "outside"};

static void put_quoted(FILE *out, const char *name, struct str text)
{
    if (!text.n)
        return;
    fprintf(out, " %s\"", name);
    for (size_t i = 0; i < text.n; i++)
        fputc(text.p[i] == '\n' ? '|' : text.p[i], out);
    fputc('"', out);
}

static void put_cell(FILE *out, const struct doc_cell *cell)
{
    if (cell->mark)
        fprintf(out, " <%s>", mark_names[cell->mark]);
    put_quoted(out, "", cell->text);
    if (cell->rows > 1)
        fprintf(out, " rows=%u", cell->rows);
    if (cell->columns > 1)
        fprintf(out, " columns=%u", cell->columns);
    if (cell->figure.n)
        fprintf(out, "{%.*s}", STR_ARG(cell->figure));
    if (cell->link.n)
        fprintf(out, "->%.*s", STR_ARG(cell->link));
}

static void put_table(FILE *out, const struct doc_table *table)
{
    put_quoted(out, "id=", table->id);
    put_quoted(out, "sheet=", table->sheet);
    put_quoted(out, "title=", table->title);
    fputs(" columns", out);
    for (size_t i = 0; i < table->ncolumns; i++)
        put_quoted(out, "", table->column[i].name);
    if (table->rows.next)
        fprintf(out, " rows=%llu", (unsigned long long)table->rows.total);
}

static void put_chart(FILE *out, const struct chart *chart)
{
    put_quoted(out, "title=", chart->title);
    put_quoted(out, "newest=", chart->newest);
    put_quoted(out, "empty=", chart->empty);
    for (size_t s = 0; s < chart->nseries; s++) {
        fputs(" [", out);
        for (size_t i = 0; i < chart->ncategories; i++) {
            const struct chart_point *point = &chart->series[s].point[i];
            fputs(i ? "," : "", out);
            if (point->missing)
                fputc('-', out);
            else
                fprintf(out, "%.*s%s", STR_ARG(point->text), point->outside ? "*" : "");
        }
        fputc(']', out);
    }
    for (size_t i = 0; i < chart->ngantt; i++)
        put_quoted(out, "", chart->gantt[i].number);
    for (size_t i = 0; i < chart->nmatrix; i++)
        put_quoted(out, "", chart->matrix[i].label);
    for (size_t b = 0; b < chart->nbranches; b++)
        for (size_t i = 0; i < chart->branch[b].n; i++)
            put_quoted(out, "", chart->branch[b].item[i]);
    for (int i = 0; i < RISK_STEPS * RISK_STEPS; i++)
        put_quoted(out, "", chart->risk[i / RISK_STEPS][i % RISK_STEPS]);
    for (size_t q = 0; q < 4; q++)
        for (size_t i = 0; i < chart->quadrant[q].n; i++)
            put_quoted(out, "", chart->quadrant[q].item[i]);
}

static void put_tile(FILE *out, const struct doc_tile *tile)
{
    put_quoted(out, "", tile->name);
    put_cell(out, &tile->value);
    put_quoted(out, "target=", tile->target);
    put_quoted(out, "change=", tile->change);
    fprintf(out, " <%s>", mark_names[tile->mark]);
}

static void put_node(FILE *out, const struct node *node)
{
    switch (node->kind) {
    case DOC_SECTION:
        put_quoted(out, "", node->section.number);
        put_quoted(out, "", node->section.title);
        put_quoted(out, "sheet=", node->section.sheet);
        break;
    case DOC_HEADING:
    case DOC_LEAD:
    case DOC_PARA:
    case DOC_NOTE:
        put_quoted(out, "", node->text);
        break;
    case DOC_REQUIREMENT:
        put_quoted(out, "", node->requirement.text);
        break;
    case DOC_PANE:
        fprintf(out, " span=%d", node->span);
        break;
    case DOC_BOX:
    case DOC_FINDINGS:
        put_quoted(out, "", node->box.title);
        break;
    case DOC_ITEM:
        put_cell(out, &node->item.cell);
        break;
    case DOC_TABLE:
    case DOC_REGISTER:
    case DOC_DATASET:
        put_table(out, &node->table);
        break;
    case DOC_ROW:
        for (size_t i = 0; i < node->parent->table.ncolumns; i++)
            put_cell(out, &node->row.cell[i]);
        break;
    case DOC_SCORE:
        put_quoted(out, "", node->score.value);
        put_quoted(out, "", node->score.grade);
        break;
    case DOC_TILE:
        put_tile(out, &node->tile);
        break;
    case DOC_CHART:
        put_chart(out, &node->chart);
        break;
    case DOC_VERDICT:
        put_cell(out, &node->verdict.state);
        put_cell(out, &node->verdict.points);
        break;
    case DOC_DEFINITION:
        put_quoted(out, "", node->definition.name);
        put_quoted(out, "", node->definition.numerator);
        put_quoted(out, "", node->definition.denominator);
        break;
    case DOC_COVER:
        put_quoted(out, "", node->cover.title);
        put_quoted(out, "", node->cover.period);
        break;
    default:
        break;
    }
}

static int run(const struct doc *doc, const struct render_options *options, FILE *out,
               struct render_counts *counts, struct err *err)
{
    struct doc_walk walk;
    int depth = 0;
    (void)options;
    for (doc_walk_init(&walk, doc->root); doc_walk_step(&walk);) {
        const struct node *node = walk.node;
        if (!walk.entering) {
            depth--;
            continue;
        }
        fprintf(out, "%*s%s", depth * 2, "", doc_kind_name(node->kind));
        if (node->origin.n)
            fprintf(out, " (%.*s)", STR_ARG(node->origin));
        put_node(out, node);
        fputc('\n', out);
        counts->cells++;
        depth += !doc_kind_is_leaf(node->kind);
    }
    if (fflush(out) != 0 || ferror(out))
        return err_system(err, NULL, "cannot write the tree");
    return 0;
}

const struct renderer render_tree = {"tree", ".tree", run};
