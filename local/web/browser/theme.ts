import { byId } from "./element";

const key = "weir-theme";

/** Gives the page the theme that was chosen before, at once: it is never seen in another. */
export function applyTheme(): void {
  const { documentElement } = document;
  const chosen = localStorage.getItem(key);
  if (chosen === "light" || chosen === "dark") documentElement.dataset["theme"] = chosen;
  else delete documentElement.dataset["theme"];
}

/** Lets a person choose. @param onChange is called when the page's colours have changed */
export function offerThemes(onChange: () => void): void {
  const select = byId("theme", HTMLSelectElement);
  select.value = localStorage.getItem(key) ?? "auto";
  select.addEventListener("change", () => {
    localStorage.setItem(key, select.value);
    applyTheme();
    onChange();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
}
