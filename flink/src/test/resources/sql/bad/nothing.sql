CREATE TABLE output (user_id STRING, event_count BIGINT) WITH ('format' = 'json');

