-- Count, sum, mean, least and greatest value of the events of each user and type, in windows of ${windowSeconds} seconds.

CREATE TABLE output (
  aggregate_id STRING,
  window_start TIMESTAMP_LTZ(3),
  window_end TIMESTAMP_LTZ(3),
  user_id STRING,
  event_type STRING,
  event_count BIGINT,
  value_sum DOUBLE,
  value_mean DOUBLE,
  value_min DOUBLE,
  value_max DOUBLE
) PARTITIONED BY (user_id) WITH ('format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

CREATE VIEW windowed_events AS
SELECT *, COALESCE(window_time <= CURRENT_WATERMARK(rowtime), FALSE) AS is_late
FROM TABLE(TUMBLE(
  (SELECT * FROM timed_events WHERE reason IS NULL), DESCRIPTOR(rowtime), INTERVAL '${windowSeconds}' SECOND(6)
));

INSERT INTO output
SELECT
  SHA256(JSON_ARRAY(CAST(window_start AS STRING), CAST(window_end AS STRING), user_id, event_type)),
  CAST(window_start AS TIMESTAMP_LTZ(3)),
  CAST(window_end AS TIMESTAMP_LTZ(3)),
  user_id,
  event_type,
  COUNT(*),
  SUM(`value`),
  AVG(`value`),
  MIN(`value`),
  MAX(`value`)
FROM windowed_events
WHERE NOT is_late
GROUP BY window_start, window_end, user_id, event_type;

-- The window of a late event has been emitted, and takes no more.
INSERT INTO rejects
SELECT 'late', event_id, user_id, event_type, rowtime, CAST(window_end AS TIMESTAMP_LTZ(3)), SUBSTRING(record, 1, 150000)
FROM windowed_events
WHERE is_late
UNION ALL
SELECT reason, event_id, user_id, event_type, rowtime, CAST(NULL AS TIMESTAMP_LTZ(3)), SUBSTRING(record, 1, 150000)
FROM timed_events
WHERE reason IS NOT NULL;
