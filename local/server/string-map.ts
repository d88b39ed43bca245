/** A map of AWS's in an answer: JSON and CBOR write it as a structure, the query protocol as entries. */
export class StringMap<Value> extends Map<string, Value> {
  /** As a structure. */
  toJSON(): Readonly<Record<string, Value>> {
    return Object.fromEntries(this);
  }
}
