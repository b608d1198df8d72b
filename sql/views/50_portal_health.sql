-- How each portal does, as of the newest request that is held: a copy read next week says the same as today.
CREATE OR REPLACE VIEW portal_health AS
WITH moment AS (SELECT max(fetched_at) AS now FROM core.fetch),
request AS (
    SELECT f.portal,
           max(f.fetched_at) AS last_request_at,
           max(f.fetched_at) FILTER (f.outcome IN ('ok', 'not_modified')) AS last_answer_at,
           arg_max(f.outcome, (f.fetched_at, f.fetch_id)) AS last_outcome,
           arg_max(f.reason, (f.fetched_at, f.fetch_id)) FILTER (f.reason IS NOT NULL) AS last_reason,
           count(*) FILTER (f.fetched_at > m.now - INTERVAL 7 DAY) AS requests,
           count(*) FILTER (f.fetched_at > m.now - INTERVAL 7 DAY
               AND f.outcome NOT IN ('ok', 'not_modified', 'missing')) AS failures,
           count(*) FILTER (f.fetched_at > m.now - INTERVAL 7 DAY AND f.outcome = 'ok' AND f.purpose = 'article') AS pages_read,
           count(*) FILTER (f.fetched_at > m.now - INTERVAL 7 DAY AND f.outcome = 'ok' AND f.purpose = 'article'
               AND f.yield IN ('layout_changed', 'undecodable', 'no_article')) AS pages_unread
    FROM core.fetch AS f, moment AS m
    GROUP BY f.portal
),
newest_batch AS (  -- of those that brought article pages
    SELECT portal, arg_max(batch, fetched_at) AS batch
    FROM core.fetch WHERE outcome = 'ok' AND purpose = 'article' GROUP BY portal
),
newest AS (
    SELECT f.portal, bool_or(f.yield = 'article') AS has_article, bool_or(f.yield = 'layout_changed') AS has_other_layout
    FROM core.fetch AS f JOIN newest_batch AS n ON n.portal = f.portal AND n.batch = f.batch
    WHERE f.outcome = 'ok' AND f.purpose = 'article' GROUP BY f.portal
),
newest_source AS (  -- feeds, sitemaps and listings of the newest batch that brought one
    SELECT f.portal, bool_or(starts_with(f.yield, 'pages:')) AS names_pages
    FROM core.fetch AS f JOIN (
        SELECT portal, arg_max(batch, fetched_at) AS batch
        FROM core.fetch WHERE outcome = 'ok' AND purpose IN ('feed', 'sitemap', 'listing') GROUP BY portal
    ) AS n ON n.portal = f.portal AND n.batch = f.batch
    WHERE f.outcome = 'ok' AND f.purpose IN ('feed', 'sitemap', 'listing') AND f.yield IS NOT NULL GROUP BY f.portal
),
article AS (
    SELECT a.portal, max(a.observed_at) AS last_article_at, max(a.published) AS last_published,
           count(*) FILTER (a.observed_at > m.now - INTERVAL 7 DAY) AS articles
    FROM core.article AS a, moment AS m
    GROUP BY a.portal
),
figure_count AS (
    SELECT portal, count(*) AS figures, count(*) FILTER (status = 'quarantined') AS pending
    FROM core.observation GROUP BY portal
)
SELECT p.portal, e.name AS entity_name, p.home, p.owner, p.authority, p.watched,
       CASE
           WHEN NOT p.watched THEN 'not watched'
           WHEN r.last_request_at IS NULL THEN 'never fetched'
           WHEN r.last_answer_at IS NULL OR r.last_request_at - r.last_answer_at > INTERVAL 1 DAY THEN 'broken'
           WHEN r.pages_read >= 3 AND 2 * r.pages_unread > r.pages_read THEN 'unreadable'
           WHEN n.has_other_layout AND NOT n.has_article THEN 'unreadable'
           WHEN NOT s.names_pages THEN 'unreadable'
           WHEN 2 * r.failures > r.requests THEN 'failing'
           WHEN a.last_article_at IS NULL THEN 'no article'
           WHEN coalesce(a.articles, 0) < p.articles_per_week_low THEN 'quiet'
           WHEN a.articles > p.articles_per_week_high THEN 'busy'
           ELSE 'well'
       END AS state,
       r.last_request_at, r.last_answer_at, r.last_outcome, r.last_reason,
       coalesce(r.requests, 0) AS requests, coalesce(r.failures, 0) AS failures,
       coalesce(r.pages_read, 0) AS pages_read, coalesce(r.pages_unread, 0) AS pages_unread,
       coalesce(a.articles, 0) AS articles, p.articles_per_week_low, p.articles_per_week_high,
       a.last_article_at, a.last_published, coalesce(f.figures, 0) AS figures, coalesce(f.pending, 0) AS pending
FROM core.portal AS p
LEFT JOIN core.entity AS e ON e.entity = p.entity
LEFT JOIN request AS r ON r.portal = p.portal
LEFT JOIN newest AS n ON n.portal = p.portal
LEFT JOIN newest_source AS s ON s.portal = p.portal
LEFT JOIN article AS a ON a.portal = p.portal
LEFT JOIN figure_count AS f ON f.portal = p.portal
ORDER BY p.portal;
COMMENT ON VIEW portal_health IS 'One portal and how it does; counts are of the seven days before the newest request of any portal';
COMMENT ON COLUMN portal_health.portal IS 'Name of the portal''s file';
COMMENT ON COLUMN portal_health.entity_name IS 'Whose portal it is';
COMMENT ON COLUMN portal_health.home IS 'Its home address';
COMMENT ON COLUMN portal_health.owner IS 'Who is called when it breaks';
COMMENT ON COLUMN portal_health.authority IS 'publisher, press or province';
COMMENT ON COLUMN portal_health.watched IS 'Whether it is fetched without being named';
COMMENT ON COLUMN portal_health.state IS 'well; busy or quiet (outside its bounds a week); no article; failing (more than half of its requests); unreadable (more than half of its pages, or all of its newest batch: another layout; or what it names pages in); broken (no answer for a day); never fetched; not watched';
COMMENT ON COLUMN portal_health.last_request_at IS 'When it was last asked';
COMMENT ON COLUMN portal_health.last_answer_at IS 'When it last answered';
COMMENT ON COLUMN portal_health.last_outcome IS 'Outcome of the last request';
COMMENT ON COLUMN portal_health.last_reason IS 'Reason of the last request that has one';
COMMENT ON COLUMN portal_health.requests IS 'Requests';
COMMENT ON COLUMN portal_health.failures IS 'Requests without an answer we can use; a page that is gone is none';
COMMENT ON COLUMN portal_health.pages_read IS 'Article pages that came';
COMMENT ON COLUMN portal_health.pages_unread IS 'Those in which no article was found';
COMMENT ON COLUMN portal_health.articles IS 'New article versions';
COMMENT ON COLUMN portal_health.articles_per_week_low IS 'Fewer are a reason to look';
COMMENT ON COLUMN portal_health.articles_per_week_high IS 'More are a reason to look';
COMMENT ON COLUMN portal_health.last_article_at IS 'When its newest article version was fetched';
COMMENT ON COLUMN portal_health.last_published IS 'Newest day that one of its articles bears';
COMMENT ON COLUMN portal_health.figures IS 'Figures read from it, ever, in any status';
COMMENT ON COLUMN portal_health.pending IS 'Those that wait for a person';
