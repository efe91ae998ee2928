/* decode: finds the encoding of a file in a first pass over all of it, then hands the text
 * out as UTF-8. What is neither UTF-8 nor plausibly GB18030 must be declared. UTF-8 goes
 * straight from the file to the caller; the others pass through iconv, which refuses what
 * it cannot decode. */
#include "ingest/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"

#include "base/banned.h"

#define NO_CONVERSION ((iconv_t)-1)

enum { PIECE = 1 << 16, CHARACTER_MAX = 4, DAMAGED_UTF8 = 3, PAIRS_MIN = 10 };

struct encoding {
    const char *name; /* canonical, as recorded */
    const char *iconv;
    const char *alias[3];
    const char *mark; /* byte order mark, may be empty */
};

static const struct encoding encodings[] = {
    {"UTF-8", NULL, {"UTF8"}, "\xEF\xBB\xBF"},
    {"GB18030", "GB18030", {"GBK", "GB2312", "CP936"}, ""},
    {"UTF-16LE", "UTF-16LE", {"UTF-16"}, "\xFF\xFE"},
    {"UTF-16BE", "UTF-16BE", {NULL}, "\xFE\xFF"},
    {"Big5", "CP950", {"CP950"}, ""},
    {"windows-1252", "CP1252", {"CP1252", "ISO-8859-1", "latin1"}, ""},
};
enum { UTF8, GB18030, ENCODINGS = sizeof encodings / sizeof *encodings };

struct decode {
    const char *path;
    int fd;
    const struct encoding *encoding;
    bool marked; /* the file begins with the encoding's mark */
    iconv_t cd;  /* NO_CONVERSION for UTF-8 */
    char in[PIECE];
    size_t from, until;     /* unread part of `in` */
    uint64_t offset;        /* in the file, of in[from] */
    uint64_t wide;          /* met while detecting: three-byte characters of UTF-8 ... */
    uint64_t pairs, common; /* ... two-byte characters of GB18030, usual ones of them */
    bool at_end;            /* the file has no more bytes */
};

static bool same_name(struct str a, const char *b)
{
    return b != NULL && a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0;
}

static const struct encoding *lookup_encoding(struct str name)
{
    for (size_t i = 0; name.n > 0 && i < ENCODINGS; i++) {
        if (same_name(name, encodings[i].name))
            return &encodings[i];
        for (size_t k = 0; k < sizeof encodings->alias / sizeof *encodings->alias; k++)
            if (same_name(name, encodings[i].alias[k]))
                return &encodings[i];
    }
    return NULL;
}

static const struct encoding *marked_encoding(struct str head)
{
    for (size_t i = 0; i < ENCODINGS; i++)
        if (*encodings[i].mark && str_starts(head, str_of(encodings[i].mark)))
            return &encodings[i];
    return NULL;
}

/* Reads until the piece is full or the file ends, so that a short read means the end. */
static int read_fully(struct decode *d, char *out, size_t cap, size_t *n, struct err *err)
{
    *n = 0;
    while (*n < cap && !d->at_end) {
        ssize_t got = read(d->fd, out + *n, cap - *n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_system(err, d->path, "cannot read the file");
        d->at_end = got == 0;
        *n += (size_t)got;
    }
    return 0;
}

/* Tops up `in`, keeping what is unread. */
static int fill(struct decode *d, struct err *err)
{
    size_t n, kept = d->until - d->from;
    memmove(d->in, d->in + d->from, kept);
    if (read_fully(d, d->in + kept, PIECE - kept, &n, err) != 0)
        return -1;
    d->from = 0;
    d->until = kept + n;
    return 0;
}

/* Back to the first byte of text. */
static int restart(struct decode *d, struct err *err)
{
    d->from = d->until = 0;
    d->offset = d->marked ? strlen(d->encoding->mark) : 0;
    d->at_end = false;
    if (lseek(d->fd, (off_t)d->offset, SEEK_SET) < 0)
        return err_system(err, d->path, "cannot read the file twice");
    return 0;
}

static int start_iconv(struct decode *d, struct err *err)
{
    if (d->cd != NO_CONVERSION)
        iconv_close(d->cd);
    d->cd = iconv_open("UTF-8", d->encoding->iconv);
    if (d->cd == NO_CONVERSION)
        return err_system(err, d->path, "this system cannot convert from %s",
                          d->encoding->name);
    return 0;
}

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* utf8_valid for whole files: runs of ASCII and of common wide characters (those whose
 * second byte is not restricted) at a few cycles each, the rest one by one. Counts the
 * wide ones. */
static size_t valid_prefix(struct str s, uint64_t *wide)
{
    size_t at = 0;
    while (at < s.n) {
        const char *p = s.p + at;
        size_t left = s.n - at, step;
        uint64_t word = 0;
        if (left >= sizeof word)
            memcpy(&word, p, sizeof word);
        if (left >= sizeof word && (word & 0x8080808080808080U) == 0)
            step = sizeof word;
        else if ((unsigned char)*p < 0x80)
            step = 1;
        else if (left >= 3 && (unsigned char)(*p - '\xE1') < 12 && is_tail(p[1]) &&
                 is_tail(p[2]))
            step = 3;
        else
            step =
                utf8_valid((struct str){p, left < CHARACTER_MAX ? left : CHARACTER_MAX});
        if (step == 0)
            break;
        *wide += step == 3;
        at += step;
    }
    return at;
}

/* Passes over the rest of the file; d->offset is then that of the first invalid byte, or
 * the file's length. */
static int skim_utf8(struct decode *d, bool *valid, struct err *err)
{
    *valid = true;
    d->wide = 0;
    do {
        if (fill(d, err) != 0)
            return -1;
        struct str piece = {d->in + d->from, d->until - d->from};
        size_t good = valid_prefix(piece, &d->wide);
        d->from += good;
        d->offset += good;
        /* What is left may be the start of a character that the next piece completes. */
        *valid = good == piece.n || (piece.n - good < CHARACTER_MAX && !d->at_end);
    } while (*valid && !d->at_end);
    return 0;
}

/* Converts some of `in`; 1 when it stops at bytes that are no character. */
static int convert(struct decode *d, char **out, size_t *room)
{
    char *in = d->in + d->from;
    size_t left = d->until - d->from, before = left;
    size_t done = iconv(d->cd, &in, &left, out, room);
    bool stuck = done == (size_t)-1 && errno != E2BIG && (errno != EINVAL || d->at_end);
    d->from += before - left;
    d->offset += before - left;
    return stuck;
}

/* Counts the two-byte characters of complete GB18030 text, and among them the signs and
 * level 1 of GB 2312, which make up nearly all of any Chinese text. */
static void count_common(struct decode *d, const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    for (size_t i = 0; i + 1 < n; i++) {
        if (p[i] < 0x80)
            continue;
        if (p[i + 1] >= '0' && p[i + 1] <= '9') {
            i += 3; /* four bytes */
            continue;
        }
        d->pairs++;
        d->common += p[i + 1] >= 0xA1 &&
                     ((p[i] >= 0xA1 && p[i] <= 0xA3) || (p[i] >= 0xB0 && p[i] <= 0xD7));
        i++;
    }
}

static int skim_iconv(struct decode *d, bool *valid, struct err *err)
{
    char scratch[PIECE];
    *valid = true;
    d->pairs = d->common = 0;
    do {
        if (fill(d, err) != 0)
            return -1;
        char *out = scratch;
        size_t room = sizeof scratch;
        *valid = convert(d, &out, &room) == 0;
        if (d->encoding == &encodings[GB18030])
            count_common(d, d->in, d->from);
    } while (*valid && (!d->at_end || d->from < d->until));
    return 0;
}

static int skim(struct decode *d, const struct encoding *encoding, bool *valid,
                struct err *err)
{
    d->encoding = encoding;
    if (restart(d, err) != 0)
        return -1;
    if (encoding == &encodings[UTF8])
        return skim_utf8(d, valid, err);
    return start_iconv(d, err) != 0 ? -1 : skim_iconv(d, valid, err);
}

/* Line, from 1, of the byte at d->offset: line feeds are the same in every encoding read
 * here. 0 when the file cannot be read again. */
static long line_of_offset(const struct decode *d)
{
    char piece[PIECE];
    uint64_t at = 0;
    long line = 1;
    while (at < d->offset) {
        uint64_t left = d->offset - at;
        ssize_t n = pread(d->fd, piece, left < PIECE ? left : PIECE, (off_t)at);
        if (n <= 0)
            return 0;
        for (ssize_t i = 0; i < n; i++)
            line += piece[i] == '\n';
        at += (uint64_t)n;
    }
    return line;
}

static int refuse_bytes(struct decode *d, const char *remedy, struct err *err)
{
    return err_set(err, ERR_GATE, d->path, line_of_offset(d),
                   "byte %llu is not valid %s; %s", (unsigned long long)d->offset,
                   d->encoding->name, remedy);
}

/* Neither declared nor marked: UTF-8, else GB18030. Three valid wide characters before the
 * first bad byte do not happen in GB18030 text (its common lead bytes are none of UTF-8):
 * such a file is UTF-8 that was cut or damaged, and must not be read as anything else. */
static int detect(struct decode *d, struct err *err)
{
    uint64_t utf8_offset;
    bool valid;
    if (skim(d, &encodings[UTF8], &valid, err) != 0)
        return -1;
    if (valid)
        return 0;
    if (d->wide >= DAMAGED_UTF8)
        return refuse_bytes(d, "the file is damaged or cut: export it again", err);
    utf8_offset = d->offset;
    if (skim(d, &encodings[GB18030], &valid, err) != 0)
        return -1;
    if (valid && d->pairs >= PAIRS_MIN && d->common * 10 < d->pairs * 7)
        return err_set(err, ERR_GATE, d->path, 0,
                       "the file is not UTF-8 and would be rare characters in GB18030; "
                       "name its encoding in the source (perhaps Big5)");
    if (valid)
        return 0;
    return err_set(err, ERR_GATE, d->path, 0,
                   "neither UTF-8 (byte %llu) nor GB18030 (byte %llu) decodes the file; "
                   "name its encoding in the source, or export it again as UTF-8",
                   (unsigned long long)utf8_offset, (unsigned long long)d->offset);
}

static int settle(struct decode *d, const struct encoding *declared, struct err *err)
{
    const struct encoding *marked;
    bool valid;
    if (fill(d, err) != 0)
        return -1;
    if (d->until == 0)
        return err_set(err, ERR_GATE, d->path, 0, "the file is empty");
    marked = marked_encoding((struct str){d->in, d->until});
    if (marked == NULL && declared == NULL)
        return detect(d, err);
    if (marked != NULL && declared != NULL && marked != declared)
        return err_set(err, ERR_GATE, d->path, 0,
                       "the file begins with the mark of %s, but the source declares %s",
                       marked->name, declared->name);
    d->marked = marked != NULL;
    if (skim(d, marked ? marked : declared, &valid, err) != 0)
        return -1;
    if (valid)
        return 0;
    return refuse_bytes(d,
                        declared ? "correct the encoding of the source, or the file"
                                 : "the file is damaged or cut: export it again",
                        err);
}

int decode_open(struct decode **out, const char *path, struct str declared,
                struct err *err)
{
    const struct encoding *encoding = lookup_encoding(declared);
    struct decode *d;
    if (declared.n > 0 && encoding == NULL)
        return err_set(err, ERR_JOB, path, 0,
                       "encoding '%.*s' is unknown; known are UTF-8, GB18030, Big5, "
                       "windows-1252, UTF-16LE, UTF-16BE",
                       STR_ARG(declared));
    d = mem_new(1, sizeof *d);
    d->path = path;
    d->cd = NO_CONVERSION;
    d->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (d->fd < 0)
        err_system(err, path, "cannot open the file");
    if (d->fd < 0 || settle(d, encoding, err) != 0 || restart(d, err) != 0 ||
        (d->encoding != &encodings[UTF8] && start_iconv(d, err) != 0)) {
        decode_close(d);
        return -1;
    }
    *out = d;
    return 0;
}

int decode_read(struct decode *d, char *out, size_t cap, size_t *n, struct err *err)
{
    char *end = out;
    size_t room = cap;
    if (d->cd == NO_CONVERSION)
        return read_fully(d, out, cap, n, err);
    do { /* once more when a piece held only the start of a character */
        if (fill(d, err) != 0)
            return -1;
        if (convert(d, &end, &room) != 0)
            return refuse_bytes(d, "the file changed while it was read", err);
    } while (room == cap && !(d->at_end && d->from == d->until));
    *n = cap - room;
    return 0;
}

struct str decode_encoding(const struct decode *d)
{
    return str_of(d->encoding->name);
}

void decode_close(struct decode *d)
{
    if (d == NULL)
        return;
    if (d->cd != NO_CONVERSION)
        iconv_close(d->cd);
    if (d->fd >= 0)
        close(d->fd);
    mem_free(d);
}
