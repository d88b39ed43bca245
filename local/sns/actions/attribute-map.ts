import { textMap } from "../../server/input-shape";

/** Attributes of a topic or a subscription, by AWS's names. */
export const attributeMap = textMap({
  min: 0,
  max: Infinity,
  keyLength: { min: 0, max: Infinity },
  valueLength: { min: 0, max: Infinity },
});
