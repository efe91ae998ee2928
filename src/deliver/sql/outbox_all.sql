-- Every mail of a job. ?1 job ?2 period, or '' for all
SELECT period, edition, recipient, revision, state, tries, at, files, bytes, message_id, reply
FROM mail WHERE job = ?1 AND (?2 = '' OR period = ?2)
ORDER BY period, revision, edition, recipient
