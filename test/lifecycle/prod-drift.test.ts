import { describeDrift } from "./drift-by-hand";

describeDrift("prod");
