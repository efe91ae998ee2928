/* pdf: the renderer: fonts and style, one walk, headers and footers, the file. */
#include "render/render.h"

#include "render/layout/flow.h"
#include "render/layout/section.h"
#include "render/layout/volume.h"
#include "render/pdf/tag.h"
#include "base/banned.h"

static int load_style(struct style *style, const struct doc *doc,
                      const struct render_options *options, struct arena *arena,
                      struct err *err)
{
    struct str schema = arena_printf(arena, "%s/style.rng", options->schemas);
    return style_load(style, options->style_text, options->style, schema.p, doc->language,
                      arena, err);
}

static struct pdf_info info_of(const struct doc *doc,
                               const struct render_options *options)
{
    return (struct pdf_info){.title = doc->title,
                             .author = doc->author,
                             .subject = doc->subject,
                             .keywords = doc->keywords,
                             .language = doc->language,
                             .producer = doc->producer,
                             .time = doc->as_of,
                             .offset = doc->as_of_offset,
                             .signature = options->signature};
}

static int draw(const struct doc *doc, const struct style *style, struct pdf *pdf,
                const struct render_options *options, struct render_counts *counts,
                struct err *err)
{
    struct flow flow;
    flow_init(&flow, doc, style, pdf, options, err);
    pdf_tag_begin(pdf, ROLE_DOCUMENT);
    if (flow.volume > 1)
        volume_walk(&flow);
    else
        section_walk(&flow);
    pdf_tag_end(pdf);
    if (!flow.failed)
        flow_finish(&flow);
    counts->rows = flow.rows;
    counts->pages = pdf_page_count(pdf);
    int failed = flow.failed ? -1 : 0;
    flow_release(&flow);
    return failed;
}

static int render(const struct doc *doc, const struct render_options *options,
                  FILE *stream, struct render_counts *counts, struct err *err)
{
    struct pdf *pdf = NULL;
    struct style style;
    struct arena arena;
    arena_init(&arena);
    int failed = load_style(&style, doc, options, &arena, err);
    if (!failed)
        failed = pdf_open(&pdf, stream, &style, options->fonts, options->diags, err);
    if (!failed) {
        pdf_trace_to(pdf, options->trace);
        failed = draw(doc, &style, pdf, options, counts, err);
    }
    if (!failed) {
        struct pdf_info info = info_of(doc, options);
        if (options->attach)
            failed = options->attach(options->attach_self, &info.attachment,
                                     &info.nattachments, err);
        if (!failed)
            failed = pdf_save(pdf, &info, err);
    }
    pdf_close(pdf);
    arena_release(&arena);
    return failed;
}

const struct renderer render_pdf = {"pdf", ".pdf", render};
