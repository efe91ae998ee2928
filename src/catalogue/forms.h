/* forms: the words in which cells write flags, dates, lengths of time and powers of ten
 * (<form> of the records catalogue). They are the same for every kind and language: what an
 * export says is not what the pack's language is. */
#ifndef FORMS_H
#define FORMS_H

#include "catalogue/cat.h"

enum form_means {
    FORM_YES,
    FORM_NO,
    FORM_YEAR, /* marks behind the parts of a date and a time of day */
    FORM_MONTH,
    FORM_DAY,
    FORM_HOUR,
    FORM_MINUTE,
    FORM_SECOND,
    FORM_AM, /* stand before or behind a time of day */
    FORM_PM,
    FORM_LENGTH,     /* value: seconds of one */
    FORM_TEN,        /* value: the power */
    FORM_MONTH_NAME, /* value: 1 to 12 */
    FORM_DIGIT,      /* numerals of dates; value: 0 to 9 */
    FORM_TENS,       /* value: 10, 20 or 30 */
    FORM_ERA,        /* stands before a year; value: the years to add */
    FORM_WEEKDAY,    /* stands beside a date and adds nothing */
    FORM_TOTAL,      /* begin rows that sum up others */
    FORM_NOTHING, /* stand for no value; what they are in an export is the job's to say */
    FORM_N
};
struct form {
    struct str text;
    int64_t value;
};
struct forms {
    struct form *form[FORM_N]; /* longer texts first */
    size_t n[FORM_N];
};

/* Adds the <form> elements below `root`; texts of one element are parted by blanks. */
int forms_read(struct forms *, struct cat_load *, const xmlNode *root, const char *path,
               struct err *);
/* The whole text, without regard to case and width; NULL when it is none. */
const struct form *forms_find(const struct forms *, enum form_means, struct str text);
/* Cuts a form off the front (or, with `end`, the back) of *text; NULL when none is there. */
const struct form *forms_take(const struct forms *, enum form_means, bool end,
                              struct str *text);

#endif
