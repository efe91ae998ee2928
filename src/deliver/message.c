/* message: headers, a body of plain text and the files behind it. */
#include "deliver/message.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/sha256.h"

#include "base/banned.h"

enum { BOUNDARY_DIGITS = 24 };

static void put_date(struct buf *out, int64_t utc, int32_t offset)
{
    static const char *const day[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const month[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = civil_of(utc + offset);
    int weekday = civil_weekday(civil_days(c.year, c.month, c.day));
    int minutes = abs(offset) / 60;
    buf_printf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d %c%02d%02d\r\n",
               day[weekday - 1], c.day, month[c.month - 1], c.year, c.hour, c.minute,
               c.second, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static int check_lines(const struct message *m, struct err *err)
{
    const struct str line[] = {m->from,    m->from_name, m->reply_to, m->to,
                               m->to_name, m->subject,   m->id};
    for (size_t i = 0; i < sizeof line / sizeof *line; i++)
        if (!mime_is_line(line[i]))
            return err_set(err, ERR_JOB, NULL, 0,
                           "a header of the mail would hold a control character; look at "
                           "the names, addresses and words of the job");
    return 0;
}

static void put_headers(struct buf *out, const struct message *m)
{
    mime_put_address(out, "From", m->from_name, m->from);
    mime_put_address(out, "To", m->to_name, m->to);
    if (m->reply_to.n)
        mime_put_address(out, "Reply-To", STR_NONE, m->reply_to);
    mime_put_header(out, "Subject", m->subject);
    put_date(out, m->date, m->offset);
    buf_printf(out,
               "Message-ID: <%.*s>\r\n"
               "Auto-Submitted: auto-generated\r\n"
               "MIME-Version: 1.0\r\n",
               STR_ARG(m->id));
}

static void put_body(struct buf *out, struct str body)
{
    struct buf lines;
    struct str line;
    buf_init(&lines, out->max);
    if (body.n && body.p[body.n - 1] == '\n')
        body.n--;
    while (str_split(&body, '\n', &line)) {
        buf_str(&lines, line);
        buf_text(&lines, "\r\n");
    }
    buf_text(out, "Content-Type: text/plain; charset=UTF-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\n");
    mime_put_base64(out, buf_view(&lines));
    buf_release(&lines);
}

/* No line of base64 begins with two hyphens: the boundary occurs in no part. */
static void put_parts(struct buf *out, const struct message *m)
{
    struct sha256 digest = sha256_of(m->id.p, m->id.n);
    struct arena arena;
    arena_init(&arena);
    struct str boundary = arena_printf(&arena, "=_%.*s", (int)BOUNDARY_DIGITS,
                                       sha256_hex(&arena, &digest).p);
    buf_printf(out, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n",
               boundary.p, boundary.p);
    put_body(out, m->body);
    for (size_t i = 0; i < m->nfiles; i++) {
        const struct message_file *file = &m->file[i];
        buf_printf(out, "--%s\r\n", boundary.p);
        mime_put_file(out, file->type, file->name, file->plain);
        buf_text(out, "\r\n");
        mime_put_base64(out, file->bytes);
    }
    buf_printf(out, "--%s--\r\n", boundary.p);
    arena_release(&arena);
}

int message_put(struct buf *out, const struct message *m, struct err *err)
{
    if (check_lines(m, err) != 0)
        return -1;
    put_headers(out, m);
    if (m->nfiles)
        put_parts(out, m);
    else
        put_body(out, m->body);
    if (buf_failed(out))
        return err_set(err, ERR_SYSTEM, NULL, 0, "the mail is over %zu bytes", out->max);
    return 0;
}
