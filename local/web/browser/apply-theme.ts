import { applyTheme } from "./theme";

// Runs before anything is painted, and the rest of the page's program after that.
applyTheme();
