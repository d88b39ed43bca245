import type { Condition, Watched } from "../../modules/metric-alarm/metric-alarm";
import type { KindName } from "./kinds";

/** A metric alarm: what of, of which kind, and when it goes off. */
export interface Alarm extends Condition {
  /** What it is about: its key in the environment, or those of what it is within and of itself. */
  readonly subject: string;
  readonly kind: KindName;
}

type Deviation = Pick<Condition, "threshold"> & {
  /** `[M, N]`: M of the latest N data points. */
  readonly datapoints: readonly [breaching: number, of: number];
} & Partial<Pick<Condition, "periodSeconds" | "comparison" | "missing">>;

/**
 * An alarm on data points of a minute that are above its threshold. One that is missing is well, unless said otherwise:
 * most metrics here count what goes wrong, or what is only there when something was done. So an expression fills no gap
 * that would be well anyway: where a metric comes late, the latest value would always be the filled one, and the alarm
 * never on (CloudWatch's metric math on FILL).
 */
export function alarm(subject: string, kind: KindName, watched: Watched, deviation: Deviation): Alarm {
  const { datapoints, ...others } = deviation;
  const [breaching, of] = datapoints;
  const ordinary = { periodSeconds: 60, comparison: "GreaterThanThreshold", missing: "notBreaching" } as const;
  return { subject, kind, watched, ...ordinary, ...others, datapoints: { breaching, of } };
}
