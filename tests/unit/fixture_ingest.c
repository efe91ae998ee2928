/* fixture_ingest: see the header. */
#include "fixture_ingest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char kinds[] =
    "<records xmlns='urn:auditpack:records:1'>"
    "<kind id='job' key='id' event='opened'><name xml:lang='en'>Jobs</name>"
    "<field id='id' type='id' required='yes'><name xml:lang='en'>Number</name>"
    "<as>\xE7\xBC\x96\xE5\x8F\xB7</as></field>"
    "<field id='opened' type='time' required='yes'><name xml:lang='en'>Opened at</name>"
    "</field>"
    "<field id='closed' type='time'><name xml:lang='en'>Closed at</name></field>"
    "<field id='due' type='date'><name xml:lang='en'>Due on</name></field>"
    "<field id='score' type='int' min='1' max='5'><name "
    "xml:lang='en'>Points</name></field>"
    "<field id='cost' type='decimal' scale='2'><name xml:lang='en'>Cost "
    "(CNY)</name></field>"
    "<field id='ok' type='flag'><name xml:lang='en'>Well done</name></field>"
    "<field id='note' type='text'><name xml:lang='en'>Remarks</name></field>"
    "<order first='opened' then='closed'/></kind>"
    "<kind id='sale' key='month shop' event='month'><name xml:lang='en'>Sales</name>"
    "<field id='month' type='month' required='yes'><name "
    "xml:lang='en'>Month</name></field>"
    "<field id='shop' type='text'><name xml:lang='en'>Shop</name></field>"
    "<field id='units' type='int' min='0' required='yes'><name xml:lang='en'>Units</name>"
    "</field></kind></records>";

int ingest_fixture_records(struct ingest_fixture *f, const char *const *text, size_t n,
                           struct records *records)
{
    size_t first = f->load.nfiles;
    for (size_t i = 0; i < n; i++) {
        struct cat_file file = {.role = STR("records"),
                                .path = arena_printf(&f->arena, "file%zu.xml", i + 1),
                                .text = str_of(text[i])};
        f->load.file = mem_room(f->load.file, f->load.nfiles, &f->load.cap, sizeof file);
        f->load.file[f->load.nfiles++] = file;
    }
    return records_load(records, &f->load, first, n, &f->err);
}

void ingest_fixture_zone(struct ingest_fixture *f, const char *name)
{
    zone_close(f->zone);
    f->zone = NULL;
    assert_int_equal(zone_open(&f->zone, str_of(name), &f->err), 0);
}

void ingest_fixture_open(struct ingest_fixture *f)
{
    const char *text = kinds;
    *f = (struct ingest_fixture){.path = "/tmp/auditpack-ingest-XXXXXX"};
    arena_init(&f->arena);
    f->load = (struct cat_load){
        .arena = &f->arena, .lang = STR("en"), .schemas = "templates/schemas"};
    buf_init(&f->out, (size_t)64 << 20);
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    close(fd);
    if (ingest_fixture_records(f, &text, 1, &f->records) != 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
    ingest_fixture_zone(f, "Asia/Shanghai");
    f->source = (struct source){.id = STR("test"), .kind = &f->records.kind[0]};
}

void ingest_fixture_close(struct ingest_fixture *f)
{
    unlink(f->path);
    zone_close(f->zone);
    buf_release(&f->out);
    mem_free(f->load.file);
    arena_release(&f->arena);
}

int ingest_fixture_set_up(void **state)
{
    *state = mem_new(1, sizeof(struct ingest_fixture));
    ingest_fixture_open(*state);
    return 0;
}

int ingest_fixture_tear_down(void **state)
{
    ingest_fixture_close(*state);
    mem_free(*state);
    return 0;
}

void ingest_fixture_file(struct ingest_fixture *f, struct str bytes)
{
    FILE *file = fopen(f->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

static void put_error(struct ingest_fixture *f)
{
    buf_printf(&f->out, "error %ld %s\n", f->err.line, f->err.msg);
}

static void on_finding(void *self, const struct finding *finding)
{
    struct ingest_fixture *f = self;
    buf_printf(&f->out, "%s %llu %.*s '%.*s'\n", finding_name(finding->code),
               (unsigned long long)finding->line,
               finding->field ? (int)finding->field->id.n : 3,
               finding->field ? finding->field->id.p : "row", STR_ARG(finding->raw));
}

static void put_row(struct ingest_fixture *f, const struct batch *batch, uint32_t row)
{
    buf_printf(&f->out, "%llu %.*s:", (unsigned long long)batch->line[row],
               STR_ARG(batch->key[row]));
    for (size_t i = 0; i < batch->kind->nfields; i++) {
        const struct batch_column *column = &batch->column[i];
        buf_text(&f->out, i ? "|" : " ");
        if (batch_missing(batch, i, row))
            buf_text(&f->out, "-");
        else if (field_is_text(&batch->kind->field[i]))
            buf_str(&f->out, column->text[row]);
        else
            buf_printf(&f->out, "%lld", (long long)column->num[row]);
    }
    buf_text(&f->out, "\n");
}

/* Findings are reported while a batch is read, so they stand before its rows. */
const char *ingest_fixture_take(struct ingest_fixture *f, struct str bytes)
{
    struct ingest_options options = {&f->source, f->zone, f->path, on_finding, f, false};
    struct ingest *ingest = NULL;
    struct batch *batch;
    int status = -1;
    buf_clear(&f->out);
    ingest_fixture_file(f, bytes);
    if (ingest_open(&ingest, &options, &f->err) == 0) {
        while ((status = ingest_next(ingest, &batch, &f->err)) == 0)
            for (uint32_t row = 0; row < batch->n; row++)
                put_row(f, batch, row);
        f->counts = *ingest_counts(ingest);
        snprintf(f->encoding, sizeof f->encoding, "%.*s",
                 STR_ARG(ingest_encoding(ingest)));
        snprintf(f->dialect, sizeof f->dialect, "%.*s", STR_ARG(ingest_dialect(ingest)));
        ingest_close(ingest);
    }
    if (status < 0)
        put_error(f);
    return buf_view(&f->out).p;
}

const char *ingest_fixture_read(struct ingest_fixture *f, struct str bytes)
{
    struct reader reader;
    struct raw_row row;
    int status;
    buf_clear(&f->out);
    ingest_fixture_file(f, bytes);
    status = reader_open(&reader, f->path, &f->source, &f->err);
    while (status == 0 && (status = reader_next(&reader, &row, &f->err)) == 0) {
        buf_printf(&f->out, "%llu ", (unsigned long long)row.line);
        for (size_t i = 0; i < row.n; i++) {
            buf_char(&f->out, '[');
            buf_str(&f->out, row.cell[i]);
            buf_char(&f->out, ']');
        }
        buf_char(&f->out, '\n');
    }
    if (status < 0)
        put_error(f);
    snprintf(f->encoding, sizeof f->encoding, "%.*s", STR_ARG(reader.encoding));
    snprintf(f->dialect, sizeof f->dialect, "%.63s", reader.dialect);
    reader_close(&reader);
    return buf_view(&f->out).p;
}

void ingest_fixture_check(struct ingest_fixture *f, const struct ingest_quirk *quirk,
                          size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(ingest_fixture_read(f, str_of(quirk[i].text)), quirk[i].rows);
}
