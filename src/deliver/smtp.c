/* smtp: libcurl tells that a transfer failed, not where in the dialogue. That is read from
 * the dialogue itself: the last command, the last reply, and whether the last byte of the
 * mail had been handed out by then. */
#include "deliver/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

enum { CONNECT_SECONDS = 30, CODE_LARGE = 552 };

struct smtp {
    CURL *curl;
    const struct smtp_server *server;
    char error[CURL_ERROR_SIZE];
    /* the mail under way */
    const struct smtp_mail *mail;
    size_t given;
    char command[8]; /* the last sent: "RCPT" */
    int code;        /* of the last reply */
    bool is_over;    /* QUIT was sent: what comes now is no answer */
    bool answered;   /* a reply came after the whole mail had gone */
    struct smtp_reply *reply;
    struct err *err;
    bool stopped; /* by smtp_mail.data */
};

static bool is_whole(const struct smtp *smtp)
{
    return smtp->given == smtp->mail->bytes.n;
}

static size_t give(char *to, size_t size, size_t n, void *self)
{
    struct smtp *smtp = self;
    const struct smtp_mail *mail = smtp->mail;
    size_t left = mail->bytes.n - smtp->given, room = size * n;
    if (smtp->given == 0 && mail->data && mail->data(mail->self, smtp->err) != 0) {
        smtp->stopped = true;
        return CURL_READFUNC_ABORT;
    }
    if (left < room)
        room = left;
    memcpy(to, mail->bytes.p + smtp->given, room);
    smtp->given += room;
    return room;
}

/* What a server says is foreign: one line of it, fit for a terminal. */
static void keep_said(struct smtp_reply *reply, struct str text)
{
    text = str_trim(text);
    if (text.n >= sizeof reply->said)
        text.n = sizeof reply->said - 1;
    text.n = utf8_valid(text);
    if (text.n)
        memcpy(reply->said, text.p, text.n);
    reply->said[utf8_tame(reply->said, text.n)] = '\0';
}

static void hear(struct smtp *smtp, struct str line)
{
    int64_t code;
    if (smtp->is_over || line.n < 4 || !str_int((struct str){line.p, 3}, &code))
        return;
    smtp->code = (int)code;
    if (is_whole(smtp))
        smtp->answered = true;
    keep_said(smtp->reply, line);
}

/* A login's lines hold secrets: of a command only its first word is kept. */
static void note_command(struct smtp *smtp, struct str line)
{
    size_t n = 0;
    while (n < line.n && n + 1 < sizeof smtp->command && line.p[n] >= 'A' &&
           line.p[n] <= 'Z')
        n++;
    if (n == 4 && memcmp(line.p, "QUIT", 4) == 0)
        smtp->is_over = true;
    if (n < 4 || smtp->is_over)
        return;
    memcpy(smtp->command, line.p, n);
    smtp->command[n] = '\0';
}

static int overhear(CURL *curl, curl_infotype type, char *p, size_t n, void *self)
{
    (void)curl;
    if (type == CURLINFO_HEADER_IN)
        hear(self, (struct str){p, n});
    else if (type == CURLINFO_HEADER_OUT)
        note_command(self, (struct str){p, n});
    return 0;
}

static void set_up(struct smtp *smtp)
{
    CURL *curl = smtp->curl;
    const struct smtp_server *s = smtp->server;
    long seconds = (long)s->seconds;
    curl_easy_setopt(curl, CURLOPT_URL, s->url.p);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* not by the environment */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                     seconds < CONNECT_SECONDS ? seconds : (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(s->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (s->ca.n)
        curl_easy_setopt(curl, CURLOPT_CAINFO, s->ca.p);
    if (s->user.n) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, s->user.p);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, s->password.p);
    }
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, smtp);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* to `overhear`, not to a terminal */
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, overhear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->error);
}

int smtp_open(struct smtp **out, const struct smtp_server *server, struct err *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_SYSTEM, NULL, 0, "libcurl cannot be set up");
    struct smtp *smtp = mem_new(1, sizeof *smtp);
    smtp->server = server;
    smtp->curl = curl_easy_init();
    if (smtp->curl == NULL) {
        smtp_close(smtp);
        return err_set(err, ERR_SYSTEM, NULL, 0, "libcurl cannot be set up");
    }
    set_up(smtp);
    *out = smtp;
    return 0;
}

void smtp_close(struct smtp *smtp)
{
    struct smtp_reply unused;
    if (smtp == NULL)
        return;
    smtp->is_over = true; /* the farewell is overheard as well */
    smtp->reply = &unused;
    curl_easy_cleanup(smtp->curl);
    curl_global_cleanup();
    mem_free(smtp);
}

static bool is_command(const struct smtp *smtp, const char *name)
{
    return strcmp(smtp->command, name) == 0;
}

/* The whole mail had gone: only an answer tells what became of it. Already the first line of
 * several holds the code; an answer that broke off after it is one. */
static enum smtp_outcome judge_whole(const struct smtp *smtp)
{
    int class = smtp->answered ? smtp->code / 100 : 0;
    if (class == 2)
        return SMTP_SENT;
    if (smtp->code == CODE_LARGE && class == 5)
        return SMTP_LARGE;
    if (class == 5)
        return SMTP_REFUSED;
    return class == 4 ? SMTP_FAILED : SMTP_UNKNOWN;
}

/* Without the end of the data a server accepts nothing. */
static enum smtp_outcome judge_part(const struct smtp *smtp)
{
    bool final = smtp->code >= 500 && smtp->code < 600;
    bool is_mail = is_command(smtp, "MAIL");
    bool is_own = is_command(smtp, "RCPT") || is_command(smtp, "DATA");
    if (final && smtp->code == CODE_LARGE && (is_mail || is_own))
        return SMTP_LARGE;
    if (is_own)
        return final ? SMTP_REFUSED : SMTP_FAILED;
    return SMTP_DOWN;
}

static bool is_reply(CURLcode code)
{
    return code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_SEND_ERROR ||
           code == CURLE_LOGIN_DENIED || code == CURLE_UPLOAD_FAILED;
}

/* A refusal by the server is told in its words, everything else in libcurl's. */
static void judge(struct smtp *smtp, CURLcode code)
{
    struct smtp_reply *reply = smtp->reply;
    reply->outcome = code == CURLE_OK ? SMTP_SENT
                     : is_whole(smtp) ? judge_whole(smtp)
                                      : judge_part(smtp);
    if (reply->outcome == SMTP_SENT || (is_reply(code) && smtp->code >= 400))
        return;
    keep_said(reply, str_of(smtp->error[0] ? smtp->error : curl_easy_strerror(code)));
}

int smtp_send(struct smtp *smtp, const struct smtp_mail *mail, struct smtp_reply *reply,
              struct err *err)
{
    struct arena arena;
    arena_init(&arena);
    struct curl_slist *to =
        curl_slist_append(NULL, arena_printf(&arena, "<%.*s>", STR_ARG(mail->to)).p);
    smtp->mail = mail;
    smtp->given = 0;
    smtp->command[0] = smtp->error[0] = '\0';
    smtp->code = 0;
    smtp->is_over = smtp->answered = smtp->stopped = false;
    smtp->reply = reply;
    smtp->err = err;
    reply->said[0] = '\0';
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM,
                     arena_printf(&arena, "<%.*s>", STR_ARG(mail->from)).p);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->bytes.n);
    judge(smtp, curl_easy_perform(smtp->curl));
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(to);
    arena_release(&arena);
    return smtp->stopped ? -1 : 0;
}
