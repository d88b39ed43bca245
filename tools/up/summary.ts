import type { Account } from "./account";

/** The account for a person: one line for each place where records are. */
export function describeAccount(account: Account): string {
  const rows: [string, number, string][] = [
    ["sent", account.sent, "acknowledged to producers"],
    ["processed", account.processed, "written by the processors"],
    ["quarantined", account.quarantined, "could never be processed: quarantine/ in the failures bucket says why"],
    ["failed", account.failedDestination, "given up after retries: at the failure destination"],
    ["filtered", account.filtered, "discarded by a filter"],
    ["expired", account.expired, "trimmed by retention before they were read"],
    ["still readable", account.stillReadable, "in a stream, read by nobody yet"],
    ["lost", account.lost, account.lost === 0 ? "every record is accounted for" : "NOT ACCOUNTED FOR"],
  ];
  const lines = rows.map(
    ([name, count, meaning]) => `${name.padStart(16)} ${count.toLocaleString("en").padStart(12)}  ${meaning}`,
  );
  const pace = `items in the tables: ${account.tableItems.toLocaleString("en")}, after ${account.seconds.toFixed(1)} s`;
  return ["", ...lines, "", pace].join("\n");
}
