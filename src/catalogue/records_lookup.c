/* records_lookup: kinds and fields by their ids. */
#include "catalogue/records.h"

#include "base/banned.h"

const struct kind *records_kind(const struct records *records, struct str id)
{
    for (size_t i = 0; i < records->nkinds; i++)
        if (str_eq(records->kind[i].id, id))
            return &records->kind[i];
    return NULL;
}

const struct field *kind_field(const struct kind *kind, struct str id)
{
    for (size_t i = 0; i < kind->nfields; i++)
        if (str_eq(kind->field[i].id, id))
            return &kind->field[i];
    return NULL;
}

bool field_is_time(const struct field *field)
{
    return field->type == FIELD_TIME || field->type == FIELD_DATE ||
           field->type == FIELD_MONTH;
}

struct str kind_key_column(const struct kind *kind)
{
    return kind->nkey == 1 ? kind->key[0]->id : STR("key");
}
