import type { Clock } from "../clock";
import { isForm } from "../server/find-service";
import { jsonCodec } from "../server/json-codec";
import { queryService } from "../server/query-protocol";
import { isRpc, rpcService } from "../server/rpc-protocol";
import type { Service } from "../server/service";
import { targetService } from "../server/target-protocol";
import { readMetricData } from "./metric-data";

/** CloudWatch as far as it is here: it takes metrics, and counts them. */
export interface CloudWatch {
  readonly service: Service;
  /** How many data points a namespace was given by PutMetricData. */
  countData(namespace: string): number;
}

/** Makes a CloudWatch of its own; data points may lie as far from the clock's time as AWS allows. */
export function createCloudWatch(clock: Clock): CloudWatch {
  const counts = new Map<string, number>();
  const actions = {
    PutMetricData(input: unknown) {
      const { namespace, data } = readMetricData(input, clock.now());
      counts.set(namespace, (counts.get(namespace) ?? 0) + data.length);
    },
  };
  return { service: inEveryProtocol(actions), countData: (namespace) => counts.get(namespace) ?? 0 };
}

/** CloudWatch's clients have spoken three protocols, and each kind is still about. */
function inEveryProtocol(actions: Readonly<Record<string, (input: unknown) => unknown>>): Service {
  const name = "monitoring";
  const rpc = rpcService({ name, actions });
  const query = queryService({ name, namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/", actions });
  const codecs = [jsonCodec("application/x-amz-json-1.0")];
  const json = targetService({ name, targetPrefix: "GraniteServiceVersion20100801", codecs, actions });
  return {
    name,
    targetPrefixes: json.targetPrefixes,
    queryActions: query.queryActions,
    handle(request, response, context) {
      const spoken = isRpc(request) ? rpc : isForm(request) ? query : json;
      return spoken.handle(request, response, context);
    },
  };
}
