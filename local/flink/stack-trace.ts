/** Whether a text is a Java stack trace. */
export function isStackTrace(text: string): boolean {
  return /^\tat /m.test(text);
}

/** The innermost cause of a Java stack trace. */
export function innermostCause(stackTrace: string): string {
  const causes = [...stackTrace.matchAll(/^Caused by: (.*)$/gm)];
  return causes.at(-1)?.[1] ?? stackTrace.split("\n")[0] ?? "";
}
