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
