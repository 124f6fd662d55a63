import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { wasDeployedBefore } from "../../outputs/deployed-before";
import { shippedStack } from "../shipped-project";

/** What is said of eu-west-1 when its own stack has these outputs; and the stacks that were read. */
async function said(
  outputs: Readonly<Record<string, unknown>>,
): Promise<{ readonly before: boolean; readonly read: readonly string[] }> {
  const read: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        if (type === "pulumi:pulumi:StackReference") read.push(name);
        return { id: name, state: { ...(inputs as object), outputs, secretOutputNames: [] } };
      },
      call: ({ token }) => {
        throw new Error(`No mock answers ${token}.`);
      },
    },
    "nephoran",
    "eu-west-1",
    false,
    "organization",
  );
  let before: Promise<boolean> | undefined;
  await pulumi.runtime.runInPulumiStack(() => {
    before = wasDeployedBefore(shippedStack("eu-west-1"));
    return before.then(() => ({}));
  });
  await pulumi.runtime.disconnect();
  if (before === undefined) throw new Error("Nothing was read.");
  return { before: await before, read };
}

describe("whether a region was deployed before", () => {
  it("is what its own stack says, and nobody else's", async () => {
    const { before, read } = await said({ region: { schemaVersion: 1 } });
    expect(before).to.equal(true);
    expect(read).to.deep.equal(["organization/nephoran/eu-west-1"]);
  });

  it("is denied while the stack has promised nothing", async () => {
    expect((await said({})).before).to.equal(false);
  });
});
