/** AWS's words for the kinds of alarms. */
export const alarmTypes = ["CompositeAlarm", "MetricAlarm"] as const;

/** The word for a kind. */
export const typeOf = { metric: "MetricAlarm", composite: "CompositeAlarm" } as const;
