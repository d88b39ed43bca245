import { textMap } from "../../server/input-shape";

/** Tags as CreateStream and AddTagsToStream take them. */
export const tagMap = textMap({
  min: 1,
  max: 200,
  keyLength: { min: 1, max: 128 },
  valueLength: { min: 0, max: 256 },
});
