/* encoding: the table of encodings, and the judgement of bytes that are not UTF-8. What
 * libuchardet says counts where there is enough text; short Chinese text, which it takes
 * for anything, is told by its own marks: nearly all of it is pairs from the common rows of
 * the code table, while letters with accents stand alone between plain ones. */
#include "ingest/text/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <uchardet.h>

#include "base/banned.h"

enum { PAIRS_MIN = 10, LETTERS_MIN = 20, NAME_MAX_SIZE = 40 };

static const struct encoding encodings[] = {
    {"UTF-8", NULL, {"UTF8", "ASCII", "US-ASCII"}, "\xEF\xBB\xBF", 3, 1, NULL},
    {"GB18030",
     "GB18030",
     {"GBK", "GB2312", "CP936", "HZ-GB-2312"},
     "\x84\x31\x95\x33",
     4,
     1,
     NULL},
    /* Kana, numbers in circles and more, which vendors put behind the common characters, are
       private ones to iconv's Big5, but not to that of Hong Kong. */
    {"Big5", "BIG5", {"CP950", "BIG-5"}, "", 0, 1, "BIG5-HKSCS"},
    {"windows-1252", "CP1252", {"CP1252", "ISO-8859-1", "latin1"}, "", 0, 1, NULL},
    {"Shift_JIS", "CP932", {"CP932", "SJIS", "windows-31j"}, "", 0, 1, NULL},
    {"EUC-JP", "EUC-JP", {"EUCJP"}, "", 0, 1, NULL},
    {"EUC-KR", "UHC", {"UHC", "CP949", "KS_C_5601-1987"}, "", 0, 1, NULL},
    {"UTF-32LE", "UTF-32LE", {"UTF-32"}, "\xFF\xFE\0\0", 4, 4, NULL},
    {"UTF-32BE", "UTF-32BE", {NULL}, "\0\0\xFE\xFF", 4, 4, NULL},
    {"UTF-16LE", "UTF-16LE", {"UTF-16", "unicode"}, "\xFF\xFE", 2, 2, NULL},
    {"UTF-16BE", "UTF-16BE", {NULL}, "\xFE\xFF", 2, 2, NULL},
};
enum { UTF8, GB18030, BIG5, LATIN, ENCODINGS = sizeof encodings / sizeof *encodings };

const struct encoding *encoding_utf8(void)
{
    return &encodings[UTF8];
}

static bool same_name(struct str a, const char *b)
{
    return b != NULL && a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0;
}

static const struct encoding *lookup_known(struct str name)
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

/* iconv takes marks behind the name that make it lenient; a name has none of them. */
static bool is_plain_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':'))
            return false;
    }
    return name.n > 0 && name.n < NAME_MAX_SIZE;
}

const struct encoding *encoding_lookup(struct arena *arena, struct str name)
{
    const struct encoding *known = lookup_known(name);
    if (known != NULL || !is_plain_name(name))
        return known;
    char *copy = arena_new(arena, name.n + 1, 1);
    for (size_t i = 0; i < name.n; i++)
        copy[i] =
            (char)(name.p[i] >= 'a' && name.p[i] <= 'z' ? name.p[i] - 32 : name.p[i]);
    iconv_t cd = iconv_open("UTF-8", copy);
    if (cd == (iconv_t)-1)
        return NULL;
    iconv_close(cd);
    struct encoding *other = arena_new(arena, 1, sizeof *other);
    *other = (struct encoding){.name = copy, .iconv = copy, .mark = "", .unit = 1};
    return other;
}

const struct encoding *encoding_marked(struct str head)
{
    for (size_t i = 0; i < ENCODINGS; i++)
        if (encodings[i].mark_size > 0 &&
            str_starts(head, (struct str){encodings[i].mark, encodings[i].mark_size}))
            return &encodings[i];
    return NULL;
}

const struct encoding *encoding_wide(struct str head)
{
    size_t zeros[2] = {0, 0}, pairs = head.n / 2;
    for (size_t i = 0; i < pairs * 2; i++)
        zeros[i % 2] += head.p[i] == '\0';
    for (size_t odd = 0; odd < 2; odd++)
        if (pairs > 0 && zeros[odd] * 10 >= pairs * 4 && zeros[1 - odd] * 20 <= pairs)
            return lookup_known(odd ? STR("UTF-16LE") : STR("UTF-16BE"));
    return NULL;
}

/* What a text looks like as pairs of bytes, and byte by byte. */
struct looks {
    size_t pairs, gb, big5; /* pairs; in the common rows of GB 2312, of Big5 */
    size_t letters, lonely; /* bytes beyond ASCII; those without such a neighbour */
};

static bool is_high(const struct str *s, size_t i)
{
    return i < s->n && (unsigned char)s->p[i] >= 0x80;
}

/* Signs and level 1 of GB 2312 make up nearly all of any Chinese text. */
static bool is_common_gb(unsigned char lead, unsigned char tail)
{
    return tail >= 0xA1 &&
           ((lead >= 0xA1 && lead <= 0xA3) || (lead >= 0xB0 && lead <= 0xD7));
}

/* Signs and level 1 of Big5. */
static bool is_common_big5(unsigned char lead, unsigned char tail)
{
    return lead >= 0xA1 && lead <= 0xC6 &&
           ((tail >= 0x40 && tail <= 0x7E) || (tail >= 0xA1 && tail <= 0xFE));
}

static void look_at(struct looks *looks, struct str s)
{
    *looks = (struct looks){0};
    for (size_t i = 0; i < s.n; i++)
        if (is_high(&s, i)) {
            looks->letters++;
            looks->lonely += !is_high(&s, i + 1) && (i == 0 || !is_high(&s, i - 1));
        }
    for (size_t i = 0; i + 1 < s.n; i++) {
        unsigned char lead = (unsigned char)s.p[i], tail = (unsigned char)s.p[i + 1];
        if (lead < 0x80)
            continue;
        if (tail >= '0' && tail <= '9') {
            i += 3; /* four bytes of GB18030 */
            continue;
        }
        looks->pairs++;
        looks->gb += is_common_gb(lead, tail);
        looks->big5 += is_common_big5(lead, tail);
        i++;
    }
}

/* Whether the text decodes strictly, its last character perhaps cut. */
static bool decodes(const struct encoding *encoding, struct str s)
{
    char out[4096], *in = (char *)(uintptr_t)s.p;
    size_t left = s.n;
    iconv_t cd = iconv_open("UTF-8", encoding->iconv);
    int why = 0;
    if (cd == (iconv_t)-1)
        return false;
    do {
        char *to = out;
        size_t room = sizeof out;
        why = iconv(cd, &in, &left, &to, &room) == (size_t)-1 ? errno : 0;
    } while (why == E2BIG);
    iconv_close(cd);
    return why == 0 || why == EINVAL;
}

static void put_guess(struct guess *guess, const struct encoding *encoding)
{
    for (size_t i = 0; i < guess->n; i++)
        if (guess->encoding[i] == encoding)
            return;
    if (guess->n < GUESSES_MAX)
        guess->encoding[guess->n++] = encoding;
}

static const struct encoding *ask_uchardet(struct arena *arena, struct str s)
{
    uchardet_t detector = uchardet_new();
    const struct encoding *found = NULL;
    if (detector != NULL && uchardet_handle_data(detector, s.p, s.n) == 0) {
        uchardet_data_end(detector);
        found = encoding_lookup(arena, str_of(uchardet_get_charset(detector)));
    }
    if (detector != NULL)
        uchardet_delete(detector);
    return found != NULL && found->iconv != NULL ? found : NULL;
}

/* The variants of Latin text for western Europe are one to the eye; windows-1252 holds
 * the signs that exports write. */
static const struct encoding *western(const struct encoding *encoding)
{
    static const char *const variants[] = {"ISO-8859-3",   "ISO-8859-9",  "ISO-8859-10",
                                           "ISO-8859-13",  "ISO-8859-15", "ISO-8859-16",
                                           "WINDOWS-1254", "ISO-8859-4"};
    for (size_t i = 0; encoding != NULL && i < sizeof variants / sizeof *variants; i++)
        if (strcmp(encoding->name, variants[i]) == 0)
            return &encodings[LATIN];
    return encoding;
}

static bool takes_pairs(const struct encoding *encoding)
{
    return encoding >= encodings && encoding < encodings + ENCODINGS &&
           encoding != &encodings[LATIN];
}

void encoding_guess(struct guess *guess, struct arena *arena, struct str sample)
{
    struct str s = {sample.p, sample.n < SAMPLE_MAX ? sample.n : SAMPLE_MAX};
    const struct encoding *said = western(ask_uchardet(arena, s));
    struct looks looks;
    look_at(&looks, s);
    bool much = looks.pairs >= PAIRS_MIN;
    bool chinese = looks.gb * 10 >= looks.pairs * 7;
    bool taiwanese = looks.big5 * 10 >= looks.pairs * 9 && looks.big5 > looks.gb;
    bool latin = looks.lonely * 10 >= looks.letters * 7;
    *guess = (struct guess){.lonely = latin};
    if (taiwanese && !chinese && !latin)
        put_guess(guess, &encodings[BIG5]);
    if (much && !latin && said != NULL && takes_pairs(said))
        put_guess(guess, said);
    if (latin && said != NULL && !takes_pairs(said) && looks.letters >= LETTERS_MIN)
        put_guess(guess, said);
    if (latin)
        put_guess(guess, &encodings[LATIN]);
    if (much && taiwanese)
        put_guess(guess, &encodings[BIG5]);
    if (!latin && (much ? chinese : decodes(&encodings[GB18030], s)))
        put_guess(guess, &encodings[GB18030]);
    /* Cyrillic, Greek, Thai...: letters in long runs that are no pairs. */
    if (guess->n == 0 && said != NULL && looks.letters >= LETTERS_MIN &&
        !decodes(&encodings[GB18030], s))
        put_guess(guess, said);
    guess->sure = guess->n == 1 && looks.letters >= LETTERS_MIN;
}
