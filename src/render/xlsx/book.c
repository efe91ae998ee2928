/* book: the workbook as a file, and single cells. */
#include "render/xlsx/book.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "render/xlsx/file.h"
#include "render/xlsx/zip.h"

#include "base/banned.h"

void book_check(struct book *book, lxw_error code, const char *what)
{
    if (code == LXW_NO_ERROR || book->first.code != ERR_NONE)
        return;
    err_set(&book->first, ERR_SYSTEM, NULL, 0, "workbook: %s: %s", what,
            lxw_strerror(code));
}

static void set_properties(struct book *book)
{
    struct arena *arena = &book->arena;
    const struct doc *doc = book->doc;
    lxw_doc_properties properties = {
        .title = (char *)arena_str(arena, doc->title).p,
        .author = (char *)arena_str(arena, doc->author).p,
        .subject = (char *)arena_str(arena, doc->subject).p,
        .keywords = (char *)arena_str(arena, doc->keywords).p,
        .company = (char *)arena_str(arena, doc->organisation).p,
        .created = (time_t)(doc->as_of - doc->as_of_offset),
    };
    book_check(book, workbook_set_properties(book->workbook, &properties), "properties");
}

int book_open(struct book *book, const struct doc *doc,
              const struct render_options *options, FILE *out, struct err *err)
{
    memset(book, 0, sizeof *book);
    arena_init(&book->arena);
    buf_init(&book->scratch, (size_t)CELL_TEXT_MAX * 10);
    book->doc = doc;
    book->options = options;
    struct str schema = arena_printf(&book->arena, "%s/style.rng", options->schemas);
    if (style_load(&book->style, options->style_text, options->style, schema.p,
                   doc->language, &book->arena, err) != 0)
        return -1;
    xlsx_file_reset();
    book->pack = xlsx_pack_open(options->temp, err);
    if (book->pack == NULL)
        return -1;
    xlsx_zip_begin(out, book->pack);
    lxw_workbook_options how = {.constant_memory = LXW_FALSE,
                                .tmpdir = (char *)options->temp,
                                .use_zip64 = LXW_FALSE};
    book->workbook = workbook_new_opt("workbook", &how); /* what it writes goes to out */
    if (book->workbook == NULL)
        return err_set(err, ERR_SYSTEM, NULL, 0, "cannot begin the workbook");
    set_properties(book);
    return 0;
}

int book_close(struct book *book, struct err *err)
{
    lxw_error code = workbook_close(book->workbook);
    book->workbook = NULL;
    if (xlsx_pack_check(book->pack, err) != 0 || xlsx_file_check(err) != 0 ||
        xlsx_zip_end(err) != 0)
        return -1;
    book_check(book, code, "writing the file");
    if (book->first.code == ERR_NONE)
        return 0;
    *err = book->first;
    return -1;
}

/* The library closes the files behind streaming sheets only when it writes the book. */
static void drop_workbook(lxw_workbook *workbook)
{
    lxw_worksheet *sheet;
    STAILQ_FOREACH(sheet, workbook->worksheets, list_pointers)
    {
        if (sheet->optimize_tmpfile != NULL)
            fclose(sheet->optimize_tmpfile);
    }
    lxw_workbook_free(workbook);
}

void book_release(struct book *book)
{
    if (book->workbook != NULL)
        drop_workbook(book->workbook);
    xlsx_zip_end(&(struct err){0});
    xlsx_pack_close(book->pack);
    mem_free(book->format);
    buf_release(&book->scratch);
    arena_release(&book->arena);
}

lxw_worksheet *book_sheet(struct book *book, struct str name, bool streaming)
{
    struct str text = arena_str(&book->arena, name);
    book->workbook->options.constant_memory = streaming;
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, text.p);
    book->workbook->options.constant_memory = LXW_FALSE;
    if (sheet == NULL && book->first.code == ERR_NONE)
        err_set(&book->first, ERR_JOB, NULL, 0,
                "workbook: '%s' cannot be the name of a sheet", text.p);
    book->counts.sheets++;
    return sheet;
}

/* "_x0041_" in a text would be read as an escape: its underscore is escaped itself. */
static bool is_escape(struct str rest)
{
    if (rest.n < 7 || rest.p[0] != '_' || rest.p[1] != 'x' || rest.p[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (memchr("0123456789abcdefABCDEF", rest.p[i], 22) == NULL)
            return false;
    return true;
}

void book_text_was_cut(const struct book *book)
{
    if (book->options->diags != NULL)
        diag_put(book->options->diags, DIAG_WARN, "cell-cut", STR(""), 0,
                 "a text of over %d characters was cut in the workbook", CELL_TEXT_MAX);
}

enum { NO_CHARACTER_HEAD = 0xEF }; /* first byte of U+FFFE and U+FFFF, and of others */

/* Terminated, in the book's scratch buffer until the next text. Lengths are counted in
 * units of UTF-16, as spreadsheet programs do. */
static const char *cell_text(struct book *book, struct str text)
{
    struct buf *buf = &book->scratch;
    struct str rest = text;
    size_t count = 0;
    uint32_t cp;
    buf_clear(buf);
    if (text.n <= CELL_TEXT_MAX &&
        (text.n == 0 || (memchr(text.p, '_', text.n) == NULL &&
                         memchr(text.p, NO_CHARACTER_HEAD, text.n) == NULL))) {
        buf_str(buf, text);
        return buf->p;
    }
    for (struct str before = rest; utf8_next(&rest, &cp); before = rest) {
        bool none = cp == 0xFFFE || cp == 0xFFFF; /* XML does not have them */
        size_t escape = none || is_escape(before) ? 6 : 0;
        count += escape + (cp > 0xffff ? 2 : 1);
        if (count > CELL_TEXT_MAX)
            break;
        if (none)
            buf_printf(buf, "_x%04X_", (unsigned)cp);
        else if (escape > 0)
            buf_text(buf, "_x005F");
        if (!none)
            buf_put(buf, before.p, before.n - rest.n);
    }
    if (count > CELL_TEXT_MAX)
        book_text_was_cut(book);
    return buf->p;
}

void book_put_text(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                   struct str text, lxw_format *format)
{
    book->counts.cells++;
    book_check(book,
               worksheet_write_string(sheet, row, col, cell_text(book, text), format),
               "a text cell");
}

void book_put_number(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                     double number, lxw_format *format)
{
    book->counts.cells++;
    if (!isfinite(number))
        book_check(book, LXW_ERROR_PARAMETER_VALIDATION, "a number that is not finite");
    else
        book_check(book, worksheet_write_number(sheet, row, col, number, format),
                   "a number cell");
}

void book_text(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
               struct str text, const struct look *look)
{
    book_put_text(book, sheet, row, col, text, book_format(book, look));
}

void book_number(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                 double number, const struct look *look)
{
    book_put_number(book, sheet, row, col, number, book_format(book, look));
}

void book_formula(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                  const char *formula, bool has_number, double number, struct str text,
                  const struct look *look)
{
    lxw_format *format = book_format(book, look);
    book->counts.cells++;
    if (formula[0] == '{' && has_number)
        book_check(book,
                   worksheet_write_array_formula_num(sheet, row, col, row, col, formula,
                                                     format, number),
                   "a formula");
    else if (has_number)
        book_check(book,
                   worksheet_write_formula_num(sheet, row, col, formula, format, number),
                   "a formula");
    else
        book_check(book,
                   worksheet_write_formula_str(sheet, row, col, formula, format,
                                               arena_str(&book->arena, text).p),
                   "a formula");
}

void book_link(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
               struct str target, struct str text, const struct look *look)
{
    enum { LINKS_MAX = 65530 };
    if (sheet->hlink_count >= LINKS_MAX) {
        book_text(book, sheet, row, col, text, look);
        return;
    }
    struct str url = arena_printf(&book->arena, "internal:%.*s", STR_ARG(target));
    book->counts.cells++;
    book_check(book,
               worksheet_write_url_opt(sheet, row, col, url.p, book_format(book, look),
                                       cell_text(book, text), NULL),
               "a link");
}

void book_blank(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t col,
                const struct look *look)
{
    book_check(book, worksheet_write_blank(sheet, row, col, book_format(book, look)),
               "an empty cell");
}
