/**
 * As much of a response as an error quotes. AWS logs a response truncated, and does not say where; this is the longest
 * message that one of an HTTP endpoint may have.
 */
export function excerpt(text: string): string {
  return text.slice(0, 8192);
}
