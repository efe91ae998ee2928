/* formats: styles.xml names a number format for each cell style; its code tells by its
 * letters whether it shows a date or a clock. Formats of conditional styles are not those
 * of cells and are passed over. */
#include "ingest/xlsx/formats.h"

#include <strings.h>

#include "ingest/xlsx/part.h"

#include "base/banned.h"

enum { STYLES_MAX = 1 << 17 };

struct code {
    struct str rest;
    bool date, month, clock, elapsed;
};

static char here(const struct code *code)
{
    return (char)(code->rest.p[0] | 0x20);
}

static void skip(struct code *code, size_t n)
{
    n = n < code->rest.n ? n : code->rest.n;
    code->rest = (struct str){code->rest.p + n, code->rest.n - n};
}

static void skip_to(struct code *code, char closing)
{
    skip(code, 1);
    while (code->rest.n > 0 && code->rest.p[0] != closing)
        skip(code, 1);
    skip(code, 1);
}

/* [h], [mm], [ss]; all else in brackets is a colour, a condition or a language. */
static void take_brackets(struct code *code)
{
    const char *p = code->rest.p;
    size_t n = 1;
    char letter = code->rest.n > 1 ? (char)(p[1] | 0x20) : '\0';
    while (n < code->rest.n && (p[n] | 0x20) == letter)
        n++;
    if (n > 1 && n < code->rest.n && p[n] == ']' &&
        (letter == 'h' || letter == 'm' || letter == 's'))
        code->elapsed = true;
    skip_to(code, ']');
}

static bool takes_word(struct code *code, struct str word)
{
    if (code->rest.n < word.n || strncasecmp(code->rest.p, word.p, word.n) != 0)
        return false;
    skip(code, word.n);
    return true;
}

static void take_letters(struct code *code)
{
    char letter = here(code);
    size_t n = 0;
    while (code->rest.n > n && (code->rest.p[n] | 0x20) == letter)
        n++;
    code->clock |= letter == 'h' || letter == 's';
    code->date |= letter == 'y' || letter == 'd' || letter == 'g' || letter == 'b' ||
                  (letter == 'm' && n > 2);
    code->month |= letter == 'm';
    skip(code, n);
}

static void take(struct code *code)
{
    switch (code->rest.p[0]) {
    case '"':
        skip_to(code, '"');
        return;
    case '[':
        take_brackets(code);
        return;
    case '\\':
    case '_':
    case '*':
        skip(code, 2);
        return;
    case 'e':
    case 'E': /* 1.0E+00, or a year of an era */
        code->date |=
            code->rest.n < 2 || (code->rest.p[1] != '+' && code->rest.p[1] != '-');
        skip(code, 1);
        return;
    default:
        if (takes_word(code, STR("general")) || takes_word(code, STR("am/pm")) ||
            takes_word(code, STR("a/p")))
            return;
        take_letters(code);
    }
}

enum cell_format format_of_code(struct str text)
{
    struct code code = {.rest = text};
    while (code.rest.n > 0)
        take(&code);
    if (code.elapsed)
        return FORMAT_DURATION;
    if (code.month && !code.clock)
        code.date = true;
    return code.date && code.clock ? FORMAT_MOMENT
           : code.date             ? FORMAT_DATE
           : code.clock            ? FORMAT_CLOCK
                                   : FORMAT_NUMBER;
}

/* 27 to 36 and 50 to 58 are those of Chinese editions. */
enum cell_format format_of_builtin(int64_t id)
{
    if (id == 22)
        return FORMAT_MOMENT;
    if (id == 46)
        return FORMAT_DURATION;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 ||
        id == 55 || id == 56)
        return FORMAT_CLOCK;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return FORMAT_DATE;
    return FORMAT_NUMBER;
}

struct custom {
    int64_t id;
    enum cell_format format;
};

struct loading {
    struct formats *formats;
    const char *path;
    struct custom *custom;
    size_t ncustom, custom_cap;
    bool in_codes, in_styles;
};

static enum cell_format format_of_id(const struct loading *in, int64_t id)
{
    for (size_t i = 0; i < in->ncustom; i++)
        if (in->custom[i].id == id)
            return in->custom[i].format;
    return format_of_builtin(id);
}

static void put_custom(struct loading *in, const struct part_element *element)
{
    struct custom custom = {.id = 0};
    if (!str_int(part_attribute(element, STR("numFmtId")), &custom.id))
        return;
    custom.format = format_of_code(part_attribute(element, STR("formatCode")));
    in->custom = mem_room(in->custom, in->ncustom, &in->custom_cap, sizeof *in->custom);
    in->custom[in->ncustom++] = custom;
}

static void put_style(struct loading *in, const struct part_element *element)
{
    struct formats *formats = in->formats;
    int64_t id = 0;
    str_int(part_attribute(element, STR("numFmtId")), &id);
    formats->of_style =
        mem_room(formats->of_style, formats->n, &formats->cap, sizeof *formats->of_style);
    formats->of_style[formats->n++] = (uint8_t)format_of_id(in, id);
}

static int start(void *self, const struct part_element *element, struct err *err)
{
    struct loading *in = self;
    if (str_eq(element->name, STR("numFmts")))
        in->in_codes = true;
    else if (str_eq(element->name, STR("cellXfs")))
        in->in_styles = true;
    else if (in->in_codes && str_eq(element->name, STR("numFmt")))
        put_custom(in, element);
    else if (in->in_styles && str_eq(element->name, STR("xf")))
        put_style(in, element);
    if (in->ncustom <= STYLES_MAX && in->formats->n <= STYLES_MAX)
        return 0;
    return err_set(err, ERR_GATE, in->path, 0,
                   "the workbook has more than %d cell styles; export it as CSV",
                   STYLES_MAX);
}

static int end(void *self, struct str name, struct err *err)
{
    struct loading *in = self;
    (void)err;
    in->in_codes = in->in_codes && !str_eq(name, STR("numFmts"));
    in->in_styles = in->in_styles && !str_eq(name, STR("cellXfs"));
    return 0;
}

static int text(void *self, struct str piece, struct err *err)
{
    (void)self, (void)piece, (void)err;
    return 0;
}

int formats_load(struct formats *formats, struct package *package, struct str part,
                 struct err *err)
{
    static const struct part_sink sink = {start, end, text};
    struct loading in = {.formats = formats, .path = package_path(package)};
    int result = part_parse(package, part, &sink, &in, err);
    mem_free(in.custom);
    return result;
}

enum cell_format formats_of(const struct formats *formats, size_t style)
{
    return style < formats->n ? (enum cell_format)formats->of_style[style]
                              : FORMAT_NUMBER;
}

void formats_release(struct formats *formats)
{
    mem_free(formats->of_style);
    *formats = (struct formats){.n = 0};
}
