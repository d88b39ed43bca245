-- A comma is missing.
CREATE TABLE output (user_id STRING, event_count BIGINT) WITH ('format' = 'json');

INSERT INTO output
SELECT user_id 1
FROM timed_events;
