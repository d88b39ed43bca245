import { AssumeRoleCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { VirtualClock } from "../clock";
import { seededRandom } from "../random";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { createSts } from "./sts";

const accountId = "123456789012";
const region = "ap-northeast-1";

describe("STS behind the endpoint", () => {
  const clock = new VirtualClock();
  const reported: string[] = [];
  let endpoint: Endpoint;
  let client: STSClient;

  beforeAll(async () => {
    const services = [createSts({ clock, random: seededRandom(1) })];
    endpoint = await startEndpoint({ port: 0, services, accountId, region, logError: (line) => reported.push(line) });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    client = new STSClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
  });

  const authorization = "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/sts/aws4_request, Signature=any";

  it.each([
    ["a signed POST", { method: "POST", headers: { authorization } }],
    ["an unsigned POST", { method: "POST" }],
  ])("says whose credentials they are to %s", async (_kind, request) => {
    const body = new URLSearchParams({ Action: "GetCallerIdentity", Version: "2011-06-15" });
    const response = await fetch(endpoint.url, { ...request, body });
    const answer = await response.text();
    expect(response.status).toBe(200);
    expect(answer).toContain(`<Account>${accountId}</Account>`);
    expect(answer).toContain(`<Arn>arn:aws:iam::${accountId}:root</Arn>`);
    expect(answer).toContain(`<RequestId>${response.headers.get("x-amzn-requestid")}</RequestId>`);
  });

  it.each([
    ["a signed GET", { headers: { authorization } }],
    ["an unsigned GET", {}],
  ])("says whose credentials they are to %s", async (_kind, request) => {
    const url = `${endpoint.url}/?Action=GetCallerIdentity&Version=2011-06-15`;
    expect(await (await fetch(url, request)).text()).toContain(`<UserId>${accountId}</UserId>`);
  });

  it("gives credentials for any role, in the session's name", async () => {
    const RoleArn = "arn:aws:iam::210987654321:role/ops/breakglass";
    const assumed = await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "on.call" }));
    expect(assumed.AssumedRoleUser?.Arn).toBe("arn:aws:sts::210987654321:assumed-role/breakglass/on.call");
    expect(assumed.Credentials).toMatchObject({
      AccessKeyId: expect.stringMatching(/^ASIA[0-9A-F]{16}$/),
      Expiration: new Date(clock.now() + 3_600_000),
    });
  });

  it("gives credentials for as long as they are asked for, and refuses what AWS refuses", async () => {
    const { Credentials } = await client.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    expect(Credentials?.Expiration).toEqual(new Date(clock.now() + 900_000));
    await expect(client.send(new GetSessionTokenCommand({ DurationSeconds: 899 }))).rejects.toMatchObject({
      name: "ValidationError",
      message:
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have " +
        "value greater than or equal to 900",
    });
  });

  it("answers an action that is not there as AWS does, and tells the person", async () => {
    const url = `${endpoint.url}/?Action=Get%3CNothing&Version=2011-06-15`;
    const response = await fetch(url, { headers: { authorization } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("<Code>InvalidAction</Code><Message>Get&lt;Nothing of sts is not part");
    expect(reported).toEqual(["Get<Nothing of sts is not part of the local AWS."]);
  });
});
