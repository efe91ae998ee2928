/* icc: a matrix profile, tag by tag. Numbers are s15Fixed16; the primaries are
 * those of IEC 61966-2-1 adapted to D50 (Bradford), as ICC.1:2001 wants them. */
#include "render/pdf/icc.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { CURVE_POINTS = 1024, HEADER = 128, TAGS = 9 };

static void put16(unsigned char *p, unsigned v)
{
    p[0] = (unsigned char)(v >> 8);
    p[1] = (unsigned char)v;
}

static void put32(unsigned char *p, uint32_t v)
{
    put16(p, v >> 16);
    put16(p + 2, v & 0xFFFF);
}

static void put_xyz(unsigned char *p, double x, double y, double z)
{
    const double value[3] = {x, y, z};
    memcpy(p, "XYZ ", 4);
    for (int i = 0; i < 3; i++)
        put32(p + 8 + 4 * i, (uint32_t)(int32_t)lround(value[i] * 65536));
}

static void put_header(unsigned char *p)
{
    put32(p, PDF_ICC_BYTES);
    put32(p + 8, 0x02100000); /* version 2.1 */
    memcpy(p + 12, "mntrRGB XYZ ", 12);
    put16(p + 24, 2000); /* a fixed date: 2000-01-01 */
    put16(p + 26, 1);
    put16(p + 28, 1);
    memcpy(p + 36, "acsp", 4);
    put32(p + 68, 63190); /* D50: 0.9642, 1, 0.8249 */
    put32(p + 72, 65536);
    put32(p + 76, 54061);
}

/* textDescriptionType with its empty Unicode and script parts. */
static void put_description(unsigned char *p)
{
    static const char name[] = "sRGB IEC61966-2.1";
    memcpy(p, "desc", 4);
    put32(p + 8, sizeof name);
    memcpy(p + 12, name, sizeof name);
}

static void put_curve(unsigned char *p)
{
    memcpy(p, "curv", 4);
    put32(p + 8, CURVE_POINTS);
    for (int i = 0; i < CURVE_POINTS; i++) {
        double v = i / (CURVE_POINTS - 1.0);
        double linear = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
        put16(p + 12 + 2 * i, (unsigned)lround(linear * 65535));
    }
}

void pdf_icc_srgb(unsigned char out[PDF_ICC_BYTES])
{
    enum {
        DESC = HEADER + 4 + 12 * TAGS,
        CPRT = DESC + 112,
        WTPT = CPRT + 48,
        RXYZ = WTPT + 20,
        GXYZ = RXYZ + 20,
        BXYZ = GXYZ + 20,
        TRC = BXYZ + 20
    };
    static const struct {
        char tag[5];
        uint32_t at, size;
    } tag[TAGS] = {{"desc", DESC, 108}, {"cprt", CPRT, 33},  {"wtpt", WTPT, 20},
                   {"rXYZ", RXYZ, 20},  {"gXYZ", GXYZ, 20},  {"bXYZ", BXYZ, 20},
                   {"rTRC", TRC, 2060}, {"gTRC", TRC, 2060}, {"bTRC", TRC, 2060}};
    memset(out, 0, PDF_ICC_BYTES);
    put_header(out);
    put32(out + HEADER, TAGS);
    for (int i = 0; i < TAGS; i++) {
        unsigned char *entry = out + HEADER + 4 + 12 * i;
        memcpy(entry, tag[i].tag, 4);
        put32(entry + 4, tag[i].at);
        put32(entry + 8, tag[i].size);
    }
    put_description(out + DESC);
    memcpy(out + CPRT, "text\0\0\0\0No copyright, use freely", 33);
    put_xyz(out + WTPT, 0.9642, 1.0, 0.8249);
    put_xyz(out + RXYZ, 0.43607, 0.22249, 0.01392);
    put_xyz(out + GXYZ, 0.38515, 0.71687, 0.09708);
    put_xyz(out + BXYZ, 0.14307, 0.06061, 0.71410);
    put_curve(out + TRC);
}
