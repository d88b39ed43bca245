import { z } from "zod";
import { block, blocks } from "../terraform/blocks";
import { type Kinds, kind } from "./kind";

const glueColumn = z.object({ name: z.string(), type: z.string().default("string") });
const glueTable = z.object({
  database_name: z.string(),
  name: z.string(),
  partition_keys: blocks(glueColumn),
  storage_descriptor: block(z.object({ location: z.string().default(""), columns: blocks(glueColumn) })),
});

/** What is made of Glue's resources. */
export const glueKinds: Kinds = {
  aws_glue_catalog_table: kind(
    glueTable,
    ["catalog_id", "description", "owner", "parameters", "retention", "table_type"],
    ({ database_name: databaseName, name, partition_keys: partitionKeys, storage_descriptor }, _, { glue }) => {
      const { columns = [], location = "" } = storage_descriptor ?? {};
      glue.putTable({ databaseName, name, columns, partitionKeys, location });
    },
  ),
};
