import fc from "fast-check";
import { crc32c, crc64nvme } from "./crc";

const checkInput = Buffer.from("123456789");

describe("cyclic redundancy checks", () => {
  // The values that the catalogues of CRCs give for "123456789".
  it.each([
    ["CRC-32C", crc32c, "e3069283"],
    ["CRC-64/NVME", crc64nvme, "ae8b14860a799888"],
  ])("give the check value of %s", (_name, start, value) => {
    const running = start();
    running.update(checkInput);
    expect(running.digest().toString("hex")).toBe(value);
  });

  it("do not depend on how the bytes are cut", () => {
    const cuts = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 });
    fc.assert(
      fc.property(cuts, fc.constantFrom(crc32c, crc64nvme), (chunks, start) => {
        const inChunks = start();
        for (const chunk of chunks) inChunks.update(Buffer.from(chunk));
        const whole = start();
        whole.update(Buffer.concat(chunks));
        expect(inChunks.digest()).toEqual(whole.digest());
      }),
    );
  });
});
