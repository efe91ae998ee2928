/* field: signature fields with their appearances, and the empty signature. */
#include "render/pdf/field.h"

#include "base/civil.h"
#include "base/mem.h"
#include "render/pdf/para.h"
#include "render/pdf/state.h"
#include "render/render.h"
#include "base/banned.h"

#define HOLE         12288 /* bytes a signature may take */
#define TEXT_SIZE    6.5
#define LINE_MM      3.4
#define PRINT_LOCKED 132
#define MM           (1 / PT_PER_MM)

void pdf_field_place(struct pdf_page *page, enum pdf_field_kind kind, double x, double y,
                     double w, double h)
{
    struct pdf_field *field = &page->pdf->field[kind];
    if (field->page || !pdf_inside(page, x, y) || !pdf_inside(page, x + w, y + h))
        return;
    field->page = page->number;
    field->left = x * PT_PER_MM;
    field->right = (x + w) * PT_PER_MM;
    field->top = page->height - y * PT_PER_MM;
    field->bottom = page->height - (y + h) * PT_PER_MM;
}

/* The lines of a text as a drawing of the field's size. */
static unsigned draw_look(struct pdf *pdf, const struct pdf_field *field, struct str text)
{
    char keys[192];
    struct str line;
    struct pdf_page form = {.pdf = pdf,
                            .width = field->right - field->left,
                            .height = field->top - field->bottom};
    struct pdf_text set = {TEXT_SIZE, FACE_REGULAR, pdf->ink_colour, ANCHOR_LEFT, 0};
    struct arena arena;
    arena_init(&arena);
    if (!field->page) /* a field that is not seen */
        text = STR_NONE;
    pdf_stream_begin(pdf, &form);
    for (double y = LINE_MM; str_split(&text, '\n', &line); y += LINE_MM) {
        bool cut;
        struct pdf_text fitted = set;
        line = pdf_text_fit(pdf, &arena, &fitted, line, form.width * MM - 1, &cut);
        if (y < form.height * MM)
            pdf_text_draw(&form, &fitted, 0.5, y, line);
    }
    int n = snprintf(keys, sizeof keys,
                     "/Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] /Resources "
                     "%u 0 R /Filter /FlateDecode",
                     form.width, form.height, pdf_object_number(pdf->resources));
    unsigned number = pdf_stream_end(pdf, (struct str){keys, (size_t)n});
    arena_release(&arena);
    return number;
}

void pdf_field_draw(struct pdf *pdf, const struct pdf_info *info)
{
    const struct render_signature *signature = info->signature;
    struct pdf_field *edition = &pdf->field[FIELD_EDITION];
    struct pdf_field *approval = &pdf->field[FIELD_APPROVAL];
    if (!signature)
        return;
    edition->look = draw_look(pdf, edition, signature->text);
    approval->look = draw_look(pdf, approval, STR_NONE);
    approval->look_signed = draw_look(pdf, approval, signature->approved);
}

static unsigned write_value(struct pdf *pdf, const struct render_signature *signature)
{
    struct buf b;
    struct civil c = civil_of(signature->time);
    buf_init(&b, 1 << 20);
    buf_printf(&b,
               "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached "
               "/M (D:%04d%02d%02d%02d%02d%02dZ) /Name ",
               c.year, c.month, c.day, c.hour, c.minute, c.second);
    pdf_put_text(&b, signature->name);
    buf_text(&b, " /Reason ");
    pdf_put_text(&b, signature->reason);
    buf_text(&b, " /ByteRange [0 0000000000 0000000000 0000000000] /Contents <");
    for (int i = 0; i < HOLE; i++)
        buf_text(&b, "00");
    buf_text(&b, "> ");
    struct pdf_object *object = pdf_object_new(pdf->objects);
    pdf_object_set(object, buf_view(&b));
    buf_release(&b);
    return pdf_object_number(object);
}

static void write_field(struct pdf *pdf, struct pdf_field *field, const char *name,
                        unsigned value)
{
    struct buf b;
    if (!field->page)
        field->page = 1;
    struct pdf_object *object = pdf_object_new(pdf->objects);
    field->number = pdf_object_number(object);
    buf_init(&b, 4096);
    buf_printf(&b,
               "/Type /Annot /Subtype /Widget /FT /Sig /T (%s) /F %d /P %u 0 R /Rect [",
               name, PRINT_LOCKED, pdf_object_number(pdf->page[field->page - 1]->object));
    pdf_put_number(&b, field->left);
    pdf_put_number(&b, field->bottom);
    pdf_put_number(&b, field->right);
    pdf_put_number(&b, field->top);
    buf_text(&b, "] ");
    if (value)
        buf_printf(&b, "/V %u 0 R ", value);
    buf_printf(&b, "/AP << /N %u 0 R >>", field->look);
    if (field->look_signed)
        buf_printf(&b, " /AuditpackApproved %u 0 R ", field->look_signed);
    pdf_object_set(object, buf_view(&b));
    buf_release(&b);
}

void pdf_field_write(struct pdf *pdf, const struct pdf_info *info, struct buf *catalogue)
{
    struct pdf_field *edition = &pdf->field[FIELD_EDITION];
    struct pdf_field *approval = &pdf->field[FIELD_APPROVAL];
    if (!info->signature)
        return;
    write_field(pdf, edition, "edition", write_value(pdf, info->signature));
    write_field(pdf, approval, "approval", 0);
    buf_printf(catalogue, " /AcroForm << /SigFlags 3 /Fields [%u 0 R %u 0 R] >>",
               edition->number, approval->number);
}
