import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { ProgramConfig } from "../../config/program-config";
import { noPeersYet, type Peers, readPeers } from "../../outputs/peers";
import { shippedStack } from "../shipped-project";

const gateway = (region: string) => ({
  schemaVersion: 1,
  gateway: { address: `gateway.${region}.example`, eastWestAddress: `ew.${region}.example` },
});

const secrets = {
  schemaVersion: 1,
  oauth2ClientSecret: "of a test",
  remoteReader: {
    server: "https://api.example",
    certificateAuthority: "a CA",
    token: "a token of a test",
  },
};

/** Outputs of a stack, as its StackReference gives them. */
type StackOutputs = Readonly<Record<string, unknown>>;

/** What `config`'s region reads of the others, whose stacks have these outputs. */
async function peersSeen(
  config: ProgramConfig,
  stacks: Readonly<Record<string, StackOutputs>>,
): Promise<Peers> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        const outputs = stacks[name.split("/").pop() ?? ""] ?? {};
        const secretOutputNames = Object.keys(outputs).filter((key) => key === "regionSecrets");
        return { id: name, state: { ...(inputs as object), outputs, secretOutputNames } };
      },
      call: ({ token }) => {
        throw new Error(`No mock answers ${token}.`);
      },
    },
    "nephoran",
    config.region.name,
    false,
    "organization",
  );
  let read: Promise<Peers> | undefined;
  await pulumi.runtime.runInPulumiStack(() => {
    read = readPeers(config);
    return read.then(() => ({}));
  });
  await pulumi.runtime.disconnect();
  if (read === undefined) throw new Error("Nothing was read.");
  return await read;
}

const everywhere = (stack: (region: string) => StackOutputs): Record<string, StackOutputs> =>
  Object.fromEntries(
    shippedStack("us-east-1").topology.regions.map(({ name }) => [name, stack(name)]),
  );

const names = (peers: Peers): string[] => peers.map(({ region }) => region.name);

describe("what a region knows of the others", () => {
  it("is who they are and nothing else while none is deployed", async () => {
    const config = shippedStack("eu-west-1");
    const peers = await peersSeen(config, {});
    expect(peers).to.deep.equal(noPeersYet(config));
    expect(names(peers)).to.deep.equal(["us-east-1", "ap-southeast-1", "us-west-2"]);
  });

  it("is where their gateways are, once they are deployed", async () => {
    const peers = await peersSeen(shippedStack("us-east-1"), {
      "us-west-2": { region: gateway("us-west-2"), regionSecrets: secrets },
    });
    expect(peers.map(({ gatewayAddress }) => gatewayAddress)).to.deep.equal([
      null,
      null,
      "gateway.us-west-2.example",
    ]);
    expect(peers[2]?.eastWestAddress).to.equal("ew.us-west-2.example");
    expect(peers[2]?.reader?.token.reveal()).to.equal("a token of a test");
  });

  it("is no credential of a residency zone, and none in one", async () => {
    const all = everywhere((region) => ({ region: gateway(region), regionSecrets: secrets }));
    const withReader = async (region: string): Promise<string[]> =>
      names((await peersSeen(shippedStack(region), all)).filter(({ reader }) => reader !== null));
    expect(await withReader("eu-west-1")).to.deep.equal([]);
    expect(await withReader("us-east-1")).to.deep.equal(["ap-southeast-1", "us-west-2"]);
  });

  it("is an error for a stack whose outputs are of another version", async () => {
    const stacks = { "us-west-2": { region: { ...gateway("us-west-2"), schemaVersion: 0 } } };
    expect(await failure(peersSeen(shippedStack("us-east-1"), stacks))).to.equal(
      "Stack organization/nephoran/us-west-2 has outputs of version 0, this release reads version 1. " +
        "Deploy all regions by one release: that stack by this one, or this stack by the release of that one.",
    );
  });

  it("goes without what a release before did not tell", async () => {
    const stacks = {
      "us-west-2": {
        region: { schemaVersion: 1 },
        regionSecrets: { schemaVersion: 1, oauth2ClientSecret: "of a test" },
      },
    };
    expect(await peersSeen(shippedStack("us-east-1"), stacks)).to.deep.equal(
      noPeersYet(shippedStack("us-east-1")),
    );
  });

  it("is an error that names the passphrase if a peer's secrets cannot be decrypted", async () => {
    const stacks = { "us-west-2": { region: gateway("us-west-2") } };
    const message = await failure(peersSeen(shippedStack("us-east-1"), stacks));
    expect(message).to.contain(
      "The output `regionSecrets` of stack organization/nephoran/us-west-2",
    );
    expect(message).to.contain("PULUMI_CONFIG_PASSPHRASE");
  });
});

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error("It did not fail.");
}
