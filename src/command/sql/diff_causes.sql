-- What two editions rest on otherwise. ?1, ?2: their manifest.json; ?3, ?4: their
-- figures.json. Columns: what it is, its name; digest or value, rows, what became of the rows,
-- before; the same after.
WITH a AS MATERIALIZED (
  SELECT value->>'role' AS role, value->>'name' AS name, value->>'sha256' AS digest,
         value->>'rows' AS lines
  FROM json_each(?1, '$.inputs')),
b AS MATERIALIZED (
  SELECT value->>'role' AS role, value->>'name' AS name, value->>'sha256' AS digest,
         value->>'rows' AS lines
  FROM json_each(?2, '$.inputs')),
gone AS MATERIALIZED (
  SELECT * FROM a WHERE (role, name, digest) NOT IN (SELECT role, name, digest FROM b)),
come AS MATERIALIZED (
  SELECT * FROM b WHERE (role, name, digest) NOT IN (SELECT role, name, digest FROM a)),
was AS MATERIALIZED (
  SELECT value->>'file' AS name, format('%d new, %d updated, %d withdrawn',
         value->>'fresh', value->>'updated', value->>'withdrawn') AS told
  FROM json_each(?3, '$.quality')),
now AS MATERIALIZED (
  SELECT value->>'file' AS name, format('%d new, %d updated, %d withdrawn',
         value->>'fresh', value->>'updated', value->>'withdrawn') AS told
  FROM json_each(?4, '$.quality'))
SELECT coalesce(gone.role, come.role) AS what, coalesce(gone.name, come.name) AS name,
       gone.digest, gone.lines, CASE gone.role WHEN 'source' THEN
         (SELECT told FROM was WHERE was.name = gone.name LIMIT 1) END,
       come.digest, come.lines, CASE come.role WHEN 'source' THEN
         (SELECT told FROM now WHERE now.name = come.name LIMIT 1) END
FROM gone FULL JOIN come ON gone.role = come.role AND gone.name = come.name
UNION ALL
SELECT 'edition', x.key, x.value, NULL, NULL, y.value, NULL, NULL
FROM json_each(?1) AS x JOIN json_each(?2) AS y ON x.key = y.key
WHERE x.key IN ('job', 'period', 'program', 'state', 'as_of', 'zone', 'locale', 'live_set',
                'zone_data')
  AND x.value IS NOT y.value
ORDER BY 1, 2
