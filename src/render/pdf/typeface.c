/* typeface: opening a font file and numbering its glyphs. */
#include "render/pdf/typeface.h"

#include <string.h>

#include <hb-ot.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "base/banned.h"

/* "<64 hex>  NAME" a line, as sha256sum writes it. */
static bool listed(struct str sums, struct str name, struct str hex)
{
    struct str line;
    while (str_split(&sums, '\n', &line)) {
        if (line.n != 66 + name.n || !str_eq((struct str){line.p, 64}, hex))
            continue;
        if (str_eq((struct str){line.p + 66, name.n}, name))
            return true;
    }
    return false;
}

/* Read, not mapped: of the mapped font only what is used comes into memory. */
static int check_digest(const char *path, struct str name, struct str sums,
                        struct err *err)
{
    struct sha256 digest;
    struct arena arena;
    if (sha256_file(path, &digest, NULL, err) != 0)
        return -1;
    arena_init(&arena);
    bool same = listed(sums, name, sha256_hex(&arena, &digest));
    arena_release(&arena);
    if (same)
        return 0;
    return err_set(err, ERR_JOB, path, 0,
                   "this font is not the one SHA256SUMS lists; restore the file");
}

int typeface_open(struct typeface *face, const char *folder, struct str name,
                  struct str sums, struct err *err)
{
    char path[4096];
    if (name.n >= sizeof face->name ||
        snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(name)) >= (int)sizeof path)
        return err_set(err, ERR_JOB, folder, 0, "the name of the font is too long");
    memcpy(face->name, name.p, name.n);
    if (check_digest(path, name, sums, err) != 0)
        return -1;
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (!blob)
        return err_system(err, path, "cannot read the font");
    face->face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    face->upem = hb_face_get_upem(face->face);
    if (hb_face_get_glyph_count(face->face) == 0 || face->upem < 16)
        return err_set(err, ERR_JOB, path, 0, "not a font");
    face->font = hb_font_create(face->face);
    face->code = mem_new(0x10000, sizeof *face->code);
    face->glyph = mem_room(NULL, 0, &face->cap, sizeof *face->glyph);
    face->glyph[face->nglyphs++] = (struct typeface_glyph){0, 0, 0};
    return 0;
}

void typeface_close(struct typeface *face)
{
    hb_font_destroy(face->font);
    hb_face_destroy(face->face);
    mem_free(face->code);
    mem_free(face->wide);
    mem_free(face->glyph);
    memset(face, 0, sizeof *face);
}

static uint16_t put_glyph(struct typeface *face, uint32_t cp)
{
    hb_codepoint_t gid;
    if (!hb_font_get_nominal_glyph(face->font, cp, &gid) || gid == 0 || gid > 0xFFFF ||
        face->nglyphs >= TYPEFACE_ABSENT)
        return TYPEFACE_ABSENT;
    unsigned advance = (unsigned)hb_font_get_glyph_h_advance(face->font, gid);
    face->glyph = mem_room(face->glyph, face->nglyphs, &face->cap, sizeof *face->glyph);
    face->glyph[face->nglyphs] = (struct typeface_glyph){
        (uint16_t)gid, (uint16_t)((advance * 2000 + face->upem) / (2 * face->upem)), cp};
    return (uint16_t)face->nglyphs++;
}

static uint16_t wide_code(struct typeface *face, uint32_t cp)
{
    for (size_t i = 0; i < face->nwide; i++)
        if (face->wide[i].cp == cp)
            return face->wide[i].code;
    uint16_t code = put_glyph(face, cp);
    if (code == TYPEFACE_ABSENT)
        return code; /* not kept: the list stays as short as the font's repertoire */
    face->wide = mem_room(face->wide, face->nwide, &face->wide_cap, sizeof *face->wide);
    face->wide[face->nwide++] = (struct typeface_wide){cp, code};
    return code;
}

uint16_t typeface_code(struct typeface *face, uint32_t cp)
{
    if (cp >= 0x10000)
        return wide_code(face, cp);
    if (!face->code[cp])
        face->code[cp] = put_glyph(face, cp);
    return face->code[cp];
}
