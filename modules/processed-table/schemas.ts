/** Keys of a table, and its index. */
export interface Schema {
  readonly rangeKey: string;
  readonly index?: { readonly name: string; readonly hashKey: string; readonly rangeKey: string };
}

/** What a table is read by, beside the user. */
export const schemas = {
  events: {
    rangeKey: "timestamp_event_id",
    // `CLICK#0`…: a handful of event types would be a handful of hot partitions, and these slow the table down.
    index: { name: "event-type-index", hashKey: "event_type_bucket", rangeKey: "timestamp" },
  },
  aggregates: { rangeKey: "window_event_type" },
} satisfies Record<string, Schema>;
