/* finding: the names of the findings and what each does to its row. */
#include "ingest/finding.h"

#include "base/banned.h"

static const char rejected[] = "rejected", corrected[] = "corrected", noted[] = "noted",
                  skipped[] = "skipped";

static const struct {
    const char *name, *treatment;
} findings[FINDING_N] = {
    [FINDING_DUPLICATE] = {"duplicate", rejected},
    [FINDING_REQUIRED] = {"required", rejected},
    [FINDING_ORDER] = {"order", rejected},
    [FINDING_TIME] = {"time", corrected},
    [FINDING_NUMBER] = {"number", corrected},
    [FINDING_RANGE] = {"range", corrected},
    [FINDING_ZONE] = {"zone", noted},
    [FINDING_CELLS] = {"cells", rejected},
    [FINDING_FLAG] = {"flag", corrected},
    [FINDING_DIGITS] = {"digits", corrected},
    [FINDING_KEY] = {"key", rejected},
    [FINDING_REPLACED] = {"replaced", noted},
    [FINDING_SKIPPED] = {"skipped", skipped},
    [FINDING_ELSEWHERE] = {"elsewhere", noted},
    [FINDING_EVENT] = {"event", rejected},
    [FINDING_BINARY] = {"binary", corrected},
    [FINDING_MERGED] = {"merged", noted},
    [FINDING_FAULT] = {"fault", corrected},
};

const char *finding_name(enum finding_code code)
{
    return findings[code].name;
}

bool finding_rejects(enum finding_code code)
{
    return findings[code].treatment == rejected;
}

const char *finding_treatment(enum finding_code code)
{
    return findings[code].treatment;
}
