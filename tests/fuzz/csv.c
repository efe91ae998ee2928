/* fuzz csv: any bytes as a delimited file. Refused with a message, or rows of valid UTF-8
 * within the limits, whose line numbers only grow. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "held.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[HELD_PATH];
    int fd = held_file("fuzz.csv", data, n, path);
    held_rows(path, 0);
    close(fd);
    return 0;
}
