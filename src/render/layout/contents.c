/* contents: the sections that want to be found, on three levels. */
#include "render/layout/section.h"

#include "base/banned.h"

#define POINT       (25.4 / 72)
#define LEVELS      3
#define CHAPTER_GAP 1.6 /* mm above an entry of the first level */
#define LEADER_GAP  2.0

static const struct level {
    double size, leading, indent, number; /* pt, pt, mm, mm */
} levels[LEVELS] = {{9, 12.5, 0, 7}, {8, 11.2, 7, 11}, {7.5, 10.4, 18, 12}};

static const struct level *level_of(const struct doc_section *s)
{
    int i = s->level < 1 ? 1 : s->level > LEVELS ? LEVELS : s->level;
    return &levels[i - 1];
}

static double entry_height(const struct flow *f, const struct doc_section *s)
{
    double above = s->level <= 1 && !f->fresh ? CHAPTER_GAP : 0;
    return above + level_of(s)->leading * POINT;
}

static double entries_height(const struct flow *f, const struct node *parent)
{
    double h = 0;
    for (const struct node *n = parent->first; n; n = n->next) {
        if (n->kind != DOC_SECTION)
            continue;
        h += n->section.in_contents ? entry_height(f, &n->section) : 0;
        h += entries_height(f, n);
    }
    return h;
}

double contents_height(const struct flow *f)
{
    return entries_height(f, f->doc->root);
}

static void draw_entry(struct flow *f, const struct doc_section *s)
{
    const struct level *level = level_of(s);
    struct pdf_text set = {level->size, s->level <= 1 ? FACE_BOLD : FACE_REGULAR,
                           s->level >= LEVELS ? f->style->text2 : f->style->ink,
                           ANCHOR_LEFT, 0};
    double x = f->x + level->indent, right = f->x + f->w, h = entry_height(f, s);
    double top = f->y + h - level->leading * POINT;
    double y = top + pdf_baseline(level->size, level->leading);
    bool cut;
    struct pdf_text title_set = set;
    pdf_tag_begin(f->pdf, ROLE_TOCI);
    if (s->number.n)
        pdf_text_draw(f->draw.page, &set, x, y, s->number);
    x += level->number;
    struct str title =
        pdf_text_fit(f->pdf, &f->scratch, &title_set, s->title, right - x - 14, &cut);
    x += pdf_text_draw(f->draw.page, &title_set, x, y, title);
    pdf_tag_end(f->pdf);
    set.anchor = ANCHOR_RIGHT;
    if (s->id.n) {
        pdf_link(f->draw.page, s->id, f->x, top, f->w, level->leading * POINT);
        flow_later_page(f, &set, x + LEADER_GAP, right, y, s->id);
    }
    flow_advance(f, h);
}

static void put_entries(struct flow *f, const struct node *parent)
{
    for (const struct node *n = parent->first; n; n = n->next) {
        if (n->kind != DOC_SECTION)
            continue;
        if (n->section.in_contents) {
            flow_room(f, entry_height(f, &n->section));
            draw_entry(f, &n->section);
        }
        put_entries(f, n);
    }
}

void contents_flow(struct flow *f)
{
    put_entries(f, f->doc->root);
}
