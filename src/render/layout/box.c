/* box: what stands on a ground or beside a bar. */
#include "render/layout/box.h"

#include "render/layout/block.h"
#include "base/banned.h"

#define POINT          (25.4 / 72)
#define BAR_WEIGHT     2.0 /* pt */
#define BAR_INDENT     4.0
#define ALERT_BAR      2.5 /* pt */
#define ALERT_WEIGHT   0.75
#define TITLE_HEIGHT   (14 * POINT + 0.5)
#define FINDING_PAD    2.0
#define FINDING_INDENT 7.0
#define FINDING_NUMBER 11.0
#define ITEM_PAD       1.1 /* in an alert box; plain boxes are set tight */
#define ITEM_PAD_PLAIN 0.2
#define TIGHT_SHARE    0.4
#define ITEM_MARK      5.0
#define ITEM_LEAD_GAP  2.0

double requirement_height(struct flow *f, const struct node *node, double w)
{
    w -= BAR_INDENT;
    double text = block_text_height(f, BLOCK_CLAUSE, node->requirement.text, w);
    double note = block_text_height(f, BLOCK_NOTE, node->requirement.note, w);
    return text + note;
}

void requirement_draw(struct flow *f, const struct node *node, double x, double y,
                      double w)
{
    double text =
        block_text_height(f, BLOCK_CLAUSE, node->requirement.text, w - BAR_INDENT);
    pdf_rect_fill(f->draw.page, f->style->accent, x, y, BAR_WEIGHT * POINT,
                  requirement_height(f, node, w));
    block_text_draw(f, BLOCK_CLAUSE, node->requirement.text, x + BAR_INDENT, y,
                    w - BAR_INDENT);
    block_text_draw(f, BLOCK_NOTE, node->requirement.note, x + BAR_INDENT, y + text,
                    w - BAR_INDENT);
}

struct inset {
    double left, right, top, bottom;
};

static struct inset inset_of(const struct doc_box *box)
{
    if (box->look == BOX_ALERT)
        return (struct inset){4.4, 3, 2.5, 2};
    return (struct inset){4, 4, 3.5, 3.5};
}

double box_height(struct flow *f, const struct node *node, double w)
{
    struct inset in = inset_of(&node->box);
    double title = node->box.title.n ? TITLE_HEIGHT : 0;
    return in.top + title + in.bottom +
           block_column_height(f, node->first, w - in.left - in.right);
}

void box_draw(struct flow *f, const struct node *node, double x, double y, double w)
{
    struct inset in = inset_of(&node->box);
    const struct style *style = f->style;
    double h = box_height(f, node, w), at = y + in.top;
    if (node->box.look == BOX_ALERT) {
        struct pdf_line frame = {ALERT_WEIGHT, style->alert, 0, 0, false};
        pdf_rect_stroke(f->draw.page, &frame, x, y, w, h);
        pdf_rect_fill(f->draw.page, style->alert, x, y, ALERT_BAR * POINT, h);
    } else {
        pdf_rect_fill(f->draw.page, style->tint, x, y, w, h);
    }
    if (node->box.title.n) {
        struct block_type type = block_type(f, BLOCK_H3);
        type.set.colour = node->box.look == BOX_ALERT ? style->alert : style->ink;
        bool cut;
        struct str title = pdf_text_fit(f->pdf, &f->scratch, &type.set, node->box.title,
                                        w - in.left - in.right, &cut);
        pdf_text_draw(f->draw.page, &type.set, x + in.left,
                      at + pdf_baseline(type.set.size, type.leading), title);
        at += TITLE_HEIGHT;
    }
    block_column_draw(f, node->first, x + in.left, at, w - in.left - in.right);
}

double findings_height(struct flow *f, const struct node *node, double w)
{
    double title = node->box.title.n ? TITLE_HEIGHT : 0;
    return title + block_column_height(f, node->first, w);
}

void findings_draw(struct flow *f, const struct node *node, double x, double y, double w)
{
    if (node->box.title.n) {
        block_text_draw(f, BLOCK_H3, node->box.title, x, y, w);
        y += TITLE_HEIGHT;
    }
    block_column_draw(f, node->first, x, y, w);
}

static bool is_finding(const struct node *node)
{
    return node->parent->kind == DOC_FINDINGS;
}

/* Where the text of an item begins: behind its mark, its number or its word. */
static double item_indent(struct flow *f, const struct node *node)
{
    struct block_type type = block_type(f, BLOCK_ITEM);
    double indent = 0;
    if (is_finding(node))
        return FINDING_INDENT;
    if (node->item.cell.mark != MARK_NONE)
        indent += ITEM_MARK;
    if (node->item.lead.n) {
        type.set.face = FACE_BOLD;
        indent += pdf_text_width(f->pdf, &type.set, node->item.lead) + ITEM_LEAD_GAP;
    }
    return indent;
}

static double item_pad(const struct flow *f, const struct node *node)
{
    const struct node *parent = node->parent;
    double share = f->tight ? TIGHT_SHARE : 1;
    if (is_finding(node))
        return FINDING_PAD * share;
    bool plain = parent->kind == DOC_BOX && parent->box.look == BOX_PLAIN;
    return plain ? ITEM_PAD_PLAIN : ITEM_PAD * share;
}

double item_height(struct flow *f, const struct node *node, double w)
{
    enum block_text role = is_finding(node) ? BLOCK_FINDING : BLOCK_ITEM;
    return 2 * item_pad(f, node) +
           block_text_height(f, role, node->item.cell.text, w - item_indent(f, node));
}

static void finding_draw(struct flow *f, const struct node *node, double x, double y,
                         double w)
{
    struct pdf_text number = {FINDING_NUMBER, FACE_BOLD, f->style->accent, ANCHOR_LEFT,
                              0};
    struct pdf_line hair = {0.25, f->style->hair, 0, 0, false};
    double bottom = y + item_height(f, node, w);
    pdf_text_draw(f->draw.page, &number, x,
                  y + item_pad(f, node) + pdf_baseline(11, 13.5), node->item.lead);
    block_text_draw(f, BLOCK_FINDING, node->item.cell.text, x + FINDING_INDENT,
                    y + item_pad(f, node), w - FINDING_INDENT);
    if (node->next)
        pdf_line_draw(f->draw.page, &hair, x, bottom, x + w, bottom);
}

void item_draw(struct flow *f, const struct node *node, double x, double y, double w)
{
    struct block_type type = block_type(f, BLOCK_ITEM);
    double indent = item_indent(f, node);
    double baseline = y + item_pad(f, node) + pdf_baseline(type.set.size, type.leading);
    if (is_finding(node)) {
        finding_draw(f, node, x, y, w);
        return;
    }
    double mark = node->item.cell.mark != MARK_NONE ? ITEM_MARK : 0;
    if (mark > 0)
        draw_mark(&f->draw, node->item.cell.mark, x, baseline);
    type.set.face = FACE_BOLD;
    if (node->item.lead.n)
        pdf_text_draw(f->draw.page, &type.set, x + mark, baseline, node->item.lead);
    block_text_draw(f, BLOCK_ITEM, node->item.cell.text, x + indent,
                    y + item_pad(f, node), w - indent);
}
