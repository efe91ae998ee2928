/* volume: a volume: a page that says what it belongs to and what it holds, and of each
 * register the rows that are its part. */
#include "render/layout/volume.h"

#include "render/layout/block_text.h"
#include "render/layout/register.h"
#include "render/layout/section.h"
#include "base/banned.h"

#define ENTRY_HEIGHT 6.0 /* mm */
#define AFTER_TITLE  8.0

size_t render_volumes(const struct doc *doc)
{
    size_t most = 1;
    struct doc_walk walk;
    doc_walk_init(&walk, doc->root);
    while (doc_walk_step(&walk)) {
        size_t n = walk.entering && walk.node->kind == DOC_REGISTER
                       ? register_volumes(walk.node)
                       : 1;
        most = n > most ? n : most;
    }
    return most;
}

static bool holds(const struct flow *f, const struct node *node)
{
    return node->kind == DOC_REGISTER && register_volumes(node) >= f->volume;
}

static struct str title_of(const struct node *node)
{
    return node->parent->kind == DOC_SECTION ? node->parent->section.title
                                             : node->table.title;
}

/* The registers in this volume, each with the page it begins on. */
static void draw_entry(struct flow *f, const struct node *node)
{
    struct block_type type = block_type(f, BLOCK_BODY);
    double y = f->y + pdf_baseline(type.set.size, type.leading);
    flow_room(f, ENTRY_HEIGHT);
    pdf_tag_begin(f->pdf, ROLE_TOCI);
    double w = pdf_text_draw(f->draw.page, &type.set, f->x, y, title_of(node));
    pdf_tag_end(f->pdf);
    type.set.anchor = ANCHOR_RIGHT;
    pdf_link(f->draw.page, node->table.id, f->x, f->y, f->w, ENTRY_HEIGHT);
    flow_later_page(f, &type.set, f->x + w + 2, f->x + f->w, y, node->table.id);
    flow_advance(f, ENTRY_HEIGHT);
}

static void draw_front(struct flow *f)
{
    struct str title =
        flow_fill(&f->keep, f->doc->words.volume, f->volume, render_volumes(f->doc));
    struct doc_walk walk;
    flow_page(f, false, false);
    pdf_outline(f->draw.page, 1, title, f->y);
    double h = block_text_height(f, BLOCK_H1, f->doc->title, f->w);
    double lead = block_text_height(f, BLOCK_LEAD, title, f->w);
    pdf_tag_begin(f->pdf, ROLE_H1);
    block_text_draw(f, BLOCK_H1, f->doc->title, f->x, f->y, f->w);
    pdf_tag_end(f->pdf);
    block_text_draw(f, BLOCK_LEAD, title, f->x, f->y + h, f->w);
    flow_advance(f, h + lead + AFTER_TITLE);
    pdf_tag_begin(f->pdf, ROLE_TOC);
    doc_walk_init(&walk, f->doc->root);
    while (doc_walk_step(&walk))
        if (walk.entering && holds(f, walk.node))
            draw_entry(f, walk.node);
    pdf_tag_end(f->pdf);
}

static void draw_register(struct flow *f, const struct node *node)
{
    const struct node *section = node->parent->kind == DOC_SECTION ? node->parent : NULL;
    f->section = section;
    pdf_tag_begin(f->pdf, ROLE_SECT);
    flow_page(f, section && section->section.landscape, false);
    flow_room(f, 0);
    pdf_place(f->draw.page, node->table.id, f->y);
    pdf_outline(f->draw.page, 1, title_of(node), f->y);
    register_flow(f, node, section);
    pdf_tag_end(f->pdf);
}

void volume_walk(struct flow *f)
{
    struct doc_walk walk;
    draw_front(f);
    doc_walk_init(&walk, f->doc->root);
    while (!f->failed && doc_walk_step(&walk))
        if (walk.entering && holds(f, walk.node))
            draw_register(f, walk.node);
}
