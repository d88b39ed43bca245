/** A line of Terraform's machine-readable output, as far as Weir reads it ("Machine-Readable UI" in its documentation). */
export interface TerraformEvent {
  readonly "@message": string;
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  /** Of `outputs`: what happens to each output. */
  readonly outputs?: Readonly<Record<string, { readonly action?: string }>>;
  /** Of `apply_*`: the resource that is being changed. */
  readonly hook?: { readonly resource: { readonly addr: string }; readonly action?: string };
}

/** What Terraform finds wrong. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** The resource that it is about. */
  readonly address?: string;
}

/** An event as a person reads it. */
export function describeEvent({ "@message": message, diagnostic }: TerraformEvent): string {
  if (!diagnostic) return message;
  const { severity, summary, detail, address } = diagnostic;
  const about = address ? ` (${address})` : "";
  const head = `${severity === "error" ? "Error" : "Warning"}: ${summary}${about}`;
  return detail ? `${head}\n${detail.replace(/^/gm, "  ")}` : head;
}
