/* xlsx_matrix: charts that have no native form (plan of actions, matrix of months,
 * quarters of impact and urgency) as cells. */
#include <stdio.h>
#include <string.h>

#include "render/xlsx_sheet.h"

#include "base/banned.h"

static struct str month_text(struct arena *arena, const struct chart *chart, size_t i)
{
    if (chart->group == NULL || chart->group[i].n == 0)
        return chart->category[i];
    return arena_printf(arena, "%.*s-%.*s", STR_ARG(chart->group[i]),
                        STR_ARG(chart->category[i]));
}

static double date_serial(double days)
{
    return days + 25569;
}

void sheet_gantt(struct sheet *sheet, const struct chart *chart)
{
    struct look look = book_look(sheet->book), date = look, percent = look;
    lxw_worksheet *ws = sheet->worksheet;
    struct book *book = sheet->book;
    snprintf(date.number, sizeof date.number, "yyyy-mm-dd");
    snprintf(percent.number, sizeof percent.number, "0%%");
    look.bold = true;
    static const uint16_t at[] = {0, 1, 2, 7};
    for (size_t i = 0; i < 4; i++)
        book_text(book, ws, sheet->row, at[i], chart->head[i], &look);
    look.bold = false;
    for (size_t i = 0; i < chart->ngantt; i++) {
        const struct gantt_row *g = &chart->gantt[i];
        uint32_t row = ++sheet->row;
        struct doc_cell state = {.mark = (enum doc_state)g->mark, .text = g->state};
        book_text(book, ws, row, 0, g->number, &look);
        book_text(book, ws, row, 1, g->action, &look);
        book_text(book, ws, row, 2, g->owner, &look);
        book_number(book, ws, row, 3, date_serial(g->start), &date);
        book_number(book, ws, row, 4, date_serial(g->due), &date);
        if (g->done >= 0)
            book_number(book, ws, row, 5, date_serial(g->done), &date);
        book_number(book, ws, row, 6, g->progress, &percent);
        book_cell(book, ws, row, 7, &state, &look);
        sheet_widen(sheet, 1, sheet_text_width(g->action));
    }
    sheet->row += 2;
}

static struct colour matrix_fill(const struct style *style, char look)
{
    return look == 'v'   ? style->accent32
           : look == 's' ? style->alert10
           : look == 'x' ? style->alert
                         : style->white;
}

void sheet_matrix(struct sheet *sheet, const struct chart *chart)
{
    struct book *book = sheet->book;
    struct look look = book_look(book), bold = look;
    bold.bold = true;
    for (size_t i = 0; i < 3; i++)
        book_text(book, sheet->worksheet, sheet->row, (uint16_t)(i + 1),
                  chart->matrix_head[i], &bold);
    for (size_t i = 0; i < chart->ncategories && i < 13; i++)
        book_text(book, sheet->worksheet, sheet->row, (uint16_t)(i + 4),
                  month_text(&book->arena, chart, i), &bold);
    for (size_t r = 0; r < chart->nmatrix; r++) {
        const struct matrix_row *m = &chart->matrix[r];
        uint32_t row = ++sheet->row;
        const struct look *text = m->band ? &bold : &look;
        book_text(book, sheet->worksheet, row, 0, m->number, text);
        book_text(book, sheet->worksheet, row, 1, m->label, text);
        book_text(book, sheet->worksheet, row, 2, m->needed, text);
        book_text(book, sheet->worksheet, row, 3, m->held, text);
        for (size_t i = 0; i < chart->ncategories && i < 13 && !m->band; i++) {
            struct look cell = look;
            cell.has_fill = true;
            cell.fill = matrix_fill(&book->style, m->cell[i].look);
            cell.align = ALIGN_CENTRE;
            if (m->cell[i].look == 'x')
                cell.ink = book->style.white;
            book_text(book, sheet->worksheet, row, (uint16_t)(i + 4), m->cell[i].letter,
                      &cell);
        }
        sheet_widen(sheet, 1, sheet_text_width(m->label));
    }
    sheet->row += 2;
}

void sheet_quadrant(struct sheet *sheet, const struct chart *chart)
{
    struct book *book = sheet->book;
    struct look look = book_look(book), bold = look;
    bold.bold = true;
    for (size_t q = 0; q < 4; q++) {
        const struct chart_quadrant *quarter = &chart->quadrant[q];
        book_text(book, sheet->worksheet, sheet->row++, 0, quarter->title, &bold);
        for (size_t i = 0; i < quarter->n; i++)
            book_text(book, sheet->worksheet, sheet->row++, 1, quarter->item[i], &look);
    }
    sheet->row++;
}
