/* lookup: figures, verdicts and documents as the block functions ask for them, why there
 * are none, and the words and marks of their states. Comes with composer.h. */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "compose/composer.h"

/* Figures of the period and of other windows; NULL: not computed. */
const struct figure *figure_of(const struct composer *, const struct metric *,
                               const struct window *);
const struct figure *figure_cut(const struct composer *, const struct metric *,
                                const struct window *, const struct dimension *,
                                struct str key);
/* Five cells of a row: name, figure of the period, what it is made of, interval, goal. */
void put_metric_cells(const struct composer *, struct doc_cell *row,
                      const struct metric *);
static inline bool figure_known(const struct figure *figure)
{
    return figure && figure->missing == FIGURE_OK;
}

/* The period is the last month of the series: elsewhere the two must not be mixed. */
bool period_is_month(const struct composer *);

/* Some row of the period has a key of the dimension that is not blank. */
bool cut_has_keys(const struct composer *, const struct dimension *);

/* A field that a pack may leave out (NULL) or a row may not have. */
static inline bool row_has(const struct row_value *value, const struct field *field)
{
    return field && !value[field->index].missing;
}
/* In the document's arena; empty: it has none. */
struct str row_text(const struct composer *, const struct row_value *,
                    const struct field *);

/* A value that is there, as its type prints, whatever names a person masked; a text is
 * borrowed. `field` is NULL for what is computed. */
struct doc_cell cell_value(const struct format *, const struct field *,
                           const struct row_value *);
/* The same to keep, and a dash where there is none. */
struct doc_cell cell_field(const struct composer *, const struct field *,
                           const struct row_value *);
/* The fields of the block's kind that a parameter lists; how many, -1: an unknown one. */
int block_fields(const struct composer *, const struct block *, const char *param,
                 const struct field **out, size_t most, struct err *);

/* A source of the job delivers this kind; without one there is no file, not a zero. */
bool kind_expected(const struct composer *, const struct kind *);
/* A file of the kind speaks for the period, with or without rows. */
bool kind_supplied(const struct composer *, const struct kind *);
struct doc_cell cell_no_file(const struct composer *);
/* Its files are in the job and some month had rows to count, or none at all; not when every
 * row was always left out, as where a field is not exported. */
bool metric_has_data(const struct composer *, const struct metric *);

/* clause states and evidence states as cells; clause_number is empty where unseen. */
struct doc_cell cell_verdict(const struct composer *, enum state);
struct doc_cell cell_evidence(const struct composer *, enum evidence_state);
struct doc_cell cell_number(const struct composer *, const struct clause *);
/* The newest document that gives the evidence its state; NULL: there is none at all. */
const struct document *document_of(const struct evidence *);
const struct verdict *verdict_of(const struct composer *, const struct clause *);

#endif
