/* options: what the command line says, and that nothing of it is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "options.h"

enum { WORDS = 10 };

static struct err err;

/* Arguments separated by blanks; a '_' stands for a blank within one. */
static int parse(struct options *options, const char *line)
{
    static char text[256];
    char *word[WORDS] = {"auditpack"}, *rest = text;
    int n = 1;
    assert_true(strlen(line) < sizeof text);
    memcpy(text, line, strlen(line) + 1);
    for (char *next; n < WORDS && (next = strsep(&rest, " ")) != NULL; n++) {
        for (char *c = next; *c != '\0'; c++)
            *c = *c == '_' ? ' ' : *c;
        word[n] = next;
    }
    err = (struct err){0};
    return options_parse(options, n, word, &err);
}

static void refused(const char *line, const char *because)
{
    struct options o;
    assert_int_equal(parse(&o, line), -1);
    assert_int_equal(err.code, ERR_JOB);
    if (strstr(err.msg, because) == NULL)
        fail_msg("'%s' says: %s", line, err.msg);
}

static void options_stand_anywhere(void **state)
{
    struct options o;
    (void)state;
    assert_int_equal(parse(&o, "run --period=2026-10 a.xml --as-of 2026-11-03_08:00"), 0);
    assert_string_equal(o.command, "run");
    assert_int_equal(o.narguments, 1);
    assert_string_equal(o.argument[0], "a.xml");
    assert_string_equal(o.period, "2026-10");
    assert_string_equal(o.as_of, "2026-11-03 08:00");
    assert_null(o.out);
    assert_null(o.timing);
}

static void flags_take_no_value(void **state)
{
    struct options o;
    (void)state;
    assert_int_equal(parse(&o, "run a.xml --timing --period 2026"), 0);
    assert_non_null(o.timing);
    assert_int_equal(parse(&o, "import a.xml --timing"), 0);
    assert_non_null(o.timing);
    assert_int_equal(parse(&o, "figures a.xml --threads 3 --period 2026"), 0);
    assert_string_equal(o.threads, "3");
    refused("import a.xml --threads 3", "--threads");
    refused("run a.xml --timing=yes", "--timing takes no value");
    refused("run a.xml --period", "--period takes P");
}

static void what_nobody_knows_is_refused(void **state)
{
    (void)state;
    refused("run a.xml --perod 2026", "--perod");
    refused("run a.xml --per 2026", "--per");
    refused("run a.xml -p 2026", "-p");
}

static void what_a_command_does_not_heed_is_refused(void **state)
{
    struct options o;
    (void)state;
    refused("run a.xml b.xml --period 2026", "b.xml");
    refused("verify r1 r2", "r2");
    refused("run a.xml --only hits", "run takes no --only");
    refused("figures a.xml --out b", "figures takes no --out");
    refused("check a.xml --period 2026", "check takes no --period");
    assert_int_equal(parse(&o, "trace a.xml m --only hits --window last"), 0);
    assert_int_equal(parse(&o, "verify r1 --help"), 0);
    assert_int_equal(parse(&o, "--version"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(flags_take_no_value),
        cmocka_unit_test(what_nobody_knows_is_refused),
        cmocka_unit_test(what_a_command_does_not_heed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
