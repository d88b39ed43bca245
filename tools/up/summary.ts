import type { Account } from "./account";

/** The account for a person: one line for each place where records are. */
export function describeAccount(account: Account): string {
  const rows: [string, number, string][] = [
    ["sent", account.sent, "acknowledged to producers"],
    ["processed", account.processed, "written by the processors"],
    ["quarantined", account.quarantined, "could never be processed: quarantine/ in the failures bucket says why"],
    ["failed", account.failedDestination, "given up after retries: at the failure destination"],
    ["filtered", account.filtered, "discarded by a filter"],
    ["expired", account.expired, "trimmed by retention, or deleted with their stream, before they were read"],
    ["still readable", account.stillReadable, "in a stream, read by nobody yet"],
    ["lost", account.lost, account.lost === 0 ? "every record is accounted for" : "NOT ACCOUNTED FOR"],
    ...deliveryRows(account),
    ...analyticsRows(account),
  ];
  const lines = rows.map(
    ([name, count, meaning]) => `${name.padStart(16)} ${count.toLocaleString("en").padStart(12)}  ${meaning}`,
  );
  const pace = `items in the tables: ${account.tableItems.toLocaleString("en")}, after ${account.seconds.toFixed(1)} s`;
  const failures = (account.analytics?.failures ?? []).map(
    (failure) => `the analytics did not run to the end: ${failure}`,
  );
  return ["", ...lines, "", ...failures, pace].join("\n");
}

function deliveryRows({ delivered, delivery }: Account): [string, number, string][] {
  if (delivered === undefined || !delivery) return [];
  const { failed, dropped, expired, buffered, lost } = delivery;
  const rows: [string, number, string][] = [
    ["delivered", delivered, "brought to their destinations by the deliveries"],
    ["not delivered", failed, "could not be converted or taken: the error prefix of each delivery says why"],
    ["dropped", dropped, "left out by a transform"],
    ["not read", expired, "trimmed by retention before a delivery read them"],
    ["on the way", buffered, "read or waiting, and at no destination yet"],
    ["lost on the way", lost, "given up, or delivered and nowhere to be found: NOT ACCOUNTED FOR"],
  ];
  return rows.filter(([name, count]) => name === "delivered" || count > 0);
}

function analyticsRows({ analytics }: Account): [string, number, string][] {
  if (!analytics) return [];
  const rows: [string, number, string][] = [
    ["windows", analytics.windows, "results of the analytics, those that a restart repeats among them"],
    ["late", analytics.late, "came after their window's result: in the stream of rejects"],
    ["rejected", analytics.rejected, "of no use to the analytics: in the stream of rejects, with the reason"],
    ["results lost", analytics.lost, "given up by a processor or a delivery: NOT ACCOUNTED FOR"],
  ];
  return rows.filter(([name, count]) => name === "windows" || count > 0);
}
