import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { ConfigError } from "../config/problems";
import { CONFIGURATION_POLICY, parsePackConfig } from "./configuration";
import { configurationSchema } from "./configuration-schema";
import { describeViolation, evaluateResource, evaluateStack, type Violation } from "./evaluate";
import { describeException, type Finding, findingOf } from "./exceptions";
import { defaultPackConfig } from "./pack-config";
import type { PolicyContext, PolicyResource, ResourceRule, Rule, StackRule } from "./rule";
import { markUnknowns } from "./unknowns";
import { PlainProperties } from "./wire/requests";

/** The policy that tells of every exception that is used. */
export const EXCEPTIONS_POLICY = "nephoran-exceptions";

/** Where a configuration comes from that the engine hands on. */
const ENGINES_CONFIGURATION = "The policy configuration";

type Place = Pick<PolicyContext, "topology" | "region">;
type Report = (message: string, urn?: string) => void;

/**
 * The rules as policies for an engine. It applies them to each resource in this order: first what
 * carries the configuration, last what tells of exceptions.
 */
export function enginePolicies(
  rules: readonly Rule[],
  place: Place,
  now: Date,
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const run = new Run(rules, place, now);
  return [
    {
      name: CONFIGURATION_POLICY,
      description: "What the team has configured is something that the rules can work with.",
      enforcementLevel: "mandatory",
      configSchema: configurationSchema(),
      validateResource: (args) => {
        const { urn, type, name, props } = args;
        run.configure(args.getConfig());
        run.see(urn, { type, name, props });
      },
    },
    ...rules.map((rule) => policyOf(rule, run)),
    {
      name: EXCEPTIONS_POLICY,
      description: "Everything that breaks a rule by an exception is told of.",
      enforcementLevel: "advisory",
      validateResource: ({ urn }, report) => {
        run.tellExceptions(report, urn);
      },
      validateStack: (_, report) => {
        run.tellExceptions(report);
      },
    },
  ];
}

function policyOf(rule: Rule, run: Run): ResourceValidationPolicy | StackValidationPolicy {
  const text = {
    name: rule.id,
    description: `${rule.title}. ${rule.why}`,
    enforcementLevel: rule.level,
  };
  return rule.kind === "resource"
    ? {
        ...text,
        validateResource: ({ urn, type, name, props }, report) => {
          run.judgeResource(rule, urn, { type, name, props }, report);
        },
      }
    : {
        ...text,
        validateStack: ({ resources }, report) => {
          run.judgeStack(rule, resources, report);
        },
      };
}

/** What an engine shows to a policy. */
interface Shown {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
}

/** What the policies share while an engine runs. */
class Run {
  private context: PolicyContext;
  private isConfigured = false;
  /** By URN. What a program asks for is judged, in a stack too, where the engine shows what became of it. */
  private readonly seen = new Map<string, PolicyResource>();
  /** By URN, or by nothing for a stack as a whole. */
  private readonly excepted = new Map<string | undefined, Finding[]>();

  constructor(
    private readonly rules: readonly Rule[],
    { topology, region }: Place,
    now: Date,
  ) {
    this.context = { topology, region, config: defaultPackConfig, now };
  }

  /** @throws ConfigError with everything that is wrong with what the engine was given. */
  configure(given: object): void {
    if (this.isConfigured) return;
    const configured = { rules: this.rules, topology: this.context.topology };
    const parsed = parsePackConfig(given, ENGINES_CONFIGURATION, configured);
    if ("problems" in parsed) throw new ConfigError(parsed.problems);
    this.context = { ...this.context, config: parsed.value };
    this.isConfigured = true;
  }

  /** A resource as rules see it, made once for all of them. */
  see(urn: string, shown: Shown): PolicyResource {
    const resource: PolicyResource = {
      ...shown,
      props:
        PlainProperties.behind(shown.props) ??
        (markUnknowns(shown.props) as PolicyResource["props"]),
    };
    this.seen.set(urn, resource);
    return resource;
  }

  judgeResource(rule: ResourceRule, urn: string, shown: Shown, report: Report): void {
    const resource = this.seen.get(urn) ?? this.see(urn, shown);
    for (const violation of evaluateResource(rule, resource, this.context)) {
      this.tell(violation, urn, report);
    }
  }

  judgeStack(
    rule: StackRule,
    shown: readonly (Shown & { readonly urn: string })[],
    report: Report,
  ): void {
    const urns = new Map<PolicyResource, string>();
    for (const { urn, type, name, props } of shown) {
      urns.set(this.seen.get(urn) ?? this.see(urn, { type, name, props }), urn);
    }
    for (const violation of evaluateStack(rule, [...urns.keys()], this.context)) {
      const { resource } = violation;
      this.tell(violation, resource && urns.get(resource), report);
    }
  }

  /** Reports a violation, or keeps it for later if an exception allows it. */
  private tell(violation: Violation, urn: string | undefined, report: Report): void {
    const finding = findingOf(violation, this.context);
    if (finding.isExcepted) {
      this.excepted.set(urn, [...(this.excepted.get(urn) ?? []), finding]);
      return;
    }
    report([describeViolation(finding), describeException(finding)].join("\n  ").trimEnd(), urn);
  }

  /** Tells of the exceptions that one resource used, or of all that are still to be told. */
  tellExceptions(report: Report, urn?: string): void {
    const urns = urn === undefined ? [...this.excepted.keys()] : [urn];
    for (const of of urns) {
      for (const finding of this.excepted.get(of) ?? []) {
        const text = `${finding.rule.id}: ${finding.problem}\n  ${describeException(finding)}`;
        report(text, of);
      }
      this.excepted.delete(of);
    }
  }
}
