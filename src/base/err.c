/* err: filling the caller's error. Texts become one line of whole characters, whatever
 * the data that are quoted in them. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

#undef err_set
#undef err_system
#undef err_note

/* Cut at `size` bytes may have split a character; control characters would let quoted
 * data forge a second message. */
static void one_line(char *text)
{
    size_t n = strlen(text), valid = utf8_valid((struct str){text, n});
    if (n - valid < 4)
        n = valid;
    text[utf8_tame(text, n)] = '\0';
}

static void fill(struct err *e, enum err_code code, int sys_errno, const char *file,
                 long line)
{
    *e = (struct err){.code = code, .sys_errno = sys_errno, .line = line};
    if (file)
        snprintf(e->file, sizeof e->file, "%s", file);
    one_line(e->file);
}

int err_set(struct err *e, enum err_code code, const char *file, long line,
            const char *format, ...)
{
    if (!e)
        return -1;
    fill(e, code, 0, file, line);
    va_list args;
    va_start(args, format);
    vsnprintf(e->msg, sizeof e->msg, format, args);
    va_end(args);
    one_line(e->msg);
    return -1;
}

int err_system(struct err *e, const char *file, const char *format, ...)
{
    int sys_errno = errno;
    if (!e)
        return -1;
    fill(e, ERR_SYSTEM, sys_errno, file, 0);
    char text[300], reason[96];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    snprintf(e->msg, sizeof e->msg, "%s: %s", text,
             strerror_r(sys_errno, reason, sizeof reason));
    one_line(e->msg);
    return -1;
}

int err_note(struct err *e, const char *format, ...)
{
    if (!e || e->notes == sizeof e->note / sizeof e->note[0])
        return -1;
    char *note = e->note[e->notes++];
    va_list args;
    va_start(args, format);
    vsnprintf(note, sizeof e->note[0], format, args);
    va_end(args);
    one_line(note);
    return -1;
}
