/** A name in SQL, whatever it holds. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL, whatever it holds. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path in a pattern of paths, whatever it holds. */
export function quotePath(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}
