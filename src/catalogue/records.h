/* records: the kinds of record a job may import, their fields, rules and header synonyms
 * (templates/records.xml). Ids match [a-z][a-z0-9_]{0,30} and are also the SQL names. */
#ifndef RECORDS_H
#define RECORDS_H

#include "catalogue/cat.h"
#include "catalogue/forms.h"

/* TIME, DATE and MONTH are stored as UTC seconds (local midnight for the last two);
 * DECIMAL as n x 10^scale; FLAG as 0 or 1; ID, TEXT and REF as text. */
enum field_type {
    FIELD_ID,
    FIELD_TEXT,
    FIELD_REF,
    FIELD_INT,
    FIELD_DECIMAL,
    FIELD_FLAG,
    FIELD_TIME,
    FIELD_DATE,
    FIELD_MONTH
};

enum { KIND_REFERENCES_MAX = 8 }; /* REF fields of a kind */

struct doubt;
struct kind;
struct field_unit { /* beside a number: 12 of them is 12 x 10^power */
    struct str text;
    int power;
};
struct field_usual { /* what exports often write for a value: for proposals alone */
    struct str text, to;
};
struct field {
    struct str id, name;
    enum field_type type;
    uint32_t index; /* in kind->field */
    bool required;  /* missing or invalid: the row is rejected */
    bool personal;  /* masked in packs */
    bool ahead;     /* a time that is planned: known before it comes */
    bool has_min, has_max;
    int64_t min, max;          /* in stored units; outside: the field becomes missing */
    int scale;                 /* DECIMAL */
    const struct kind *parent; /* REF: whose key this names */
    struct str *synonym;       /* header names, all languages */
    size_t nsynonyms;
    struct field_unit *unit;
    size_t nunits;
    struct field_usual *usual;
    size_t nusuals;
    int64_t length; /* numbers that are lengths of time: seconds of one; else 0 */
    const struct forms *forms; /* of the catalogue */
};

struct order_rule { /* then < first rejects the row; a missing side is fine */
    const struct field *first, *then;
};

struct kind {
    struct str id, name;
    uint32_t index;
    struct field *field;
    size_t nfields;
    const struct field **key; /* one field: its column is the key; more: joined by '|' in
                                   a column of its own named "key" */
    size_t nkey;
    const struct field
        *event; /* the time that says when it happened: coverage, freshness;
                                   may be NULL */
    struct order_rule *order;
    size_t norders;
    struct doubt *doubt; /* catalogue/doubt.h */
    size_t ndoubts;
    struct str *said; /* its names, and words of files that hold it; all languages */
    size_t nsaid;
};

struct records {
    struct kind *kind;
    size_t nkinds;
    struct forms *forms;
};

/* file[first..first+n) of load->file, in order. */
int records_load(struct records *, struct cat_load *, size_t first, size_t n,
                 struct err *);
const struct kind *records_kind(const struct records *, struct str id);
const struct field *kind_field(const struct kind *, struct str id);
static inline bool field_is_text(const struct field *field) /* stored as TEXT */
{
    return field->type == FIELD_ID || field->type == FIELD_TEXT ||
           field->type == FIELD_REF;
}
bool field_is_time(const struct field *);
/* Name of the key column in the kind's table. */
struct str kind_key_column(const struct kind *);

#endif
