CREATE TABLE output (user_id STRING, event_count BIGINT) WITH ('format' = 'json');

INSERT INTO output SELECT user_id, COUNTT(user_id) FROM timed_events GROUP BY user_id;
