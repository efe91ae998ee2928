/* cover: the head of the document (title, header, footer, renderers' words) and the cover
 * page with one bar an item of the standard. */
#include "compose/composer.h"

#include "base/banned.h"

static void fill_words(struct composer *c)
{
    c->doc->words =
        (struct doc_words){.page_of = say(c, "page.of"),
                           .continued = say(c, "page.continued"),
                           .marks = say(c, "text.marks"),
                           .sheet_head = {say(c, "col.contents-no"), say(c, "col.sheet"),
                                          say(c, "col.content"), say(c, "col.rows")},
                           .contents = say(c, "sheet.contents"),
                           .auditor = say(c, "auditor.title"),
                           .auditor_ok = say(c, "auditor.conforms"),
                           .auditor_fail = say(c, "auditor.fails"),
                           .auditor_note = say(c, "auditor.observation"),
                           .signature = say(c, "sign.signature"),
                           .date = say(c, "sign.date"),
                           .rows_on_page = say(c, "page.rows"),
                           .unconfirmed = say(c, "mark.unconfirmed"),
                           .of_pages = say(c, "page.all"),
                           .volume = say(c, "page.volume"),
                           .metric = say(c, "col.metric"),
                           .metric_line = say(c, "definition.head"),
                           .formula = say(c, "definition.formula")};
}

/* The pack's title, or what it is called for a period of this unit. */
static struct str title_of(const struct composer *c)
{
    struct str title = c->pack->title_of[c->in->period->unit];
    return title.n ? title : c->pack->title;
}

static struct str title_alt_of(const struct composer *c)
{
    enum period_unit unit = c->in->period->unit;
    return c->pack->title_of[unit].n ? c->pack->title_alt_of[unit] : c->pack->title_alt;
}

void compose_head(struct composer *c)
{
    struct doc *doc = c->doc;
    const struct edition_info *edition = c->in->edition;
    int64_t as_of = c->in->as_of;
    doc->period = period_text(c);
    doc->title = FILL(c, "head.title", {"title", title_of(c)}, {"period", doc->period});
    doc->header = FILL(c, "head.header", {"title", title_of(c)}, {"period", doc->period});
    doc->author = doc->organisation = c->job->organisation;
    doc->subject = c->job->standard.title;
    doc->keywords = c->job->standard.name;
    doc->language = c->job->locale;
    doc->producer = edition->program;
    doc->as_of_offset = zone_offset(c->job->zone, as_of);
    doc->as_of = as_of + doc->as_of_offset;
    doc->legend_sheet = say(c, "sheet.dashboard");
    doc->revision = arena_printf(c->arena, "r%d", edition->revision);
    doc->footer =
        FILL(c, c->job->confidentiality.n ? "head.footer" : "head.footer-open",
             {"confidentiality", c->job->confidentiality}, {"revision", doc->revision},
             {"identity", sha256_short(c->arena, &edition->identity)});
    if (edition->provisional)
        doc->provisional = say(c, "head.provisional");
    fill_words(c);
}

static void cover_bars(struct composer *c, struct doc_cover *cover)
{
    const struct standard *standard = c->assessed->standard;
    const struct clause *section = NULL;
    size_t open = 0;
    cover->bar = arena_new(c->arena, standard->nclauses, sizeof *cover->bar);
    for (size_t i = 0; i < standard->nclauses; i++) {
        const struct clause *clause = standard->clause[i];
        const struct verdict *v = verdict_of(c, clause);
        if (clause->depth != 1)
            continue;
        struct doc_bar *bar = &cover->bar[cover->nbars++];
        bar->label = clause->number;
        bar->applicable = v->state != STATE_NOT_APPLICABLE && v->milli_points > 0;
        bar->share =
            bar->applicable ? (double)v->milli_earned / (double)v->milli_points : 0;
        bar->evaluated = v->state != STATE_NOT_EVALUATED;
        open += bar->applicable && !bar->evaluated;
        bar->gap_before = section && clause->parent != section;
        section = clause->parent;
    }
    cover->bars_note = FILL(c, open ? "cover.bars-open" : "cover.bars",
                            {"items", text_count(&c->format, (int64_t)cover->nbars)});
}

static struct str edition_text(struct composer *c)
{
    const struct edition_info *edition = c->in->edition;
    return FILL(c, "cover.edition",
                {"revision", arena_printf(c->arena, "r%d", edition->revision)},
                {"state",
                 say(c, edition->provisional ? "edition.provisional" : "edition.final")});
}

/* First issue, or how many figures differ from the edition before. */
static struct str issue_text(struct composer *c)
{
    const struct edition_info *edition = c->in->edition;
    if (edition->revision <= 1)
        return say(c, "edition.first");
    int64_t changed =
        edition->nhistory ? edition->history[edition->nhistory - 1].changed : -1;
    if (changed < 0)
        return say(c, "edition.restated");
    return FILL(c, "edition.restated-n", {"n", text_count(&c->format, changed)});
}

static void cover_facts(struct composer *c, struct doc_cover *cover)
{
    const struct edition_info *edition = c->in->edition;
    const struct standard *standard = c->assessed->standard;
    struct str issue = issue_text(c);
    cover->fact[0] = (struct doc_fact){say(c, "cover.standard"),
                                       cell_text(standard->name), standard->title};
    cover->fact[1] = (struct doc_fact){say(c, "cover.edition-label"),
                                       cell_text(edition_text(c)), issue};
    cover->fact[2] =
        (struct doc_fact){say(c, "cover.as-of"), cell_stamp(&c->format, c->in->as_of),
                          text_zone(&c->format, c->in->as_of)};
    cover->fact[3] = (struct doc_fact){
        say(c, "cover.identity"), cell_text(sha256_short(c->arena, &edition->identity)),
        say(c, "cover.identity-note")};
    cover->scope =
        (struct doc_fact){say(c, "cover.scope"), cell_text(c->job->scope), STR_NONE};
}

static const char *role_word(struct str role)
{
    return str_eq(role, STR("prepared"))   ? "role.prepared"
           : str_eq(role, STR("reviewed")) ? "role.reviewed"
                                           : "role.approved";
}

static void cover_people(struct composer *c, struct doc_cover *cover)
{
    const struct job *job = c->job;
    cover->person = arena_new(c->arena, job->npersons, sizeof *cover->person);
    cover->npersons = job->npersons;
    for (size_t i = 0; i < job->npersons; i++) {
        const struct person *p = &job->person[i];
        struct str text = FILL(c, "cover.person", {"unit", p->unit}, {"name", p->name});
        cover->person[i] = (struct doc_fact){
            say(c, role_word(p->role)), cell_text(p->unit.n ? text : p->name), STR_NONE};
    }
}

int compose_cover(struct composer *c, const struct block *block, struct node *parent,
                  struct err *err)
{
    struct node *node = doc_put(c->doc, parent, DOC_COVER, block->type);
    struct doc_cover *cover = &node->cover;
    (void)err;
    cover->organisation = c->job->organisation;
    cover->kind = c->pack->kind;
    cover->logo = c->job->logo;
    cover->title = title_of(c);
    cover->title_alt = title_alt_of(c);
    cover->period = c->doc->period;
    if (c->in->period->unit != PERIOD_DAYS) /* its name is its dates */
        cover->dates = period_dates(c);
    cover->confidentiality = c->job->confidentiality;
    if (c->in->edition->provisional) {
        cover->provisional = say(c, "cover.provisional");
        cover->provisional_note = c->in->edition->provisional_why;
    }
    cover_bars(c, cover);
    cover_facts(c, cover);
    cover_people(c, cover);
    return 0;
}

/* Whom the job does not name signs on blank lines. */
int compose_signature(struct composer *c, const struct block *block, struct node *parent,
                      struct err *err)
{
    static const char *const roles[] = {"role.prepared", "role.reviewed",
                                        "role.approved"};
    const struct job *job = c->job;
    struct node *node = doc_put(c->doc, parent, DOC_SIGNATURE, block->type);
    struct doc_signature *s = &node->signature;
    (void)err;
    s->nboxes = job->npersons ? job->npersons : N_OF(roles);
    s->box = arena_new(c->arena, s->nboxes, sizeof *s->box);
    for (size_t i = 0; i < job->npersons; i++)
        s->box[i] =
            (struct doc_fact){say(c, role_word(job->person[i].role)),
                              cell_text(job->person[i].name), job->person[i].unit};
    for (size_t i = job->npersons; i < s->nboxes; i++)
        s->box[i] = (struct doc_fact){say(c, roles[i]), cell_text(STR_NONE), STR_NONE};
    s->sign = say(c, "sign.signature");
    s->date = say(c, "sign.date");
    s->seal = say(c, "sign.seal");
    return 0;
}
