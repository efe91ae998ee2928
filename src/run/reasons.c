/* reasons: see the header. */
#include "run/reasons.h"

#include <stdio.h>

#include "base/utf8.h"
#include "run/expect.h"

#include "base/banned.h"

enum { RAW_SHOWN = 60 };

void reasons_init(struct reasons *reasons, struct run *run)
{
    *reasons = (struct reasons){.run = run};
    arena_init(&reasons->scratch);
}

void reasons_release(struct reasons *reasons)
{
    arena_release(&reasons->scratch);
    mem_free(reasons->item);
}

static const struct field *field_of(const struct reasons *in, const struct reason *r)
{
    const struct source *source = expect_source(&in->run->job, r->source);
    return source != NULL && r->field.n > 0 ? kind_field(source->kind, r->field) : NULL;
}

static struct reason *lookup(struct reasons *in, const struct reason *like)
{
    for (size_t i = in->n; i-- > 0 && str_eq(in->item[i].file, like->file);) {
        struct reason *r = &in->item[i];
        if (str_eq(r->code, like->code) && str_eq(r->field, like->field) &&
            str_eq(r->source, like->source))
            return r;
    }
    return NULL;
}

struct str reasons_put(struct reasons *in, const struct reason *finding)
{
    struct arena *arena = &in->run->arena;
    struct reason *known = lookup(in, finding);
    arena_reset(&in->scratch);
    struct str expected = expect_text(&in->scratch, &in->run->job,
                                      expect_source(&in->run->job, finding->source),
                                      finding->code, field_of(in, finding), finding->raw);
    if (known != NULL) {
        known->rows++;
        return expected;
    }
    struct str raw = finding->raw;
    raw.n = utf8_valid((struct str){raw.p, raw.n < RAW_SHOWN ? raw.n : RAW_SHOWN});
    in->item = mem_room(in->item, in->n, &in->cap, sizeof *in->item);
    in->item[in->n++] = (struct reason){.source = arena_str(arena, finding->source),
                                        .file = arena_str(arena, finding->file),
                                        .code = arena_str(arena, finding->code),
                                        .name = finding->name,
                                        .field = arena_str(arena, finding->field),
                                        .treatment = finding->treatment,
                                        .raw = arena_str(arena, raw),
                                        .line = finding->line,
                                        .rows = 1,
                                        .expected = arena_str(arena, expected)};
    return expected;
}

struct str reasons_text(struct reasons *in, const struct reason *r)
{
    const struct words *words = in->run->job.words;
    struct arena *arena = &in->run->arena;
    const struct field *field = field_of(in, r);
    char code[64], treatment[32];
    snprintf(code, sizeof code, "finding.%.*s", STR_ARG(r->code));
    snprintf(treatment, sizeof treatment, "treatment.%s", r->treatment);
    const struct words_arg args[] = {
        {"reason", r->name.n > 0 ? r->name : words_text(words, code)},
        {"done", words_text(words, treatment)},
        {"field", field != NULL ? field->name : r->field},
        {"n", arena_printf(arena, "%llu", (unsigned long long)r->rows)},
        {"raw", r->raw},
        {"expected", r->expected}};
    return words_fill(words, arena,
                      r->field.n == 0      ? "rejects.row"
                      : r->expected.n == 0 ? "rejects.field"
                                           : "rejects.expected",
                      args, 6);
}
