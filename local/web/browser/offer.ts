import { element } from "./element";

/** Offers choices, without disturbing a person who is choosing: they are replaced only when there are others. */
export function offer(
  select: HTMLSelectElement,
  choices: readonly { readonly name: string; readonly label: string }[],
  chosen: string | undefined,
): void {
  const offered = [...select.options].map(({ value }) => value);
  if (offered.join("\n") !== choices.map(({ name }) => name).join("\n")) {
    select.replaceChildren(...choices.map(({ name, label }) => element("option", { value: name }, label)));
  }
  if (chosen !== undefined && document.activeElement !== select) select.value = chosen;
}
