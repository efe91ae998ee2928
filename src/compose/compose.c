/* compose: walks the pack's blocks and lets each append its part of the document. The
 * containers (chapter, section, split, pane) are here, everything else in a file a group
 * of blocks. */
#include "compose/tables/measures.h"

#include <string.h>

#include "base/civil.h"
#include "base/utf8.h"
#include "base/banned.h"

static block_fn compose_chapter, compose_section, compose_split, compose_pane,
    compose_text, compose_tables_group;

static const struct block_type {
    const char *name;
    block_fn *run;
} types[] = {
    {"cover", compose_cover},
    {"control", compose_control},
    {"contents", compose_contents},
    {"chapter", compose_chapter},
    {"section", compose_section},
    {"split", compose_split},
    {"pane", compose_pane},
    {"heading", compose_text},
    {"para", compose_text},
    {"note", compose_text},
    {"charts", compose_tables_group},
    {"lead", compose_lead},
    {"score", compose_score},
    {"points", compose_points},
    {"bounds", compose_bounds},
    {"tiles", compose_tiles},
    {"radar", compose_radar},
    {"findings", compose_findings},
    {"alerts", compose_alerts},
    {"trends", compose_trends},
    {"overview", compose_overview},
    {"gaps", compose_gaps},
    {"clauses", compose_clauses},
    {"pareto", compose_pareto},
    {"compare", compose_compare},
    {"comparison", compose_comparison},
    {"signals", compose_signals},
    {"representative", compose_representative},
    {"benchmarks", compose_benchmarks},
    {"levels", compose_levels},
    {"actions", compose_actions},
    {"loop", compose_loop},
    {"loop-sheet", compose_loop_sheet},
    {"watch", compose_watch},
    {"ranking", compose_ranking},
    {"silent", compose_silent},
    {"recurring", compose_recurring},
    {"fishbone", compose_fishbone},
    {"risks", compose_risks},
    {"stack", compose_stack},
    {"limits", compose_limits},
    {"breakdown", compose_breakdown},
    {"metric-table", compose_metric_table},
    {"other-figures", compose_other_figures},
    {"histogram", compose_histogram},
    {"register", compose_register},
    {"sheet-register", compose_sheet_register},
    {"coverage", compose_coverage},
    {"to-supply", compose_to_supply},
    {"evidence", compose_evidence},
    {"quality", compose_quality},
    {"readings", compose_readings},
    {"reasons", compose_reasons},
    {"gates", compose_gates},
    {"orphans", compose_orphans},
    {"unknown", compose_unknown},
    {"zeros", compose_zeros},
    {"sources", compose_sources},
    {"definitions", compose_definitions},
    {"signature", compose_signature},
    {"identity", compose_identity},
    {"figure-sheet", compose_figure_sheet},
    {"trend-sheet", compose_trend_sheet},
    {"reject-sheet", compose_reject_sheet},
    {"datasets", compose_datasets},
};

static int compose_blocks(struct composer *c, const struct block *first,
                          struct node *parent, struct err *err)
{
    for (const struct block *block = first; block; block = block->next) {
        const struct block_type *type = types, *end = types + N_OF(types);
        while (type < end && !str_eq(block->type, str_of(type->name)))
            type++;
        if (type == end)
            return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                           "no such block: <%.*s>", STR_ARG(block->type));
        if (type->run(c, block, parent, err) != 0)
            return -1;
    }
    return 0;
}

static struct node *open_section(struct composer *c, const struct block *block,
                                 struct node *parent, int level)
{
    struct node *node = doc_put(c->doc, parent, DOC_SECTION, block->id);
    struct doc_section *s = &node->section;
    s->id = block->id;
    s->title = block->title;
    s->level = level;
    s->landscape = block_yes(block, "landscape");
    s->new_page = level == 1 || s->landscape || block_yes(block, "new-page");
    s->in_contents = !str_eq(block_text(block, "contents"), STR("no"));
    struct str sheet = block_text(block, "sheet");
    if (sheet.n)
        s->sheet = sheet_name(c, say(c, arena_str(c->arena, sheet).p));
    return node;
}

/* Chapters are lettered in their order; one with numbered="no" has a title only. */
static int compose_chapter(struct composer *c, const struct block *block,
                           struct node *parent, struct err *err)
{
    struct node *node = open_section(c, block, parent, 1);
    struct doc_section *s = &node->section;
    c->subsections = 0;
    if (!str_eq(block_text(block, "numbered"), STR("no"))) {
        s->number = arena_printf(c->arena, "%c", c->letter++);
        s->path =
            arena_printf(c->arena, "%.*s  %.*s", STR_ARG(s->number), STR_ARG(s->title));
    } else {
        s->path = s->title;
        s->new_page = !block_yes(block, "same-page");
    }
    return compose_blocks(c, block->first, node, err);
}

/* What is broken down by a dimension that no row has is left out where the pack says that
 * it may be, and a section of nothing else with it. */
static bool is_left_out(struct composer *c, const struct block *block)
{
    if (block_yes(block, "optional"))
        return !cut_has_keys(c, block->cut);
    for (const struct block *child = block->first; child; child = child->next)
        if (!is_left_out(c, child))
            return false;
    return block->first != NULL && str_eq(block->type, STR("section"));
}

static int compose_section(struct composer *c, const struct block *block,
                           struct node *parent, struct err *err)
{
    if (is_left_out(c, block))
        return 0;
    struct node *node = open_section(c, block, parent, 2);
    struct doc_section *s = &node->section;
    s->number = arena_printf(c->arena, "%.*s.%d", STR_ARG(parent->section.number),
                             ++c->subsections);
    s->path = arena_printf(c->arena, "%.*s \xe2\x80\xba %.*s %.*s",
                           STR_ARG(parent->section.path), STR_ARG(s->number),
                           STR_ARG(s->title));
    return compose_blocks(c, block->first, node, err);
}

static int compose_split(struct composer *c, const struct block *block,
                         struct node *parent, struct err *err)
{
    return compose_blocks(c, block->first, doc_put(c->doc, parent, DOC_SPLIT, block->id),
                          err);
}

static int compose_pane(struct composer *c, const struct block *block,
                        struct node *parent, struct err *err)
{
    struct node *node = doc_put(c->doc, parent, DOC_PANE, block->id);
    node->span = (int)block_number(block, "span", 6);
    return compose_blocks(c, block->first, node, err);
}

static int compose_tables_group(struct composer *c, const struct block *block,
                                struct node *parent, struct err *err)
{
    return compose_blocks(c, block->first, doc_put(c->doc, parent, DOC_CHARTS, block->id),
                          err);
}

/* A heading, paragraph or note whose text the pack itself gives. */
static int compose_text(struct composer *c, const struct block *block,
                        struct node *parent, struct err *err)
{
    enum doc_kind kind = str_eq(block->type, STR("heading")) ? DOC_HEADING
                         : str_eq(block->type, STR("para"))  ? DOC_PARA
                                                             : DOC_NOTE;
    (void)err;
    put_text(c, parent, kind, block->title);
    return 0;
}

/* The months that end with the period: oldest first, thirteen at most. */
static void find_months(struct composer *c)
{
    size_t n, kept = 0;
    const struct window *window = figures_windows(c->figures, &n);
    for (size_t i = 0; i < n; i++) {
        const struct window *w = &window[i];
        if (w->role != WINDOW_MONTH || w->period.first >= c->in->period->after)
            continue;
        size_t at = kept;
        while (at > 0 && c->month[at - 1]->period.first > w->period.first)
            at--;
        if (kept == MONTHS && at == 0)
            continue;
        if (kept == MONTHS)
            memmove(c->month, c->month + 1, --at * sizeof *c->month);
        else
            memmove(c->month + at + 1, c->month + at, (kept++ - at) * sizeof *c->month);
        c->month[at] = w;
    }
    c->nmonths = kept;
}

static int count_finding(void *self, const struct store_finding *finding, struct err *err)
{
    struct composer *c = self;
    (void)err;
    for (size_t i = 0; i < c->ntallies; i++) {
        struct tally *t = &c->tally[i];
        if (str_eq(t->source, finding->source) && str_eq(t->code, finding->code) &&
            str_eq(t->field, finding->field)) {
            t->rows++;
            return 0;
        }
    }
    if (c->ntallies == c->tally_room) {
        struct tally *before = c->tally;
        c->tally_room = c->tally_room ? c->tally_room * 2 : 64;
        c->tally = arena_new(c->arena, c->tally_room, sizeof *c->tally);
        if (before)
            memcpy(c->tally, before, c->ntallies * sizeof *before);
    }
    c->tally[c->ntallies] = (struct tally){arena_str(c->arena, finding->source),
                                           arena_str(c->arena, finding->code),
                                           arena_str(c->arena, finding->field),
                                           finding->name,
                                           finding->rejects,
                                           finding->treatment,
                                           1,
                                           c->ntallies};
    c->ntallies++;
    return 0;
}

/* What a record says may be a book; its row names the file and line where it stands. */
static void bound_cells(struct composer *c, struct node *node)
{
    if (node->kind == DOC_ROW)
        for (size_t i = 0; i < node->parent->table.ncolumns; i++)
            node->row.cell[i].text =
                utf8_shown(c->arena, node->row.cell[i].text, SHOWN_CELL);
    for (struct node *child = node->first; child != NULL; child = child->next)
        bound_cells(c, child);
}

static int prepare(struct composer *c, struct err *err)
{
    c->figures = measure_figures(c->in->measure);
    c->period = figures_window(c->figures, WINDOW_PERIOD);
    c->last = figures_window(c->figures, WINDOW_LAST);
    c->year_ago = figures_window(c->figures, WINDOW_YEAR_AGO);
    c->letter = 'A';
    c->format = (struct format){c->arena, c->words, c->job->zone,
                                civil_of((c->in->period->after - 1) * CIVIL_DAY).year};
    find_months(c);
    if (store_files(c->in->store, c->arena, &c->file, &c->nfiles, err) != 0)
        return -1;
    if (store_findings(c->in->store, count_finding, c, err) != 0)
        return -1;
    return measure_flagged(c->in->measure, count_finding, c, err);
}

static int build(struct composer *c, struct err *err)
{
    if (prepare(c, err) != 0)
        return -1;
    compose_head(c);
    compose_measures(c);
    return compose_blocks(c, c->pack->first, c->doc->root, err);
}

static int run(struct composer *c, struct diag_list *diags, struct err *err)
{
    if (build(c, err) != 0)
        return -1;
    bound_cells(c, c->doc->root);
    const char *unknown = words_unknown(c->words);
    if (unknown)
        diag_put(diags, DIAG_WARN, "word-missing", STR_NONE, 0,
                 "the words catalogue of %.*s has no '%s'", STR_ARG(c->job->locale),
                 unknown);
    return 0;
}

int compose_run(struct doc **out, const struct results *in, struct diag_list *diags,
                struct err *err)
{
    struct doc *doc = doc_new();
    struct composer c = {.doc = doc,
                         .arena = &doc->arena,
                         .in = in,
                         .job = in->job,
                         .pack = in->pack,
                         .words = in->job->words,
                         .assessed = in->assessment};
    if (run(&c, diags, err) != 0) {
        doc_free(doc);
        return -1;
    }
    *out = doc;
    return 0;
}
