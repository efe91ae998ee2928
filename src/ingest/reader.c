/* reader: rows of whatever reader_open chose. */
#include "ingest/reader.h"

#include "base/banned.h"

const struct str reader_no_text = {"(no text)", 9};

int reader_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    *row = (struct raw_row){0};
    return reader->ops->next(reader, row, err);
}

void reader_close(struct reader *reader)
{
    if (reader->ops != NULL)
        reader->ops->close(reader);
    *reader = (struct reader){0};
}
