import { embeddedMetrics } from "./emf";

describe("embeddedMetrics", () => {
  it("makes one line of one dimension set and its values", () => {
    const line = embeddedMetrics("Space", 1_700_000_000_000, { Environment: "dev", FunctionName: "f" }, [
      { name: "Done", unit: "Count", value: 3 },
      { name: "Took", unit: "Milliseconds", value: 12.5 },
    ]);
    expect(JSON.parse(line)).toEqual({
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "Space",
            Dimensions: [["Environment", "FunctionName"]],
            Metrics: [
              { Name: "Done", Unit: "Count" },
              { Name: "Took", Unit: "Milliseconds" },
            ],
          },
        ],
      },
      Environment: "dev",
      FunctionName: "f",
      Done: 3,
      Took: 12.5,
    });
  });

  it("refuses more metrics than CloudWatch reads from a line", () => {
    const metrics = Array.from({ length: 101 }, (_, i) => ({ name: `M${i}`, unit: "Count" as const, value: 1 }));
    expect(() => embeddedMetrics("Space", 0, {}, metrics)).toThrow("101 metrics in a line; CloudWatch reads 100");
  });
});
