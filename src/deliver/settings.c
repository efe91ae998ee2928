/* settings: the file of a job's <deliver>. The schema has checked the form of addresses;
 * what depends on several of its parts is refused here. */
#include "deliver/settings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "deliver/mime.h"

#include "base/banned.h"

enum {
    LIMIT = 20, /* megabytes, unless told otherwise */
    SECONDS = 300,
    TRIES = 5,
    PASSWORD_MAX = 4096,
    FILE_MAX = 16 << 20
};

struct loading {
    struct settings *settings;
    const char *path;
    struct str folder;
};

static struct str attr(const struct loading *in, const xmlNode *node, const char *name)
{
    return arena_str(&in->settings->arena, xml_attr(node, name));
}

static struct str path_attr(const struct loading *in, const xmlNode *node,
                            const char *name)
{
    return xml_has(node, name)
               ? file_join(&in->settings->arena, in->folder, xml_attr(node, name))
               : STR_NONE;
}

static int64_t number_attr(const xmlNode *node, const char *name, int64_t otherwise)
{
    int64_t n = otherwise; /* the schema admits small numbers only */
    return str_int(xml_attr(node, name), &n) ? n : otherwise;
}

static struct str small_letters(struct arena *arena, struct str text)
{
    char *p = arena_new(arena, text.n + 1, 1);
    for (size_t i = 0; i < text.n; i++)
        p[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]);
    return (struct str){p, text.n};
}

/* The domain itself, not one that ends like it. */
static bool is_allowed(struct arena *arena, struct str domains, struct str key)
{
    struct str domain, own = key, list = small_letters(arena, domains);
    str_split(&own, '@', &domain);
    if (!list.n)
        return true;
    while (str_split(&list, ' ', &domain))
        if (domain.n && str_eq(domain, own))
            return true;
    return false;
}

static unsigned wants_of(struct str list)
{
    static const char *const name[] = {"pdf", "xlsx", "figures"};
    unsigned wants = 0;
    struct str word;
    while (str_split(&list, ' ', &word))
        for (unsigned i = 0; i < sizeof name / sizeof *name; i++)
            wants |= str_eq(word, str_of(name[i])) ? 1U << i : 0;
    return wants;
}

static struct recipient *same_mailbox(struct settings *s, struct str key)
{
    for (size_t i = 0; i < s->nrecipients; i++)
        if (str_eq(s->recipient[i].key, key))
            return &s->recipient[i];
    return NULL;
}

/* A mailbox declared twice gets one mail, with all that either was to get. */
static int load_recipient(struct loading *in, const xmlNode *node, struct str domains,
                          struct err *err)
{
    struct settings *s = in->settings;
    struct recipient one = {.address = attr(in, node, "address"),
                            .name = attr(in, node, "name"),
                            .wants = wants_of(xml_attr(node, "gets"))};
    one.key = small_letters(&s->arena, one.address);
    if (!mime_is_line(one.name))
        return err_set(err, ERR_JOB, in->path, xml_line(node),
                       "the name of a recipient holds a control character");
    if (!is_allowed(&s->arena, domains, one.key))
        return err_set(err, ERR_JOB, in->path, xml_line(node),
                       "recipient %.*s is in none of the domains that domains= allows",
                       STR_ARG(one.address));
    struct recipient *before = same_mailbox(s, one.key);
    if (before)
        before->wants |= one.wants;
    else
        s->recipient[s->nrecipients++] = one;
    return 0;
}

static int load_recipients(struct loading *in, const xmlNode *root, struct err *err)
{
    struct settings *s = in->settings;
    struct str domains = xml_attr(root, "domains");
    s->recipient =
        arena_new(&s->arena, xml_count(root, "recipient"), sizeof *s->recipient);
    for (const xmlNode *c = xml_first(root, "recipient"); c; c = xml_next(c, "recipient"))
        if (load_recipient(in, c, domains, err) != 0)
            return -1;
    return 0;
}

static int load_login(struct loading *in, const xmlNode *root, struct err *err)
{
    struct settings *s = in->settings;
    const xmlNode *login = xml_first(root, "login");
    if (login == NULL)
        return 0;
    s->user = attr(in, login, "user");
    s->password_file = path_attr(in, login, "password-file");
    s->password_env = attr(in, login, "password-env");
    if (s->plain)
        return err_set(err, ERR_JOB, in->path, xml_line(login),
                       "with tls=\"none\" the password would go out in the clear; leave "
                       "out one of the two");
    return 0;
}

static int load_head(struct loading *in, const xmlNode *root, struct err *err)
{
    struct settings *s = in->settings;
    const xmlNode *operator= xml_first(root, "operator");
    s->server = attr(in, root, "server");
    s->ca = path_attr(in, root, "ca");
    s->plain = str_eq(xml_attr(root, "tls"), STR("none"));
    s->from = attr(in, root, "from");
    s->from_name = attr(in, root, "from-name");
    s->reply_to = attr(in, root, "reply-to");
    s->limit = number_attr(root, "limit", LIMIT) * 1000000;
    s->tries = number_attr(root, "tries", TRIES);
    s->seconds = cat_duration(xml_attr(root, "timeout"));
    if (s->seconds == 0)
        s->seconds = SECONDS;
    if (operator)
        s->operator_address = attr(in, operator, "address");
    if (s->plain && str_starts(s->server, STR("smtps:")))
        return err_set(err, ERR_JOB, in->path, xml_line(root),
                       "smtps:// is TLS; leave out tls=\"none\", or write smtp://");
    if (!mime_is_line(s->from_name))
        return err_set(err, ERR_JOB, in->path, xml_line(root),
                       "from-name holds a control character");
    return 0;
}

int settings_load(struct settings *settings, const struct job *job, struct err *err)
{
    struct loading in = {settings, job->deliver.p, STR_NONE};
    struct str text;
    xmlDoc *xml = NULL;
    *settings = (struct settings){0};
    arena_init(&settings->arena);
    if (!job->deliver.n)
        return err_set(err, ERR_JOB, job->path.p, 0,
                       "the job says nothing of mail; give it <deliver file=\"...\"/>, "
                       "the manual shows such a file");
    in.folder = file_folder(&settings->arena, job->deliver);
    struct str schema =
        arena_printf(&settings->arena, "%s/deliver.rng", job->load.schemas);
    if (file_read(in.path, FILE_MAX, &settings->arena, &text, err) != 0)
        return err_note(err, "named by <deliver> of %s", job->path.p);
    if (xml_load(&xml, text, in.path, schema.p, err) != 0)
        return -1;
    const xmlNode *root = xmlDocGetRootElement(xml);
    int result = load_head(&in, root, err);
    if (result == 0)
        result = load_login(&in, root, err);
    if (result == 0)
        result = load_recipients(&in, root, err);
    xmlFreeDoc(xml);
    return result;
}

/* Told, not refused: some systems mount secrets so, in a folder nobody else can enter. */
static void check_mode(const struct settings *s, struct diag_list *diags)
{
    struct stat st;
    if (stat(s->password_file.p, &st) == 0 && (st.st_mode & S_IROTH) != 0)
        diag_put(diags, DIAG_WARN, "secret", s->password_file, 0,
                 "everybody on this machine can read the password; chmod 600");
}

static int read_file(struct settings *s, struct diag_list *diags, struct err *err)
{
    if (file_read(s->password_file.p, PASSWORD_MAX, &s->arena, &s->password, err) != 0)
        return err_note(err, "the password of the mail server");
    while (s->password.n && strchr("\r\n", s->password.p[s->password.n - 1]))
        s->password.n--;
    s->password = arena_str(&s->arena, s->password); /* ends where the line does */
    check_mode(s, diags);
    if (s->password.n == 0 || memchr(s->password.p, '\0', s->password.n))
        return err_set(err, ERR_JOB, s->password_file.p, 0,
                       "holds no password: one line of text is looked for");
    return 0;
}

int settings_read_password(struct settings *s, struct diag_list *diags, struct err *err)
{
    if (!s->user.n)
        return 0;
    if (s->password_file.n)
        return read_file(s, diags, err);
    const char *value = getenv(s->password_env.p);
    if (value == NULL)
        return err_set(err, ERR_JOB, NULL, 0,
                       "the password of the mail server is looked for in %s, which is "
                       "not in the environment",
                       s->password_env.p);
    s->password = str_of(value);
    return 0;
}

void settings_release(struct settings *settings)
{
    arena_release(&settings->arena);
}
