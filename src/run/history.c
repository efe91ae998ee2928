/* history: an edition is its as-of time, its catalogues, its record set, its evidence, the
 * program and its figures. Two that follow one another are compared part by part; the
 * program's own figures stand in for the edition that is being made. */
#include "run/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/instant.h"
#include "seal/json_text.h"
#include "seal/manifest.h"

#include "base/banned.h"

enum { FIGURES_MAX = 1 << 30, FIGURE_MAX = 1 << 24 };

struct told { /* one figure: which, and what it said */
    struct str name, value;
};
struct past {
    struct str as_of, live_set, catalogues, evidence, program, zone;
    struct told *told;
    size_t n, cap;
};

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct told *)a)->name, ((const struct told *)b)->name);
}

static void put_told(struct past *past, struct str name, struct str value)
{
    past->told = mem_room(past->told, past->n, &past->cap, sizeof *past->told);
    past->told[past->n++] = (struct told){name, value};
}

static void put_line(struct past *past, struct arena *arena, struct str line)
{
    static const char *const part[] = {"metric", "window", "cut", "key"};
    struct buf name, text;
    buf_init(&name, FIGURE_MAX);
    buf_init(&text, FIGURE_MAX);
    for (size_t i = 0; i < 4; i++) {
        struct str value = json_string_of(line, part[i], &text);
        if (i == 0 && value.p == NULL) {
            buf_release(&name);
            buf_release(&text);
            return;
        }
        if (!str_eq(value, STR("null")))
            buf_str(&name, value);
        buf_char(&name, '|');
    }
    put_told(past, arena_str(arena, buf_view(&name)),
             arena_str(arena, json_string_of(line, "value", &text)));
    buf_release(&name);
    buf_release(&text);
}

static void read_figures(struct past *past, struct arena *arena, struct str text)
{
    struct str line;
    bool inside = false;
    while (str_split(&text, '\n', &line)) {
        if (inside && !str_starts(line, STR("  {")))
            break;
        if (inside)
            put_line(past, arena, line);
        if (str_starts(line, STR("\"figures\": [")))
            inside = true;
    }
}

/* Digests of an edition's inputs, those of the evidence apart. */
struct inputs {
    struct buf catalogues, evidence;
};

static void begin_inputs(struct inputs *inputs)
{
    buf_init(&inputs->catalogues, MANIFEST_MAX);
    buf_init(&inputs->evidence, MANIFEST_MAX);
}

static void end_inputs(struct inputs *inputs, struct past *past, struct arena *arena)
{
    past->catalogues = arena_str(arena, buf_view(&inputs->catalogues));
    past->evidence = arena_str(arena, buf_view(&inputs->evidence));
    buf_release(&inputs->catalogues);
    buf_release(&inputs->evidence);
}

static void read_input(struct inputs *inputs, struct str line, struct buf *value)
{
    struct str role = json_string_of(line, "role", value);
    bool evidence = str_eq(role, STR("evidence"));
    if (role.p == NULL || str_eq(role, STR("source"))) /* the live set tells of those */
        return;
    if (evidence)
        buf_str(&inputs->evidence, json_string_of(line, "name", value));
    buf_str(evidence ? &inputs->evidence : &inputs->catalogues,
            json_string_of(line, "sha256", value));
}

static void read_manifest(struct past *past, struct arena *arena, struct str text)
{
    const struct {
        const char *key;
        struct str *value;
    } head[] = {{"as_of", &past->as_of},
                {"live_set", &past->live_set},
                {"program", &past->program},
                {"zone_data", &past->zone}};
    struct inputs inputs;
    struct buf value;
    struct str line;
    begin_inputs(&inputs);
    buf_init(&value, 1 << 16);
    while (str_split(&text, '\n', &line) && !str_starts(line, STR("  \"outputs\": "))) {
        read_input(&inputs, line, &value);
        for (size_t i = 0; i < sizeof head / sizeof *head && line.n > 3; i++)
            if (str_starts((struct str){line.p + 3, line.n - 3}, str_of(head[i].key)))
                *head[i].value =
                    arena_str(arena, json_string_of(line, head[i].key, &value));
    }
    end_inputs(&inputs, past, arena);
    buf_release(&value);
}

static int read_past(struct run *run, int revision, struct past *past, struct err *err)
{
    struct str folder = file_folder(&run->arena, edition_folder(run->edition));
    struct str manifest =
        arena_printf(&run->arena, "%s/r%d/%s", folder.p, revision, MANIFEST_NAME);
    struct str figures =
        arena_printf(&run->arena, "%s/r%d/figures.json", folder.p, revision);
    struct str text;
    if (!file_exists(manifest.p)) /* withdrawn by hand: the others still tell */
        return 0;
    if (file_read(manifest.p, MANIFEST_MAX, &run->arena, &text, err) != 0)
        return -1;
    read_manifest(past, &run->arena, text);
    if (file_read(figures.p, FIGURES_MAX, &run->arena, &text, err) != 0)
        return -1;
    read_figures(past, &run->arena, text);
    return 0;
}

static void tell_inputs(struct run *run, struct past *past)
{
    struct arena *arena = &run->arena;
    struct inputs inputs;
    begin_inputs(&inputs);
    for (size_t i = 0; i < run->ncontrols; i++)
        buf_str(&inputs.catalogues, sha256_hex(arena, &run->control[i].digest));
    for (size_t i = 0; i < run->job.load.nfiles; i++)
        buf_str(&inputs.catalogues, sha256_hex(arena, &run->job.load.file[i].digest));
    for (size_t i = 0; i < run->info.nfonts; i++)
        buf_str(&inputs.catalogues, sha256_hex(arena, &run->info.font[i].digest));
    for (size_t i = 0; i < run->assessment->ndocuments; i++) {
        const struct document *d = &run->assessment->document[i];
        if (!d->file_found)
            continue;
        buf_str(&inputs.evidence, d->file);
        buf_str(&inputs.evidence, sha256_hex(arena, &d->digest));
    }
    end_inputs(&inputs, past, arena);
}

static void tell_present(struct run *run, struct past *past)
{
    struct arena *arena = &run->arena;
    struct sha256 zone = zone_digest(run->job.zone);
    past->as_of = instant_print(arena, run->as_of, run->job.zone);
    past->live_set = sha256_hex(arena, &run->live_set);
    past->program = run->info.program;
    past->zone = sha256_hex(arena, &zone);
    tell_inputs(run, past);
}

static void tell_figures(struct run *run, struct past *past)
{
    const struct figures *figures = measure_figures(run->measure);
    struct arena *arena = &run->arena;
    for (size_t i = 0; i < figures_count(figures); i++) {
        const struct figure *f = figures_at(figures, i);
        struct str cut = f->cut != NULL ? f->cut->id : STR("");
        put_told(past,
                 arena_printf(arena, "%.*s|%s|%.*s|%.*s|", STR_ARG(f->metric->id),
                              f->window->name, STR_ARG(cut), STR_ARG(figure_key(f))),
                 f->missing == FIGURE_OK ? num_real(arena, f->value) : STR("null"));
    }
}

/* Figures that both tell but otherwise, or only one tells. Both lists are sorted. */
static int64_t count_changes(const struct past *a, const struct past *b)
{
    int64_t changes = 0;
    size_t i = 0, k = 0;
    while (i < a->n || k < b->n) {
        int order = i == a->n   ? 1
                    : k == b->n ? -1
                                : str_cmp(a->told[i].name, b->told[k].name);
        if (order != 0 || !str_eq(a->told[i].value, b->told[k].value))
            changes++;
        i += order <= 0;
        k += order >= 0;
    }
    return changes;
}

static struct str reason(struct run *run, const struct past *before,
                         const struct past *after)
{
    const struct words *words = run->job.words;
    struct buf why;
    buf_init(&why, 1 << 12);
    const struct {
        bool changed;
        const char *id;
    } cause[] = {
        {!str_eq(before->live_set, after->live_set), "edition.why-records"},
        {!str_eq(before->catalogues, after->catalogues), "edition.why-catalogues"},
        {!str_eq(before->evidence, after->evidence), "edition.why-evidence"},
        {!str_eq(before->as_of, after->as_of), "edition.why-as-of"},
        {!str_eq(before->program, after->program) || !str_eq(before->zone, after->zone),
         "edition.why-program"}};
    for (size_t i = 0; i < sizeof cause / sizeof *cause; i++) {
        if (!cause[i].changed)
            continue;
        if (why.n > 0)
            buf_text(&why, " + ");
        buf_str(&why, words_text(words, cause[i].id));
    }
    struct words_arg argument = {"why", arena_str(&run->arena, buf_view(&why))};
    buf_release(&why);
    return words_fill(words, &run->arena, "edition.restated-why", &argument, 1);
}

int history_read(struct run *run, struct err *err)
{
    int n = edition_revision(run->edition), result = 0;
    struct past *past = arena_new(&run->arena, (size_t)n, sizeof *past);
    struct edition_note *note = arena_new(&run->arena, (size_t)n, sizeof *note);
    for (int r = 1; r < n && result == 0; r++)
        result = read_past(run, r, &past[r - 1], err);
    tell_present(run, &past[n - 1]);
    if (n > 1) /* the first is compared with none */
        tell_figures(run, &past[n - 1]);
    for (int r = 0; r < n && result == 0; r++) {
        if (past[r].n > 0)
            qsort(past[r].told, past[r].n, sizeof *past[r].told, by_name);
        note[r] = (struct edition_note){
            .revision = arena_printf(&run->arena, "r%d", r + 1),
            .as_of = past[r].as_of,
            .changed = r == 0 ? -1 : count_changes(&past[r - 1], &past[r])};
        if (r > 0)
            note[r].reason = reason(run, &past[r - 1], &past[r]);
    }
    for (int r = 0; r < n; r++)
        mem_free(past[r].told);
    run->info.history = note;
    run->info.nhistory = (size_t)n;
    return result;
}
