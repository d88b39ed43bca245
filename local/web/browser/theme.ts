import { byId } from "./element";

const key = "weir-theme";

const systemDark = matchMedia("(prefers-color-scheme: dark)");

/** Gives the page the theme that was chosen before, or else the system's, at once: it is never seen in another. */
export function applyTheme(): void {
  const chosen = localStorage.getItem(key);
  const isDark = chosen === "dark" || (chosen !== "light" && systemDark.matches);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

/** Lets a person choose. @param onChange is called when the page's colours have changed */
export function offerThemes(onChange: () => void): void {
  const select = byId("theme", HTMLSelectElement);
  select.value = localStorage.getItem(key) ?? "auto";
  const apply = () => {
    applyTheme();
    onChange();
  };
  select.addEventListener("change", () => {
    localStorage.setItem(key, select.value);
    apply();
  });
  systemDark.addEventListener("change", apply);
}
