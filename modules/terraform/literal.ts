/** Keeps Terraform from taking what stands in a string for an expression. */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
