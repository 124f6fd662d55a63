import type { Area } from "../promise";

export const security: Area = {
  title: "Security and compliance",
  promises: [
    {
      promise: "No object that is bound to the EU is planned for a region outside",
      state: "works",
      check: {
        where: "anywhere",
        command: "npm run policy",
        shows:
          /^(?:us-east-1|eu-west-1|ap-southeast-1|us-west-2) +.* [1-9]\d* rules, 0 violations, .*(?:\n\S+ +.* [1-9]\d* rules, 0 violations, .*){3}\nWhat Helm charts make/m,
      },
    },
    {
      promise: "What `eu-west-1` processes stays in the EU",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "A tenant's data can be bound to chosen regions",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Transfers across borders are restricted by configuration",
      state: "works",
      check: {
        where: "anywhere",
        command: "npx nephoran policy explain residency-egress-hosts",
        shows: /list its host, or the name of its network, in the pack's zoneHosts/,
      },
    },
    {
      promise: "Mutual TLS on every connection between regions",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise:
        "Every region has an OAuth2 provider of its own, with an audience and a client of its own",
      state: "works",
      check: {
        where: "rendered",
        command:
          "for region in us-east-1 eu-west-1 ap-southeast-1 us-west-2; do " +
          'grep -hE "OAUTH2_(AUDIENCE|CLIENT_ID|ISSUER)" rendered/$region/*/configmap-nephoran-regional-config.yaml; done',
        shows: new RegExp(
          `^${["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"].map(ownProvider).join("")}$`,
        ),
      },
    },
    {
      promise:
        "Tokens are checked where a request enters a region, by the providers of all regions",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Every region's network is closed both ways, but for what its own policies allow",
      state: "works",
      check: {
        where: "sandbox",
        command:
          "for context in us-east-1 eu-west-1 ap-southeast-1 us-west-2; do " +
          "kubectl --context=$context get networkpolicy -A --field-selector=metadata.name=default-deny " +
          "-o jsonpath='{range .items[*]}{.metadata.namespace} {.spec}{\"\\n\"}{end}'; done",
        shows:
          /^((istio-system|nephoran-(global|ingress|system)) \{"podSelector":\{\},"policyTypes":\["Ingress","Egress"\]\}\n){16}$/,
      },
    },
    {
      promise: "A region's secrets stay in it: no other region has them",
      state: "works",
      check: {
        where: "sandbox",
        command:
          "for context in us-east-1 eu-west-1 ap-southeast-1 us-west-2; do " +
          "kubectl --context=$context get secret weaviate-server llm-processor-regional-secrets " +
          "-n nephoran-system -o jsonpath='{range .items[*]}{.data}{\"\\n\"}{end}'; done | sort -u | wc -l",
        shows: /^ *8\n$/,
      },
    },
    {
      promise: "A secret that all regions need is handed to all",
      state: "not yet",
      needs: ["the state synchronizer"],
    },
  ],
};

/** Lines of a region's settings that name its own provider. */
function ownProvider(region: string): string {
  return (
    `  OAUTH2_AUDIENCE: nephoran-${region}\\n` +
    `  OAUTH2_CLIENT_ID: nephoran-${region}\\n` +
    `  OAUTH2_ISSUER: https://auth\\.${region}\\.nephoran\\.io\\n`
  );
}
