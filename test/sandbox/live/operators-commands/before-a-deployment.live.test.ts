import { expect } from "chai";
import {
  describeLive,
  layout,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { attempt } from "./shells";
import { rows } from "./table";

describeLive("an operator who is about to deploy", function () {
  this.timeout(90_000);

  let sandbox: SharedLiveSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
  });

  it("is told that nothing is missing but images, which depend on where they are", async () => {
    const { output } = await attempt(
      sandbox,
      `npx nephoran doctor --region eu-west-1 --project ${layout.project}`,
    );
    const found = rows(output).filter(
      ([where, what, state]) => where !== "" && what !== "image" && state !== undefined,
    );
    expect(
      found.map(([where, what, state]) => `${String(where)} ${String(what)}: ${String(state)}`),
    ).to.deep.equal([
      ...["node", "pulumi", "kubectl", "helm"].map((program) => `here ${program}: ok`),
      ...["backend", "passphrase", "stack files"].map((what) => `here ${what}: ok`),
      ...["context", "namespace", "API server", "StorageClass", "rights"].map(
        (what) => `eu-west-1 ${what}: ok`,
      ),
    ]);
  });
});
