-- The sessions of each user: events with no more than ${gapMinutes} minutes (1 to 999) from each to the next.
-- A session begins at its first event and ends at its last one; it is written once the gap has passed after that.

CREATE TABLE output (
  session_id STRING,
  session_start TIMESTAMP_LTZ(3),
  session_end TIMESTAMP_LTZ(3),
  user_id STRING,
  event_count BIGINT,
  event_type_count BIGINT,
  value_sum DOUBLE
) PARTITIONED BY (user_id) WITH ('format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

-- Late is an event whose own session, had it no neighbours, would have been written. One that could still join a session
-- is late, too: whether it could, is not known before the window operator, which drops late rows without a word.
CREATE VIEW sessionable_events AS
SELECT
  *,
  CAST(rowtime AS TIMESTAMP_LTZ(3)) + INTERVAL '${gapMinutes}' MINUTE(3) AS gap_end,
  COALESCE(
    rowtime + INTERVAL '${gapMinutes}' MINUTE(3) - INTERVAL '0.001' SECOND <= CURRENT_WATERMARK(rowtime), FALSE
  ) AS is_late
FROM timed_events
WHERE reason IS NULL;

INSERT INTO output
SELECT
  SHA256(JSON_ARRAY(CAST(window_start AS STRING), user_id)),
  CAST(window_start AS TIMESTAMP_LTZ(3)),
  CAST(window_end - INTERVAL '${gapMinutes}' MINUTE(3) AS TIMESTAMP_LTZ(3)),
  user_id,
  COUNT(*),
  COUNT(DISTINCT event_type),
  SUM(`value`)
FROM TABLE(SESSION(
  (SELECT * FROM sessionable_events WHERE NOT is_late) PARTITION BY user_id,
  DESCRIPTOR(rowtime),
  INTERVAL '${gapMinutes}' MINUTE(3)
))
GROUP BY window_start, window_end, user_id;

INSERT INTO rejects
SELECT 'late', event_id, user_id, event_type, rowtime, gap_end, SUBSTRING(record, 1, 150000)
FROM sessionable_events
WHERE is_late
UNION ALL
SELECT reason, event_id, user_id, event_type, rowtime, CAST(NULL AS TIMESTAMP_LTZ(3)), SUBSTRING(record, 1, 150000)
FROM timed_events
WHERE reason IS NOT NULL;
