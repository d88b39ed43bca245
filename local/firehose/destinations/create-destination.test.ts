import type { DestinationSettings } from "../delivery-stream-settings";
import { createDestination } from "./create-destination";
import { type DestinationTest, deliver, deliveryRecords, destinationTest } from "./destination-fixture";
import { HttpEndpointDestination } from "./http-endpoint-destination";
import { OpenSearchDestination } from "./opensearch-destination";
import { SplunkDestination } from "./splunk-destination";

let test: DestinationTest;

beforeEach(() => {
  test = destinationTest();
});

const at = (Url: string): DestinationSettings => ({
  kind: "http-endpoint",
  description: { EndpointConfiguration: { Url } },
});
const splunkAt = (HECEndpoint: string): DestinationSettings => ({ kind: "splunk", description: { HECEndpoint } });
const openSearchAt = (ClusterEndpoint: string): DestinationSettings => ({
  kind: "opensearch",
  description: { ClusterEndpoint },
});

it.each([
  [at("https://127.0.0.1:8443/"), HttpEndpointDestination],
  [at("https://amazonaws.com.example.net/"), HttpEndpointDestination],
  [at("https://notamazonaws.com/"), HttpEndpointDestination],
  [splunkAt("https://splunk.example.net:8088"), SplunkDestination],
  [openSearchAt("https://search.example.net"), OpenSearchDestination],
])("%j has a destination of its own", (settings, Kind) => {
  expect(createDestination(settings, test)).toBeInstanceOf(Kind);
  expect(test.notices).toEqual([]);
});

it("leaves what becomes objects in S3 to S3", () => {
  const description = {
    RoleARN: "arn:aws:iam::000000000000:role/orders-firehose",
    BucketARN: "arn:aws:s3:::lake",
    BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
    CompressionFormat: "UNCOMPRESSED",
    EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
  } as const;
  expect(createDestination({ kind: "s3", description }, test)).toBeUndefined();
});

it.each([
  at("https://abc.execute-api.eu-west-1.amazonaws.com/stage"),
  at("https://abc.lambda-url.eu-west-1.on.aws/"),
  splunkAt("https://elb.eu-west-1.amazonaws.com:8088"),
  openSearchAt("https://search-orders.eu-west-1.es.amazonaws.com"),
])("%j is never called: what should go there fails, and the user is told", async (settings) => {
  const send = jest.fn<Promise<Response>, []>();
  const destination = createDestination(settings, { ...test, fetch: send });
  const records = deliveryRecords("a", "b");
  const outcome = destination && (await deliver(destination, records));
  expect(outcome?.delivered).toEqual([]);
  expect(outcome?.failed.map(({ record }) => record)).toEqual(records);
  expect(send).not.toHaveBeenCalled();
  expect(test.notices).toEqual([expect.stringContaining("is AWS, which is never called locally")]);
});

it("lets an OpenSearch on this machine stand for a domain, and says so", () => {
  const DomainARN = "arn:aws:es:eu-west-1:000000000000:domain/orders";
  const destination = createDestination({ kind: "opensearch", description: { DomainARN } }, test);
  expect(destination).toBeInstanceOf(OpenSearchDestination);
  expect(test.notices).toEqual([`orders: documents for ${DomainARN} go to http://127.0.0.1:9200`]);
});
