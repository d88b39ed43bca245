import type { Problem } from "../../environment-error";
import type { Draft } from "../draft";
import type { Tier } from "../fields";
import type { DeliveryContext } from "./context";
import { completeDestination, contextOf, type DeliveryEntry } from "./delivery";
import { type Backup, failuresFolder } from "./objects";
import { folderOf, prefixProblems } from "./prefix";
import type { RedshiftDestination } from "./redshift";
import { s3Rules } from "./s3-rules";
import { completeTransform, transformRules } from "./transform";

/** What Firehose refuses of a delivery as a whole: references, prefixes, buffers. */
export function* deliveryRules({ deliveries, streams, lake }: Draft, tier: Tier): Generator<Problem> {
  for (const [key, delivery] of deliveries) {
    const { source, destination } = delivery;
    const at = (...fields: string[]) => ["deliveries", key, "destination", ...fields];
    if (source && source.kind !== "direct-put" && !streams.has(source.stream)) {
      const path = ["deliveries", key, "source", "stream"];
      yield { path, got: source.stream, allowed: "a key of streams", names: [...streams.keys()] };
    }
    if (delivery.transform && destination) {
      const transform = completeTransform(delivery.transform, destination.kind, tier);
      yield* transformRules(transform, destination.kind, ["deliveries", key, "transform"]);
    }
    // A table that is not valid was reported, and says nothing of what is delivered to it.
    if (!destination || !lake.tables) continue;
    const table = destination.kind === "s3" ? destination.table : undefined;
    if (table !== undefined && !Object.hasOwn(lake.tables, table)) {
      yield { path: at("table"), got: table, allowed: "a key of lake.tables", names: Object.keys(lake.tables) };
      continue;
    }
    yield* destinationRules(destination, contextOf(key, delivery, lake, tier), at);
  }
}

function* destinationRules(
  entry: DeliveryEntry["destination"],
  context: DeliveryContext,
  at: (...fields: string[]) => string[],
): Generator<Problem> {
  const destination = completeDestination(entry, context);
  if (destination.kind === "s3") yield* s3Rules(destination, context, at);
  else if (destination.kind === "redshift") yield* redshiftRules(destination, at);
  else yield* backupRules(destination.backup, (field) => at("backup", field));
}

function* redshiftRules(
  { intermediate, sourceBackup, copyOptions }: RedshiftDestination,
  at: (...fields: string[]) => string[],
): Generator<Problem> {
  if (/\bgzip\b/i.test(copyOptions) !== (intermediate.compression === "gzip")) {
    const allowed = `options ${intermediate.compression === "gzip" ? "with" : "without"} GZIP, as intermediate.compression is ${intermediate.compression}`;
    yield { path: at("copyOptions"), got: copyOptions, allowed };
  }
  for (const [field, objects] of Object.entries({ intermediate, sourceBackup })) {
    if (!objects) continue;
    yield* failuresFolderRules(at(field, "prefix"), objects.prefix);
    if (!objects.prefix.includes("!{")) continue;
    const allowed = "a prefix without expressions: Firehose evaluates none for Redshift";
    yield { path: at(field, "prefix"), got: objects.prefix, allowed };
  }
}

function* backupRules({ prefix, errorPrefix }: Backup, at: (field: string) => string[]): Generator<Problem> {
  yield* failuresFolderRules(at("prefix"), prefix);
  yield* failuresFolderRules(at("errorPrefix"), errorPrefix);
  yield* prefixProblems(at("prefix"), prefix, { isErrorPrefix: false });
  yield* prefixProblems(at("errorPrefix"), errorPrefix, { isErrorPrefix: true });
  if (errorPrefix.startsWith(folderOf(prefix)) || prefix.startsWith(folderOf(errorPrefix))) {
    const allowed = "a prefix apart from backup.prefix: what failed would lie among the copies";
    yield { path: at("errorPrefix"), got: errorPrefix, allowed };
  }
}

/** What processors put into the failures' bucket lies in folders of its own, and is read as theirs. */
function* failuresFolderRules(path: string[], prefix: string): Generator<Problem> {
  if (prefix.startsWith(failuresFolder)) return;
  yield { path, got: prefix, allowed: `a prefix under ${failuresFolder}, apart from what processors leave there` };
}
