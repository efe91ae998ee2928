/* signer_update: the second signature of a PDF of ours, as an update behind its bytes: the
 * field of approval again, now with a value, and the value. It knows how render writes the
 * field and the end of the file, and refuses whatever looks otherwise. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/file.h"
#include "seal/signer_state.h"

#include "base/banned.h"

#define FIELD "/T (approval)"
#define LOOK  "/AP << /N " /* the field's appearance, then the one it gets */
#define NEXT  "/AuditpackApproved "
enum { PDF_MAX = 1 << 30, HOLE = 12288, UPDATE_MAX = 1 << 20 };

struct update {
    struct str pdf;
    struct str field;   /* between << and >> */
    struct str trailer; /* of the last section */
    long number, size, approved,
        start; /* objects: the field, their count, a look; xref */
};

/* The piece between two marks, searched forward from `at`; STR_NONE when one is absent. */
static struct str between(struct str text, size_t at, const char *from, const char *until)
{
    const char *end = text.p + text.n;
    const char *a = memmem(text.p + at, text.n - at, from, strlen(from));
    if (a == NULL)
        return STR_NONE;
    a += strlen(from);
    const char *b = memmem(a, (size_t)(end - a), until, strlen(until));
    return b ? (struct str){a, (size_t)(b - a)} : STR_NONE;
}

static const char *last(struct str text, const char *mark)
{
    size_t n = strlen(mark);
    for (size_t at = text.n >= n ? text.n - n + 1 : 0; at-- > 0;)
        if (memcmp(text.p + at, mark, n) == 0)
            return text.p + at;
    return NULL;
}

static long number_in(struct str text)
{
    int64_t n;
    return str_int(str_trim(text), &n) && n > 0 && n < INT32_MAX ? (long)n : 0;
}

static bool find_field(struct update *u)
{
    const char *name = last(u->pdf, FIELD);
    if (name == NULL)
        return false;
    struct str before = {u->pdf.p, (size_t)(name - u->pdf.p)};
    const char *object = last(before, " 0 obj\n<<");
    if (object == NULL)
        return false;
    before.n = (size_t)(object - u->pdf.p);
    const char *line = last(before, "\n");
    size_t at = (size_t)(object - u->pdf.p);
    u->field = between(u->pdf, at, "<<", ">>\nendobj");
    if (line != NULL)
        u->number = number_in((struct str){line + 1, (size_t)(object - line - 1)});
    u->approved = number_in(between(u->field, 0, NEXT, " 0 R"));
    return u->number && u->approved && u->field.n > 0;
}

static bool find_end(struct update *u)
{
    const char *trailer = last(u->pdf, "trailer\n");
    const char *start = last(u->pdf, "startxref\n");
    if (trailer == NULL || start == NULL)
        return false;
    u->trailer = (struct str){trailer, (size_t)(u->pdf.p + u->pdf.n - trailer)};
    u->size = number_in(between(u->trailer, 0, "/Size ", " "));
    u->start =
        number_in(between(u->trailer, (size_t)(start - trailer), "startxref\n", "\n"));
    return u->size && u->start;
}

static void put_field(const struct update *u, struct buf *b)
{
    const char *look = memmem(u->field.p, u->field.n, LOOK, sizeof LOOK - 1);
    struct str head = {u->field.p, look ? (size_t)(look - u->field.p) : 0};
    buf_printf(b, "%ld 0 obj\n<<", u->number);
    buf_str(b, head);
    buf_printf(b, LOOK "%ld 0 R >> /V %ld 0 R >>\nendobj\n", u->approved, u->size);
}

static void put_value(const struct update *u, struct str name, int64_t at, struct buf *b)
{
    static const char digit[] = "0123456789ABCDEF";
    struct civil c = civil_of(at);
    buf_printf(b,
               "%ld 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter "
               "/ETSI.CAdES.detached /M (D:%04d%02d%02d%02d%02d%02dZ) /Name <EFBBBF",
               u->size, c.year, c.month, c.day, c.hour, c.minute, c.second);
    for (size_t i = 0; i < name.n; i++) {
        buf_char(b, digit[(unsigned char)name.p[i] >> 4]);
        buf_char(b, digit[name.p[i] & 15]);
    }
    buf_text(b, "> " SIGNER_RANGE);
    for (int i = 0; i < HOLE; i++)
        buf_text(b, "00");
    buf_text(b, "> >>\nendobj\n");
}

/* A section of the two objects and a trailer that leads back to the file before. */
static void put_end(const struct update *u, size_t field, size_t value, size_t here,
                    struct buf *b)
{
    struct str root = between(u->trailer, 0, "/Root ", "R");
    struct str info = between(u->trailer, 0, "/Info ", "R");
    struct str id = between(u->trailer, 0, "/ID [", "]");
    buf_printf(b, "xref\n%ld 1\n%010zu 00000 n \n%ld 1\n%010zu 00000 n \n", u->number,
               field, u->size, value);
    buf_printf(b,
               "trailer\n<< /Size %ld /Prev %ld /Root %.*sR /Info %.*sR /ID [%.*s] >>\n"
               "startxref\n%zu\n%%%%EOF\n",
               u->size + 1, u->start, STR_ARG(root), STR_ARG(info), STR_ARG(id), here);
}

static int find_parts(struct update *u, const char *path, struct err *err)
{
    if (!find_field(u) || !find_end(u))
        return err_set(
            err, ERR_GATE, path, 0,
            "has no place for an approval; the job of the edition gives no key");
    if (memmem(u->field.p, u->field.n, " /V ", 4) != NULL)
        return err_set(err, ERR_GATE, path, 0, "is approved already");
    return 0;
}

static int write_update(const struct signer *s, const struct update *u, FILE *out,
                        const char *path, int64_t at, struct err *err)
{
    struct buf b;
    buf_init(&b, UPDATE_MAX);
    put_field(u, &b);
    size_t field = u->pdf.n, value = u->pdf.n + b.n;
    put_value(u, s->name, at, &b);
    put_end(u, field, value, u->pdf.n + b.n, &b);
    bool good =
        fwrite(u->pdf.p, 1, u->pdf.n, out) == u->pdf.n && fwrite(b.p, 1, b.n, out) == b.n;
    buf_release(&b);
    return good ? signer_sign(s, out, path, at, err)
                : err_system(err, path, "cannot write");
}

int signer_approve(const struct signer *s, const char *from, const char *to, int64_t at,
                   struct err *err)
{
    struct update u = {0};
    struct file_out out;
    struct arena arena;
    arena_init(&arena);
    int failed = file_read(from, PDF_MAX, &arena, &u.pdf, err);
    if (!failed)
        failed = find_parts(&u, from, err);
    if (!failed)
        failed = file_begin(&out, to, false, err);
    if (!failed) {
        failed = write_update(s, &u, out.stream, to, at, err);
        if (!failed)
            failed = file_finish(&out, err);
        file_abandon(&out);
    }
    arena_release(&arena);
    return failed;
}
