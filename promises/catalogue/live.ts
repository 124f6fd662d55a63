/** Parts of commands that checks at the live depth are made of; its regions are us-east-1 and eu-west-1. */

/** Says whether both regions are well, by what the front of us-east-1 is told under their names. */
export const HEALTH_OF_BOTH =
  "for region in us-east-1 eu-west-1; do " +
  "kubectl exec -n nephoran-system deployment/llm-processor -- " +
  "curl -s https://$region.nephoran.io/health; done";

/** Asks the Prometheus that watches all regions. */
export const queryOf = (query: string): string =>
  "kubectl exec -n nephoran-system deployment/llm-processor -- " +
  `curl -s http://prometheus:9090/api/v1/query?query=${query}`;

/** What a traffic controller of a region has decided, and why, as text, by a port of this machine. */
export const decisionOf = (region: string, port = 18_080): string =>
  `kubectl --context=${region} port-forward -n nephoran-global deployment/traffic-controller ` +
  `${port}:8080 > /dev/null & trap "kill $!; wait" EXIT; ` +
  `until curl -sf 'localhost:${port}/decision?format=text'; do sleep 0.2; done`;
