-- What every job begins with: the events, and the place for those that it can't count.
-- A job reads timed_events, which are parsed_events with their watermark.

CREATE TABLE events (
  record STRING,
  shard ${shard}
) WITH ('format' = 'raw');

CREATE TABLE rejects (
  reason STRING,
  event_id STRING,
  user_id STRING,
  event_type STRING,
  event_time TIMESTAMP_LTZ(3),
  window_end TIMESTAMP_LTZ(3),
  record STRING
) WITH ('format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

CREATE VIEW parsed_events AS
SELECT record, shard, reason, event_id, user_id, event_type, `value`, rowtime
FROM events, LATERAL TABLE(PARSE_EVENT(record));
