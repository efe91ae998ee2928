-- Figures that two editions tell otherwise, or only one of them tells. ?1, ?2: their
-- figures.json. Columns: metric, window, cut, key; value, n and text before; the same after.
WITH told AS (
  SELECT 1 AS side, value AS figure FROM json_each(?1, '$.figures')
  UNION ALL
  SELECT 2, value FROM json_each(?2, '$.figures')),
part AS (
  SELECT side, figure->>'metric' AS metric, figure->>'window' AS span,
         coalesce(figure->>'cut', '') AS cut, coalesce(figure->>'key', '') AS name,
         figure->>'value' AS number, figure->>'missing' AS missing, figure->>'n' AS n,
         figure->>'text' AS said
  FROM told)
SELECT metric, span, cut, name,
       max(number) FILTER (WHERE side = 1), max(n) FILTER (WHERE side = 1),
       max(said) FILTER (WHERE side = 1), max(number) FILTER (WHERE side = 2),
       max(n) FILTER (WHERE side = 2), max(said) FILTER (WHERE side = 2)
FROM part
GROUP BY metric, span, cut, name
HAVING count(*) = 1
    OR max(number) FILTER (WHERE side = 1) IS NOT max(number) FILTER (WHERE side = 2)
    OR max(missing) FILTER (WHERE side = 1) IS NOT max(missing) FILTER (WHERE side = 2)
ORDER BY metric, span, cut, name
