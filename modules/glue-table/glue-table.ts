import { GlueCatalogTable } from "@cdktf/provider-aws/lib/glue-catalog-table";
import { Construct } from "constructs";
import { type Projection, projectionParameters } from "./partition-projection";
import { type StorageFormat, storageClasses } from "./storage-format";

/** See {@link GlueTable}. */
export interface GlueTableProps {
  readonly databaseName: string;
  /** In lower case, digits and underscores. */
  readonly name: string;
  /** Where its objects lie: `s3://<bucket>/<prefix>/`. */
  readonly location: string;
  /** Columns of the objects, in their order, with their Hive types. */
  readonly columns: Readonly<Record<string, string>>;
  /** In the order of the folders, `<name>=<value>/` each. */
  readonly partitions: Readonly<Record<string, Projection & { readonly type: string }>>;
  readonly format: StorageFormat;
  /** Whether Terraform refuses to destroy it. */
  readonly isProtected: boolean;
}

/** A table of the Data Catalog over objects in S3, with its partitions projected: there is nothing to crawl or add. */
export class GlueTable extends Construct {
  constructor(scope: Construct, id: string, props: GlueTableProps) {
    super(scope, id);
    const { serializationLibrary, ...formats } = storageClasses[props.format];
    new GlueCatalogTable(this, "Resource", {
      databaseName: props.databaseName,
      name: props.name,
      tableType: "EXTERNAL_TABLE",
      parameters: { classification: props.format, ...projectionParameters(props.location, props.partitions) },
      partitionKeys: Object.entries(props.partitions).map(([name, { type }]) => ({ name, type })),
      storageDescriptor: {
        location: props.location,
        columns: Object.entries(props.columns).map(([name, type]) => ({ name, type })),
        ...formats,
        serDeInfo: { serializationLibrary, parameters: { "serialization.format": "1" } },
      },
      lifecycle: { preventDestroy: props.isProtected },
    });
  }
}
