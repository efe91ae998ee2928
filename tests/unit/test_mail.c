/* mail: what goes into headers is ASCII, short and decodes to what was meant; nothing foreign
 * gets into them; sizes are known before; the outbox lets a mail go out once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "deliver/message.h"
#include "deliver/outbox.h"

static struct buf out;

static int setup(void **state)
{
    (void)state;
    buf_init(&out, 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    buf_release(&out);
    return 0;
}

static void plain_headers_stay_as_they_are(void **state)
{
    (void)state;
    mime_put_header(&out, "Subject", STR("October, r1"));
    mime_put_address(&out, "To", STR("A \"B\""), STR("a@example.com"));
    mime_put_address(&out, "Cc", STR(""), STR("b@example.com"));
    assert_string_equal(out.p, "Subject: October, r1\r\n"
                               "To: \"A \\\"B\\\"\"\r\n <a@example.com>\r\n"
                               "Cc: b@example.com\r\n");
}

static void what_looks_encoded_is_encoded(void **state)
{
    (void)state;
    mime_put_header(&out, "Subject", STR("=?x"));
    assert_string_equal(out.p, "Subject: =?UTF-8?B?PT94?=\r\n");
}

/* No character is cut in two, and no line is over 78. */
static void long_headers_fold_between_characters(void **state)
{
    struct str rest;
    struct str line;
    (void)state;
    mime_put_header(&out, "Subject",
                    STR("\xE5\x94\xAE\xE5\x90\x8E\xE6\x9C\x8D\xE5\x8A\xA1 a "
                        "\xE5\x94\xAE\xE5\x90\x8E\xE6\x9C\x8D\xE5\x8A\xA1"
                        "\xE5\x94\xAE\xE5\x90\x8E\xE6\x9C\x8D\xE5\x8A\xA1"
                        "\xF0\xA0\xAE\xB7"
                        "\xE5\x94\xAE"));
    rest = buf_view(&out);
    for (size_t n = 0; str_split(&rest, '\n', &line); n++) {
        assert_true(line.n <= 78);
        assert_true(n == 0 || !line.n || line.p[0] == ' ');
    }
    assert_string_equal(
        out.p, "Subject: =?UTF-8?B?5ZSu5ZCO5pyN5YqhIGEg5ZSu5ZCO5pyN5Yqh5ZSu5ZCO5pyN5Yqh?="
               "\r\n =?UTF-8?B?8KCut+WUrg==?=\r\n");
}

/* RFC 2047: a line that holds an encoded word has 76 characters at most. */
static void encoded_words_keep_to_their_line(void **state)
{
    struct buf text;
    struct str rest, line;
    (void)state;
    buf_init(&text, 1000);
    for (size_t i = 0; i < 42; i++) {
        buf_text(&text, i % 14 == 13 ? "a" : "\xE5\x94\xAE");
        buf_clear(&out);
        mime_put_address(&out, "Reply-To", buf_view(&text), STR("a@example.com"));
        rest = buf_view(&out);
        while (str_split(&rest, '\n', &line))
            assert_true(str_trim(line).n <= 76);
    }
    buf_release(&text);
}

static void control_characters_are_no_line(void **state)
{
    (void)state;
    assert_true(mime_is_line(STR("\xE5\x94\xAE x")));
    assert_false(mime_is_line(STR("x\r\nBcc: y@example.com")));
    assert_false(mime_is_line(STR("x\n")));
    assert_false(mime_is_line(STR("x\x7f")));
    assert_false(mime_is_line(STR("x\0y")));
    assert_false(mime_is_line(STR("\xE5\x94")));
}

static void a_file_has_its_name_in_three_spellings(void **state)
{
    (void)state;
    mime_put_file(&out, "application/pdf", STR("\xE5\x94\xAE r1.pdf"), STR("j-r1.pdf"));
    assert_string_equal(out.p, "Content-Type: application/pdf;\r\n"
                               " name=\"=?UTF-8?B?5ZSuIHIxLnBkZg==?=\"\r\n"
                               "Content-Transfer-Encoding: base64\r\n"
                               "Content-Disposition: attachment;\r\n"
                               " filename*=UTF-8''%E5%94%AE%20r1.pdf;\r\n"
                               " filename=\"j-r1.pdf\"\r\n");
}

static void the_size_is_known_before(void **state)
{
    static char bytes[200];
    (void)state;
    for (size_t n = 0; n < sizeof bytes; n++) {
        buf_clear(&out);
        mime_put_base64(&out, (struct str){bytes, n});
        assert_int_equal(out.n, mime_base64_size((int64_t)n));
    }
}

static struct message sample(void)
{
    return (struct message){.from = STR("from@example.com"),
                            .to = STR("to@example.com"),
                            .subject = STR("s"),
                            .body = STR("one\ntwo\n"),
                            .id = STR("1@example.com"),
                            .date = 1795000000,
                            .offset = -12600};
}

static void a_message_without_files(void **state)
{
    struct err err = {0};
    struct message message = sample();
    (void)state;
    assert_int_equal(message_put(&out, &message, &err), 0);
    assert_string_equal(out.p, "From: from@example.com\r\nTo: to@example.com\r\n"
                               "Subject: s\r\nDate: Wed, 18 Nov 2026 07:36:40 -0330\r\n"
                               "Message-ID: <1@example.com>\r\n"
                               "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                               "Content-Type: text/plain; charset=UTF-8\r\n"
                               "Content-Transfer-Encoding: base64\r\n\r\n"
                               "b25lDQp0d28NCg==\r\n");
}

static void nothing_is_injected(void **state)
{
    struct err err = {0};
    struct message message = sample();
    (void)state;
    message.subject = STR("s\r\nBcc: other@example.com");
    assert_int_equal(message_put(&out, &message, &err), -1);
    assert_int_equal(err.code, ERR_JOB);
    assert_int_equal(out.n, 0);
}

/* --- outbox ------------------------------------------------------------------------- */

static char folder[] = "/tmp/outbox-XXXXXX";
static const struct outbox_mail one = {.period = {"2026-10", 7},
                                       .edition = {"e", 1},
                                       .recipient = {"a@example.com", 13},
                                       .revision = 1};

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder, "/tmp/outbox-XXXXXX", sizeof folder);
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    struct err err = {0};
    (void)state;
    return file_remove_tree(folder, &err);
}

static struct outbox *open_outbox(int64_t now)
{
    struct err err = {0};
    struct outbox *outbox = NULL;
    char path[64];
    snprintf(path, sizeof path, "%s/store.db", folder);
    assert_int_equal(outbox_open(&outbox, str_of(path), STR("job"), now, &err), 0);
    return outbox;
}

static void set_state(struct outbox *outbox, const char *word, int64_t free_tries)
{
    struct err err = {0};
    struct outbox_mail mail = one;
    mail.state = str_of(word);
    assert_int_equal(outbox_set(outbox, &mail, free_tries, &err), 0);
}

static void check_state(struct outbox *outbox, const char *word, int64_t tries)
{
    struct err err = {0};
    struct outbox_mail mail;
    struct arena arena;
    arena_init(&arena);
    assert_int_equal(outbox_lookup(outbox, &one, &mail, &arena, &err), 0);
    assert_string_equal(mail.state.p, word);
    assert_int_equal(mail.tries, tries);
    arena_release(&arena);
}

static void a_mail_is_claimed_once(void **state)
{
    struct err err = {0};
    struct outbox *outbox = open_outbox(1), *other = open_outbox(1);
    (void)state;
    assert_int_equal(outbox_put(outbox, &one, 1, &err), 0);
    assert_int_equal(outbox_put(other, &one, 1, &err), 0);
    assert_int_equal(outbox_claim(outbox, &one, 5, &err), 0);
    assert_int_equal(outbox_claim(other, &one, 5, &err), 1);
    set_state(outbox, "sent", 0);
    assert_int_equal(outbox_claim(other, &one, 5, &err), 1);
    outbox_close(outbox);
    outbox_close(other);
}

static void tries_are_counted_unless_free(void **state)
{
    struct err err = {0};
    struct outbox *outbox = open_outbox(1);
    bool due;
    (void)state;
    assert_int_equal(outbox_put(outbox, &one, 1, &err), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(outbox_claim(outbox, &one, 2, &err), 0);
        set_state(outbox, "failed", 1);
        check_state(outbox, "failed", 0);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(outbox_is_due(outbox, &one, 2, &due, &err), 0);
        assert_true(due);
        assert_int_equal(outbox_claim(outbox, &one, 2, &err), 0);
        set_state(outbox, "failed", 0);
    }
    assert_int_equal(outbox_claim(outbox, &one, 2, &err), 1);
    assert_int_equal(outbox_is_due(outbox, &one, 2, &due, &err), 0);
    assert_false(due);
    assert_int_equal(outbox_again(outbox, &one, &err), 0);
    check_state(outbox, "waiting", 0);
    outbox_close(outbox);
}

static void who_died_amid_the_data_leaves_unknown(void **state)
{
    static const char *const left[][2] = {{"sending", "failed"},
                                          {"data", "unknown"},
                                          {"sent", "sent"},
                                          {"refused", "refused"}};
    struct err err = {0};
    (void)state;
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        struct outbox *outbox = open_outbox(1);
        assert_int_equal(outbox_put(outbox, &one, 1, &err), 0);
        set_state(outbox, left[i][0], 0);
        outbox_close(outbox);
        outbox = open_outbox(2);
        assert_int_equal(outbox_lock(outbox, &err), 0);
        check_state(outbox, left[i][1], 0);
        outbox_close(outbox);
    }
}

static void an_intent_lasts_until_the_mails_wait(void **state)
{
    struct err err = {0};
    struct outbox *outbox = open_outbox(1);
    bool due;
    (void)state;
    assert_int_equal(outbox_is_due(outbox, &one, 5, &due, &err), 0);
    assert_false(due);
    assert_int_equal(outbox_intend(outbox, one.period, &err), 0);
    assert_int_equal(outbox_is_due(outbox, &one, 5, &due, &err), 0);
    assert_true(due);
    assert_int_equal(outbox_put(outbox, &one, 1, &err), 0);
    set_state(outbox, "sent", 0);
    assert_int_equal(outbox_is_due(outbox, &one, 5, &due, &err), 0);
    assert_false(due);
    outbox_close(outbox);
}

static void a_notice_is_given_once_a_day(void **state)
{
    static const struct {
        int64_t at;
        bool first;
    } step[] = {{1000000, true}, {1000060, false}, {1086399, false}, {1086400, true}};
    struct err err = {0};
    (void)state;
    for (size_t i = 0; i < sizeof step / sizeof *step; i++) {
        struct outbox *outbox = open_outbox(step[i].at);
        bool first;
        assert_int_equal(outbox_notice(outbox, STR("text"), &first, &err), 0);
        assert_int_equal(first, step[i].first);
        outbox_close(outbox);
    }
}

static void another_file_is_no_outbox(void **state)
{
    struct err err = {0};
    struct outbox *outbox;
    char path[64];
    (void)state;
    snprintf(path, sizeof path, "%s/store.db.outbox", folder);
    assert_int_equal(
        file_write(path, "no database of any kind, as it is", 33, true, &err), 0);
    snprintf(path, sizeof path, "%s/store.db", folder);
    assert_int_equal(outbox_open(&outbox, str_of(path), STR("job"), 1, &err), -1);
    assert_int_equal(err.code, ERR_JOB);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plain_headers_stay_as_they_are, setup, teardown),
        cmocka_unit_test_setup_teardown(what_looks_encoded_is_encoded, setup, teardown),
        cmocka_unit_test_setup_teardown(encoded_words_keep_to_their_line, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(long_headers_fold_between_characters, setup,
                                        teardown),
        cmocka_unit_test(control_characters_are_no_line),
        cmocka_unit_test_setup_teardown(a_file_has_its_name_in_three_spellings, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_size_is_known_before, setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_without_files, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_injected, setup, teardown),
        cmocka_unit_test_setup_teardown(a_mail_is_claimed_once, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(tries_are_counted_unless_free, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(who_died_amid_the_data_leaves_unknown,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(an_intent_lasts_until_the_mails_wait, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_notice_is_given_once_a_day, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(another_file_is_no_outbox, make_folder,
                                        remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
