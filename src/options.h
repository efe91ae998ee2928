/* options: the command line, parsed once into plain fields. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdio.h>

#include "base/err.h"

enum { OPTIONS_ARGUMENTS = 64 };

struct options {
#define OPTION(field, name, argument, commands, help) const char *field;
#include "options.def"
#undef OPTION
    const char *command;
    const char *argument[OPTIONS_ARGUMENTS]; /* after the command */
    size_t narguments;
};

/* Flags without an argument are "" when given, NULL otherwise. ERR_JOB on anything
 * unknown, on more arguments than the command takes and on another command's options: what
 * is not heeded is not accepted. Understands "--name value" and "--name=value". */
int options_parse(struct options *, int argc, char **argv, struct err *);
/* After --help and --version: ERR_JOB on an unknown command and on what it lacks. */
int options_check(const struct options *, struct err *);
void options_usage(FILE *);

#endif
