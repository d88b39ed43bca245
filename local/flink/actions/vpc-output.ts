import type { VpcConfiguration } from "../application-configuration";

/** A VPC configuration as it is described. The local AWS has no networks, and so no ids of them. */
export function vpcOutput(vpc: VpcConfiguration) {
  return { ...vpc, VpcId: "vpc-00000000000000000" };
}
