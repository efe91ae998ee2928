/* place: where the program's own data lie. */
#ifndef PLACE_H
#define PLACE_H

#include <stddef.h>

/* The folder of templates/ and fonts/: $AUDITPACK_DATA, else found upward from the
 * program, else where `make install` puts it. Uses the buffer for the second. */
const char *place_data(char *buffer, size_t size);

#endif
