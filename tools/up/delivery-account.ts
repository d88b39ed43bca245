import type { DeliveryCounts } from "../../local";

/** Where the records went that delivery streams took; one that two of them read counts once for each. */
export interface DeliveryAccount {
  /** At the destination. */
  readonly delivered: number;
  /** In an error object, or in the backup of a destination that refused them. */
  readonly failed: number;
  /** Dropped by a transform function. */
  readonly dropped: number;
  /** Trimmed by retention before they were read. */
  readonly expired: number;
  /** Still on the way, or in a stream and unread. */
  readonly buffered: number;
  readonly lost: number;
}

/**
 * Draws up what became of deliveries. Their own word is not taken for it: generated events that no object of the lake
 * holds, beyond those that were not delivered, are taken off and so show as lost.
 * @param missing acknowledged events of the generated traffic that the lake should hold and does not
 */
export function drawUpDeliveries(counts: DeliveryCounts, missing: number): DeliveryAccount {
  const { received, failed, dropped, expired, unread } = counts;
  const undelivered = received - counts.delivered + expired + unread;
  const swallowed = Math.max(0, missing - undelivered);
  return {
    ...{ failed, dropped, expired },
    delivered: counts.delivered - swallowed,
    buffered: counts.buffered + unread,
    lost: counts.lost + swallowed,
  };
}
