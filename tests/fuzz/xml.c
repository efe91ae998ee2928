/* fuzz xml: loading a job from any bytes: refused with a message, or loaded; never an entity
 * expanded, never a crash. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "base/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct err e = {.code = ERR_NONE};
    xmlDoc *doc = NULL;
    struct str text = {(const char *)data, n};
    int rc = xml_load(&doc, text, "fuzz.xml", "templates/schemas/job.rng", &e);
    if (rc == 0) {
        struct arena a;
        arena_init(&a);
        struct str content = xml_text(&a, xmlDocGetRootElement(doc));
        if (doc->intSubset || utf8_valid(content) != content.n)
            abort();
        arena_release(&a);
        xmlFreeDoc(doc);
    } else if (doc || e.code == ERR_NONE || e.msg[0] == '\0') {
        abort();
    }
    return 0;
}
