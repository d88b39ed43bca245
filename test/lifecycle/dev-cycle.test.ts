import { describeCycle } from "./cycle";

describeCycle("dev");
