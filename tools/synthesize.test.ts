import { synthesize } from "./synthesize";

it("says that it was interrupted, and not that the environments are wrong", async () => {
  const stop = new AbortController();
  const synthesis = synthesize(stop.signal);
  stop.abort();
  await expect(synthesis).rejects.toThrow(/^interrupted before the environments were synthesized$/);
});
