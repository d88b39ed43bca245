import { describeChanges } from "./changes";

describeChanges("prod");
