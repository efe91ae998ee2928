/* test_assess: small standards whose scores were worked out by hand, held against a
 * handful of calls and papers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "assess/verdict.h"
#include "base/file.h"
#include "base/instant.h"

#define NAME "<name xml:lang='en'>N</name>"
#define FIELD(id, type)                                                                  \
    "<field id='" id "' type='" type "'><name xml:lang='en'>" id "</name></field>"
static const char records_xml[] =
    "<records xmlns='urn:auditpack:records:1'><kind id='call' key='id' event='at'>" NAME
    "<field id='id' type='id' required='yes'>" NAME
    "</field>" FIELD("at", "time") FIELD("ok", "flag")
        FIELD("nice", "flag") "</kind><kind id='paper' key='id'>" NAME
                              "<field id='id' type='id' required='yes'>" NAME
                              "</field>" FIELD("clause", "text") FIELD("slot", "text")
                                  FIELD("title", "text") FIELD("version", "text")
                                      FIELD("issued", "date") FIELD("valid", "date")
                                          FIELD("cfrom", "date") FIELD("cuntil", "date")
                                              FIELD("owner", "text") FIELD(
                                                  "path", "text") "</kind></records>";

#define RATE(id, field, more)                                                            \
    "<metric id='" id "' kind='rate' of='calls' unit='percent' decimals='1' "            \
    "better='up' " more ">" NAME "<hit><where field='" field "' is='1'/></hit></metric>"
static const char metrics_xml[] =
    "<metrics xmlns='urn:auditpack:metrics:1'>"
    "<population id='calls' kind='call' on='at'>" NAME "</population>"
    "<population id='none' kind='call' on='at'>" NAME
    "<where field='id' is='nobody'/></population>" RATE("kept", "ok", "goal='0.9'")
        RATE("polite", "nice", "goal='0.9' warn='0.5'")
            RATE("few", "ok", "goal='0.9' min-n='30'")
                RATE("shown", "ok",
                     "") "<metric id='empty' kind='rate' of='none' unit='percent' "
                         "decimals='1' better='up' "
                         "goal='0.9'>" NAME
                         "<hit><where field='ok' is='1'/></hit></metric></metrics>";

#define GRADED(needs, clauses)                                                           \
    "<standard xmlns='urn:auditpack:standard:1' id='s'><grades>"                         \
    "<grade from='70'><name>pass</name></grade><grade from='90'><name>good</name>" needs \
    "</grade><grade from='95'><name>best</name></grade><below><name>fail</name></below>" \
    "</grades><evidence kind='paper' number='id' clause='clause' slot='slot' "           \
    "title='title' version='version' issued='issued' valid-until='valid' "               \
    "covers-from='cfrom' covers-until='cuntil' owner='owner' file='path' "               \
    "near-days='30'/>" clauses "</standard>"
#define STANDARD(clauses) GRADED("", clauses)
#define SLOT(id)          "<slot id='" id "'>" NAME "</slot>"
#define RECENT(id, m)     "<slot id='" id "' months='" m "'>" NAME "</slot>"
#define PAPERS            "id,clause,slot,title,version,issued,valid,cfrom,cuntil,owner,path\n"
#define FINDING(at, ...)  ((struct manual_finding){.clause = (at), __VA_ARGS__})

/* Ten calls of October 2026: nine ok, eight nice. */
static const char calls_csv[] = "id,at,ok,nice\n"
                                "c0,2026-10-01 00:00:00,1,1\nc1,2026-10-02 08:00:00,1,1\n"
                                "c2,2026-10-03 08:00:00,1,1\nc3,2026-10-04 08:00:00,1,1\n"
                                "c4,2026-10-05 08:00:00,1,1\nc5,2026-10-06 08:00:00,1,1\n"
                                "c6,2026-10-07 08:00:00,1,1\nc7,2026-10-08 08:00:00,1,1\n"
                                "c8,2026-10-09 08:00:00,1,0\nc9,2026-10-31 23:59:59,0,0\n"
                                "c10,2026-11-01 00:00:00,0,0\n";

struct fixture {
    struct job job;
    char folder[64];
    struct store *store;
    struct source source[2];
    struct period period;
    int64_t as_of;
    struct measure *measure;
    struct assessment *a;
    struct manual_finding finding[4];
    struct err err;
};

static void must(const struct fixture *f, int rc)
{
    if (rc < 0)
        fail_msg("%s:%ld: %s", f->err.file, f->err.line, f->err.msg);
}

static char *place(struct fixture *f, const char *name)
{
    return (char *)(uintptr_t)arena_printf(&f->job.arena, "%s/%s", f->folder, name).p;
}

static void write_text(struct fixture *f, const char *name, const char *text)
{
    must(f, file_write(place(f, name), text, strlen(text), false, &f->err));
}

static size_t put_catalogue(struct fixture *f, const char *name, const char *text)
{
    size_t at;
    write_text(f, name, text);
    must(f, cat_read(&f->job.load, name, str_of(place(f, name)), &at, &f->err));
    return at;
}

static void import(struct fixture *f, int source, const char *name, const char *text)
{
    static const char *const kind[] = {"call", "paper"};
    struct import_result result;
    f->source[source] =
        (struct source){.id = str_of(kind[source]),
                        .kind = records_kind(&f->job.records, str_of(kind[source]))};
    write_text(f, name, text);
    must(f, store_import(f->store, &f->source[source], f->job.zone, place(f, name),
                         &result, &f->job.arena, &f->err));
    assert_int_equal(0, result.rejected);
}

static void set_up(struct fixture *f, const char *standard, const char *papers)
{
    *f = (struct fixture){.folder = "/tmp/auditpack-test-XXXXXX"};
    struct job *job = &f->job;
    assert_non_null(mkdtemp(f->folder));
    arena_init(&job->arena);
    job->load = (struct cat_load){
        .arena = &job->arena, .lang = STR("en"), .schemas = "templates/schemas"};
    job->finding = f->finding;
    must(f, zone_open(&job->zone, STR("Asia/Shanghai"), &f->err));
    size_t at = put_catalogue(f, "records.xml", records_xml);
    must(f, records_load(&job->records, &job->load, at, 1, &f->err));
    at = put_catalogue(f, "metrics.xml", metrics_xml);
    must(f, metrics_load(&job->metrics, &job->load, at, 1, &job->records, &f->err));
    at = put_catalogue(f, "standard.xml", standard);
    must(f, standard_load(&job->standard, &job->load, at, 1, &job->records, &job->metrics,
                          &f->err));
    must(f, store_open(&f->store, place(f, "store.db"), &job->records, &f->err));
    import(f, 0, "calls.csv", calls_csv);
    if (papers != NULL)
        import(f, 1, "papers.csv", papers);
    must(f, period_parse(&f->period, STR("2026-10"), job->zone, &f->err));
    must(f, instant_parse(STR("2026-11-05"), job->zone, &f->as_of, &f->err));
}

static int assess(struct fixture *f)
{
    must(f, store_snapshot(f->store, 0, NULL, &f->err));
    must(f,
         measure_run(&f->measure, f->store, &f->job, &f->period, f->as_of, 0, &f->err));
    return assess_run(&f->a, f->measure, &f->job, &f->period, f->as_of, f->folder,
                      &f->err);
}

static void tear_down(struct fixture *f)
{
    assess_free(f->a);
    measure_close(f->measure);
    store_close(f->store);
    zone_close(f->job.zone);
    mem_free(f->job.load.file);
    arena_release(&f->job.arena);
    assert_int_equal(0, file_remove_tree(f->folder, &f->err));
}

static const struct clause *clause_of(const struct fixture *f, const char *id)
{
    const struct clause *clause = standard_clause(&f->job.standard, str_of(id));
    assert_non_null(clause);
    return clause;
}

static const struct verdict *verdict(const struct fixture *f, const char *id)
{
    return &f->a->verdict[clause_of(f, id)->index];
}

/* 6 of 100 points do not apply, 88 are earned: 88 / 94 = 93.617..., the third grade is
 * 1.383 away. */
static void worked_example(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f,
           STANDARD("<clause id='a' points='88'>" SLOT(
               "p") "</clause>"
                    "<clause id='b' points='6'>" SLOT(
                        "p") "</clause>"
                             "<clause id='c' points='6'>" SLOT("p") "</clause>"),
           PAPERS "d1,a,p,Paper,1,2026-01-05,,,,,papers.csv\n");
    f.finding[0] = FINDING(clause_of(&f, "b"), .state = STATE_NOT_APPLICABLE,
                           .why = STR("nothing is delivered"));
    f.job.nfindings = 1;
    must(&f, assess(&f));
    assert_int_equal(88000, f.a->milli_earned);
    assert_int_equal(94000, f.a->milli_points);
    assert_int_equal(93617, f.a->milli_score);
    assert_true(str_eq(f.a->grade->name, STR("good")));
    assert_true(str_eq(f.a->next->name, STR("best")));
    assert_false(f.a->trial);
    assert_int_equal(STATE_MET, verdict(&f, "a")->state);
    assert_int_equal(STATE_NOT_APPLICABLE, verdict(&f, "b")->state);
    assert_int_equal(0, verdict(&f, "b")->milli_points);
    assert_int_equal(STATE_NOT_MET, verdict(&f, "c")->state);
    assert_int_equal(6000, verdict(&f, "c")->milli_lost_evidence);
    assert_int_equal(1, f.a->ngaps);
    assert_int_equal(6382, f.a->gap[0].milli_gain);
    tear_down(&f);
}

/* Of ten calls nine were kept and eight polite: exactly 0.9 and 0.8. All points are earned;
 * what the second grade asks for besides decides, and the grade above it is out of reach. */
static void a_grade_asks_for_figures(void **state)
{
#define NEED(metric, is) "<needs metric='" metric "' is='" is "'/>"
#define ASKING(needs)    GRADED(needs, "<clause id='a' points='100'>" SLOT("p") "</clause>")
    static const struct {
        const char *standard, *grade;
    } row[] = {{ASKING(NEED("kept", "0.9")), "best"},
               {ASKING(NEED("kept", "0.9000001")), "pass"},
               {ASKING(NEED("kept", "0.9") NEED("polite", "0.81")), "pass"},
               {ASKING(NEED("few", "0.5")), "pass"},    /* too few to say */
               {ASKING(NEED("empty", "0.1")), "pass"}}; /* nothing to say it by */
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct fixture f;
        set_up(&f, row[i].standard, PAPERS "d1,a,p,Paper,1,2026-01-05,,,,,papers.csv\n");
        must(&f, assess(&f));
        assert_int_equal(100000, f.a->milli_score);
        if (!str_eq(f.a->grade->name, str_of(row[i].grade)))
            fail_msg("%zu: %.*s", i, STR_ARG(f.a->grade->name));
        assert_int_equal(f.a->next == NULL, strcmp(row[i].grade, "best") == 0);
        tear_down(&f);
    }
}

static void check(const struct fixture *f, const char *id, enum state state,
                  int64_t earned)
{
    const struct verdict *v = verdict(f, id);
    if (v->state != state || v->milli_earned != earned)
        fail_msg("%s: state %d, earned %lld", id, (int)v->state,
                 (long long)v->milli_earned);
}

/* kept 9/10 meets 0.9, polite 8/10 does not. */
static void every_rule_by_hand(void **state)
{
    struct fixture f;
    (void)state;
    set_up(
        &f,
        STANDARD(
            "<clause id='s' points='90'>"
            "<clause id='one' scoring='metric'><metric id='kept'/></clause>"
            "<clause id='two' scoring='metric'><metric id='kept'/>"
            "<metric id='polite'/></clause>"
            "<clause id='part' scoring='proportion'><metric id='polite'/></clause>"
            "<clause id='both' scoring='both'><metric id='kept'/>"
            "<metric id='polite'/>" SLOT("p") SLOT(
                "q") "</clause>"
                     "<clause id='half' scoring='both'><metric id='empty'/>" SLOT("p")
                         SLOT("q") "</clause>"
                                   "<clause id='few' scoring='metric'><metric id='few'/>"
                                   "<metric id='shown'/></clause>"
                                   "<clause id='void' scoring='metric'><metric "
                                   "id='empty'/></clause>"
                                   "<clause id='hand' scoring='manual'/>"
                                   "<clause id='free'><slot id='p' required='no'>" NAME
                                   "</slot></clause>"
                                   "</clause>"),
        PAPERS "d1,both,p,Paper,1,2026-01-05,,,,,papers.csv\n"
               "d2,half,p,Paper,1,2026-01-05,,,,,papers.csv\n");
    must(&f, assess(&f));
    check(&f, "one", STATE_MET, 10000);
    check(&f, "two", STATE_PARTLY, 5000);
    check(&f, "part", STATE_PARTLY, 8880); /* 0.8 / 0.9 of 10, in hundredths */
    check(&f, "both", STATE_PARTLY, 5000); /* 2.5 of 5 and 2.5 of 5 */
    assert_int_equal(2500, verdict(&f, "both")->milli_lost_metric);
    assert_int_equal(2500, verdict(&f, "both")->milli_lost_evidence);
    check(&f, "half", STATE_PARTLY, 5000); /* without a value only papers count */
    check(&f, "few", STATE_NOT_EVALUATED, 0);
    check(&f, "void", STATE_NOT_EVALUATED, 0);
    check(&f, "hand", STATE_NOT_EVALUATED, 0);
    check(&f, "free", STATE_NOT_EVALUATED, 0);
    check(&f, "s", STATE_PARTLY, 33880);
    assert_int_equal(90000, verdict(&f, "s")->milli_points);
    assert_int_equal(37644, f.a->milli_score); /* 37.6444... */
    assert_null(f.a->grade);
    assert_true(f.a->trial);
    assert_int_equal(8, f.a->ngaps);
    assert_ptr_equal(verdict(&f, "few"), f.a->gap[0].verdict); /* equal gains: in order */
    assert_ptr_equal(verdict(&f, "part"), f.a->gap[7].verdict);
    tear_down(&f);
}

static void no_register_means_not_evaluated(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f, STANDARD("<clause id='a' points='10'>" SLOT("p") "</clause>"), NULL);
    must(&f, assess(&f));
    check(&f, "a", STATE_NOT_EVALUATED, 0);
    assert_int_equal(0, f.a->milli_score);
    assert_false(f.a->judged);
    tear_down(&f);
}

#define KEPT_AND_PAPER                                                                   \
    "<clause id='a' points='10' scoring='both'><metric id='kept'/>" SLOT(                \
        "p") "</clause><clause id='b' points='5'>" SLOT("p") "</clause>"

/* Figures alone do not meet what asks for documents too. */
static void no_register_leaves_its_half_open(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f, STANDARD(KEPT_AND_PAPER), NULL);
    must(&f, assess(&f));
    check(&f, "a", STATE_PARTLY, 5000);
    assert_int_equal(5000, verdict(&f, "a")->milli_lost_evidence);
    check(&f, "b", STATE_NOT_EVALUATED, 0);
    assert_true(f.a->judged);
    tear_down(&f);
}

static void an_empty_register_is_a_register(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f, STANDARD(KEPT_AND_PAPER), PAPERS);
    must(&f, assess(&f));
    check(&f, "a", STATE_PARTLY, 5000);
    check(&f, "b", STATE_NOT_MET, 0);
    assert_int_equal(5000, verdict(&f, "b")->milli_lost_evidence);
    tear_down(&f);
}

static void findings_take_the_place_of_rules(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f,
           STANDARD("<clause id='a' points='10'><clause id='x'>" SLOT(
               "p") "</clause>"
                    "<clause id='y'>" SLOT(
                        "p") "</clause></clause>"
                             "<clause id='b' points='10'><clause id='z'>" SLOT(
                                 "p") "</clause></clause>"),
           PAPERS "d1,x,p,Paper,1,2026-01-05,,,,,papers.csv\n");
    f.finding[0] = FINDING(clause_of(&f, "a"), .state = STATE_NOT_APPLICABLE);
    f.finding[1] = FINDING(clause_of(&f, "y"), .state = -1, .has_earned = true,
                           .earned = {75, 2}, .why = STR("seen on site"));
    f.finding[2] = FINDING(clause_of(&f, "z"), .state = STATE_NOT_MET);
    f.finding[3] = FINDING(clause_of(&f, "z"), .state = STATE_MET); /* the last word */
    f.job.nfindings = 4;
    must(&f, assess(&f));
    check(&f, "x", STATE_NOT_APPLICABLE, 0);
    check(&f, "y", STATE_PARTLY, 3750);
    check(&f, "a", STATE_PARTLY, 3750);
    check(&f, "b", STATE_MET, 10000);
    assert_int_equal(15000, f.a->milli_points);
    assert_true(str_eq(verdict(&f, "y")->why, STR("seen on site")));
    tear_down(&f);
}

/* A finding is refused for this; NULL: it is taken. */
static void finding_says(struct fixture *f, int said, const char *earned,
                         const char *because)
{
    f->finding[0] = FINDING(clause_of(f, "a"), .state = said, .line = 7);
    f->finding[0].has_earned = earned != NULL;
    if (earned != NULL)
        assert_true(dec_parse(str_of(earned), &f->finding[0].earned));
    f->err = (struct err){0};
    int result = assess(f);
    if (because == NULL) {
        must(f, result);
    } else {
        assert_int_equal(-1, result);
        assert_int_equal(ERR_JOB, f->err.code);
        assert_int_equal(7, f->err.line);
        assert_non_null(strstr(f->err.msg, because));
    }
    assess_free(f->a);
    measure_close(f->measure);
    store_release(f->store);
    f->a = NULL;
    f->measure = NULL;
}

static void a_finding_is_one_statement(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f, STANDARD("<clause id='a' points='10'>" SLOT("p") "</clause>"), NULL);
    f.job.nfindings = 1;
    finding_says(&f, STATE_PARTLY, NULL, "partly");
    finding_says(&f, STATE_PARTLY, "1.0", "partly");
    finding_says(&f, STATE_PARTLY, "0", "partly");
    finding_says(&f, STATE_PARTLY, "0.5", NULL);
    finding_says(&f, STATE_MET, "0.99", "met");
    finding_says(&f, STATE_MET, "1", NULL);
    finding_says(&f, STATE_NOT_MET, "0.01", "not met");
    finding_says(&f, STATE_NOT_MET, "0.00", NULL);
    finding_says(&f, STATE_NOT_APPLICABLE, "0", "nothing to earn");
    finding_says(&f, -1, NULL, "neither");
    finding_says(&f, -1, "0", NULL);
    tear_down(&f);
}

static void papers_age(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f,
           STANDARD("<clause id='a' points='10'>" SLOT("force") SLOT("soon") SLOT("over")
                        RECENT("month", "3") RECENT("old", "3") SLOT("later")
                            SLOT("two") "</clause>"),
           PAPERS "d1,a,force,P,1,2026-08-31,2026-12-31,,,,papers.csv\n"
                  "d2,a,soon,P,1,2025-01-01,2026-12-03,,,,papers.csv\n"
                  "d3,a,over,P,1,2025-01-01,2026-10-29,,,,papers.csv\n"
                  "d4,a,month,P,1,2026-09-02,,2026-08-01,2026-08-31,,papers.csv\n"
                  "d5,a,old,P,1,2026-07-31,,,,,papers.csv\n"
                  "d6,a,later,P,1,2026-11-01,,,,,papers.csv\n"
                  "d7,a,two,P,1,2025-01-01,2026-10-30,,,,papers.csv\n"
                  "d8,a,two,P,2,2026-10-31,,,,,papers.csv\n");
    must(&f, assess(&f));
    const struct evidence *e = verdict(&f, "a")->evidence;
    assert_int_equal(EVIDENCE_VALID, e[0].state);
    assert_int_equal(EVIDENCE_VALID, e[0].month[10]); /* August, issued on its last day */
    assert_int_equal(EVIDENCE_MISSING, e[0].month[9]);
    assert_int_equal(EVIDENCE_NEAR, e[1].state); /* under 30 days from 5 November */
    assert_int_equal(EVIDENCE_VALID, e[1].month[11]);
    assert_int_equal(EVIDENCE_EXPIRED, e[2].state);
    assert_int_equal(EVIDENCE_NEAR, e[2].month[11]);
    assert_int_equal(EVIDENCE_VALID, e[3].state); /* August to October */
    assert_int_equal(EVIDENCE_VALID, e[3].month[10]);
    assert_int_equal(EVIDENCE_MISSING, e[3].month[9]);
    assert_int_equal(EVIDENCE_STALE, e[4].state);
    assert_int_equal(EVIDENCE_VALID, e[4].month[11]); /* July to September */
    assert_int_equal(EVIDENCE_MISSING, e[5].state);
    assert_int_equal(EVIDENCE_VALID, e[6].state);
    assert_int_equal(2, e[6].ndocuments);
    check(&f, "a", STATE_PARTLY, 5710); /* four of seven */
    tear_down(&f);
}

/* On 5 November, with 30 days that count as near: what holds to 4 December holds longer
 * than that. The three months of something recent begin on 1 August. */
static void papers_on_the_edge(void **state)
{
    static const struct {
        const char *paper;
        enum evidence_state state;
    } row[] = {
        {"d1,a,one,P,1,2026-01-01,2026-12-04,,,,papers.csv\n", EVIDENCE_VALID},
        {"d1,a,one,P,1,2026-01-01,2026-12-03,,,,papers.csv\n", EVIDENCE_NEAR},
        {"d1,b,one,P,1,2026-08-01,,,,,papers.csv\n", EVIDENCE_VALID},
        {"d1,b,one,P,1,2026-07-31,,,,,papers.csv\n", EVIDENCE_STALE},
        {"d1,b,one,P,1,2026-08-05,,2026-07-01,2026-08-01,,papers.csv\n", EVIDENCE_VALID},
        {"d1,b,one,P,1,2026-08-05,,2026-07-01,2026-07-31,,papers.csv\n", EVIDENCE_STALE}};
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char papers[256], clause[2] = {row[i].paper[3], '\0'};
        struct fixture f;
        snprintf(papers, sizeof papers, PAPERS "%s", row[i].paper);
        set_up(&f,
               STANDARD("<clause id='a' points='5'>" SLOT(
                   "one") "</clause>"
                          "<clause id='b' points='5'>" RECENT("one", "3") "</clause>"),
               papers);
        must(&f, assess(&f));
        if (verdict(&f, clause)->evidence[0].state != row[i].state)
            fail_msg("%zu: %d", i, (int)verdict(&f, clause)->evidence[0].state);
        tear_down(&f);
    }
}

/* What is judged decides, and none of it was met. */
static void nothing_earned_is_not_met(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f,
           STANDARD("<clause id='s' points='20'><clause id='x'>" SLOT(
               "p") "</clause>"
                    "<clause id='y' scoring='metric'><metric id='few'/></clause>"
                    "</clause>"),
           PAPERS);
    must(&f, assess(&f));
    check(&f, "x", STATE_NOT_MET, 0);
    check(&f, "y", STATE_NOT_EVALUATED, 0);
    check(&f, "s", STATE_NOT_MET, 0);
    tear_down(&f);
}

static void evidence_files_are_hashed_beneath_the_folder(void **state)
{
    struct fixture f;
    (void)state;
    set_up(&f,
           STANDARD("<clause id='a' points='10'>" SLOT("p") SLOT("q") SLOT("r")
                        SLOT("s") "</clause>"),
           PAPERS "d1,a,p,P,1,2026-01-01,,,,,proof.txt\n"
                  "d2,a,q,P,1,2026-01-01,,,,,absent.txt\n"
                  "d3,a,r,P,1,2026-01-01,,,,,../../etc/passwd\n"
                  "d4,a,s,P,1,2026-01-01,,,,,link.txt\n"
                  "d5,a,s,P,1,2026-01-01,,,,,\n");
    write_text(&f, "proof.txt", "signed");
    assert_int_equal(0, symlink("/etc/passwd", place(&f, "link.txt")));
    must(&f, assess(&f));
    const struct document *d = f.a->document;
    struct sha256 expected = sha256_of("signed", 6);
    assert_int_equal(5, f.a->ndocuments);
    assert_true(d[0].file_found);
    assert_int_equal(6, d[0].bytes);
    assert_memory_equal(&expected, &d[0].digest, sizeof expected);
    assert_false(d[1].file_found || d[1].file_refused);
    assert_true(d[2].file_refused && d[3].file_refused);
    assert_int_equal(EVIDENCE_MISSING, d[1].state);
    assert_int_equal(EVIDENCE_MISSING, d[4].state); /* a name without a file */
    assert_true(d[4].placed);
    check(&f, "a", STATE_PARTLY, 2500);
    tear_down(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_example),
        cmocka_unit_test(a_grade_asks_for_figures),
        cmocka_unit_test(every_rule_by_hand),
        cmocka_unit_test(no_register_means_not_evaluated),
        cmocka_unit_test(no_register_leaves_its_half_open),
        cmocka_unit_test(an_empty_register_is_a_register),
        cmocka_unit_test(findings_take_the_place_of_rules),
        cmocka_unit_test(a_finding_is_one_statement),
        cmocka_unit_test(papers_age),
        cmocka_unit_test(papers_on_the_edge),
        cmocka_unit_test(nothing_earned_is_not_met),
        cmocka_unit_test(evidence_files_are_hashed_beneath_the_folder),
    };
    return cmocka_run_group_tests_name("assess", tests, NULL, NULL);
}
