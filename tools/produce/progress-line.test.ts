import { formatProgress } from "./progress-line";

test("work with an end shows a bar, its share, the rate and the time left", () => {
  expect(formatProgress({ sent: 8_600, failed: 12, done: 0.5 }, 10)).toBe(
    "[############------------] 50 %  8,600 sent  860/s  12 failed  10 s left",
  );
});

test("nothing done yet has no time left to tell, and no division by nothing", () => {
  expect(formatProgress({ sent: 0, failed: 0, done: 0 }, 0)).toBe(
    "[------------------------] 0 %  0 sent  0/s  0 failed",
  );
});

test("work without an end shows the seconds it has run", () => {
  expect(formatProgress({ sent: 300, failed: 0 }, 3)).toBe("300 sent  100/s  0 failed  3 s");
});
