/** How the objects of a table are written. */
export type StorageFormat = "parquet" | "orc" | "json";

/** The classes by which Hive's descendants, Athena among them, read and write a format. */
export const storageClasses: Readonly<Record<StorageFormat, StorageClasses>> = {
  parquet: {
    inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
  },
  orc: {
    inputFormat: "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
    serializationLibrary: "org.apache.hadoop.hive.ql.io.orc.OrcSerde",
  },
  json: {
    inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
  },
};

interface StorageClasses {
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serializationLibrary: string;
}
