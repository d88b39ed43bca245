import type { Application } from "../../flink/application";

/** The tables that a job writes to; what else has a stream it reads. */
const filledTables = ["output", "rejects"];

/** The ARNs of the streams that an application's job reads, and of those that it fills. */
export function applicationStreams({ version }: Application) {
  const tables = version.configuration.propertyGroups.flatMap(({ PropertyGroupId: table, PropertyMap }) => {
    const arn = PropertyMap["stream.arn"];
    return arn === undefined ? [] : [{ arn, isFilled: filledTables.includes(table) }];
  });
  return {
    read: tables.filter(({ isFilled }) => !isFilled).map(({ arn }) => arn),
    filled: tables.filter(({ isFilled }) => isFilled).map(({ arn }) => arn),
  };
}
