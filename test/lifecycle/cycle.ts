import { rmSync } from "node:fs";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Resource, Template } from "../exactly-one";
import { describeWith } from "../requirements";
import { listArns } from "./list-arns";
import { type Moto, startMoto } from "./moto-server";
import { refusedActions } from "./pipeline-role";
import { ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";
const region = "us-east-1";

/** What `weir apply --json` and its like say of the stacks, by name. */
interface Account {
  readonly stacks: Record<string, { readonly outcome: string }>;
}

/** What of a state is read here. */
interface StateResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: { readonly arn?: string }; readonly dependencies?: string[] }[];
}

/** What Terraform must not do with a resource. */
interface Lifecycle {
  readonly prevent_destroy?: boolean;
}

/** Needs no permission. */
const anyones = "sts:GetCallerIdentity";

const addressOf = ({ type, name }: StateResource) => `${type}.${name}`;

/**
 * An environment's way from an empty account and back, by the commands that its people have. Whatever stacks there are
 * take part.
 */
export function describeCycle(environment: string): void {
  // The provider asks again and again whether a change has reached everyone, with seconds between.
  jest.setTimeout(900_000);

  describeWith(["terraform", "python"], `${environment} from an empty account and back`, () => {
    const stateBucket = `kinesis-streaming-${environment}-state-${account}`;
    let moto: Moto;
    let checkout: ScratchCheckout;
    let s3: S3Client;

    beforeAll(async () => {
      moto = await startMoto({ account });
      const credentials = { accessKeyId: "any", secretAccessKey: "any" };
      s3 = new S3Client({ endpoint: moto.url, region, credentials, forcePathStyle: true });
      checkout = new ScratchCheckout();
      checkout.edit(`environments/${environment}.ts`, (text) =>
        text
          .replace('"000000000000"', `"${account}"`)
          .replace("owner:", 'ci: { repository: "example/weir" },\n  owner:'),
      );
    });
    afterAll(async () => {
      s3.destroy();
      checkout.remove();
      await moto.stop();
    });

    async function weir(verb: string, ...args: readonly string[]): Promise<Account> {
      const common = ["--env", environment, "--endpoint", moto.url, "--json"];
      const { status, stdout, stderr } = await checkout.weir([verb, ...common, ...args]);
      if (status !== 0) throw new Error(`weir ${verb} ${args.join(" ")} ends with ${status}:\n${stderr}`);
      return JSON.parse(stdout);
    }

    /** The short names of the stacks that were synthesized. */
    function stackNames(): string[] {
      const prefix = `${environment}-`;
      const { stacks } = JSON.parse(checkout.read("cdktf.out/manifest.json")) as { stacks: object };
      return Object.keys(stacks)
        .filter((id) => id.startsWith(prefix))
        .map((id) => id.slice(prefix.length));
    }

    async function keysInBucket(): Promise<string[]> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: stateBucket }));
      return Contents.map(({ Key = "" }) => Key);
    }

    async function resourcesInState(stack: string): Promise<StateResource[]> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: stateBucket, Key: `${stack}.tfstate` }));
      const { resources } = JSON.parse((await Body?.transformToString()) ?? "") as { resources: StateResource[] };
      return resources.filter(({ mode }) => mode === "managed");
    }

    /** The addresses of what the code says must not be destroyed. */
    function protectedIn(stack: string): string[] {
      const { resource = {} } = templateOf(`${environment}-${stack}`);
      const isProtected = ({ lifecycle }: Resource) => (lifecycle as Lifecycle | undefined)?.prevent_destroy === true;
      return Object.entries(resource).flatMap(([type, resources]) =>
        Object.entries(resources).flatMap(([name, each]) => (isProtected(each) ? [`${type}.${name}`] : [])),
      );
    }

    function templateOf(id: string): Template {
      return JSON.parse(checkout.read(`cdktf.out/stacks/${id}/cdk.tf.json`));
    }

    /** What was called since it was last forgotten, and a role of the pipeline may not. */
    async function refusedTo(role: string): Promise<string[]> {
      const actions = (await moto.seenActions()).map(({ action }) => action).filter((action) => action !== anyones);
      expect(actions).toContain("s3:GetObject");
      return refusedActions(templateOf(`bootstrap-${environment}`), role, actions);
    }

    it("is bootstrapped, which changes nothing the second time", async () => {
      expect(await weir("bootstrap", "--auto-approve")).toMatchObject({ outcome: "applied", stateBucket });
      expect(await keysInBucket()).toEqual(["bootstrap.tfstate"]);
      expect(await weir("bootstrap", "--auto-approve")).toMatchObject({ outcome: "unchanged", stateBucket });
    });

    it("is applied by what the pipeline may do, and has each stack's state in the bucket and no lock", async () => {
      await moto.forgetActions();
      const { stacks } = await weir("apply", "--auto-approve");
      expect(await refusedTo("CiApply")).toEqual([]);
      const applied = stackNames().map((name) => [name, expect.objectContaining({ outcome: "applied" })]);
      expect(stacks).toEqual(Object.fromEntries(applied));
      const states = ["bootstrap", ...stackNames()].map((name) => `${name}.tfstate`);
      expect(new Set(await keysInBucket())).toEqual(new Set(states));
    });

    it("has nothing to change right after that, as the pipeline may see", async () => {
      await moto.forgetActions();
      const { stacks } = await weir("plan");
      expect(await refusedTo("CiPlan")).toEqual([]);
      const empty = expect.objectContaining({ outcome: "planned", changes: [], outputs: [] });
      expect(stacks).toEqual(Object.fromEntries(stackNames().map((name) => [name, empty])));
    });

    it("takes new code of its Flink jobs, by what the pipeline may do, and loses no position by that", async () => {
      checkout.edit("flink/sql/event-aggregates.sql", (text) => `${text}\n-- Changed.\n`);
      checkout.buildFlinkJar();
      await moto.forgetActions();
      const { stacks } = await weir("apply", "--stack", "analytics", "--auto-approve");
      expect(stacks).toMatchObject({ analytics: { outcome: "applied", changes: { create: 0, update: 1, delete: 0 } } });
      expect(await refusedTo("CiApply")).toEqual([]);
    });

    it("has not drifted, which the jar of the Flink jobs is not needed to see", async () => {
      rmSync(checkout.flinkJar);
      // Whatever it finds makes it end with 2.
      await weir("drift");
    });

    it("is destroyed, but for what is protected and what that needs", async () => {
      const place = { endpoint: moto.url, region, account, environment };
      const before = await listArns(place);
      await weir("destroy", "--confirm", environment);
      const states = await Promise.all(
        stackNames().map(async (stack) => ({ stack, left: await resourcesInState(stack) })),
      );
      for (const { stack, left } of states) {
        const kept = protectedIn(stack);
        const needed = left
          .filter((resource) => kept.includes(addressOf(resource)))
          .flatMap(({ instances }) => instances.flatMap(({ dependencies = [] }) => dependencies));
        const addresses = left.map(addressOf);
        expect(addresses).toEqual(expect.arrayContaining(kept));
        expect(addresses.filter((address) => !kept.includes(address) && !needed.includes(address))).toEqual([]);
      }
      const known = states.flatMap(({ left }) =>
        left.flatMap(({ instances }) => instances.flatMap(({ attributes }) => attributes.arn ?? [])),
      );
      const after = await listArns(place);
      expect(after.filter((arn) => !known.includes(arn))).toEqual([]);
      expect(after.length).toBeLessThan(before.length);
    });
  });
}
