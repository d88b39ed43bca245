import { RateWindow } from "../kinesis/rate-window";

const mebibyte = 1024 * 1024;

/** The regions where AWS allows more [AWS: Amazon Data Firehose Quota]. */
const largeRegions = new Set(["us-east-1", "us-west-2", "eu-west-1"]);

/** What AWS allows a Direct PUT delivery stream in a second, over PutRecord and PutRecordBatch together. */
export function directPutLimits(region: string) {
  const isLarge = largeRegions.has(region);
  return {
    requests: isLarge ? 2_000 : 1_000,
    records: isLarge ? 500_000 : 100_000,
    bytes: (isLarge ? 5 : 1) * mebibyte,
  };
}

/** How much of that a delivery stream has used in the present second. */
export class DirectPutRates {
  readonly #requests: RateWindow;
  readonly #records: RateWindow;
  readonly #bytes: RateWindow;

  constructor(region: string) {
    const { requests, records, bytes } = directPutLimits(region);
    this.#requests = new RateWindow(requests);
    this.#records = new RateWindow(records);
    this.#bytes = new RateWindow(bytes);
  }

  /** Whether a request may come now; if so, it counts. */
  takeRequest(nowMs: number): boolean {
    if (this.#requests.left(nowMs) < 1) return false;
    this.#requests.take(1);
    return true;
  }

  /** Whether a record may be put now; if so, it counts. */
  takeRecord(nowMs: number, sizeBytes: number): boolean {
    if (this.#records.left(nowMs) < 1 || this.#bytes.left(nowMs) < sizeBytes) return false;
    this.#records.take(1);
    this.#bytes.take(sizeBytes);
    return true;
  }
}
