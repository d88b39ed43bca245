import { loadEnvironment } from "../../environments";
import { proveAlarms } from "./prove-alarms";

describe("the alarms of dev", () => proveAlarms(() => loadEnvironment("dev")));
