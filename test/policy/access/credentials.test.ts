import { expect } from "chai";
import fc from "fast-check";
import { noAnnotatedCredentials } from "../../../policy/access/no-annotated-credentials";
import { noConfigCredentials } from "../../../policy/access/no-config-credentials";
import { noCredentialArguments } from "../../../policy/access/no-credential-arguments";
import { noLiteralCredentials } from "../../../policy/access/no-literal-credentials";
import { credentialAs, credentialIn } from "../../../policy/reading/credentials";
import { CONTAINER, deployment } from "../pods/fixtures";
import { describeRules, type RuleCase } from "../rule-cases";
import { configMap, OTHER_PROVIDER, random } from "./fixtures";

const variable = (name: string, value: unknown) => [{ name, value }];

const cases: readonly RuleCase[] = [
  {
    rule: noLiteralCredentials,
    complies: [deployment],
    breaks: [
      {
        at: [...CONTAINER, "env"],
        to: variable("DATABASE_PASSWORD", random(8)),
        says: "Container app has a value with such a name in the variable DATABASE_PASSWORD.",
      },
      {
        at: [...CONTAINER, "env"],
        to: variable("DATABASE", `postgresql://app:${random(8)}@db/app`),
        says: "Container app has a URL with a password in the variable DATABASE.",
      },
      { at: [...CONTAINER, "env"], to: variable("TOKEN", "/secrets/token"), says: [] },
    ],
    unknown: [...CONTAINER, "env"],
  },
  {
    rule: noLiteralCredentials,
    complies: [deployment],
    breaks: [],
    unknown: {
      harmless: [...CONTAINER, "image"],
      because: "only the environment counts",
    },
  },
  {
    rule: noCredentialArguments,
    complies: [deployment],
    breaks: [
      {
        at: [...CONTAINER, "args"],
        to: ["--verbose", `--api-key=${random(8)}`],
        says: "Container app has a credential in spec.template.spec.containers[0].args[1].",
      },
      {
        at: [...CONTAINER, "command"],
        to: ["sh", "-c", `curl -H 'Authorization: Bearer ${random(16)}' https://example.com`],
        says: "Container app has a bearer token in spec.template.spec.containers[0].command[2].",
      },
      { at: [...CONTAINER, "args"], to: ["--token=/secrets/token"], says: [] },
    ],
    unknown: {
      harmless: [...CONTAINER, "args", 0],
      because: "what a provider makes is no literal, and a secret is marked as one",
    },
  },
  {
    rule: noConfigCredentials,
    complies: [configMap],
    breaks: [
      {
        at: ["data", "CLIENT_SECRET"],
        to: random(12),
        says: "data.CLIENT_SECRET is or holds a value with such a name.",
      },
      {
        at: ["data", "grafana.ini"],
        to: `[security]\nadmin_password = ${random(8)}\n`,
        says: "data.grafana.ini is or holds a setting with such a name.",
      },
      {
        at: ["data", "tls.pem"],
        to: `-----BEGIN PRIVATE KEY-----\n${random(16)}\n-----END PRIVATE KEY-----\n`,
        says: "data.tls.pem is or holds a private key.",
      },
    ],
    unknown: ["data", "CLIENT_SECRET"],
  },
  {
    rule: noConfigCredentials,
    complies: [configMap],
    breaks: [],
    unknown: {
      harmless: ["data", "ADDRESS"],
      because: "what a provider makes is no literal, and its name is not that of a credential",
    },
  },
  {
    rule: noAnnotatedCredentials,
    other: OTHER_PROVIDER,
    complies: [deployment],
    breaks: [
      {
        at: ["metadata", "annotations"],
        to: { "example.com/webhook": `https://bot:${random(8)}@example.com` },
        says: "metadata.annotations.example.com/webhook holds a URL with a password.",
      },
      {
        at: ["spec", "template", "metadata", "annotations", "example.com/aws"],
        to: `AKIA${"Q".repeat(16)}`,
        says: "spec.template.metadata.annotations.example.com/aws holds an access key of AWS.",
      },
    ],
    unknown: {
      harmless: ["spec", "template", "metadata", "annotations", "nephoran.io/checksum"],
      because: "a checksum of what a provider makes is unknown at first, and is no literal",
    },
  },
];

describe("credentials, as rules", () => {
  describeRules(cases);

  it("knows credentials of many kinds by their shape", () => {
    const known = [
      `ghp_${random(18)}`,
      `pul-${random(20)}`,
      `xoxb-${random(8)}`,
      `AIza${random(17)}a`,
      `eyJ${random(8)}.eyJ${random(8)}.${random(8)}`,
      "-----BEGIN EC PRIVATE KEY-----",
    ];
    expect(known.filter((text) => credentialIn(text) === undefined)).to.deep.equal([]);
  });

  it("takes no switch, number, path, address or reference for a credential", () => {
    const harmless = fc.oneof(
      fc.constantFrom("", "true", "off", "https://auth.example.com", "$(TOKEN)", "${TOKEN}"),
      fc.nat().map(String),
      fc.nat().map((seconds) => `${seconds}s`),
      fc.array(fc.stringMatching(/^[a-z]+$/)).map((steps) => `/${steps.join("/")}`),
    );
    fc.assert(
      fc.property(harmless, (text) => {
        expect(credentialAs("TOKEN", text)).to.equal(undefined);
      }),
    );
  });
});
