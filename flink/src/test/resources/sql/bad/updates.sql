CREATE TABLE output (user_id STRING, event_count BIGINT) WITH ('format' = 'json');

INSERT INTO output
SELECT user_id, 1 FROM timed_events;

-- Counts that change are no stream of events.
INSERT INTO output
SELECT user_id, COUNT(*) FROM timed_events GROUP BY user_id;
