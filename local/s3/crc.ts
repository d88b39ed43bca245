/** A checksum that grows chunk by chunk. */
export interface RunningChecksum {
  update(bytes: Uint8Array): unknown;
  digest(): Buffer;
}

/** CRC-32C (Castagnoli). */
export function crc32c(): RunningChecksum {
  return new ReflectedCrc(crc32cTable, 4);
}

/** CRC-64/NVME, which AWS's own tools send unless told otherwise. */
export function crc64nvme(): RunningChecksum {
  return new ReflectedCrc(crc64nvmeTable, 8);
}

/** For each byte, the high and the low 32 bits: Node's numbers have no 64-bit integers that are fast. */
interface Table {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

const crc32cTable = makeTable(0, 0x82f63b78);
const crc64nvmeTable = makeTable(0x9a6c9329, 0xac4bc9b5);

function makeTable(polynomialHigh: number, polynomialLow: number): Table {
  const table = { high: new Int32Array(256), low: new Int32Array(256) };
  for (let byte = 0; byte < 256; byte += 1) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) {
        high ^= polynomialHigh;
        low ^= polynomialLow;
      }
    }
    table.high[byte] = high;
    table.low[byte] = low;
  }
  return table;
}

/** A CRC whose bits are read from the lowest on, started and ended with all of them inverted. */
class ReflectedCrc implements RunningChecksum {
  #high: number;
  #low = -1;

  constructor(
    private readonly table: Table,
    private readonly widthBytes: 4 | 8,
  ) {
    this.#high = widthBytes === 8 ? -1 : 0;
  }

  update(bytes: Uint8Array): void {
    const { high: tableHigh, low: tableLow } = this.table;
    let high = this.#high;
    let low = this.#low;
    for (const byte of bytes) {
      const index = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ Number(tableLow[index]);
      high = (high >>> 8) ^ Number(tableHigh[index]);
    }
    this.#high = high;
    this.#low = low;
  }

  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32BE(~this.#high, 0);
    bytes.writeInt32BE(~this.#low, 4);
    return bytes.subarray(8 - this.widthBytes);
  }
}
