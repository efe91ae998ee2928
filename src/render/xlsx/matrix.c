/* matrix: charts that have no native form (plan of actions, matrix of months,
 * quarters of impact and urgency) as cells. */
#include <stdio.h>
#include <string.h>

#include "render/xlsx/sheet.h"

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

static void sheet_gantt(struct sheet *sheet, const struct chart *chart)
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
    for (size_t i = 0; i < sizeof chart->when / sizeof chart->when[0]; i++)
        book_text(book, ws, sheet->row, (uint16_t)(3 + i), chart->when[i], &look);
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
        sheet_widen(sheet, 2, sheet_text_width(g->owner));
        sheet_widen(sheet, 7, sheet_text_width(g->state) + 2);
    }
    for (size_t c = 3; c < 6; c++)
        sheet_widen(sheet, c, 10);
    sheet->row += 2;
}

static struct colour matrix_fill(const struct style *style, char look)
{
    return look == 'v'   ? style->accent32
           : look == 's' ? style->alert10
           : look == 'x' ? style->alert
                         : style->white;
}

static void sheet_matrix(struct sheet *sheet, const struct chart *chart)
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
    for (size_t i = 0; i < chart->ncategories && i < 13; i++)
        sheet_widen(sheet, i + 4, 5.5);
    sheet->row += 2;
}

static void put_lists(struct sheet *sheet, const struct chart_list *list, size_t n)
{
    struct book *book = sheet->book;
    struct look look = book_look(book), bold = look;
    bold.bold = true;
    for (size_t q = 0; q < n; q++) {
        book_text(book, sheet->worksheet, sheet->row++, 0, list[q].title, &bold);
        for (size_t i = 0; i < list[q].n; i++)
            book_text(book, sheet->worksheet, sheet->row++, 1, list[q].item[i], &look);
    }
    sheet->row++;
}

static void sheet_quadrant(struct sheet *sheet, const struct chart *chart)
{
    put_lists(sheet, chart->quadrant, 4);
}

static void sheet_fishbone(struct sheet *sheet, const struct chart *chart)
{
    struct look bold = book_look(sheet->book);
    bold.bold = true;
    book_text(sheet->book, sheet->worksheet, sheet->row++, 0, chart->effect, &bold);
    put_lists(sheet, chart->branch, chart->nbranches);
}

/* Likelihood across, impact down from the greatest. */
static void sheet_risk(struct sheet *sheet, const struct chart *chart)
{
    struct book *book = sheet->book;
    struct look look = book_look(book);
    for (int i = RISK_STEPS; i-- > 0; sheet->row++) {
        book_number(book, sheet->worksheet, sheet->row, 0, i + 1, &look);
        for (int k = 0; k < RISK_STEPS; k++) {
            struct look cell = look;
            int product = (i + 1) * (k + 1);
            cell.has_fill = true;
            cell.fill = product >= chart->high     ? book->style.alert10
                        : product >= chart->medium ? book->style.accent32
                                                   : book->style.accent08;
            book_text(book, sheet->worksheet, sheet->row, (uint16_t)(k + 1),
                      chart->risk[i][k], &cell);
        }
    }
    for (int k = 0; k < RISK_STEPS; k++)
        book_number(book, sheet->worksheet, sheet->row, (uint16_t)(k + 1), k + 1, &look);
    sheet->row += 2;
}

sheet_cells_fn *sheet_chart_cells(const struct chart *chart)
{
    switch (chart->kind) {
    case CHART_GANTT:
        return sheet_gantt;
    case CHART_MATRIX:
        return sheet_matrix;
    case CHART_QUADRANT:
        return chart->empty.n ? NULL : sheet_quadrant;
    case CHART_FISHBONE:
        return chart->empty.n ? NULL : sheet_fishbone;
    case CHART_RISK:
        return chart->empty.n ? NULL : sheet_risk;
    default:
        return NULL;
    }
}
