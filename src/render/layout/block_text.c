/* block_text: text in the roles of a page: its lines, its height, its place. */
#include "render/layout/block_text.h"

#include "base/banned.h"

#define POINT        (25.4 / 72)
#define JUSTIFY_FROM 100.0 /* mm, narrower body text is ragged in any style */
#define KEEP_LINES   3

struct block_type block_type(const struct flow *f, enum block_text role)
{
    const struct style *s = f->style;
    const struct {
        double size, leading;
        enum pdf_face face;
        struct colour colour;
    } row[] = {
        [BLOCK_H1] = {20, 26, FACE_BOLD, s->accent},
        [BLOCK_H2] = {12, 17, FACE_BOLD, s->ink},
        [BLOCK_H3] = {9.5, 14, FACE_BOLD, s->ink},
        [BLOCK_LEAD] = {10.5, 17, FACE_REGULAR, s->text2},
        [BLOCK_BODY] = {9.5, 15.5, FACE_REGULAR, s->ink},
        [BLOCK_CLAUSE] = {9, 14.5, FACE_REGULAR, s->ink},
        [BLOCK_FINDING] = {8.5, 13.5, FACE_REGULAR, s->ink},
        [BLOCK_ITEM] = {8, 12, FACE_REGULAR, s->ink},
        [BLOCK_TABLE] = {8, 11.5, FACE_REGULAR, s->text2},
        [BLOCK_NOTE] = {7, 10.5, FACE_REGULAR, s->text3},
    };
    return (struct block_type){
        {row[role].size, row[role].face, row[role].colour, ANCHOR_LEFT, 0},
        row[role].leading};
}

static struct pdf_para block_para(struct flow *f, struct arena *arena,
                                  enum block_text role, struct str text, double w)
{
    struct block_type type = block_type(f, role);
    bool body = role == BLOCK_BODY || role == BLOCK_CLAUSE;
    struct pdf_para para =
        pdf_para_break(f->pdf, arena, &type.set, f->doc->language, text, w);
    if (f->style->justified && body && w >= JUSTIFY_FROM)
        pdf_para_justify(f->pdf, arena, &type.set, &para, w);
    return para;
}

double block_text_height(struct flow *f, enum block_text role, struct str text, double w)
{
    struct block_type type = block_type(f, role);
    return (double)block_para(f, &f->scratch, role, text, w).n * type.leading * POINT;
}

void block_text_draw(struct flow *f, enum block_text role, struct str text, double x,
                     double y, double w)
{
    struct block_type type = block_type(f, role);
    struct pdf_para para = block_para(f, &f->scratch, role, text, w);
    pdf_para_draw(f->draw.page, &type.set, &para, 0, para.n, x,
                  y + pdf_baseline(type.set.size, type.leading), type.leading * POINT);
}

double block_text_least(struct flow *f, enum block_text role, struct str text)
{
    double line = block_type(f, role).leading * POINT;
    double h = block_text_height(f, role, text, f->w);
    return h < KEEP_LINES * line ? h : KEEP_LINES * line;
}

void block_text_flow(struct flow *f, enum block_text role, struct str text)
{
    struct block_type type = block_type(f, role);
    double leading = type.leading * POINT, first = block_text_least(f, role, text);
    struct arena arena;
    arena_init(&arena);
    struct pdf_para para = block_para(f, &arena, role, text, f->w);
    pdf_tag_begin(f->pdf, ROLE_P);
    for (size_t at = 0; at < para.n;) {
        double room = flow_room(f, at ? leading : first);
        size_t fits = (size_t)((room + 0.01) / leading), left = para.n - at;
        if (fits < left && left - fits == 1 && fits > 2)
            fits--; /* no single line on the next page */
        size_t n = fits < left ? fits : left;
        if (!n)
            n = 1;
        pdf_para_draw(f->draw.page, &type.set, &para, at, n, f->x,
                      f->y + pdf_baseline(type.set.size, type.leading), leading);
        flow_advance(f, (double)n * leading);
        at += n;
        if (at < para.n)
            flow_break(f);
    }
    pdf_tag_end(f->pdf);
    arena_release(&arena);
}
