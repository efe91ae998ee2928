/* options: argv against options.def. */
#include "options.h"

#include <stddef.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

static const struct {
    const char *name, *argument, *commands;
    size_t offset;
} known[] = {
#define OPTION(field, name, argument, commands, help)                                    \
    {name, argument, commands, offsetof(struct options, field)},
#include "options.def"
#undef OPTION
};

static const struct {
    const char *name;
    size_t most; /* arguments */
    bool period; /* cannot do without */
} commands[] = {
    {"run", 1, true},     {"check", 1, false},   {"figures", 1, true},
    {"trace", 2, true},   {"explain", 2, false}, {"verify", 1, false},
    {"sign", 1, false},   {"files", 1, false},   {"withdraw", 2, false},
    {"diff", 3, false},   {"send", 1, true},     {"outbox", 1, false},
    {"import", 1, false}, {"sample", 2, true},   {"init", OPTIONS_ARGUMENTS, false}};

static int refuse_option(struct str word, struct err *err)
{
    struct str near = STR_NONE;
    size_t least = 3;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t edits = utf8_distance(word, str_of(known[i].name));
        if (edits < least) {
            least = edits;
            near = str_of(known[i].name);
        }
    }
    return err_set(err, ERR_JOB, NULL, 0,
                   "unknown option %.*s%s%.*s%s; auditpack --help lists them",
                   STR_ARG(word), near.n > 0 ? ", did you mean " : "", STR_ARG(near),
                   near.n > 0 ? "?" : "");
}

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
        const char *before;
        memcpy(&before, (char *)options + known[i].offset, sizeof before);
        if (before != NULL && strcmp(before, value) != 0)
            return err_set(err, ERR_JOB, NULL, 0,
                           "option %s is given twice, as %s and %s", known[i].name,
                           before, value);
        memcpy((char *)options + known[i].offset, &value, sizeof value);
        return 0;
    }
    return refuse_option((struct str){word, length}, err);
}

static bool takes(const char *list, const char *command)
{
    struct str rest = str_of(list), piece;
    while (str_split(&rest, ' ', &piece))
        if (str_eq(piece, str_of(command)))
            return true;
    return list == NULL;
}

/* An unknown command is left to options_check. */
static int check_command(const struct options *options, struct err *err)
{
    size_t i = 0, n = sizeof commands / sizeof *commands;
    while (i < n && strcmp(commands[i].name, options->command) != 0)
        i++;
    if (i == n)
        return 0;
    if (options->narguments > commands[i].most)
        return err_set(err, ERR_JOB, NULL, 0, "too many arguments for %s, at '%s'",
                       options->command, options->argument[commands[i].most]);
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        const char *value;
        memcpy(&value, (const char *)options + known[k].offset, sizeof value);
        if (value != NULL && !takes(known[k].commands, options->command))
            return err_set(err, ERR_JOB, NULL, 0,
                           "%s takes no %s; auditpack --help says which command does",
                           options->command, known[k].name);
    }
    return 0;
}

static int refuse_command(const char *command, struct err *err)
{
    struct str near = STR_NONE;
    size_t least = 3;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        size_t edits = utf8_distance(str_of(command), str_of(commands[i].name));
        if (edits < least) {
            least = edits;
            near = str_of(commands[i].name);
        }
    }
    return err_set(err, ERR_JOB, NULL, 0,
                   "unknown command '%s'%s%.*s%s; auditpack --help lists them", command,
                   near.n > 0 ? ", did you mean '" : "", STR_ARG(near),
                   near.n > 0 ? "'?" : "");
}

int options_check(const struct options *options, struct err *err)
{
    size_t i = 0, n = sizeof commands / sizeof *commands;
    while (i < n && strcmp(commands[i].name, options->command) != 0)
        i++;
    if (i == n)
        return refuse_command(options->command, err);
    if (options->narguments == 0)
        return err_set(
            err, ERR_JOB, NULL, 0, "%s needs %s; auditpack --help shows how",
            options->command,
            strcmp(options->command, "verify") == 0 ? "the folder of an edition"
            : strcmp(options->command, "diff") == 0 ? "two folders of editions"
            : strcmp(options->command, "init") == 0 ? "a folder of exports, or files"
                                                    : "a job file");
    if (strcmp(options->command, "sign") == 0 && options->key == NULL)
        return err_set(err, ERR_JOB, NULL, 0, "sign needs a private key: --key FILE");
    if (options->due != NULL && (options->period != NULL || options->as_of != NULL))
        return err_set(err, ERR_JOB, NULL, 0,
                       "--due takes the periods of the job's schedule: no --period, no "
                       "--as-of");
    if (commands[i].period && options->period == NULL && options->due == NULL)
        return err_set(err, ERR_JOB, NULL, 0,
                       "%s needs a period: --period 2026-10 for a month, 2026-Q3, "
                       "2026-H1, 2026, 2026-W40 or 2026-10-01..2026-10-15",
                       options->command);
    return 0;
}

int options_parse(struct options *options, int argc, char **argv, struct err *err)
{
    memset(options, 0, sizeof *options);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-h") == 0 || (i == 1 && strcmp(argv[i], "help") == 0)) {
            options->help = "";
        } else if (argv[i][0] == '-' && argv[i][1] != '\0') {
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
    return options->command == NULL ? 0 : check_command(options, err);
}

/* Words of `help` from column `at` on, within 80 columns. */
static void print_help(FILE *out, size_t at, const char *help)
{
    enum { WIDTH = 80 };
    size_t used = at;
    while (*help) {
        size_t n = strcspn(help, " ");
        if (used > at && used + 1 + n > WIDTH) {
            fprintf(out, "\n%*s", (int)at, "");
            used = at;
        }
        used += (size_t)fprintf(out, "%s%.*s", used > at ? " " : "", (int)n, help);
        help += n + strspn(help + n, " ");
    }
    fputc('\n', out);
}

/* What has no room before the column of the helps stands on a line of its own. */
static void print_entry(FILE *out, size_t column, const char *entry, const char *help)
{
    if (strlen(entry) + 2 > column)
        fprintf(out, "%s\n%*s", entry, (int)column, "");
    else
        fprintf(out, "%-*s", (int)column, entry);
    print_help(out, column, help);
}

static void print_option(FILE *out, const char *name, const char *argument,
                         const char *help)
{
    enum { COLUMN = 24 };
    char entry[64];
    snprintf(entry, sizeof entry, "  %-11s %s", name, argument ? argument : "");
    print_entry(out, COLUMN, entry, help);
}

void options_usage(FILE *out)
{
    static const struct {
        const char *command, *help;
    } usage[] = {
        {"  auditpack run JOB --period P [--out DIR] [--as-of TIME]",
         "publish an edition"},
        {"  auditpack run JOB --due [--send]", "publish what is due, and mail it"},
        {"  auditpack init FOLDER|FILE... [--out JOB]",
         "write a first job for these exports"},
        {"  auditpack import JOB [--format F]", "bring every source into the store"},
        {"  auditpack check JOB", "look at every source, import nothing"},
        {"  auditpack figures JOB --period P [--format F]", "print the figures"},
        {"  auditpack trace JOB METRIC --period P", "the rows behind a figure"},
        {"  auditpack trace JOB --register ID --period P", "a register"},
        {"  auditpack trace JOB [METRIC] --every --period P", "of every figure"},
        {"  auditpack sample JOB METRIC --period P --size N",
         "some of these rows, for an audit"},
        {"  auditpack explain JOB METRIC", "definition and SQL of a metric"},
        {"  auditpack files JOB", "the files read, and what became of them"},
        {"  auditpack withdraw JOB FILE [--undo]", "as if a file had never been read"},
        {"  auditpack send JOB --period P [--edition rN]",
         "mail an edition to whom it is for"},
        {"  auditpack outbox JOB [--format F]", "what became of every mail"},
        {"  auditpack diff DIR DIR | JOB rA rB --period P",
         "which figures differ, and why"},
        {"  auditpack verify DIR", "hold an edition against its seal"},
        {"  auditpack sign DIR --key FILE", "approve an edition with a signature"}};
    enum { COLUMN = 42 };
    fputs("auditpack: audit packs from exported service records\n\n", out);
    for (size_t i = 0; i < sizeof usage / sizeof *usage; i++)
        print_entry(out, COLUMN, usage[i].command, usage[i].help);
    fputc('\n', out);
#define OPTION(field, name, argument, commands, help)                                    \
    print_option(out, name, argument, help);
#include "options.def"
#undef OPTION
    fputc('\n', out);
    print_help(out, 0,
               "Exit status: 0 clean, 1 published with warnings, 2 refused, 3 usage or "
               "job, 4 system.");
}
