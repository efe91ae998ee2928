/* title: the title of a section: number, text, subtitle, its place and outline entry. */
#include "render/layout/title.h"

#include "base/banned.h"

#define NUMBER_GAP 3.0
#define H2_GAP     5.5
#define LEAD_GAP   1.0
#define AFTER_H1   4.0

bool title_is_silent(const struct node *node)
{
    const struct node *first = node->first;
    return first && first->kind == DOC_SECTION &&
           (first->section.new_page || first->section.auditor ||
            first->section.landscape != node->section.landscape);
}

enum block_text title_role(const struct node *node)
{
    bool chapter = node->section.level <= 1 || node->section.new_page;
    return chapter ? BLOCK_H1 : BLOCK_H2;
}

static double number_width(struct flow *f, const struct node *node)
{
    struct block_type type = block_type(f, title_role(node));
    if (!node->section.number.n)
        return 0;
    return pdf_text_width(f->pdf, &type.set, node->section.number) + NUMBER_GAP;
}

double title_height(struct flow *f, const struct node *node)
{
    double w = f->w - number_width(f, node);
    double subtitle =
        node->section.subtitle.n
            ? LEAD_GAP + block_text_height(f, BLOCK_LEAD, node->section.subtitle, f->w)
            : 0;
    return block_text_height(f, title_role(node), node->section.title, w) + subtitle;
}

double title_gap(const struct node *node, const struct node *next)
{
    if (next->kind == DOC_LEAD || next->kind == DOC_CONTENTS)
        return LEAD_GAP;
    if (title_role(node) == BLOCK_H1)
        return next->kind == DOC_HEADING ? H2_GAP : AFTER_H1;
    return next->kind == DOC_SECTION ? H2_GAP : GAP_HEADING;
}

static struct str outline_title(struct flow *f, const struct doc_section *s)
{
    return s->number.n ? arena_printf(&f->keep, "%.*s  %.*s", STR_ARG(s->number),
                                      STR_ARG(s->title))
                       : s->title;
}

void title_mark(struct flow *f, const struct node *node, double y)
{
    if (f->npending < sizeof f->pending / sizeof *f->pending)
        f->pending[f->npending++] = node;
    for (size_t i = 0; i < f->npending; i++) {
        const struct doc_section *s = &f->pending[i]->section;
        pdf_place(f->draw.page, s->id, y);
        pdf_outline(f->draw.page, s->level, outline_title(f, s), y);
    }
    f->npending = 0;
}

static enum pdf_role heading_role(const struct doc_section *s)
{
    return s->level <= 1 ? ROLE_H1 : s->level == 2 ? ROLE_H2 : ROLE_H3;
}

void title_draw(struct flow *f, const struct node *node)
{
    const struct doc_section *s = &node->section;
    enum block_text role = title_role(node);
    struct block_type type = block_type(f, role);
    double shift = number_width(f, node);
    title_mark(f, node, f->y);
    pdf_tag_begin(f->pdf, heading_role(s));
    if (s->number.n)
        pdf_text_draw(f->draw.page, &type.set, f->x,
                      f->y + pdf_baseline(type.set.size, type.leading), s->number);
    block_text_draw(f, role, s->title, f->x + shift, f->y, f->w - shift);
    pdf_tag_end(f->pdf);
    if (s->subtitle.n) {
        double title = block_text_height(f, role, s->title, f->w - shift);
        block_text_draw(f, BLOCK_LEAD, s->subtitle, f->x, f->y + title + LEAD_GAP, f->w);
    }
}
