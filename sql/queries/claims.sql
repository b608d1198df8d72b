-- Is what portals say of ranks and scores what the official tables say?
-- $entity, $verdict (true, false, off_by_one, wrong_field_size, cannot_be_checked): NULL for all.
SELECT portal, entity_name AS province, subject AS indicator, period, claim, claimed, claimed_of, verdict, official, ranked,
       standing, published, url, quote
FROM claim_verdict
WHERE claim IN ('rank', 'score') AND ($entity IS NULL OR entity = $entity) AND ($verdict IS NULL OR verdict = $verdict)
ORDER BY published DESC NULLS LAST, portal, subject, period, claim, observation;
