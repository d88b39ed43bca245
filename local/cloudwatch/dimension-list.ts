import { z } from "zod";
import { formList } from "./form-list";
import { text } from "./input";

/** The dimensions of one metric. */
export const dimensionList = formList(z.object({ Name: text(255), Value: text(1_024) }), 30);
