import fc from "fast-check";
import type { DeliveryCounts } from "../../local";
import { drawUpDeliveries } from "./delivery-account";

const count = fc.nat({ max: 1_000 });
/** Counts as delivery streams keep them: what was received stands in one place. */
const counts: fc.Arbitrary<DeliveryCounts> = fc
  .record({
    ...{ delivered: count, failed: count, dropped: count, lost: count },
    ...{ expired: count, buffered: count, unread: count },
  })
  .map((kept) => ({
    ...kept,
    received: kept.delivered + kept.failed + kept.dropped + kept.lost + kept.buffered,
  }));

describe("the account of deliveries", () => {
  it("adds up: every record stands in one place, however many are missing in the lake", () => {
    fc.assert(
      fc.property(counts, count, (kept, missing) => {
        const { delivered, failed, dropped, expired, buffered, lost } = drawUpDeliveries(kept, missing);
        expect(delivered + failed + dropped + expired + buffered + lost).toBe(
          kept.received + kept.expired + kept.unread,
        );
      }),
    );
  });

  const healthy = {
    ...{ received: 10, delivered: 10, failed: 0, dropped: 0, lost: 0, expired: 0, buffered: 0, unread: 0 },
  };

  it("calls an event lost that was delivered, and that the lake does not hold", () => {
    expect(drawUpDeliveries(healthy, 0)).toMatchObject({ delivered: 10, lost: 0 });
    expect(drawUpDeliveries(healthy, 3)).toMatchObject({ delivered: 7, lost: 3 });
  });

  it("does not look in the lake for events that were dropped or refused, or are on their way", () => {
    const elsewhere = { ...healthy, delivered: 5, failed: 2, dropped: 1, buffered: 2, unread: 4 };
    expect(drawUpDeliveries(elsewhere, 9)).toMatchObject({ delivered: 5, buffered: 6, lost: 0 });
  });
});
