/* lookup: figures and verdicts as the block functions ask for them, and the words and
 * marks of their states. */
#include "compose/composer.h"

#include "base/banned.h"

const struct figure *figure_of(const struct composer *c, const struct metric *metric,
                               const struct window *window)
{
    return window ? figures_lookup(c->figures, metric, window, NULL, STR_NONE) : NULL;
}

const struct figure *figure_cut(const struct composer *c, const struct metric *metric,
                                const struct window *window, const struct dimension *cut,
                                struct str key)
{
    return window ? figures_lookup(c->figures, metric, window, cut, key) : NULL;
}

void put_metric_cells(const struct composer *c, struct doc_cell *row,
                      const struct metric *metric)
{
    const struct format *f = &c->format;
    const struct figure *now = figure_of(c, metric, c->period);
    row[0] = cell_text(metric->name);
    row[1] = bold(cell_figure(f, now));
    row[2] = muted(cell_fraction(f, now));
    row[3] = muted(cell_interval(f, now));
    row[4] = cell_goal(f, metric, false);
}

bool period_is_month(const struct composer *c)
{
    const struct window *month = c->nmonths ? c->month[c->nmonths - 1] : NULL;
    return month && month->period.from == c->period->period.from &&
           month->period.until == c->period->period.until;
}

bool cut_has_keys(const struct composer *c, const struct dimension *cut)
{
    size_t n;
    const struct str *key = figures_keys(c->figures, cut, &n);
    return n > 1 || (n == 1 && !str_eq(key[0], cut->blank));
}

const struct verdict *verdict_of(const struct composer *c, const struct clause *clause)
{
    return &c->assessed->verdict[clause->index];
}

struct doc_cell cell_verdict(const struct composer *c, enum state state)
{
    static const struct {
        enum doc_state mark;
        const char *word;
    } look[] = {{MARK_MET, "state.met"},
                {MARK_PARTLY, "state.partly"},
                {MARK_MISSED, "state.not-met"},
                {MARK_UNRATED, "state.not-evaluated"},
                {MARK_DASH, "state.not-applicable"}};
    return cell_state(&c->format, look[state].mark, look[state].word);
}

struct doc_cell cell_evidence(const struct composer *c, enum evidence_state state)
{
    static const struct {
        enum doc_state mark;
        const char *word;
    } look[] = {{MARK_MET, "evidence.valid"},
                {MARK_WARN, "evidence.near"},
                {MARK_MISSED, "evidence.expired"},
                {MARK_WARN, "evidence.stale"},
                {MARK_ABSENT, "evidence.missing"}};
    return cell_state(&c->format, look[state].mark, look[state].word);
}

/* A number that nobody saw in the standard is never printed: the framed word instead. */
struct doc_cell cell_number(const struct composer *c, const struct clause *clause)
{
    if (clause->number.n)
        return cell_text(clause->number);
    struct doc_cell cell = cell_text(say(c, "mark.unconfirmed"));
    cell.flags |= FLAG_FRAMED;
    return cell;
}

const struct document *document_of(const struct evidence *evidence)
{
    for (size_t i = evidence->ndocuments; i-- > 0;)
        if (evidence->document[i]->state == evidence->state)
            return evidence->document[i];
    return evidence->ndocuments ? evidence->document[evidence->ndocuments - 1] : NULL;
}

struct str row_text(const struct composer *c, const struct row_value *value,
                    const struct field *field)
{
    return row_has(value, field) ? arena_str(c->arena, value[field->index].text)
                                 : STR_NONE;
}

bool kind_expected(const struct composer *c, const struct kind *kind)
{
    for (size_t i = 0; i < c->job->nsources; i++)
        if (c->job->source[i].kind == kind)
            return true;
    return false;
}

static bool always_left_out(const struct composer *c, const struct metric *metric)
{
    const struct figure *now = figure_of(c, metric, c->period);
    bool filtered =
        now && (now->missing == FIGURE_FILTERED || now->missing == FIGURE_NONE_DUE);
    for (size_t i = 0; i < c->nmonths; i++) {
        const struct figure *then = figure_of(c, metric, c->month[i]);
        if (figure_known(then) || (then && then->pending > 0))
            return false;
        filtered |= then && then->missing == FIGURE_FILTERED;
    }
    return filtered;
}

bool metric_has_data(const struct composer *c, const struct metric *metric)
{
    if (metric->kind == METRIC_RATIO)
        return metric_has_data(c, metric->over) && metric_has_data(c, metric->under);
    return kind_expected(c, metric->of->kind) && !always_left_out(c, metric);
}

/* A file that no time is in may hold rows of any. */
static bool speaks_for_period(const struct composer *c, const struct store_file *file)
{
    const struct period *period = c->in->period;
    if (!file->has_cover && !file->has_span)
        return true;
    return (file->has_cover ? file->covers_from : file->first) < period->until &&
           (file->has_cover ? file->covers_until : file->last + 1) > period->from;
}

bool kind_supplied(const struct composer *c, const struct kind *kind)
{
    for (size_t i = 0; i < c->job->nsources; i++) {
        const struct source *source = &c->job->source[i];
        if (source->kind != kind)
            continue;
        for (size_t k = 0; k < c->nfiles; k++)
            if (str_eq(c->file[k].source, source->id) &&
                (!source_is_timed(source) || speaks_for_period(c, &c->file[k])))
                return true;
    }
    return false;
}

struct doc_cell cell_no_file(const struct composer *c)
{
    struct doc_cell cell = cell_text(say(c, missing_word(FIGURE_NO_FILE)));
    cell.flags |= FLAG_MISSING;
    return cell;
}

static struct doc_cell cell_flag(const struct format *f, int64_t flag)
{
    struct doc_cell cell = cell_text(words_text(f->words, flag ? "flag.yes" : "flag.no"));
    cell.num = flag;
    cell.real = (double)flag;
    return cell;
}

static struct doc_cell cell_plain(const struct format *f, const struct row_value *value)
{
    switch (value->type) {
    case FIELD_INT:
        return cell_decimal(f, value->num, 0);
    case FIELD_DECIMAL:
        return cell_decimal(f, value->num, value->scale);
    case FIELD_FLAG:
        return cell_flag(f, value->num);
    case FIELD_TIME:
        return cell_time(f, value->num);
    case FIELD_DATE:
        return cell_date(f, value->num);
    case FIELD_MONTH:
        return cell_month(f, value->num);
    default:
        return cell_text(value->text);
    }
}

struct doc_cell cell_value(const struct format *f, const struct field *field,
                           const struct row_value *value)
{
    struct doc_cell cell = cell_plain(f, value);
    return field && field->personal ? cell_text(text_masked(f->arena, cell.text)) : cell;
}

struct doc_cell cell_field(const struct composer *c, const struct field *field,
                           const struct row_value *value)
{
    if (value->missing)
        return cell_dash(&c->format);
    struct doc_cell cell = cell_value(&c->format, field, value);
    if (field_is_text(field))
        cell.text = arena_str(c->arena, cell.text);
    return cell;
}

int block_fields(const struct composer *c, const struct block *block, const char *param,
                 const struct field **out, size_t most, struct err *err)
{
    struct str list = block_text(block, param), id;
    size_t n = 0;
    while (str_split(&list, ' ', &id)) {
        if (!id.n)
            continue;
        const struct field *field = kind_field(block->kind, id);
        if (!field)
            return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                           "<%.*s> shows field '%.*s', which kind '%.*s' does not have",
                           STR_ARG(block->type), STR_ARG(id), STR_ARG(block->kind->id));
        if (n == most)
            return err_set(err, ERR_JOB, c->pack->path.p, block->line,
                           "<%.*s> shows %zu fields at most", STR_ARG(block->type), most);
        out[n++] = field;
    }
    return (int)n;
}
