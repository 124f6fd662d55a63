import { doctorCommand } from "../../../cli/doctor/command";
import type { Finding } from "../../../cli/doctor/finding";
import type { Outside } from "../../../cli/doctor/outside";
import { shippedProject } from "../../shipped-project";
import { type Outcome, outcomeOf, StandIns } from "../stand-ins";

export const OWN = "docker.io/nephoran/traffic-controller:0.1.0";
export const FOREIGN = "docker.io/prom/prometheus:v3.5.0";

/** kubectl of clusters in which all is well, but for what a test says first. */
export const kubectl = (first = ""): string => `
  ${first}
  case "$*" in
  "version --client") echo "Client Version: v1.37.2" ;;
  *get-contexts*) echo found ;;
  *"config view"*) printf nephoran-system ;;
  *"version --output=json"*) echo '{"clientVersion":{"gitVersion":"v1.1.1"},"serverVersion":{"gitVersion":"v1.37.2"}}' ;;
  *storageclasses*) echo '{"items":[{"metadata":{"name":"slow"}},{"metadata":{"name":"fast","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}}}]}' ;;
  *can-i*) echo yes ;;
  *nodes*) echo '{"items":[{"status":{"images":[{"names":["${FOREIGN}"]},{"names":null}]}}]}' ;;
  esac`;

/** A machine and clusters in which all is well. */
export async function wellEquipped(): Promise<StandIns> {
  const standIns = new StandIns();
  await standIns.write("pulumi", pulumi("file:///state"));
  await standIns.write("helm", "echo v3.19.0");
  await standIns.write("docker", `[ "$1 $2" = "manifest inspect" ] && exit 0`);
  await standIns.write("kubectl", kubectl());
  return standIns;
}

/** A pulumi that is logged in there. */
export const pulumi = (url: string): string =>
  `[ "$1" = version ] && echo v3.215.0 || echo '{"url":"${url}"}'`;

/** Runs the command. */
export const doctor = (
  standIns: StandIns,
  words: readonly string[] = [],
  changed: Partial<Outside> = {},
): Promise<Outcome> =>
  outcomeOf((print) =>
    doctorCommand({
      project: () => shippedProject,
      run: standIns.run,
      images: () => Promise.resolve([OWN, FOREIGN]),
      print,
      variables: { PULUMI_CONFIG_PASSPHRASE_FILE: "/secret" },
      nodeVersion: "v24.1.0",
      ...changed,
    }).parseAsync(words, { from: "user" }),
  );

/** What is not ok, on the machine and in one region. */
export async function bad(standIns: StandIns, changed: Partial<Outside> = {}): Promise<Finding[]> {
  const { printed } = await doctor(standIns, ["--region", "eu-west-1", "--json"], changed);
  return printed.map((line) => JSON.parse(line) as Finding).filter(({ state }) => state !== "ok");
}
