import fc from "fast-check";
import { evaluationRange, judge, type MissingDataRule, type MissingDataTreatment, type Slot } from "./missing-data";

const slotOf: Readonly<Record<string, Slot>> = { "0": "ok", X: "breaching", "-": "missing" };

/** Data points as AWS's documentation draws them, the latest on the right. */
function drawn(picture: string): Slot[] {
  return picture
    .split(" ")
    .map((sign) => slotOf[sign] ?? "missing")
    .reverse();
}

const treatments: readonly MissingDataTreatment[] = ["missing", "ignore", "breaching", "notBreaching"];

/** The documented tables' columns; `-` where the state is retained. */
function outcomes(picture: string, datapointsToAlarm: number): string {
  return treatments
    .map((treatMissingData) => judge(drawn(picture), { evaluationPeriods: 3, datapointsToAlarm, treatMissingData }))
    .map((state) => state ?? "-")
    .join(" ");
}

describe("missing data", () => {
  it("looks back on five periods for an alarm of three, as AWS's tables do", () => {
    expect(evaluationRange(3)).toBe(5);
  });

  it.each([
    ["0 - X - X", "OK OK OK OK"],
    ["0 - - - -", "OK OK OK OK"],
    ["- - - - -", "INSUFFICIENT_DATA - ALARM OK"],
    ["0 X X - X", "ALARM ALARM ALARM ALARM"],
    ["- - X - -", "ALARM - ALARM OK"],
  ])("judges %s as AWS's table of 3 out of 3 does", (picture, expected) => {
    expect(outcomes(picture, 3)).toBe(expected);
  });

  it.each([
    ["0 - X - X", "ALARM ALARM ALARM ALARM"],
    ["0 0 X 0 X", "ALARM ALARM ALARM ALARM"],
    ["0 - X - -", "OK OK ALARM OK"],
    ["- - - - 0", "OK OK ALARM OK"],
    ["- - - X -", "ALARM - ALARM OK"],
  ])("judges %s as AWS's table of 2 out of 3 does", (picture, expected) => {
    expect(outcomes(picture, 2)).toBe(expected);
  });

  it.each(["- - - - X", "- - - X -"])("is in no hurry to alarm on %s, which the next data point may end", (picture) => {
    expect(outcomes(picture, 3)).toBe("- - ALARM OK");
  });

  const rules = fc.integer({ min: 1, max: 6 }).chain((evaluationPeriods) =>
    fc.record({
      evaluationPeriods: fc.constant(evaluationPeriods),
      datapointsToAlarm: fc.integer({ min: 1, max: evaluationPeriods }),
      treatMissingData: fc.constantFrom(...treatments),
    }),
  );
  const cases = rules.chain((rule) => {
    const length = evaluationRange(rule.evaluationPeriods);
    const slots = fc.array(fc.constantFrom<Slot>("ok", "breaching", "missing"), {
      minLength: length,
      maxLength: length,
    });
    return fc.tuple(fc.constant(rule), slots);
  });

  it("agrees with a model that writes the fills into a list and counts", () => {
    fc.assert(fc.property(cases, ([rule, slots]) => expect(judge(slots, rule)).toBe(model(slots, rule))));
  });
});

/** The documentation's sentences one by one, without a thought for brevity. */
function model(slots: readonly Slot[], rule: MissingDataRule): string | undefined {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const considered: Slot[] = [];
  for (const slot of slots) {
    if (slot !== "missing" && considered.length < evaluationPeriods) considered.push(slot);
  }
  if (considered.length === evaluationPeriods) return alarmIf(considered, datapointsToAlarm);
  if (treatMissingData === "breaching" || treatMissingData === "notBreaching") {
    while (considered.length < evaluationPeriods) {
      considered.push(treatMissingData === "breaching" ? "breaching" : "ok");
    }
    return alarmIf(considered, datapointsToAlarm);
  }
  if (considered.length === 0) return treatMissingData === "missing" ? "INSUFFICIENT_DATA" : undefined;
  if (alarmIf(considered, datapointsToAlarm) === "ALARM") return "ALARM";
  if (considered.includes("ok")) return "OK";
  const ages = slots.flatMap((slot, age) => (slot === "breaching" ? [age + 1] : []));
  return treatMissingData === "missing" && Math.max(...ages) >= datapointsToAlarm ? "ALARM" : undefined;
}

function alarmIf(slots: readonly Slot[], datapointsToAlarm: number): string {
  return slots.filter((slot) => slot === "breaching").length >= datapointsToAlarm ? "ALARM" : "OK";
}
