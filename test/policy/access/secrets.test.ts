import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { expect } from "chai";
import { certificatesCurrent } from "../../../policy/access/certificates-current";
import { secretsAsFiles } from "../../../policy/access/secrets-as-files";
import { secretsStaySecret } from "../../../policy/access/secrets-stay-secret";
import { contextOf, problemsOf, resourceOf } from "../judge";
import { CONTAINER, deployment } from "../pods/fixtures";
import { describeRules, type RuleCase } from "../rule-cases";
import { configMap, OTHER_PROVIDER, random } from "./fixtures";
import { expiringCertificate } from "./expiring-certificate";

/** A value as a program without an engine marks it as secret. */
const secret = (value: unknown) => ({ [specialSigKey]: specialSecretSig, value });

const cases: readonly RuleCase[] = [
  {
    rule: secretsAsFiles,
    complies: [deployment],
    breaks: [
      {
        at: [...CONTAINER, "env"],
        to: [{ name: "API_KEY", valueFrom: { secretKeyRef: { name: "keys", key: "api" } } }],
        says: "Container app has a secret in the variable API_KEY.",
      },
      {
        at: [...CONTAINER, "envFrom"],
        to: [{ secretRef: { name: "keys" } }],
        says: "Container app has all of a Secret as variables.",
      },
    ],
    unknown: [...CONTAINER, "envFrom"],
  },
  {
    rule: secretsStaySecret,
    other: OTHER_PROVIDER,
    complies: [configMap],
    breaks: [
      {
        at: ["data", "ADDRESS"],
        to: secret(random(8)),
        says: "data.ADDRESS is a secret, in an object that is none.",
      },
      {
        at: ["data"],
        to: secret({ ADDRESS: random(8) }),
        says: "data is a secret, in an object that is none.",
      },
    ],
    unknown: {
      harmless: ["data", "ADDRESS"],
      because: "the mark of a secret is there before the value",
    },
  },
  {
    rule: certificatesCurrent,
    complies: [
      {
        type: "kubernetes:core/v1:Secret",
        name: "certificate",
        inputs: { metadata: { name: "certificate" }, stringData: { "tls.crt": "" } },
      },
    ],
    breaks: [
      {
        at: ["stringData"],
        to: secret({ "tls.crt": expiringCertificate }),
        says: "The certificate of CN=gateway, O=nephoran in stringData.tls.crt expires in 10 days.",
      },
      {
        at: ["data"],
        to: { "tls.crt": Buffer.from(expiringCertificate).toString("base64") },
        says: "The certificate of CN=gateway, O=nephoran in data.tls.crt expires in 10 days.",
      },
    ],
    unknown: {
      harmless: ["stringData", "tls.crt"],
      because: "what is not made yet does not expire",
    },
  },
];

describe("secrets and certificates, as rules", () => {
  describeRules(cases);

  it("tells by the clock whether a certificate goes on", () => {
    const certificate = resourceOf("kubernetes:core/v1:Secret", "certificate", {
      stringData: { "tls.crt": expiringCertificate },
    });
    const on = (day: string): string[] =>
      problemsOf(certificatesCurrent, [certificate], {
        ...contextOf("us-east-1"),
        now: new Date(`${day}T00:00:00Z`),
      });
    expect(on("2026-05-12")).to.deep.equal([]);
    expect(on("2026-05-13")).to.deep.equal([
      "The certificate of CN=gateway, O=nephoran in stringData.tls.crt expires in 29 days.",
    ]);
    expect(on("2026-06-12")).to.deep.equal([
      "The certificate of CN=gateway, O=nephoran in stringData.tls.crt has expired.",
    ]);
  });
});
