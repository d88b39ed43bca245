/** As much text as is put together before it is turned into bytes: beyond it, strings leave the young heap. */
const chunkLength = 32 * 1024;

/** A long text on its way to its bytes: half as costly as to make all of it a string first. */
export class TextChunks {
  readonly #chunks: Buffer[] = [];
  #text = "";

  /** Adds a text, which breaks no character in two. */
  add(text: string): void {
    this.#text += text;
    if (this.#text.length > chunkLength) this.#flush();
  }

  /** All of it in UTF-8. */
  bytes(): Buffer {
    this.#flush();
    const [first] = this.#chunks;
    return first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
  }

  #flush(): void {
    this.#chunks.push(Buffer.from(this.#text));
    this.#text = "";
  }
}
