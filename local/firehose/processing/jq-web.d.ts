/** jq, compiled to WebAssembly. It ships no types of its own. */
declare module "jq-web" {
  /** What jq's process would have ended with, when that is not 0. */
  export interface JqError extends Error {
    /** 3 for a program that does not compile. */
    readonly exitCode: number;
    readonly stderr: string;
  }

  /** The program, loaded. */
  export interface Jq {
    /**
     * jq's output for an input, undefined where there is none; runs to its end before it returns.
     * @throws JqError
     */
    raw(input: string, program: string, flags: readonly string[]): string | undefined;
  }

  const jq: Promise<Jq>;
  export default jq;
}
