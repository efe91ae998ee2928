/* options: argv against options.def. */
#include "options.h"

#include <stddef.h>
#include <string.h>

#include "base/str.h"

#include "base/banned.h"

static const struct {
    const char *name, *argument;
    size_t offset;
} known[] = {
#define OPTION(field, name, argument, help)                                              \
    {name, argument, offsetof(struct options, field)},
#include "options.def"
#undef OPTION
};

static int take_option(struct options *options, int argc, char **argv, int *at,
                       struct err *err)
{
    char *word = argv[*at];
    char *equals = strchr(word, '=');
    size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i].name) != length || memcmp(known[i].name, word, length) != 0)
            continue;
        const char *value = "";
        if (known[i].argument != NULL && equals != NULL)
            value = equals + 1;
        else if (known[i].argument != NULL && *at + 1 < argc)
            value = argv[++*at];
        else if (known[i].argument != NULL || equals != NULL)
            return err_set(err, ERR_JOB, NULL, 0, "option %s takes %s", known[i].name,
                           known[i].argument ? known[i].argument : "no value");
        memcpy((char *)options + known[i].offset, &value, sizeof value);
        return 0;
    }
    return err_set(err, ERR_JOB, NULL, 0,
                   "unknown option %s; auditpack --help lists them", word);
}

int options_parse(struct options *options, int argc, char **argv, struct err *err)
{
    memset(options, 0, sizeof *options);
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-' && argv[i][1] != '\0') {
            if (take_option(options, argc, argv, &i, err) != 0)
                return -1;
        } else if (options->command == NULL) {
            options->command = argv[i];
        } else if (options->narguments < OPTIONS_ARGUMENTS) {
            options->argument[options->narguments++] = argv[i];
        } else {
            return err_set(err, ERR_JOB, NULL, 0, "too many arguments, at '%s'", argv[i]);
        }
    }
    return 0;
}

static void print_option(FILE *out, const char *name, const char *argument,
                         const char *help)
{
    fprintf(out, "  %-11s %-9s %s\n", name, argument ? argument : "", help);
}

void options_usage(FILE *out)
{
    fputs(
        "auditpack: audit packs from exported service records\n\n"
        "  auditpack run JOB --period P [--out DIR] [--as-of TIME]   publish an edition\n"
        "  auditpack check JOB                          look at every source, import "
        "nothing\n"
        "  auditpack figures JOB --period P [--format F]   print the figures\n"
        "  auditpack trace JOB METRIC --period P        the rows behind a figure\n"
        "  auditpack trace JOB --register ID --period P    a register\n"
        "  auditpack explain JOB METRIC                 definition and SQL of a metric\n"
        "  auditpack verify DIR                         hold an edition against its "
        "seal\n\n",
        out);
#define OPTION(field, name, argument, help) print_option(out, name, argument, help);
#include "options.def"
#undef OPTION
    fputs("\nExit status: 0 clean, 1 published with warnings, 2 refused, 3 usage or job, "
          "4 system.\n",
          out);
}
