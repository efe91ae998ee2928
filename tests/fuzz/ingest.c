/* fuzz ingest: any bytes as the file of a source. The first byte chooses what the source
 * declares, so that every encoding, quote, delimiter and key is reached; the rest is the
 * file. Every row read must be accepted or rejected, and rows come out as counted. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "held.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const ids[] = {"id", "opened", "closed", "cost"};
static struct str synonyms[4];
static struct field fields[4];
static const struct field *key[] = {&fields[0], &fields[3]};
static struct order_rule order = {&fields[1], &fields[2]};
static struct kind kind = {.field = fields,
                           .nfields = 4,
                           .key = key,
                           .event = &fields[1],
                           .order = &order,
                           .norders = 1};
static struct zone *zone;

static void set_up(void)
{
    static const enum field_type types[] = {FIELD_ID, FIELD_TIME, FIELD_TIME,
                                            FIELD_DECIMAL};
    struct err e;
    must(zone_open(&zone, STR("Europe/Berlin"), &e) == 0);
    for (uint32_t i = 0; i < 4; i++) {
        synonyms[i] = str_of(ids[i]);
        fields[i] = (struct field){.id = synonyms[i],
                                   .name = synonyms[i],
                                   .type = types[i],
                                   .index = i,
                                   .required = i == 0,
                                   .scale = 2,
                                   .synonym = &synonyms[i],
                                   .nsynonyms = 1};
    }
}

/* 0: the header is found; 1: there is none, and sums are left out; 2: it has two rows. */
static void choose_heading(struct source *source, unsigned choice)
{
    static struct map maps[4];
    static struct skip skips[] = {{.text = {"Sum", 3}},
                                  {.position = 2, .text = {"-", 1}, .whole = true}};
    for (int i = 0; i < 4; i++)
        maps[i] = (struct map){.field = &fields[i], .position = i + 1};
    if (choice == 1) {
        source->header_line = HEADER_NONE;
        source->map = maps;
        source->nmaps = 4;
        source->skip = skips;
        source->nskips = 2;
    }
    source->header_rows = choice == 2 ? 2 : 0;
}

static void choose(struct source *source, unsigned choice)
{
    static const char *const encodings[] = {"",         "UTF-8", "GB18030",
                                            "UTF-16LE", "Big5",  "windows-1252"};
    *source = (struct source){.id = STR("fuzz"), .kind = &kind};
    source->encoding = str_of(encodings[choice % 6]);
    choice /= 6;
    source->quote = choice % 2 ? '\'' : '\0';
    source->no_quote = choice / 2 % 2;
    source->delimiter = choice / 4 % 2 ? ';' : '\0';
    kind.nkey = 1 + choice / 8 % 2;
    choose_heading(source, choice / 16);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct source source;
    char path[HELD_PATH];
    if (n == 0)
        return 0;
    if (zone == NULL)
        set_up();
    int fd = held_file("fuzz.csv", data + 1, n - 1, path);
    choose(&source, data[0]);
    held_records(&source, zone, path);
    close(fd);
    return 0;
}
