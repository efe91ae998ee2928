/* diag: the growing list of findings; it copies what it is given. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

#include "base/banned.h"

#define TEXT_MAX 2000

void diag_init(struct diag_list *list)
{
    *list = (struct diag_list){.n = 0};
    arena_init(&list->arena);
}

void diag_release(struct diag_list *list)
{
    arena_release(&list->arena);
    mem_free(list->item);
    diag_init(list);
}

void diag_put(struct diag_list *list, enum diag_level level, const char *code,
              struct str file, long line, const char *format, ...)
{
    char text[TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    list->item = mem_room(list->item, list->n, &list->cap, sizeof *list->item);
    list->item[list->n++] = (struct diag){
        .level = level,
        .code = arena_str(&list->arena, str_of(code)),
        .file = utf8_tamed(&list->arena, file),
        .line = line,
        /* one line: a line feed in the data must not forge a finding */
        .text = utf8_tamed(&list->arena, str_of(text)),
    };
    list->count[level]++;
}

void diag_move(struct diag_list *list, struct diag_list *from)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct diag *d = &from->item[i];
        diag_put(list, d->level, d->code.p, d->file, d->line, "%.*s", STR_ARG(d->text));
    }
    diag_release(from);
}
