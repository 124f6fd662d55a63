import { callersDenied } from "../../../policy/mesh/callers-denied";
import { callersNeeded } from "../../../policy/mesh/callers-needed";
import { namedCallers } from "../../../policy/mesh/named-callers";
import { tokenRules } from "../../../policy/mesh/token-rules";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { namespace, securityOf } from "./fixtures";

const RULE = ["spec", "rules", 0] as const;

const SOURCE = [...RULE, "from", 0, "source"] as const;

const principal = "us-east-1.nephoran.local/ns/nephoran-system/sa/llm-processor";

const denied = securityOf("AuthorizationPolicy", "default-deny", {});

const callers = securityOf("AuthorizationPolicy", "weaviate", {
  selector: { matchLabels: { app: "weaviate" } },
  action: "ALLOW",
  rules: [
    {
      from: [{ source: { principals: [principal] } }],
      to: [{ operation: { ports: ["8080"] } }],
    },
  ],
});

const health = securityOf(
  "AuthorizationPolicy",
  "admit-health-checks",
  { action: "ALLOW", rules: [{ to: [{ operation: { ports: ["443"] } }] }] },
  "nephoran-ingress",
);

const tokens = securityOf("RequestAuthentication", "gateway", {
  jwtRules: [
    {
      issuer: "https://auth.example.com",
      audiences: ["nephoran"],
      jwksUri: "https://auth.example.com/keys",
    },
  ],
});

const cases: readonly RuleCase[] = [
  {
    rule: callersDenied,
    complies: [denied, namespace],
    breaks: [
      {
        at: ["spec", "rules"],
        to: [{}],
        says: "No AuthorizationPolicy closes nephoran-system to callers who are not named.",
      },
      {
        at: ["spec", "selector"],
        to: { matchLabels: { app: "weaviate" } },
        says: "No AuthorizationPolicy closes nephoran-system to callers who are not named.",
      },
    ],
    unknown: ["spec", "rules"],
  },
  {
    rule: callersNeeded,
    complies: [callers],
    breaks: [
      { at: [...RULE, "from"], to: REMOVED, says: "spec.rules[0] lets in everybody." },
      { at: [...SOURCE], to: {}, says: "spec.rules[0] lets in everybody." },
      {
        at: [...SOURCE],
        to: { notPrincipals: [principal] },
        says: "spec.rules[0] lets in everybody.",
      },
      { at: [...RULE, "to"], to: REMOVED, says: "spec.rules[0] lets in on every port." },
    ],
    unknown: [...RULE, "from"],
  },
  {
    rule: callersNeeded,
    complies: [health],
    breaks: [
      {
        at: [...RULE, "to", 0, "operation"],
        to: { paths: ["/health"] },
        says: "spec.rules[0] lets in on every port.",
      },
      {
        at: ["metadata", "namespace"],
        to: "nephoran-system",
        says: "spec.rules[0] lets in everybody.",
      },
    ],
    unknown: [...RULE, "to"],
  },
  {
    rule: namedCallers,
    complies: [callers],
    breaks: [
      {
        at: [...SOURCE, "principals"],
        to: ["*", "*/ns/nephoran-system/sa/weaviate", "us-east-1.nephoran.local/*"],
        says: [
          "spec.rules[0].from[0].source.principals lets in *.",
          "spec.rules[0].from[0].source.principals lets in */ns/nephoran-system/sa/weaviate.",
          "spec.rules[0].from[0].source.principals lets in us-east-1.nephoran.local/*.",
        ],
      },
      {
        at: [...SOURCE, "requestPrincipals"],
        to: ["https://auth.example.com/*", "*"],
        says: "spec.rules[0].from[0].source.requestPrincipals lets in *.",
      },
      {
        at: [...SOURCE, "namespaces"],
        to: ["nephoran-*"],
        says: "spec.rules[0].from[0].source.namespaces lets in nephoran-*.",
      },
      {
        at: [...SOURCE, "ipBlocks"],
        to: ["0.0.0.0/0"],
        says: "spec.rules[0].from[0].source.ipBlocks lets in 0.0.0.0/0.",
      },
      {
        at: [...SOURCE, "principals"],
        to: ["us-east-1.nephoran.local/ns/nephoran-system/sa/*"],
        says: [],
      },
    ],
    unknown: [...SOURCE, "principals", 0],
  },
  {
    rule: tokenRules,
    complies: [tokens],
    breaks: [
      {
        at: ["spec", "jwtRules", 0, "audiences"],
        to: [],
        says: "spec.jwtRules[0] takes tokens for any audience.",
      },
      {
        at: ["spec", "jwtRules", 0, "fromParams"],
        to: ["access_token"],
        says: "spec.jwtRules[0] takes tokens from URLs.",
      },
      {
        at: ["spec", "jwtRules", 0, "jwksUri"],
        to: "http://auth.example.com/keys",
        says: "spec.jwtRules[0] fetches keys from http://auth.example.com/keys.",
      },
    ],
    unknown: ["spec", "jwtRules", 0, "jwksUri"],
  },
];

describe("callers, as rules", () => {
  describeRules(cases);
});
