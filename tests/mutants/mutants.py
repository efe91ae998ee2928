"""The mutants: one wrong thought each, in the program or in a catalogue."""

from collections import namedtuple

Mutant = namedtuple("Mutant", "name file old new what tests", defaults=[()])

MUTANTS = [
    Mutant("within", "src/measure/facts_terms.c",
           '    write_sql(q, " <= ");\n    write_number(q, seconds);',
           '    write_sql(q, " < ");\n    write_number(q, seconds);',
           "in time only when before the limit's last second"),
    Mutant("as-of", "src/run.c",
           "    run->out = o->out != NULL ?", "    run->as_of += 1;\n    run->out = o->out != NULL ?",
           "judged one second later"),
    Mutant("due", "src/measure/facts_terms.c", '" <= ?1 THEN 2 ELSE 1 END"', '" < ?1 THEN 2 ELSE 1 END"',
           "not due on the limit's very second"),
    Mutant("duplicate", "src/ingest/ingest.c",
           "if (breaks_key(in, row, key) || breaks_required(in, row->line))",
           "if (breaks_required(in, row->line) || breaks_key(in, row, key))",
           "a rejected row does not hold its id"),
    Mutant("month-edge", "src/measure/windows.c", "if (instant < w->edge[middle])",
           "if (instant <= w->edge[middle])", "a month's first second is the month before"),
    Mutant("nps-band", "templates/metrics.xml", '<band to="6" is="-100"/>',
           '<band to="7" is="-100"/>', "a seven detracts"),
    Mutant("wilson", "src/measure/stats.c", "#define Z      1.959963984540054",
           "#define Z      1.644853626951473", "intervals of 90 %", ("test_measure_stats",)),
    Mutant("blank-key", "src/measure/facts_terms.c", "} else if (dimension->blank.n) {",
           "} else if (dimension->blank.n > 99) {", "a missing text has no key"),
    Mutant("absent", "src/measure/facts_terms.c", "if (metric->absent == ABSENT_DUE) {",
           "if (metric->absent == ABSENT_OUT) {", "what has not come is missed at once"),
    Mutant("percentile", "src/measure/quantile.c", "num_wide h = (num_wide)(n - 1) * metric->p_num;",
           "num_wide h = (num_wide)n * metric->p_num - (n > 1 ? 0 : metric->p_num);",
           "another type of quantile"),
    Mutant("window-end", "src/measure/facts_terms.c",
           '    write_sql(q, " < ");\n    write_number(q, until);',
           '    write_sql(q, " <= ");\n    write_number(q, until);',
           "registers take the first second after the period"),
    Mutant("order", "src/ingest/ingest.c", "then->value < first->value)",
           "then->value <= first->value)", "two times in the same second are in disorder"),
    Mutant("share-out", "src/catalogue/standard_points.c",
           "c->milli_points = each + (*extra > 0 ? unit : 0);", "c->milli_points = each;",
           "the thousandths that remain are lost", ("test_standard",)),
]
