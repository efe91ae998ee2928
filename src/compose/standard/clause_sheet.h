/* clause_sheet: the standard's sections as sheets of the workbook. */
#ifndef COMPOSE_STANDARD_CLAUSE_SHEET_H
#define COMPOSE_STANDARD_CLAUSE_SHEET_H

#include "compose/composer.h"

void compose_clause_sheets(struct composer *);

#endif
