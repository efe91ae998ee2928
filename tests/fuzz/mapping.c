/* fuzz mapping: what stands inside a job's <source>, up to the first NUL, and the file it
 * maps, behind it. What the schema admits must load or be refused with a message; every row
 * read must be accepted or rejected; and every text is tried as every form of number, time
 * and length. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "catalogue/job_source.h"
#include "held.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char head[] =
    "<job xmlns='urn:auditpack:job:1' id='f' locale='en' zone='Europe/Berlin'>"
    "<organisation>o</organisation><store path='s'/><out path='o'/>"
    "<standard use='x'/><pack use='x'/><source id='s' kind='x' path='p'>";
static const char tail[] = "</source></job>";
static const char kinds[] =
    "<records xmlns='urn:auditpack:records:1'>"
    "<form means='yes'>ja</form><form means='no'>nein</form>"
    "<form means='year'>y</form><form means='month'>m</form><form means='day'>d</form>"
    "<form means='hour'>h</form><form means='minute'>i</form><form "
    "means='second'>s</form>"
    "<form means='am'>vor</form><form means='pm'>nach</form>"
    "<form means='length' seconds='3600'>h std</form>"
    "<form means='length' seconds='60'>min</form><form means='ten' power='4'>w</form>"
    "<kind id='x' key='id' event='at'><name xml:lang='en'>x</name>"
    "<field id='id' type='id' required='yes'><name xml:lang='en'>id</name></field>"
    "<field id='at' type='time'><name xml:lang='en'>at</name></field>"
    "<field id='on' type='date'><name xml:lang='en'>on</name></field>"
    "<field id='mo' type='month'><name xml:lang='en'>mo</name></field>"
    "<field id='ok' type='flag'><name xml:lang='en'>ok</name></field>"
    "<field id='n' type='int' length='minutes'><name xml:lang='en'>n</name></field>"
    "<field id='c' type='decimal' scale='2'><name xml:lang='en'>c</name>"
    "<unit>eur</unit><unit power='-2'>%</unit></field></kind></records>";

static struct arena arena;
static struct cat_load load;
static struct records records;
static struct zone *zone;
static xmlRelaxNG *grammar; /* parsed once: a job is small, its schema is not */

static void set_up(void)
{
    struct err e = {.code = ERR_NONE};
    load = (struct cat_load){
        .arena = &arena, .lang = STR("en"), .schemas = "templates/schemas"};
    load.file = mem_room(load.file, 0, &load.cap, sizeof *load.file);
    load.file[load.nfiles++] = (struct cat_file){
        .role = STR("records"), .path = STR("k.xml"), .text = STR(kinds)};
    xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewParserCtxt("templates/schemas/job.rng");
    grammar = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
    must(grammar != NULL);
    must(zone_open(&zone, STR("Europe/Berlin"), &e) == 0);
    must(records_load(&records, &load, 0, 1, &e) == 0);
}

static void say_nothing(void *self, const char *format, ...)
{
    (void)self;
    (void)format;
}

/* NULL where the schema, or the loader before it, refuses the text. */
static xmlDoc *parse(struct str text)
{
    xmlDoc *doc =
        xmlReadMemory(text.p, (int)text.n, "job.xml", NULL,
                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (doc == NULL)
        return NULL;
    xmlRelaxNGValidCtxt *valid = xmlRelaxNGNewValidCtxt(grammar);
    xmlRelaxNGSetValidErrors(valid, say_nothing, say_nothing, NULL);
    bool fits = doc->intSubset == NULL && xmlRelaxNGValidateDoc(valid, doc) == 0;
    xmlRelaxNGFreeValidCtxt(valid);
    if (fits)
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}

static void run(struct str text, const char *path)
{
    struct job job = {.records = records, .zone = zone, .path = STR("job.xml")};
    struct err e = {.code = ERR_NONE};
    xmlDoc *doc = parse(text);
    if (doc == NULL)
        return;
    arena_init(&job.arena);
    if (job_load_sources(&job, xmlDocGetRootElement(doc), &e) != 0)
        must(e.code != ERR_NONE && e.msg[0] != '\0');
    else
        held_records(&job.source[0], zone, path);
    xmlFreeDoc(doc);
    arena_release(&job.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const uint8_t *cut = n > 0 ? memchr(data, '\0', n) : NULL;
    struct buf text;
    char path[HELD_PATH];
    if (cut == NULL)
        return 0;
    if (zone == NULL)
        set_up();
    size_t before = (size_t)(cut - data), rest = n - before - 1;
    buf_init(&text, 1 << 20);
    buf_text(&text, head);
    buf_put(&text, data, before);
    buf_text(&text, tail);
    int fd = held_file("fuzz.csv", cut + 1, rest, path);
    run(buf_view(&text), path);
    close(fd);
    buf_release(&text);
    return 0;
}
