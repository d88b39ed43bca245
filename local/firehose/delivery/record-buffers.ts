import type { Clock } from "../../clock";

/** When buffers are full, and what becomes of them. */
export interface BufferOptions<Item> {
  readonly clock: Clock;
  /** A buffer is closed once it holds so many bytes. */
  readonly sizeBytes: number;
  /** A buffer is closed so long after its first item. */
  readonly intervalMs: number;
  /** Held bytes of all buffers that fill, above which the largest is closed before its time. */
  readonly maxFillingBytes: number;
  /** Most buffers that are delivered at once; others wait. @default no limit */
  readonly maxDeliveries?: number;
  /** Takes a full buffer; what rejects here is an error of the program. */
  readonly deliver: (items: readonly Item[]) => Promise<void>;
  /** Called when a delivery has ended, which makes room. */
  readonly onDelivered: () => void;
}

/** What an item takes in memory beside its data. */
const itemBytes = 300;

interface FillingBuffer<Item> {
  items: Item[];
  /** Of their data. */
  bytes: number;
  /** Buffers of the same key that are closed and not delivered yet. */
  deliveries: number;
  cancelInterval: () => void;
}

/** Collects items by key, each key in a buffer of its own, until its size or its interval is reached. */
export class RecordBuffers<Item> {
  readonly #options: BufferOptions<Item>;
  readonly #buffers = new Map<string, FillingBuffer<Item>>();
  /** What was closed and is not delivered yet. */
  readonly #closed = new Set<readonly Item[]>();
  #waiting: (() => Promise<void>)[] = [];
  #delivering = 0;
  #fillingBytes = 0;
  #heldBytes = 0;
  #isDiscarded = false;
  #idleListeners: (() => void)[] = [];

  constructor(options: BufferOptions<Item>) {
    this.#options = options;
  }

  /** Bytes in memory that fill, wait or are being delivered. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Closed buffers that wait for others to be delivered. */
  get waitingBuffers(): number {
    return this.#waiting.length;
  }

  /** Keys of which something fills, waits or is being delivered. */
  get activeKeys(): number {
    return this.#buffers.size;
  }

  /** Of each buffer that fills, waits or is being delivered, the item that came first. */
  *firsts(): Generator<Item> {
    for (const { items } of this.#buffers.values()) yield* items.slice(0, 1);
    for (const items of this.#closed) yield* items.slice(0, 1);
  }

  /** Whether a key is among these. */
  isActive(key: string): boolean {
    return this.#buffers.has(key);
  }

  /**
   * Adds an item; after `discard`, does nothing.
   * @param bytes of its data
   */
  add(key: string, item: Item, bytes: number): void {
    if (this.#isDiscarded) return;
    const { clock, sizeBytes, intervalMs, maxFillingBytes } = this.#options;
    const buffer = this.#bufferOf(key);
    if (buffer.items.length === 0) buffer.cancelInterval = clock.schedule(() => this.#close(key, buffer), intervalMs);
    buffer.items.push(item);
    buffer.bytes += bytes;
    this.#fillingBytes += bytes + itemBytes;
    this.#heldBytes += bytes + itemBytes;
    if (buffer.bytes >= sizeBytes) this.#close(key, buffer);
    else if (this.#fillingBytes > maxFillingBytes) this.#closeLargest();
  }

  /** Closes all buffers; resolves when everything is delivered. */
  async flush(): Promise<void> {
    for (const [key, buffer] of this.#buffers) if (buffer.items.length > 0) this.#close(key, buffer);
    await this.#idle();
  }

  /** Forgets what is not being delivered; resolves when the deliveries under way have ended. */
  async discard(): Promise<void> {
    this.#isDiscarded = true;
    for (const { cancelInterval } of this.#buffers.values()) cancelInterval();
    this.#buffers.clear();
    this.#waiting = [];
    await this.#idle();
  }

  #bufferOf(key: string): FillingBuffer<Item> {
    let buffer = this.#buffers.get(key);
    if (!buffer) {
      buffer = { items: [], bytes: 0, deliveries: 0, cancelInterval: () => undefined };
      this.#buffers.set(key, buffer);
    }
    return buffer;
  }

  #close(key: string, buffer: FillingBuffer<Item>): void {
    const { items } = buffer;
    const heldBytes = heldBytesOf(buffer);
    buffer.cancelInterval();
    buffer.items = [];
    buffer.bytes = 0;
    buffer.deliveries++;
    this.#fillingBytes -= heldBytes;
    this.#closed.add(items);
    this.#waiting.push(async () => {
      await this.#options.deliver(items);
      this.#closed.delete(items);
      this.#heldBytes -= heldBytes;
      buffer.deliveries--;
      if (buffer.deliveries === 0 && buffer.items.length === 0) this.#buffers.delete(key);
    });
    this.#deliverNext();
  }

  #closeLargest(): void {
    let largest: readonly [string, FillingBuffer<Item>] | undefined;
    for (const entry of this.#buffers) {
      if (!largest || heldBytesOf(entry[1]) > heldBytesOf(largest[1])) largest = entry;
    }
    if (largest) this.#close(...largest);
  }

  #deliverNext(): void {
    const { maxDeliveries = Infinity, onDelivered } = this.#options;
    while (this.#delivering < maxDeliveries) {
      const deliver = this.#waiting.shift();
      if (!deliver) return;
      this.#delivering++;
      void deliver().then(() => {
        this.#delivering--;
        this.#deliverNext();
        if (this.#delivering === 0) for (const listener of this.#idleListeners.splice(0)) listener();
        onDelivered();
      });
    }
  }

  #idle(): Promise<void> {
    if (this.#delivering === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idleListeners.push(resolve));
  }
}

function heldBytesOf({ items, bytes }: FillingBuffer<unknown>): number {
  return bytes + items.length * itemBytes;
}
