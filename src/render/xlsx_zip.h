/* xlsx_zip: the container's members are deflated by threads, behind the library's back:
 * this program defines three functions of the zip layer that the library calls. */
#ifndef XLSX_ZIP_H
#define XLSX_ZIP_H

/* Before a workbook: forgets a member that an earlier one could not write to its end. */
void xlsx_zip_reset(void);

#endif
