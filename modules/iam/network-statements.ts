import type { Statement } from "./policy-document";

/** Where in a VPC a service puts its network interfaces. */
export interface Vpc {
  /** 1–16. */
  readonly subnetIds: readonly string[];
  /** 1–5. */
  readonly securityGroupIds: readonly string[];
}

/**
 * Lets a service put network interfaces of its own into a VPC.
 * @param arn of any resource of the VPC's account and region.
 * @param described what the service looks at beside interfaces, subnets and groups.
 */
export function networkStatements(
  arn: string,
  { subnetIds, securityGroupIds }: Vpc,
  described: "ec2:DescribeDhcpOptions" | "ec2:DescribeVpcAttribute",
): Statement[] {
  const [, partition, , region, account] = arn.split(":");
  const ec2 = (resource: string) => `arn:${partition}:ec2:${region}:${account}:${resource}`;
  return [
    {
      Sid: "DescribeNetwork",
      Action: [
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        described,
      ],
      // EC2 describes all there is, or nothing.
      Resource: ["*"],
    },
    {
      Sid: "JoinNetwork",
      Action: ["ec2:CreateNetworkInterface"],
      Resource: [
        ...subnetIds.map((id) => ec2(`subnet/${id}`)),
        ...securityGroupIds.map((id) => ec2(`security-group/${id}`)),
        ec2("network-interface/*"),
      ],
    },
    {
      Sid: "LeaveNetwork",
      Action: ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
      Resource: [ec2("network-interface/*")],
    },
  ];
}
