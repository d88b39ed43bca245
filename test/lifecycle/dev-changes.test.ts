import { describeChanges } from "./changes";

describeChanges("dev");
