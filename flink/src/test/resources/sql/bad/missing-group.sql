CREATE TABLE output (user_id STRING, event_count BIGINT) WITH ('format' = 'json');

CREATE TABLE extra (user_id STRING) WITH ('format' = 'json');

INSERT INTO extra SELECT user_id FROM timed_events;
