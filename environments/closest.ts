/** The names there are, and which of them was probably meant by those that were got. */
export function offer(got: readonly string[], names: readonly string[]): string {
  const meant = got.flatMap((word) => closest(word, names) ?? []);
  const hint = meant.length > 0 ? ` (did you mean ${meant.join(", ")}?)` : "";
  return `${names.join(", ") || "(there is none)"}${hint}`;
}

/** The candidate that a typing mistake turns into `word`, if any is within half of its letters. */
function closest(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ candidate, distance }) => distance <= candidate.length / 2);
  return near.sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

/** How many letters must be added, dropped or replaced to make one word the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
