import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { SecretText } from "../../../config/secret-text";
import { shippedStack } from "../../shipped-project";
import { specOf } from "./job-specs";
import { allPeers, storeOf } from "./store-of";

describe("the licence of the state store", () => {
  const license = new SecretText("crl-0-a-licence-of-a-test");
  const licensed = (region: string) => {
    const { cockroachdb } = shippedStack(region);
    if (cockroachdb.mode !== "install") throw new Error("The shipped regions install it.");
    return { cockroachdb: { ...cockroachdb, license }, peers: allPeers(region), wasDeployed: true };
  };

  it("is a Secret that the primary's Job reads as a file, and nowhere in clear", async () => {
    const made = await storeOf("us-east-1", licensed("us-east-1"));
    const secret = made.get("Secret", "cockroachdb-license");
    expect(secret.data).to.deep.equal({ license: license.reveal() });
    const given = secret.registration.inputs["stringData"] as Record<string, unknown>;
    expect([given, given["license"]].some(pulumi.runtime.isRpcSecret)).to.equal(true);
    const { template } = specOf(made, "cockroachdb-regions-*");
    expect(template.spec.containers[0].volumeMounts).to.deep.include({
      name: "license",
      mountPath: "/license",
      readOnly: true,
    });
    const { data } = made.get("ConfigMap", "cockroachdb-regions-*");
    expect(data["plan"]).to.contain("license /license/license\n");
    expect(JSON.stringify([template, data])).to.not.contain(license.reveal());
  });

  it("makes the Job run again when it is another one", async () => {
    const checksum = async (text: string): Promise<string | undefined> => {
      const { cockroachdb } = licensed("us-east-1");
      const made = await storeOf("us-east-1", {
        cockroachdb: { ...cockroachdb, license: new SecretText(text) },
      });
      const { metadata } = specOf(made, "cockroachdb-regions-*").template;
      return metadata.annotations["nephoran.io/secrets-checksum"];
    };
    expect(await checksum("one")).to.match(/^[0-9a-f]{16}$/);
    expect(await checksum("one")).to.not.equal(await checksum("other"));
  });

  it("is the primary's alone", async () => {
    const made = await storeOf("eu-west-1", licensed("eu-west-1"));
    expect(made.names("Secret")).to.not.include("cockroachdb-license");
    expect(made.get("ConfigMap", "cockroachdb-regions-*").data["plan"]).to.not.contain("license");
  });
});
