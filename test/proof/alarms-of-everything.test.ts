import { fullEnvironment } from "./full-environment";
import { proveAlarms } from "./prove-alarms";

describe("the alarms of an environment with every kind of resource", () => proveAlarms(fullEnvironment));
