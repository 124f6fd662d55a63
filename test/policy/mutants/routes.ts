import type { PolicyResource } from "../../../policy/rule";
import { GLOBAL_ROUTES } from "../../../routing/routes";
import { type Breakable, broken, type Mutant } from "./mutant";

const isLiveRoutes = ({ name }: PolicyResource): boolean => name === `traffic-${GLOBAL_ROUTES}`;

const mutant = (rule: string, region: string, breakIt: (http: Breakable[]) => void): Mutant => ({
  rule,
  region,
  mutate: (resources) =>
    broken(resources, isLiveRoutes, (props) => {
      breakIt(props["spec"].http);
    }),
});

const named = (http: Breakable[], name: string): Breakable => {
  const found = http.find((route) => route["name"] === name);
  if (found === undefined) throw new Error(`There is no route ${name}.`);
  return found;
};

/** Ways to break the live routes. */
export const routesMutants: readonly Mutant[] = [
  mutant("routes-weights-sum", "us-east-1", (http) => {
    named(http, "weighted")["route"][1].weight = 1;
  }),
  mutant("routes-weights-sum", "eu-west-1", (http) => {
    const [own, other] = named(http, "weighted")["route"] as Breakable[];
    Object.assign(own ?? {}, { weight: 101 });
    Object.assign(other ?? {}, { weight: -1 });
  }),
  mutant("routes-weights-sum", "us-west-2", (http) => {
    for (const destination of named(http, "weighted")["route"]) delete destination.weight;
  }),
  mutant("routes-known-hosts", "us-east-1", (http) => {
    named(http, "weighted")["route"][0].destination.host = "us-east-1.failover.example.org";
  }),
  mutant("routes-known-hosts", "ap-southeast-1", (http) => {
    named(http, "weighted-repeatable")["route"][3].destination.host = "eu.nephoran.local";
  }),
  mutant("routes-bound-first", "us-east-1", (http) => {
    const index = http.findIndex((route) => route["name"] === "misdirected-eu");
    http.push(...http.splice(index, 1));
  }),
  mutant("routes-bound-first", "eu-west-1", (http) => {
    named(http, "bound-eu")["match"][0].method = { exact: "POST" };
  }),
  mutant("routes-bound-first", "eu-west-1", (http) => {
    http.unshift({ name: "canary", match: [{ uri: { prefix: "/v2" } }], route: [to] });
  }),
  mutant("routes-no-detours", "us-west-2", (http) => {
    named(http, "weighted")["fault"] = {
      abort: { httpStatus: 503, percentage: { value: 0.1 } },
    };
  }),
  mutant("routes-no-detours", "eu-west-1", (http) => {
    named(http, "bound-eu")["mirror"] = { host: "us-east-1.nephoran.local" };
  }),
];

const to = { destination: { host: "us-east-1.failover.nephoran.local", port: { number: 14443 } } };
