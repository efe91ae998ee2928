/* icc: the sRGB colour space as a minimal ICC profile (version 2): matrix and curve
 * of IEC 61966-2-1 with a 1,024 point curve shared by the three channels. Made by us, so
 * that no foreign file has to be shipped. */
#ifndef RENDER_PDF_ICC_H
#define RENDER_PDF_ICC_H

#define PDF_ICC_BYTES 2540

void pdf_icc_srgb(unsigned char out[PDF_ICC_BYTES]);

#endif
