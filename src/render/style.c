/* style: reads templates/styles/NAME.xml. */
#include "render/style.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "base/xml.h"
#include "base/banned.h"

#define CONTRAST_MIN 7.0

static struct colour *slot(struct style *style, struct str id)
{
    const struct {
        const char *id;
        struct colour *colour;
    } slots[] = {
        {"accent", &style->accent},
        {"alert", &style->alert},
        {"ink", &style->ink},
        {"text-2", &style->text2},
        {"text-3", &style->text3},
        {"rule", &style->rule},
        {"hair", &style->hair},
        {"tint", &style->tint},
        {"accent-60", &style->accent60},
        {"accent-32", &style->accent32},
        {"accent-16", &style->accent16},
        {"accent-08", &style->accent08},
        {"alert-10", &style->alert10},
        {"white", &style->white},
        {"on-accent", &style->on_accent},
        {"input", &style->input},
    };
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (str_eq(id, str_of(slots[i].id)))
            return slots[i].colour;
    return NULL;
}

/* "#143D59", which the schema has checked. */
static struct colour parse_colour(struct str text)
{
    uint8_t part[3] = {0, 0, 0};
    for (size_t i = 1; i < text.n && i < 7; i++) {
        char c = text.p[i];
        int digit = c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
        part[(i - 1) / 2] = (uint8_t)(part[(i - 1) / 2] * 16 + digit);
    }
    return (struct colour){part[0], part[1], part[2]};
}

static int read_colours(struct style *style, const xmlNode *root, const char *path,
                        struct err *err)
{
    unsigned found = 0;
    for (const xmlNode *n = xml_first(root, "colour"); n; n = xml_next(n, "colour")) {
        struct colour *colour = slot(style, xml_attr(n, "id"));
        if (!colour)
            continue;
        *colour = parse_colour(xml_attr(n, "value"));
        found++;
    }
    if (found == 16)
        return 0;
    return err_set(err, ERR_JOB, path, xml_line(root),
                   "a style gives each of the 16 colours once, this one %u", found);
}

static void read_fonts(struct style *style, const xmlNode *root, struct arena *arena)
{
    for (const xmlNode *n = xml_first(root, "font"); n; n = xml_next(n, "font")) {
        struct str script = xml_attr(n, "script");
        int bold = str_eq(xml_attr(n, "weight"), STR("bold"));
        struct str file = arena_str(arena, xml_attr(n, "file"));
        if (str_eq(script, STR("han")))
            style->font_han[bold] = file;
        else if (str_eq(script, STR("latin")))
            style->font_latin[bold] = file;
        else
            style->font_rare = file;
    }
}

static int check_fonts(const struct style *style, const char *path, struct err *err)
{
    for (int bold = 0; bold < 2; bold++)
        if (!style->font_han[bold].n || !style->font_latin[bold].n)
            return err_set(err, ERR_JOB, path, 0,
                           "a style names a regular and a bold font for Han and Latin");
    return 0;
}

static void read_language(struct style *style, const xmlNode *root, struct str language,
                          struct arena *arena)
{
    const xmlNode *n = xml_first(root, "language");
    const xmlNode *last = n;
    for (; n && !str_starts(language, xml_attr(n, "id")); n = xml_next(n, "language"))
        last = n;
    struct dec scale = {1, 0};
    n = n ? n : last;
    dec_parse(xml_attr(n, "latin-scale"), &scale);
    style->latin_scale = dec_real(scale);
    style->justified = str_eq(xml_attr(n, "text"), STR("justified"));
    style->sheet_font = arena_str(arena, xml_attr(n, "sheet-font"));
}

/* Relative luminance as WCAG 2 defines it. */
static double luminance(struct colour c)
{
    const uint8_t part[3] = {c.r, c.g, c.b};
    const double weight[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double v = part[i] / 255.0;
        sum += weight[i] * (v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static int check_contrast(const struct style *style, const char *path, struct err *err)
{
    double contrast = 1.05 / (luminance(style->accent) + 0.05);
    if (contrast >= CONTRAST_MIN)
        return 0;
    return err_set(err, ERR_JOB, path, 0,
                   "the accent colour has a contrast of %.1f to white, %.0f is needed; "
                   "take a darker one",
                   contrast, CONTRAST_MIN);
}

int style_load(struct style *style, struct str text, const char *path, const char *schema,
               struct str language, struct arena *arena, struct err *err)
{
    xmlDoc *doc = NULL;
    memset(style, 0, sizeof *style);
    if (xml_load(&doc, text, path, schema, err) != 0)
        return -1;
    const xmlNode *root = xmlDocGetRootElement(doc);
    int failed = read_colours(style, root, path, err);
    read_fonts(style, root, arena);
    read_language(style, root, language, arena);
    style->light_cover = str_eq(xml_attr(xml_first(root, "cover"), "look"), STR("light"));
    xmlFreeDoc(doc);
    if (!failed)
        failed = check_fonts(style, path, err);
    return failed ? failed : check_contrast(style, path, err);
}
