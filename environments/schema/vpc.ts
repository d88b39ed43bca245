import { z } from "zod";
import { section, text } from "./fields";

function ids(prefix: string, what: string, most: number) {
  const error = `1 to ${most} ids of ${what}s`;
  const id = text(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `the id of a ${what}`);
  return z.array(id, { error }).min(1, { error }).max(most, { error });
}

/** Where in a VPC a service puts its network interfaces. Firehose and Managed Flink take as many of each. */
export const vpcSchema = section({
  subnetIds: ids("subnet", "subnet", 16),
  securityGroupIds: ids("sg", "security group", 5),
});
