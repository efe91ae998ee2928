/* gate_note: one line of the gates' result: what is checked, and what to do when it fails. */
#include "run/gates.h"

#include "base/banned.h"

struct gate_note *gates_put(struct gates *g, const struct gate *gate,
                            const struct source *source, const char *word)
{
    struct arena *arena = g->format.arena;
    const struct words *words = g->run->job.words;
    struct words_arg name = {"source", source != NULL ? source->name : STR_NONE};
    g->note = mem_room(g->note, g->n, &g->cap, sizeof *g->note);
    struct gate_note *note = &g->note[g->n++];
    *note = (struct gate_note){
        .check = words_fill(words, arena, word, &name, 1),
        .remedy = words_text(words, arena_printf(arena, "%s-do", word).p),
        .source = source != NULL ? source->id : STR_NONE,
        .marks = gate->marks,
    };
    return note;
}
