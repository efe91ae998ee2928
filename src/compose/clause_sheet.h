/* clause_sheet: the standard's sections as sheets of the workbook. */
#ifndef CLAUSE_SHEET_H
#define CLAUSE_SHEET_H

#include "compose/composer.h"

void compose_clause_sheets(struct composer *);

#endif
