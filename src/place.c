/* place: a program run from its source tree finds the tree's own templates. */
#include "place.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

const char *place_data(char *buffer, size_t size)
{
    const char *named = getenv("AUDITPACK_DATA");
    ssize_t n = readlink("/proc/self/exe", buffer, size - 32);
    if (named != NULL)
        return named;
    while (n > 0) {
        buffer[n] = '\0';
        char *slash = strrchr(buffer, '/');
        if (slash == NULL)
            break;
        n = slash - buffer;
        memcpy(slash, "/templates/records.xml", 23);
        if (access(buffer, R_OK) == 0) {
            *slash = '\0';
            return buffer;
        }
    }
    return AUDITPACK_DATA;
}
