import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { hasStateBucket } from "./remote-state";

const environment = { ...loadEnvironment("dev"), account: "111122223333" };

describe("the state bucket", () => {
  let server: Server;
  let status: number;

  beforeAll(async () => {
    process.env["AWS_ACCESS_KEY_ID"] = "any";
    process.env["AWS_SECRET_ACCESS_KEY"] = "any";
    server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** Asks for it where S3 answers with a status, and no more, as it does to HEAD. */
  function ask(answer: number): Promise<boolean> {
    status = answer;
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return hasStateBucket({ environment, names: namesOf(environment), endpoint });
  }

  it("is there, or not", async () => {
    expect(await ask(200)).toBe(true);
    expect(await ask(404)).toBe(false);
  });

  it("is told apart from another's, and from one in another region", async () => {
    await expect(ask(403)).rejects.toThrow("S3 denies access to the state bucket");
    await expect(ask(301)).rejects.toThrow("in another region than us-east-1");
  });
});
