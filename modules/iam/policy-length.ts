/** Of an ARN that Terraform learns when it applies, and for which a shorter token stands until then. */
const arnCharacters = 100;

/** How many characters IAM will count of a policy: it leaves out white space, of which ours have none. */
export function policyLength(policy: string): number {
  return policy.replace(/\$\{TfToken\[[^\]]*\]\}/g, "x".repeat(arnCharacters)).length;
}
