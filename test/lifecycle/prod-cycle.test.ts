import { describeCycle } from "./cycle";

describeCycle("prod");
