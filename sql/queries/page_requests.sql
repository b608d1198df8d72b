-- Every request for one address, newest first.
SELECT fetched_at, portal, purpose, outcome, reason, status, yield, body_sha256, archive_file, archive_offset
FROM core.fetch
WHERE url = $url OR final_url = $url
ORDER BY fetched_at DESC, fetch_id;
