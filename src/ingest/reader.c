/* reader: rows of whatever reader_open chose. */
#include "ingest/reader.h"

#include "base/banned.h"

const struct str reader_no_text = {"(no text)", 9};

size_t reader_mapped_width(const struct source *source)
{
    int width = 0;
    for (size_t i = 0; source->header_line == HEADER_NONE && i < source->nmaps; i++)
        if (source->map[i].position > width)
            width = source->map[i].position;
    return (size_t)width;
}

int reader_next(struct reader *reader, struct raw_row *row, struct err *err)
{
    *row = (struct raw_row){0};
    return reader->ops->next(reader, row, err);
}

void reader_close(struct reader *reader)
{
    if (reader->ops != NULL)
        reader->ops->close(reader);
    merges_release(&reader->merges);
    *reader = (struct reader){0};
}
