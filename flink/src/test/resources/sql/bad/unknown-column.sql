CREATE TABLE output (user_id STRING, event_count BIGINT) WITH ('format' = 'json');

-- Comments before a statement
/* and others; */
INSERT INTO output
SELECT user_id, CHAR_LENGTH(event_typ)
FROM timed_events;
