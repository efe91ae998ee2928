/* fixture_zip: zip containers made in memory, sound or broken on purpose. */
#ifndef FIXTURE_ZIP_H
#define FIXTURE_ZIP_H

#include "base/buf.h"

struct zip_fixture {
    struct buf out, directory;
    unsigned n;
    unsigned flags, method; /* of the next part: method 0 stored, 8 deflated */
    unsigned wrong_crc;     /* not 0: changes the checksum of the next part */
};

void zip_fixture_init(struct zip_fixture *);
void zip_fixture_put(struct zip_fixture *, const char *name, struct str data);
/* The container; borrowed until release. */
struct str zip_fixture_end(struct zip_fixture *);
void zip_fixture_release(struct zip_fixture *);

#endif
