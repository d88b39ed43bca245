const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Text as it may stand in an element. Control characters become references, as S3 writes them: a parser would
 * refuse them bare, and turn `\r` into `\n`.
 */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]|\p{Cc}/gu, (character) => escapes[character] ?? `&#x${codeOf(character)};`);
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase();
}
