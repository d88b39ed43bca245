import type { HashKey } from "./hash-key";
import type { RecordPosition, Shard } from "./shard";

/** A record on its way in. */
export interface NewRecord {
  readonly partitionKey: string;
  /** Decides the shard: the partition key's MD5 unless the producer said otherwise. */
  readonly hashKey: HashKey;
  /** Base64 (of JSON) or bytes (of CBOR). */
  readonly data: string | Uint8Array;
  /** Bytes of data and partition key. */
  readonly sizeBytes: number;
}

/** What became of a record: `record` is absent when its shard's rate was used up, or when the service failed. */
export interface PutResult {
  readonly shard: Shard;
  readonly record?: RecordPosition;
  /** Whether a fault had the service fail. */
  readonly isFailed?: true;
}
