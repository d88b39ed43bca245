import { type Endpoint, startEndpoint } from "../server/endpoint";
import { createSts } from "./sts";

const accountId = "123456789012";

describe("STS behind the endpoint", () => {
  let endpoint: Endpoint;

  beforeAll(async () => {
    endpoint = await startEndpoint({ port: 0, services: [createSts()], accountId, region: "ap-northeast-1" });
  });
  afterAll(() => endpoint.close());

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

  it("says whose credentials they are to a GET", async () => {
    const url = `${endpoint.url}/?Action=GetCallerIdentity&Version=2011-06-15`;
    const response = await fetch(url, { headers: { authorization } });
    expect(await response.text()).toContain(`<UserId>${accountId}</UserId>`);
  });

  it("answers an action it does not know as AWS does", async () => {
    const url = `${endpoint.url}/?Action=Get%3CNothing&Version=2011-06-15`;
    const response = await fetch(url, { headers: { authorization } });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(
      "<Code>InvalidAction</Code><Message>Could not find operation Get&lt;Nothing for version 2011-06-15</Message>",
    );
  });
});
