-- No format.

CREATE TABLE output (user_id STRING, event_count BIGINT);

INSERT INTO output SELECT user_id, 1 FROM timed_events;
