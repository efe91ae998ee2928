/* manifest: writes and reads manifest.json. Reading takes our own layout only; a file
 * that has been edited fails its seal before anything in it is believed. */
#include "seal/manifest.h"

#include <stdio.h>
#include <string.h>

#include "seal/json_text.h"

#include "base/banned.h"

static const char SEAL_HEAD[] = "  \"sealed\": \"", SEAL_TAIL[] = "\"\n}\n";
enum { HEX = 64 };

static void put_pair(struct buf *buf, const char *key, struct str value)
{
    buf_printf(buf, "  \"%s\": ", key);
    json_put_string(buf, value);
    buf_text(buf, ",\n");
}

static void put_digest(struct buf *buf, const char *key, const struct sha256 *digest)
{
    struct arena arena;
    arena_init(&arena);
    put_pair(buf, key, sha256_hex(&arena, digest));
    arena_release(&arena);
}

static void put_record(struct buf *buf, struct str role, struct str name,
                       const struct sha256 *digest, int64_t bytes)
{
    struct arena arena;
    arena_init(&arena);
    buf_text(buf, "    {\"role\": ");
    json_put_string(buf, role);
    buf_text(buf, ", \"name\": ");
    json_put_string(buf, name);
    buf_text(buf, ", \"sha256\": ");
    json_put_string(buf, sha256_hex(&arena, digest));
    buf_printf(buf, ", \"bytes\": %lld", (long long)bytes);
    arena_release(&arena);
}

static void put_inputs(struct buf *buf, const struct manifest_facts *facts)
{
    buf_text(buf, "  \"inputs\": [\n");
    for (size_t i = 0; i < facts->ninputs; i++) {
        const struct seal_file *in = &facts->input[i];
        put_record(buf, in->role, in->name, &in->digest, in->bytes);
        if (in->rows >= 0)
            buf_printf(buf, ", \"rows\": %lld", (long long)in->rows);
        buf_text(buf, i + 1 < facts->ninputs ? "},\n" : "}\n");
    }
    buf_text(buf, "  ],\n");
}

static void put_outputs(struct buf *buf, const struct seal_output *output, size_t n)
{
    buf_text(buf, "  \"outputs\": [\n");
    for (size_t i = 0; i < n; i++) {
        put_record(buf, output[i].role, output[i].name, &output[i].digest,
                   output[i].bytes);
        buf_printf(buf, ", \"pages\": %llu, \"rows\": %llu",
                   (unsigned long long)output[i].pages,
                   (unsigned long long)output[i].rows);
        buf_text(buf, i + 1 < n ? "},\n" : "}\n");
    }
    buf_text(buf, "  ],\n");
}

static void put_seal(struct buf *buf)
{
    struct sha256 seal = sha256_of(buf->p, buf->n);
    struct arena arena;
    arena_init(&arena);
    buf_text(buf, SEAL_HEAD);
    buf_str(buf, sha256_hex(&arena, &seal));
    buf_text(buf, SEAL_TAIL);
    arena_release(&arena);
}

void manifest_put(struct buf *buf, const struct manifest_facts *facts,
                  const struct seal_output *output, size_t noutputs)
{
    buf_text(buf, "{\n");
    put_pair(buf, "program", facts->program);
    put_pair(buf, "libraries", facts->libraries);
    put_pair(buf, "job", facts->job);
    put_pair(buf, "period", facts->period);
    put_pair(buf, "state", facts->state);
    put_pair(buf, "as_of", facts->as_of);
    put_pair(buf, "zone", facts->zone);
    put_pair(buf, "locale", facts->locale);
    put_digest(buf, "identity", &facts->identity);
    put_digest(buf, "live_set", &facts->live_set);
    put_digest(buf, "zone_data", &facts->zone_digest);
    put_pair(buf, "figures", facts->figures);
    put_inputs(buf, facts);
    put_outputs(buf, output, noutputs);
    put_seal(buf);
}

void approval_put(struct buf *buf, struct str signer, struct str time,
                  const struct sha256 *manifest, const struct seal_output *output)
{
    buf_text(buf, "{\n");
    put_pair(buf, "signer", signer);
    put_pair(buf, "time", time);
    put_digest(buf, "manifest", manifest);
    put_outputs(buf, output, 1);
    put_seal(buf);
}

bool manifest_sealed(struct str text)
{
    size_t head = sizeof SEAL_HEAD - 1, tail = sizeof SEAL_TAIL - 1;
    if (text.n < head + HEX + tail)
        return false;
    size_t body = text.n - head - HEX - tail;
    struct sha256 seal = sha256_of(text.p, body);
    struct arena arena;
    arena_init(&arena);
    bool good = memcmp(text.p + body, SEAL_HEAD, head) == 0 &&
                memcmp(text.p + body + head, sha256_hex(&arena, &seal).p, HEX) == 0 &&
                memcmp(text.p + body + head + HEX, SEAL_TAIL, tail) == 0;
    arena_release(&arena);
    return good;
}

static bool read_record(struct str line, struct seal_output *output, struct arena *arena)
{
    struct buf text;
    int64_t bytes = 0;
    buf_init(&text, MANIFEST_MAX);
    output->role = arena_str(arena, json_string_of(line, "role", &text));
    output->name = arena_str(arena, json_string_of(line, "name", &text));
    bool good = output->name.n > 0 &&
                sha256_parse(json_string_of(line, "sha256", &text), &output->digest) &&
                str_int(json_string_of(line, "bytes", &text), &bytes);
    output->bytes = bytes;
    buf_release(&text);
    return good;
}

int manifest_outputs(struct str text,
                     int (*each)(void *, const struct seal_output *, struct err *),
                     void *self, struct arena *arena, struct err *err)
{
    struct str line;
    bool inside = false;
    for (long number = 1; str_split(&text, '\n', &line); number++) {
        struct seal_output output = {0};
        if (str_eq(line, STR("  ],")))
            inside = false;
        if (inside && !read_record(line, &output, arena))
            return err_set(err, ERR_GATE, MANIFEST_NAME, number,
                           "not a record of an output");
        if (inside && each(self, &output, err) != 0)
            return -1;
        if (str_eq(line, STR("  \"outputs\": [")))
            inside = true;
    }
    return 0;
}

struct str manifest_value(struct str text, const char *key, struct buf *out)
{
    char head[64];
    struct str line;
    int n = snprintf(head, sizeof head, "  \"%s\": ", key);
    while (str_split(&text, '\n', &line))
        if (str_starts(line, (struct str){head, (size_t)n}))
            return json_string_of(line, key, out);
    return STR_NONE;
}
