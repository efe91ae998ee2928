/* identity: which document this is and which edition: control tables, contents, and the
 * digests by which a reader can check the file in hand. */
#include "compose/composer.h"

#include "base/banned.h"

static void put_pair(struct composer *c, struct doc_cell *cell, const char *word,
                     struct doc_cell value)
{
    cell[0] = muted(cell_text(say(c, word)));
    cell[1] = value;
}

static struct str input_text(struct composer *c)
{
    int64_t files = 0, read = 0, accepted = 0;
    for (size_t i = 0; i < c->nfiles; i++) {
        if (!c->file[i].current)
            continue;
        files++;
        read += (int64_t)c->file[i].read;
        accepted += (int64_t)(c->file[i].read - c->file[i].rejected);
    }
    const struct format *f = &c->format;
    return FILL(c, "control.input-text", {"files", text_count(f, files)},
                {"read", text_count(f, read)}, {"accepted", text_count(f, accepted)});
}

static struct str as_of_text(struct composer *c)
{
    return FILL(c, "control.as-of-text",
                {"time", cell_stamp(&c->format, c->in->as_of).text},
                {"zone", text_zone(&c->format, c->in->as_of)});
}

static struct doc_cell edition_state(struct composer *c)
{
    bool provisional = c->in->edition->provisional;
    return cell_state(&c->format, provisional ? MARK_WARN : MARK_MET,
                      provisional ? "edition.provisional" : "edition.final");
}

static struct str calendar_text(struct composer *c)
{
    int first, last;
    calendar_years(c->job->calendar, &first, &last);
    return FILL(c, "control.calendar-text", {"name", calendar_name(c->job->calendar)},
                {"first", arena_printf(c->arena, "%d", first)},
                {"last", arena_printf(c->arena, "%d", last)});
}

static void put_document_table(struct composer *c, struct node *parent)
{
    const struct edition_info *edition = c->in->edition;
    struct node *table = put_table(c, parent, STR("document"),
                                   HEADS({"", HEAD_TEXT, 26}, {"", HEAD_TEXT, 57},
                                         {"", HEAD_TEXT, 26}, {"", HEAD_TEXT, 0}));
    struct doc_cell *row = put_row(c, table);
    put_pair(c, row, "control.organisation", cell_text(c->job->organisation));
    put_pair(c, row + 2, "control.scope",
             c->job->scope.n ? cell_text(c->job->scope) : cell_dash(&c->format));
    row = put_row(c, table);
    put_pair(c, row, "control.name", cell_text(c->doc->title));
    put_pair(c, row + 2, "control.number",
             c->job->document_number.n ? cell_text(c->job->document_number)
                                       : cell_dash(&c->format));
    row = put_row(c, table);
    put_pair(c, row, "control.revision",
             cell_text(arena_printf(c->arena, "r%d", edition->revision)));
    put_pair(c, row + 2, "control.state", edition_state(c));
    row = put_row(c, table);
    put_pair(c, row, "control.period", cell_text(period_dates(c)));
    put_pair(c, row + 2, "control.as-of", cell_text(as_of_text(c)));
    row = put_row(c, table);
    put_pair(c, row, "control.standard", cell_text(c->assessed->standard->name));
    put_pair(c, row + 2, "control.zone", cell_text(c->job->zone_name));
    row = put_row(c, table);
    put_pair(c, row, "control.input", cell_text(input_text(c)));
    put_pair(c, row + 2, "control.program", cell_text(edition->program));
    if (c->job->calendar)
        put_pair(c, put_row(c, table), "control.calendar", cell_text(calendar_text(c)));
}

/* "2026-11-03 08:00:00 +08:00" without seconds; the zone stands in the table above. */
static struct str to_the_minute(struct str as_of)
{
    const size_t shown = sizeof "2026-11-03 08:00" - 1;
    return (struct str){as_of.p, as_of.n < shown ? as_of.n : shown};
}

static void put_history(struct composer *c, struct node *parent)
{
    const struct edition_info *edition = c->in->edition;
    struct node *table = put_table(
        c, parent, STR("history"),
        HEADS({"control.revision", HEAD_FIXED, 12}, {"control.as-of", HEAD_FIXED, 30},
              {"control.reason", HEAD_TEXT, 0}, {"control.changed", HEAD_NUMBER, 0}));
    table->table.title = say(c, "control.history");
    for (size_t i = 0; i < edition->nhistory; i++) {
        const struct edition_note *note = &edition->history[i];
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(note->revision);
        row[1] = cell_text(to_the_minute(note->as_of));
        row[2] = cell_text(note->reason.n ? note->reason : say(c, "edition.first"));
        row[3] = note->changed < 0 ? cell_dash(&c->format)
                                   : cell_count(&c->format, note->changed);
    }
    if (edition->nhistory)
        return;
    struct doc_cell *row = put_row(c, table);
    row[0] = cell_text(arena_printf(c->arena, "r%d", edition->revision));
    row[1] = cell_stamp(&c->format, c->in->as_of);
    row[2] = cell_text(say(c, "edition.first"));
    row[3] = cell_dash(&c->format);
}

static void put_distribution(struct composer *c, struct node *parent)
{
    struct node *table =
        put_table(c, parent, STR("distribution"),
                  HEADS({"control.to", HEAD_TEXT, 0}, {"control.medium", HEAD_TEXT, 0}));
    table->table.title = say(c, "control.distribution");
    table->table.empty = say(c, "control.no-distribution");
    for (size_t i = 0; i + 1 < c->job->ndistribution; i += 2) {
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(c->job->distribution[i]);
        row[1] = cell_text(c->job->distribution[i + 1]);
    }
}

/* A provisional edition says at once what keeps it from being final. */
static void put_reasons(struct composer *c, struct node *parent)
{
    const struct edition_info *edition = c->in->edition;
    if (!edition->provisional)
        return;
    struct node *box = doc_put(c->doc, parent, DOC_BOX, STR("provisional"));
    box->box.title = say(c, "control.provisional");
    for (size_t i = 0; i < edition->ngates; i++)
        if (edition->gate[i].state == GATE_FAILED)
            put_item(c, box, cell_text(edition->gate[i].sentence));
}

int compose_control(struct composer *c, const struct block *block, struct node *parent,
                    struct err *err)
{
    (void)err;
    put_document_table(c, parent);
    put_reasons(c, parent);
    struct node *split = doc_put(c->doc, parent, DOC_SPLIT, block->type);
    struct node *left = doc_put(c->doc, split, DOC_PANE, block->type);
    struct node *right = doc_put(c->doc, split, DOC_PANE, block->type);
    left->span = 8;
    right->span = 4;
    put_history(c, left);
    put_distribution(c, right);
    return 0;
}

int compose_contents(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    (void)err;
    doc_put(c->doc, parent, DOC_CONTENTS, block->type);
    return 0;
}

int compose_identity(struct composer *c, const struct block *block, struct node *parent,
                     struct err *err)
{
    const struct edition_info *edition = c->in->edition;
    struct node *table = put_table(c, parent, block->type,
                                   HEADS({"", HEAD_FIXED, 38}, {"", HEAD_TEXT, 0}));
    (void)err;
    struct doc_cell *row = put_row(c, table);
    put_pair(c, row, "identity.digest",
             cell_text(sha256_grouped(c->arena, &edition->identity)));
    row[1].flags |= FLAG_HASH;
    put_pair(
        c, put_row(c, table), "identity.edition",
        cell_text(FILL(c, "identity.edition-text",
                       {"revision", arena_printf(c->arena, "r%d", edition->revision)},
                       {"program", edition->program}, {"as_of", as_of_text(c)})));
    struct node *box = doc_put(c->doc, parent, DOC_BOX, block->type);
    box->box.title = say(c, "identity.verify");
    static const char *const step[] = {"identity.step1", "identity.step2",
                                       "identity.step3"};
    for (size_t i = 0; i < N_OF(step); i++) {
        struct node *item = put_item(c, box, cell_text(say(c, step[i])));
        item->item.lead = arena_printf(c->arena, "%zu", i + 1);
    }
    return 0;
}
