-- "Up three places": true against which earlier year?
-- $entity, $verdict: NULL for all.
SELECT portal, entity_name AS province, subject AS indicator, period, claim, claimed, versus, verdict, official, true_of,
       published, url, quote
FROM claim_verdict
WHERE claim IN ('change of rank', 'change of score')
  AND ($entity IS NULL OR entity = $entity) AND ($verdict IS NULL OR verdict = $verdict)
ORDER BY published DESC NULLS LAST, portal, subject, period, claim, observation;
