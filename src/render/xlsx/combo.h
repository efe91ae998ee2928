/* combo: columns with a running line on a second axis in one chart, which the
 * library does not offer. */
#ifndef RENDER_XLSX_COMBO_H
#define RENDER_XLSX_COMBO_H

#include <xlsxwriter.h>

/* The chart's last series becomes a line on a percent axis at the right. */
void combo_running_line(lxw_chart *column_chart);

#endif
