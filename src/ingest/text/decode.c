/* decode: finds the encoding of a file in a first pass over all of it, then hands the text
 * out as UTF-8. UTF-8 goes straight from the file to the caller; the others pass through
 * iconv, which refuses what it cannot decode. */
#include "ingest/text/decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/text/bytes.h"
#include "ingest/text/encoding.h"

#include "base/banned.h"

#define NO_CONVERSION ((iconv_t)-1)

enum { PIECE = 1 << 16, CHARACTER_MAX = 4, DAMAGED_UTF8 = 3, WIDE_HEAD = 4096 };

static const struct str replacement = {"\xEF\xBF\xBD", 3}; /* U+FFFD */

struct decode {
    struct arena arena; /* holds an encoding that is not of the table */
    const char *path;
    struct bytes *bytes;
    const struct encoding *encoding;
    bool marked; /* the text begins with the encoding's mark */
    bool guessed, replaced;
    iconv_t cd;     /* NO_CONVERSION for UTF-8 */
    iconv_t vendor; /* for the pairs of encoding->vendor */
    char in[PIECE];
    size_t from, until; /* unread part of `in` */
    uint64_t offset;    /* in the text, of in[from] */
    /* Met as UTF-8: characters of two bytes, and of three as far as it matters. */
    uint64_t narrow, wide;
    bool at_end; /* no more bytes */
};

/* A short read means the end. */
static int read_fully(struct decode *d, char *out, size_t cap, size_t *n, struct err *err)
{
    if (bytes_read(d->bytes, out, cap, n, err) != 0)
        return -1;
    d->at_end = *n < cap;
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
    char mark[CHARACTER_MAX];
    size_t n, size = d->marked ? d->encoding->mark_size : 0;
    d->from = d->until = 0;
    d->offset = size;
    d->at_end = false;
    return bytes_rewind(d->bytes, err) != 0 || read_fully(d, mark, size, &n, err) != 0
               ? -1
               : 0;
}

static void stop_iconv(iconv_t *cd)
{
    if (*cd != NO_CONVERSION)
        iconv_close(*cd);
    *cd = NO_CONVERSION;
}

static int open_iconv(const struct decode *d, iconv_t *cd, const char *name,
                      struct err *err)
{
    if (name == NULL)
        return 0;
    *cd = iconv_open("UTF-8", name);
    if (*cd == NO_CONVERSION)
        return err_system(err, d->path, "this system cannot convert from %s", name);
    return 0;
}

static int start_iconv(struct decode *d, struct err *err)
{
    stop_iconv(&d->cd);
    stop_iconv(&d->vendor);
    return open_iconv(d, &d->cd, d->encoding->iconv, err) != 0 ||
                   open_iconv(d, &d->vendor, d->encoding->vendor, err) != 0
               ? -1
               : 0;
}

/* The step over one character of two bytes or more; 0: it is none. */
static size_t step_wide(struct decode *d, const char *p, size_t left)
{
    size_t n = utf8_valid((struct str){p, left < CHARACTER_MAX ? left : CHARACTER_MAX});
    struct str rest = {p, n};
    uint32_t cp;
    if (n == 0)
        return 0;
    utf8_next(&rest, &cp);
    n -= rest.n; /* of the first character alone */
    d->narrow += n == 2;
    d->wide += n == 3;
    d->replaced |= n == replacement.n && memcmp(p, replacement.p, n) == 0;
    return n;
}

#ifdef __SSE2__
enum { STRIDE = 16 };

/* The bytes from p on, by strides, that are ASCII or whole wide characters whose second
 * byte is not restricted: each lead, E1 to EC, has two tails behind it, and no other byte
 * is above ASCII. A character that a stride cuts begins the next one. */
static size_t common_run(struct decode *d, const char *p, size_t n)
{
    const __m128i first = _mm_set1_epi8('\xE1'), range = _mm_set1_epi8('\xEC' - '\xE1');
    const __m128i behind_tails = _mm_set1_epi8('\xC0');
    size_t at = 0;
    while (n - at >= STRIDE) {
        __m128i text = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        __m128i off = _mm_sub_epi8(text, first);
        __m128i leads = _mm_cmpeq_epi8(_mm_min_epu8(off, range), off);
        unsigned high = (unsigned)_mm_movemask_epi8(text);
        unsigned lead = (unsigned)_mm_movemask_epi8(leads);
        unsigned tail = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(text, behind_tails));
        unsigned whole = STRIDE - (lead >> 15 != 0 ? 1 : 2 * (lead >> 14));
        unsigned taken = (1U << whole) - 1;
        if (((lead | tail) & taken) != (high & taken) ||
            (tail & taken) != ((lead << 1 | lead << 2) & taken))
            break;
        if (d->wide < DAMAGED_UTF8)
            d->wide += (unsigned)__builtin_popcount(lead & taken);
        at += whole;
    }
    return at;
}
#else
static size_t common_run(struct decode *d, const char *p, size_t n)
{
    (void)d;
    (void)p;
    (void)n;
    return 0;
}
#endif

/* The step over eight bytes of ASCII, or over one character; 0: it is none. */
static size_t next_step(struct decode *d, const char *p, size_t left)
{
    uint64_t word = 0;
    if (left >= sizeof word)
        memcpy(&word, p, sizeof word);
    if (left >= sizeof word && (word & 0x8080808080808080U) == 0)
        return sizeof word;
    if ((unsigned char)*p < 0x80)
        return 1;
    if (left < 3 || (unsigned char)(*p - '\xE1') >= 12 || !utf8_is_tail(p[1]) ||
        !utf8_is_tail(p[2]))
        return step_wide(d, p, left);
    d->wide++;
    return 3;
}

/* utf8_valid for whole files: what is common at a few cycles a stride, the rest one by
 * one. */
static size_t valid_prefix(struct decode *d, struct str s)
{
    size_t at = 0;
    while (at < s.n) {
        size_t step = common_run(d, s.p + at, s.n - at);
        if (step == 0)
            step = next_step(d, s.p + at, s.n - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

/* Passes over the rest of the file; d->offset is then that of the first invalid byte, or
 * the file's length. */
static int skim_utf8(struct decode *d, bool *valid, struct err *err)
{
    *valid = true;
    d->narrow = d->wide = 0;
    do {
        if (fill(d, err) != 0)
            return -1;
        struct str piece = {d->in + d->from, d->until - d->from};
        size_t good = valid_prefix(d, piece);
        d->from += good;
        d->offset += good;
        /* What is left may be the start of a character that the next piece completes. */
        *valid = good == piece.n || (piece.n - good < CHARACTER_MAX && !d->at_end);
    } while (*valid && !d->at_end);
    return 0;
}

/* The bytes before the first pair that begins with C6A1 to C8; pairs stay whole. */
static size_t before_vendor(const char *p, size_t n)
{
    size_t at = 0;
    while (at + 1 < n) {
        unsigned char lead = (unsigned char)p[at], tail = (unsigned char)p[at + 1];
        if (lead >= 0xC6 && lead <= 0xC8 && (lead > 0xC6 || tail >= 0xA1))
            return at;
        at += lead < 0x80 ? 1 : 2;
    }
    return n;
}

/* As iconv, where pairs of vendors have a converter of their own. */
static size_t convert_mixed(struct decode *d, char **in, size_t *left, char **out,
                            size_t *room)
{
    size_t done = 0;
    while (*left > 0 && done != (size_t)-1) {
        size_t run = before_vendor(*in, *left);
        size_t part = run > 0 ? run : 2;
        *left -= part;
        done = iconv(run > 0 ? d->cd : d->vendor, in, &part, out, room);
        if (run == 0 && done == (size_t)-1 && errno == EILSEQ)
            done = iconv(d->cd, in, &part, out, room);
        *left += part;
    }
    return done;
}

/* Converts some of `in`; 1 when it stops at bytes that are no character. */
static int convert(struct decode *d, char **out, size_t *room)
{
    char *in = d->in + d->from;
    size_t left = d->until - d->from, before = left;
    size_t done = d->vendor == NO_CONVERSION ? iconv(d->cd, &in, &left, out, room)
                                             : convert_mixed(d, &in, &left, out, room);
    bool stuck = done == (size_t)-1 && errno != E2BIG && (errno != EINVAL || d->at_end);
    d->from += before - left;
    d->offset += before - left;
    return stuck;
}

/* The converted text is looked through until the first U+FFFD. */
static int skim_iconv(struct decode *d, bool *valid, struct err *err)
{
    char scratch[PIECE];
    *valid = true;
    do {
        if (fill(d, err) != 0)
            return -1;
        char *out = scratch;
        size_t room = sizeof scratch;
        *valid = convert(d, &out, &room) == 0;
        if (!d->replaced)
            d->replaced = memmem(scratch, sizeof scratch - room, replacement.p,
                                 replacement.n) != NULL;
    } while (*valid && (!d->at_end || d->from < d->until));
    return 0;
}

static int skim(struct decode *d, const struct encoding *encoding, bool *valid,
                struct err *err)
{
    d->encoding = encoding;
    d->replaced = false;
    if (restart(d, err) != 0 || start_iconv(d, err) != 0)
        return -1;
    return d->cd == NO_CONVERSION ? skim_utf8(d, valid, err) : skim_iconv(d, valid, err);
}

/* Whether the character at p, of the encoding's smallest size, is a line feed. */
static bool is_feed(const struct encoding *encoding, const char *p)
{
    size_t zeros = 0, feeds = 0;
    for (size_t i = 0; i < encoding->unit; i++) {
        zeros += p[i] == '\0';
        feeds += p[i] == '\n';
    }
    return feeds == 1 && zeros == encoding->unit - 1;
}

/* Line, from 1, of the byte at d->offset. 0 when the file cannot be read again. */
static long line_of_offset(struct decode *d)
{
    struct err ignored;
    uint64_t until = d->offset;
    long line = 1;
    if (restart(d, &ignored) != 0)
        return 0;
    while (d->offset < until && !d->at_end) {
        uint64_t left = until - d->offset;
        size_t n, unit = d->encoding->unit;
        if (read_fully(d, d->in, left < PIECE ? left : PIECE, &n, &ignored) != 0)
            return 0;
        for (size_t i = 0; i + unit <= n; i += unit)
            line += is_feed(d->encoding, d->in + i);
        d->offset += n;
    }
    d->offset = until;
    return line;
}

static int refuse_bytes(struct decode *d, const char *remedy, struct err *err)
{
    long line = line_of_offset(d);
    return err_set(err, ERR_GATE, d->path, line, "byte %llu is not valid %s; %s",
                   (unsigned long long)d->offset, d->encoding->name, remedy);
}

static int refuse_damaged(struct decode *d, struct err *err)
{
    return refuse_bytes(d, "the file is damaged or cut: export it again", err);
}

/* What the text from the line on that holds the first byte that is no UTF-8 may be. Line
 * feeds are line feeds in whatever it is. */
static int guess_from_bad_line(struct decode *d, struct guess *guess, struct err *err)
{
    size_t back = d->from;
    while (back > 0 && d->in[back - 1] != '\n')
        back--;
    d->from = back;
    if (fill(d, err) != 0)
        return -1;
    encoding_guess(guess, &d->arena, (struct str){d->in + d->from, d->until - d->from});
    return 0;
}

static int refuse_unknown(struct decode *d, uint64_t bad, struct err *err)
{
    static const char remedy[] =
        "name its encoding in the source, or export it again as UTF-8";
    if (d->encoding->iconv == NULL)
        return err_set(
            err, ERR_GATE, d->path, 0,
            "the file is not UTF-8 (byte %llu), and nothing tells what else it "
            "is; %s",
            (unsigned long long)bad, remedy);
    return err_set(err, ERR_GATE, d->path, 0,
                   "neither UTF-8 (byte %llu) nor %s (byte %llu) decodes the file; %s",
                   (unsigned long long)bad, d->encoding->name,
                   (unsigned long long)d->offset, remedy);
}

/* Neither declared nor marked. Three valid wide characters before the first bad byte do
 * not happen in GB18030 text (its common lead bytes are none of UTF-8), nor valid
 * characters of any size in text of single bytes: such a file is UTF-8 that was cut or
 * damaged, and must not be read as anything else. */
static int detect(struct decode *d, struct err *err)
{
    struct guess guess;
    bool valid;
    if (skim(d, encoding_utf8(), &valid, err) != 0)
        return -1;
    if (valid)
        return 0;
    if (d->wide >= DAMAGED_UTF8)
        return refuse_damaged(d, err);
    uint64_t bad = d->offset, narrow = d->narrow;
    if (guess_from_bad_line(d, &guess, err) != 0)
        return -1;
    d->offset = bad;
    if (guess.n > 0 && narrow >= DAMAGED_UTF8 && guess.lonely)
        return refuse_damaged(d, err);
    for (size_t i = 0; i < guess.n; i++) {
        if (skim(d, guess.encoding[i], &valid, err) != 0)
            return -1;
        d->guessed = !guess.sure;
        if (valid)
            return 0;
    }
    return refuse_unknown(d, bad, err);
}

static int take_known(struct decode *d, const struct encoding *encoding,
                      const char *remedy, struct err *err)
{
    bool valid;
    if (skim(d, encoding, &valid, err) != 0)
        return -1;
    return valid ? 0 : refuse_bytes(d, remedy, err);
}

/* A mark says which UTF-16 it is, whichever was declared. */
static bool agree(const struct encoding *marked, const struct encoding *declared)
{
    return marked == declared || (marked->unit == 2 && declared->unit == 2);
}

static int settle(struct decode *d, const struct encoding *declared, struct err *err)
{
    const struct encoding *marked, *wide;
    if (fill(d, err) != 0)
        return -1;
    if (d->until == 0)
        return err_set(err, ERR_GATE, d->path, 0, "the file is empty");
    marked = encoding_marked((struct str){d->in, d->until});
    wide =
        encoding_wide((struct str){d->in, d->until < WIDE_HEAD ? d->until : WIDE_HEAD});
    if (marked != NULL && declared != NULL && !agree(marked, declared))
        return err_set(err, ERR_GATE, d->path, 0,
                       "the file begins with the mark of %s, but the source declares %s",
                       marked->name, declared->name);
    d->marked = marked != NULL;
    if (marked == NULL && declared != NULL)
        return take_known(d, declared, "correct the encoding of the source, or the file",
                          err);
    if (marked != NULL || wide != NULL)
        return take_known(d, marked != NULL ? marked : wide,
                          "the file is damaged or cut: export it again", err);
    return detect(d, err);
}

int decode_open(struct decode **out, const char *path, struct str declared,
                struct err *err)
{
    struct decode *d = mem_new(1, sizeof *d);
    d->path = path;
    d->cd = d->vendor = NO_CONVERSION;
    const struct encoding *encoding = encoding_lookup(&d->arena, declared);
    if (declared.n > 0 && encoding == NULL)
        err_set(err, ERR_JOB, path, 0,
                "encoding '%.*s' is unknown; some that are known: UTF-8, GB18030, Big5, "
                "windows-1252, Shift_JIS, EUC-KR, UTF-16",
                STR_ARG(declared));
    if ((declared.n > 0 && encoding == NULL) || bytes_open(&d->bytes, path, err) != 0 ||
        settle(d, encoding, err) != 0 || restart(d, err) != 0 ||
        start_iconv(d, err) != 0) {
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

bool decode_guessed(const struct decode *d)
{
    return d->guessed;
}

bool decode_replaced(const struct decode *d)
{
    return d->replaced;
}

bool decode_packed(const struct decode *d)
{
    return bytes_packed(d->bytes);
}

void decode_close(struct decode *d)
{
    if (d == NULL)
        return;
    stop_iconv(&d->cd);
    stop_iconv(&d->vendor);
    bytes_close(d->bytes);
    arena_release(&d->arena);
    mem_free(d);
}
