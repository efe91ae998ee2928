/* gate_table: the job's gates with what was found, its limit and the result. */
#include "compose/composer.h"

#include "base/banned.h"

static struct doc_cell cell_result(const struct composer *c, enum gate_state state)
{
    static const struct {
        enum doc_state mark;
        const char *word;
    } look[] = {{MARK_MET, "gate.passed"},
                {MARK_MISSED, "gate.missed"},
                {MARK_UNRATED, "gate.unjudged"}};
    return cell_state(&c->format, look[state].mark, look[state].word);
}

/* What a failed gate found more exactly stands with its name, which may take several
 * lines: the table is half a page wide. */
static struct str check_text(struct composer *c, const struct gate_note *note)
{
    if (note->state != GATE_FAILED || note->detail.n == 0)
        return note->check;
    return FILL(c, "gate.found", {"found", note->check}, {"detail", note->detail});
}

int compose_gates(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    const struct edition_info *edition = c->in->edition;
    struct node *table =
        put_table(c, parent, block->type,
                  HEADS({"col.gate", HEAD_TEXT, 0}, {"col.found", HEAD_NUMBER, 0},
                        {"col.limit-of", HEAD_NUMBER, 0}, {"col.result", HEAD_FIXED, 0}));
    (void)err;
    table->table.title = block->title;
    table->table.empty = say(c, "gates.none");
    for (size_t i = 0; i < edition->ngates; i++) {
        const struct gate_note *note = &edition->gate[i];
        struct doc_cell *row = put_row(c, table);
        row[0] = cell_text(check_text(c, note));
        row[1] = cell_text(note->found);
        row[2] = cell_text(note->limit);
        row[3] = cell_result(c, note->state);
    }
    if (edition->ngates > 0)
        table->table.note = say(c, "gates.note");
    return 0;
}
