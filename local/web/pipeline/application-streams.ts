import type { Application } from "../../flink/application";

/** The streams of an application's tables, by the tables' names (`input`, `output`, `rejects`): their ARNs. */
export function applicationStreams({ version }: Application): Readonly<Record<string, string>> {
  const tables = version.configuration.propertyGroups.flatMap(({ PropertyGroupId, PropertyMap }) => {
    const arn = PropertyMap["stream.arn"];
    return arn === undefined ? [] : [[PropertyGroupId, arn] as const];
  });
  return Object.fromEntries(tables);
}
