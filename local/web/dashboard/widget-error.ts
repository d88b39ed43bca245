/** A widget that the page can't draw; the message says why. */
export class WidgetError extends Error {
  override readonly name = "WidgetError";
}
