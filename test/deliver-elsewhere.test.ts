import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { environmentInput } from "./environment-input";
import { problemsOf } from "./problems-of";

const guide = readFileSync(join(__dirname, "../docs/guides/deliver-elsewhere.md"), "utf8");

/** The `deliveries` that the guide shows, by the destination's kind. */
const shown = [...guide.matchAll(/```ts\ndeliveries: (.*?),\n```/gs)].map(([, text = ""]): [string, object] => [
  /kind: "(.+)"/.exec(text)?.[1] ?? "",
  // Objects of another realm are like this one's only after a round trip.
  JSON.parse(JSON.stringify(runInNewContext(`(${text})`))),
]);

describe("the guide to deliveries elsewhere", () => {
  it("shows an entry of each kind but the lake's", () => {
    expect(shown.map(([kind]) => kind)).toEqual(["http-endpoint", "opensearch", "splunk", "redshift"]);
  });

  it.each(shown)("shows an entry for %s that an environment takes", (_kind, deliveries) => {
    expect(problemsOf({ ...environmentInput(), deliveries })).toEqual([]);
    // Else it would be taken whatever it says.
    expect(problemsOf({ ...environmentInput(), deliveries: { ...deliveries, other: {} } })).not.toEqual([]);
  });
});
