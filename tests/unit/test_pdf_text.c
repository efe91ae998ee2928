/* Text on the page device: faces, gaps, missing glyphs, lines; and what the device
 * refuses. The open page's stream is looked at before it is deflated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_doc.h"
#include "base/file.h"
#include "render/pdf/para.h"
#include "render/pdf/state.h"

/* cmocka's comparison is of floats only. */
#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

struct fixture {
    struct pdf *pdf;
    struct pdf_page *page;
    struct style style;
    struct arena arena;
    struct diag_list diags;
    struct err err;
};

static void open_in(struct fixture *f, const char *language)
{
    memset(f, 0, sizeof *f);
    arena_init(&f->arena);
    diag_init(&f->diags);
    assert_int_equal(
        style_load(&f->style, fixture_style(), "templates/styles/default.xml",
                   "templates/schemas/style.rng", str_of(language), &f->arena, &f->err),
        0);
    assert_int_equal(pdf_open(&f->pdf, NULL, &f->style, "fonts", &f->diags, &f->err), 0);
    f->page = pdf_page_begin(f->pdf, 210, 297);
}

static void release(struct fixture *f)
{
    pdf_close(f->pdf);
    diag_release(&f->diags);
    arena_release(&f->arena);
}

static struct pdf_text type(const struct fixture *f, double size)
{
    return (struct pdf_text){size, FACE_REGULAR, f->style.ink, ANCHOR_LEFT, 0};
}

static double width(struct fixture *f, const char *text)
{
    struct pdf_text set = type(f, 10);
    return pdf_text_width(f->pdf, &set, str_of(text));
}

static bool written(const struct fixture *f, const char *needle)
{
    const struct buf *out = &f->pdf->ink.out;
    return memmem(out->p, out->n, needle, strlen(needle)) != NULL;
}

static void draw(struct fixture *f, double x, double y, const char *text)
{
    struct pdf_text set = type(f, 10);
    pdf_text_draw(f->page, &set, x, y, str_of(text));
}

static void test_widths_add_up(void **state)
{
    (void)state;
    struct fixture f;
    double pt = 25.4 / 72;
    open_in(&f, "zh-CN");
    assert_near(width(&f, "投诉"), 20 * pt, 1e-6);
    /* Digits of Source Sans 3 are 497/1000 wide and set at 108 %. */
    assert_near(width(&f, "42"), 2 * 4.97 * 1.08 * pt, 1e-6);
    assert_near(width(&f, "占4"), (10 + 2.5 + 4.97 * 1.08) * pt, 1e-6);
    /* No space beside full-width punctuation or a percent sign. */
    assert_near(width(&f, "，4"), (10 + 4.97 * 1.08) * pt, 1e-6);
    release(&f);
}

static void test_english_is_set_at_its_own_size(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "en");
    assert_near(width(&f, "42"), 2 * 4.97 * 25.4 / 72, 1e-6);
    assert_false(f.style.justified);
    release(&f);
}

static void test_gap_is_no_character(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    draw(&f, 20, 20, "占5级A类");
    /* One text for the chain of single characters between gaps. */
    assert_true(written(&f, "/ActualText <FEFF536000357EA700417C7B>"));
    assert_true(written(&f, "[-231.48 ("));
    release(&f);
}

static void test_spans_are_balanced(void **state)
{
    (void)state;
    static const char *const text[] = {"a中b",   "中a中", "ab中文cd中文", "中1中2中3",
                                       "12中34", "中文",  "abc"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        struct fixture f;
        int depth = 0, spans = 0;
        open_in(&f, "zh-CN");
        draw(&f, 20, 20, text[i]);
        const struct buf *out = &f.pdf->ink.out;
        for (size_t k = 0; k + 3 <= out->n; k++) {
            depth += memcmp(out->p + k, "BDC", 3) == 0;
            spans += memcmp(out->p + k, "BDC", 3) == 0;
            depth -= memcmp(out->p + k, "EMC", 3) == 0;
            assert_in_range(depth, 0, 1);
        }
        assert_int_equal(depth, 0);
        assert_int_equal(spans > 0, i < 5);
        release(&f);
    }
}

static void test_marks_follow_the_elements(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    draw(&f, 20, 20, "furniture");
    pdf_tag_begin(f.pdf, ROLE_DOCUMENT);
    pdf_tag_begin(f.pdf, ROLE_H1);
    draw(&f, 20, 30, "title");
    pdf_tag_end(f.pdf);
    pdf_rect_fill(f.page, f.style.tint, 20, 40, 10, 10);
    draw(&f, 20, 40, "two lines");
    draw(&f, 20, 45, "of one paragraph");
    draw(&f, 60, 45, "another");
    pdf_tag_begin(f.pdf, ROLE_ARTIFACT);
    pdf_tag_begin(f.pdf, ROLE_P); /* of what is repeated */
    draw(&f, 20, 50, "again");
    pdf_tag_end(f.pdf);
    pdf_tag_end(f.pdf);
    pdf_tag_begin(f.pdf, ROLE_FIGURE);
    pdf_rect_fill(f.page, f.style.tint, 20, 60, 10, 10);
    static const char *const order[] = {"/Artifact BMC",          "/H1 <</MCID 0>> BDC",
                                        "/Artifact BMC",          "/P <</MCID 1>> BDC",
                                        "/P <</MCID 2>> BDC",     "/Artifact BMC",
                                        "/Figure <</MCID 3>> BDC"};
    const struct buf *out = &f.pdf->ink.out;
    const char *at = out->p, *end = out->p + out->n;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = memmem(at, (size_t)(end - at), order[i], strlen(order[i]));
        assert_non_null(at);
        at++;
    }
    assert_null(memmem(at, (size_t)(end - at), "MCID 4", 6));
    release(&f);
}

static void test_quotes_follow_their_neighbours(void **state)
{
    (void)state;
    struct fixture f;
    double pt = 25.4 / 72;
    open_in(&f, "zh-CN");
    double chinese = width(&f, "“中”"), english = width(&f, "“a”") - width(&f, "a");
    assert_near(chinese, 30 * pt, 1e-6);
    assert_true(english < 12 * pt);
    release(&f);
}

static void test_missing_glyph_is_shown_and_reported_once(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    double mark = width(&f, "[U+1F600]");
    assert_near(width(&f, "\xF0\x9F\x98\x80"), mark, 1e-6);
    size_t before = f.diags.n;
    assert_true(before > 0);
    assert_true(str_eq(f.diags.item[0].code, STR("glyph-missing")));
    assert_near(width(&f, "\x07"), width(&f, "[U+0007]"), 1e-6);
    before = f.diags.n;
    width(&f, "\x07");
    assert_int_equal(f.diags.n, before);
    release(&f);
}

static void test_rare_characters_have_a_face(void **state)
{
    (void)state;
    static const char *const rare[] = {"𠮷", "㐂", "𡃁"};
    struct fixture f;
    open_in(&f, "zh-CN");
    for (size_t i = 0; i < 3; i++)
        assert_near(width(&f, rare[i]), 10 * 25.4 / 72, 0.05);
    assert_int_equal(f.diags.n, 0);
    release(&f);
}

static void test_accents_join_their_letters(void **state)
{
    (void)state;
    struct fixture f;
    size_t n;
    open_in(&f, "zh-CN");
    const struct pdf_glyph *glyph =
        pdf_fonts_set(f.pdf->fonts, FACE_REGULAR, STR("e\xCC\x81か\xE3\x82\x99"), &n);
    assert_int_equal(n, 2);
    assert_int_equal(glyph[0].cp, 0xE9);
    assert_int_equal(glyph[1].cp, 0x304C);
    assert_int_equal(glyph[1].at, 3);
    assert_near(width(&f, "q\xCC\x81"), width(&f, "q"), 1e-6);
    assert_int_equal(f.diags.n, 0);
    release(&f);
}

static void test_joiners_vanish_and_line_feeds_are_blanks(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    assert_near(width(&f, "a\xE2\x80\x8B"
                          "b"),
                width(&f, "ab"), 1e-6);
    assert_near(width(&f, "a\tb"), width(&f, "a b"), 1e-6);
    assert_int_equal(f.diags.n, 0);
    release(&f);
}

static struct pdf_para lines(struct fixture *f, const char *text, double mm)
{
    struct pdf_text set = type(f, 10);
    return pdf_para_break(f->pdf, &f->arena, &set, STR("zh-CN"), str_of(text), mm);
}

static double em(double n)
{
    return n * 10 * 25.4 / 72;
}

static void test_lines_obey_chinese_rules(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    struct pdf_para p = lines(&f, "一二三四，五六七八", em(4));
    assert_true(str_eq(p.line[0], STR("一二三"))); /* the comma may not lead */
    p = lines(&f, "一二三（四五六七八", em(4));
    assert_true(str_eq(p.line[0], STR("一二三"))); /* nor the bracket end */
    p = lines(&f, "一二 48 件三四五六", em(4.4));
    assert_true(str_starts(p.line[1], STR("48 件")));
    p = lines(&f, "一二工程师A到场处理了", em(5));
    assert_true(str_starts(p.line[1], STR("师A")));
    p = lines(&f, "一二三四\n五", em(9));
    assert_int_equal(p.n, 2);
    release(&f);
}

static void test_no_orphan_ends_a_paragraph(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    struct pdf_para p = lines(&f, "一二三四五。", em(5));
    assert_int_equal(p.n, 2);
    assert_true(str_eq(p.line[1], STR("四五。")) || str_eq(p.line[1], STR("三四五。")));
    release(&f);
}

static void test_long_word_is_broken_at_last(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    struct pdf_para p = lines(&f, "QQQQQQQQQQQQQQQQQQQQ", em(4));
    size_t bytes = 0;
    assert_true(p.n > 2);
    for (size_t i = 0; i < p.n; i++) {
        struct pdf_text set = type(&f, 10);
        assert_true(pdf_text_width(f.pdf, &set, p.line[i]) <= em(4) + 1e-3);
        bytes += p.line[i].n;
    }
    assert_int_equal(bytes, 20);
    assert_true(lines(&f, "中", 0.1).n == 1); /* narrower than a character: no loop */
    assert_int_equal(lines(&f, "", em(4)).n, 0);
    release(&f);
}

/* Width in pt of line i with what justifying adds to it. */
static double filled(struct fixture *f, const struct pdf_para *para, size_t i)
{
    size_t n;
    struct pdf_stretch more = para->stretch[i];
    const struct pdf_glyph *glyph =
        pdf_fonts_set(f->pdf->fonts, FACE_REGULAR, para->line[i], &n);
    double w = pdf_glyphs_width(f->pdf->fonts, glyph, n, 10, 0);
    for (size_t k = 1; k < n; k++)
        w += glyph[k].gap               ? more.gap
             : glyph[k - 1].cp == ' '   ? more.blank
             : glyph[k - 1].cp > 0x2E80 ? more.han
                                        : 0;
    return w;
}

static struct pdf_para justified(struct fixture *f, const char *text, double mm)
{
    struct pdf_text set = type(f, 10);
    struct pdf_para para = lines(f, text, mm);
    pdf_para_justify(f->pdf, &f->arena, &set, &para, mm);
    return para;
}

static void test_justified_lines_fill_their_measure(void **state)
{
    (void)state;
    struct fixture f;
    double pt = 72 / 25.4;
    open_in(&f, "zh-CN");
    struct pdf_para para =
        justified(&f,
                  "全部补齐后可增加2.20分，升至92.31；其余各项均已达标，"
                  "无需再补充任何材料，下期照旧复核即可。",
                  em(20.4));
    assert_true(f.style.justified && para.n >= 3);
    for (size_t i = 0; i + 1 < para.n; i++) {
        assert_near(filled(&f, &para, i), em(20.4) * pt, 0.02);
        assert_true(para.stretch[i].han <= 0.5 + 1e-9 && para.stretch[i].gap <= 1.25);
    }
    assert_near(para.stretch[para.n - 1].han + para.stretch[para.n - 1].gap, 0, 0);
    struct pdf_text set = type(&f, 10);
    pdf_para_draw(f.page, &set, &para, 0, para.n, 20, 20, 5);
    assert_false(written(&f, "Tc")); /* words and numbers keep their letters together */
    assert_true(written(&f, "TJ"));
    /* A line that would need too much stays as it is, and so does one that was ended. */
    para = justified(&f, "短行https://example.com/a-long-address-without-any-blank-in-it",
                     50);
    assert_near(para.stretch[0].han, 0, 0);
    para = justified(&f, "第一行到此为止\n第二行", em(7.2));
    assert_near(para.stretch[0].han, 0, 0);
    release(&f);
}

static void test_fit_condenses_then_cuts(void **state)
{
    (void)state;
    struct fixture f;
    bool cut;
    open_in(&f, "zh-CN");
    struct pdf_text set = type(&f, 8);
    struct str s =
        pdf_text_fit(f.pdf, &f.arena, &set, STR("一二三四五六"), 6 * 7 * 25.4 / 72, &cut);
    assert_false(cut);
    assert_near(set.size, 7, 0.01);
    assert_int_equal(s.n, 18);
    s = pdf_text_fit(f.pdf, &f.arena, &set, STR("一二三四五六"), 4 * 6 * 25.4 / 72, &cut);
    assert_true(cut);
    assert_near(set.size, 6, 1e-9);
    assert_true(pdf_text_width(f.pdf, &set, s) <= 4 * 6 * 25.4 / 72 + 1e-3);
    release(&f);
}

static void test_streams_of_a_page_do_not_share_states(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    struct pdf_text set = type(&f, 10);
    set.tracking = 0.2;
    pdf_text_draw(f.page, &set, 20, 20, STR("tracked"));
    pdf_page_end(f.page);
    assert_true(written(&f, "Q\n"));
    assert_ptr_equal(pdf_page_again(f.pdf, 1), f.page);
    draw(&f, 20, 30, "plain");
    assert_memory_equal(f.pdf->ink.out.p, "q\n", 2);
    release(&f);
}

static int save(struct fixture *f)
{
    struct pdf_info info = {.title = STR("t"), .language = STR("zh-CN")};
    return pdf_save(f->pdf, &info, &f->err);
}

static void test_numbers_that_are_none_refuse_the_file(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    draw(&f, 20, 20, "正常");
    pdf_rect_fill(f.page, f.style.ink, 10, 0.0 / (double)(f.diags.n), 5, 5);
    assert_int_equal(save(&f), -1);
    assert_non_null(strstr(f.err.msg, "page 1"));
    release(&f);
}

static void test_drawing_off_the_page_refuses_the_file(void **state)
{
    (void)state;
    struct fixture f;
    open_in(&f, "zh-CN");
    struct pdf_line line = {1, f.style.ink, 0, 0, false};
    pdf_line_draw(f.page, &line, 10, 10, 10, 320);
    assert_int_equal(save(&f), -1);
    release(&f);
    open_in(&f, "zh-CN");
    draw(&f, 200, 20, "太长了太长了太长了");
    assert_int_equal(save(&f), 0);
    assert_int_equal(f.diags.n, 1); /* text that runs out is a finding */
    release(&f);
}

static void test_another_font_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    struct pdf *pdf = NULL;
    open_in(&f, "zh-CN");
    char folder[] = "/tmp/auditpack-fonts-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct str dir = str_of(folder), sums;
    static const char *const name[] = {"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf",
                                       "SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf"};
    assert_int_equal(file_read("fonts/SHA256SUMS", 4096, &f.arena, &sums, &f.err), 0);
    struct str path = file_join(&f.arena, dir, STR("SHA256SUMS"));
    assert_int_equal(file_write(path.p, sums.p, sums.n, false, &f.err), 0);
    for (int i = 0; i < 4; i++) {
        path = file_join(&f.arena, dir, str_of(name[i]));
        assert_int_equal(file_write(path.p, "no font", 7, false, &f.err), 0);
    }
    assert_int_equal(pdf_open(&pdf, NULL, &f.style, folder, NULL, &f.err), -1);
    assert_int_equal(f.err.code, ERR_JOB);
    assert_non_null(strstr(f.err.msg, "SHA256SUMS"));
    assert_int_equal(file_remove_tree(folder, &f.err), 0);
    release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths_add_up),
        cmocka_unit_test(test_english_is_set_at_its_own_size),
        cmocka_unit_test(test_gap_is_no_character),
        cmocka_unit_test(test_spans_are_balanced),
        cmocka_unit_test(test_marks_follow_the_elements),
        cmocka_unit_test(test_quotes_follow_their_neighbours),
        cmocka_unit_test(test_missing_glyph_is_shown_and_reported_once),
        cmocka_unit_test(test_rare_characters_have_a_face),
        cmocka_unit_test(test_accents_join_their_letters),
        cmocka_unit_test(test_joiners_vanish_and_line_feeds_are_blanks),
        cmocka_unit_test(test_lines_obey_chinese_rules),
        cmocka_unit_test(test_no_orphan_ends_a_paragraph),
        cmocka_unit_test(test_long_word_is_broken_at_last),
        cmocka_unit_test(test_justified_lines_fill_their_measure),
        cmocka_unit_test(test_fit_condenses_then_cuts),
        cmocka_unit_test(test_streams_of_a_page_do_not_share_states),
        cmocka_unit_test(test_numbers_that_are_none_refuse_the_file),
        cmocka_unit_test(test_drawing_off_the_page_refuses_the_file),
        cmocka_unit_test(test_another_font_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
