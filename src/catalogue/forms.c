/* forms: see the header. Lists are short and sorted so that the longest text that fits is
 * the one that is found: of two marks, one may begin the other. */
#include "catalogue/forms.h"

#include <string.h>

#include "base/fold.h"

#include "base/banned.h"

static const char *const names[FORM_N] = {
    "yes",    "no",  "year",    "month",  "day",    "hour",       "minute",
    "second", "am",  "pm",      "length", "ten",    "month-name", "digit",
    "tens",   "era", "weekday", "total",  "nothing"};

static enum form_means means_of(struct str name)
{
    int means = 0;
    while (means < FORM_N - 1 && !str_eq(name, str_of(names[means])))
        means++; /* the schema admits these names only */
    return (enum form_means)means;
}

/* The attribute that holds what a form is worth; NULL where it has no number. */
static const char *number_of(enum form_means means)
{
    return means == FORM_LENGTH                        ? "seconds"
           : means == FORM_TEN                         ? "power"
           : means == FORM_MONTH_NAME                  ? "place"
           : means == FORM_DIGIT || means == FORM_TENS ? "of"
           : means == FORM_ERA                         ? "years"
                                                       : NULL;
}

static void put_form(struct forms *forms, struct arena *arena, enum form_means means,
                     struct form form)
{
    struct form *old = forms->form[means];
    size_t n = forms->n[means], at = 0;
    struct form *list = arena_new(arena, n + 1, sizeof *list);
    while (at < n && old[at].text.n >= form.text.n)
        at++;
    if (n > 0)
        memcpy(list, old, at * sizeof *list);
    list[at] = form;
    if (at < n)
        memcpy(list + at + 1, old + at, (n - at) * sizeof *list);
    forms->form[means] = list;
    forms->n[means] = n + 1;
}

int forms_read(struct forms *forms, struct cat_load *load, const xmlNode *root,
               const char *path, struct err *err)
{
    for (const xmlNode *c = xml_first(root, "form"); c != NULL; c = xml_next(c, "form")) {
        enum form_means means = means_of(xml_attr(c, "means"));
        struct str rest = xml_text(load->arena, c), text;
        int64_t value = 0;
        const char *name = number_of(means);
        if (name != NULL) {
            if (!str_int(xml_attr(c, name), &value))
                return err_set(err, ERR_JOB, path, xml_line(c),
                               "a form of '%s' needs a whole number as %s=", names[means],
                               name);
        }
        while (str_split(&rest, ' ', &text))
            if (text.n > 0 && forms_find(forms, means, text) == NULL)
                put_form(forms, load->arena, means, (struct form){text, value});
    }
    return 0;
}

const struct form *forms_find(const struct forms *forms, enum form_means means,
                              struct str text)
{
    for (size_t i = 0; i < forms->n[means]; i++)
        if (fold_equal(forms->form[means][i].text, text))
            return &forms->form[means][i];
    return NULL;
}

const struct form *forms_take(const struct forms *forms, enum form_means means, bool end,
                              struct str *text)
{
    for (size_t i = 0; i < forms->n[means]; i++) {
        struct str form = forms->form[means][i].text;
        if (form.n > text->n)
            continue;
        struct str part = {end ? text->p + text->n - form.n : text->p, form.n};
        if (!str_eq(part, form) && strncasecmp(part.p, form.p, form.n) != 0)
            continue;
        *text = (struct str){end ? text->p : text->p + form.n, text->n - form.n};
        return &forms->form[means][i];
    }
    return NULL;
}
