/* item: sentences that stand behind a mark, a number or a bar. */
#include "render/layout/item.h"

#include "render/layout/block_text.h"
#include "base/banned.h"

#define POINT          (25.4 / 72)
#define BAR_WEIGHT     2.0 /* pt */
#define BAR_INDENT     4.0
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
