import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import { z } from "zod";
import { namespaces } from "../../../components/region-base/namespaces";
import { CONTROLLER_PORT, TRAFFIC_CONTROLLER } from "../../../components/traffic/controller/names";
import { GLOBAL_ROUTES, type Weights } from "../../../routing/routes";
import { ApiClient } from "../../../sandbox/cluster/api-client";
import { liveFolder } from "../../../sandbox/live/files";
import { attachNetwork } from "../../../sandbox/live/network/network";
import { operatorsOrder, operatorsPin } from "../../../sandbox/live/observation/pin";
import { regionAccess, startedRegion } from "../../../sandbox/live/region-access";
import { historyAnswer } from "../../../services/traffic-controller/api/history-schema";
import { FIELD_MANAGER } from "../../../services/traffic-controller/cluster/global-routes";
import { followRows, type SeenRow } from "./entry-rows";
import { operator } from "./operators-commands/shells";
import {
  describeLive,
  layout,
  run,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "./shared-live-sandbox";
import { until } from "./until";
import { type RunningUsers, startUsers } from "./users";

/** Whose row is shifted, and whose stack is updated meanwhile. */
const ENTRY = "eu-west-1";
const OTHER = "us-east-1";

/** A setting by which processors are rolled out anew. */
const SETTING = "nephoran:MAX_LLM_RPS";

/** A label that the program gives to every object. */
const LABEL = "app.kubernetes.io/part-of";

/** A shift of eighty points in steps of twenty, ten seconds apart, after a warm-up. */
const SHIFT_BOUND_MS = 150_000;

const podsSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ uid: z.string() }) })),
});

describeLive("pulumi up amid a shift", function () {
  this.timeout(480_000);

  let shared: SharedLiveSandbox;
  let users: RunningUsers | undefined;
  const rows: SeenRow[] = [];
  const ending = new AbortController();
  const kubectl = (words: string): Promise<string> =>
    operator(shared, `kubectl --context=${ENTRY} -n ${namespaces.system} ${words}`);
  const pulumi = (...args: readonly string[]): Promise<string> =>
    run(
      "pulumi",
      ["--cwd", layout.project, "--stack", ENTRY, "--non-interactive", ...args],
      shared,
    );

  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    shared = await sharedLiveSandbox();
    await followRows(ENTRY, rows, ending.signal);
  });
  after(async () => {
    ending.abort();
    await users?.stop();
  });

  const share = (): number => rows.at(-1)?.weights?.[OTHER] ?? 0;
  const pin = () => {
    const order = operatorsOrder(layout, shared.environment);
    return operatorsPin(order, { reason: "a shift to update in", author: "test" });
  };

  /** Shifts the row to a share of the other region, and updates the stack once the shift has begun. */
  async function shiftWith(percent: number, update: () => Promise<unknown>): Promise<void> {
    const before = share();
    await pin().share(ENTRY, OTHER, percent);
    await until("the first step", SHIFT_BOUND_MS, () => share() !== before || undefined);
    const begun = share();
    await update();
    // Else the update would have been beside the shift and not in it.
    expect(share()).to.not.equal(begun);
    await until("the pinned row", SHIFT_BOUND_MS, () => share() === percent || undefined);
  }

  /** What the entry's controllers say to have written since then, in order. */
  async function written(since: number): Promise<Weights[]> {
    const api = new ApiClient(await regionAccess(await startedRegion(layout.directory, ENTRY)));
    const path = `/api/v1/namespaces/${namespaces.global}/pods?labelSelector=app%3D${TRAFFIC_CONTROLLER}`;
    const network = await attachNetwork(liveFolder(layout.directory));
    const url = `http://127.0.0.1:${CONTROLLER_PORT}/history?limit=500`;
    const answers = podsSchema.parse(await api.get(path)).items.map(async ({ metadata }) => {
      const place = { pod: `${ENTRY}.${metadata.uid}` };
      const text = await network.run(place, { command: "curl", args: ["-sSf", url] });
      return historyAnswer.parse(JSON.parse(text)).entries;
    });
    return (await Promise.all(answers))
      .flat()
      .filter(({ at }) => Date.parse(at) >= since)
      .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
      .flatMap(({ kind, after }) => (kind === "write" && after !== undefined ? [after] : []));
  }

  it("leaves weights to the controllers, and costs no request that may be repeated", async () => {
    await until("the row", 10_000, () => rows.at(-1));
    const from = share() < 50 ? { there: 90, back: 10 } : { there: 10, back: 90 };
    const rps = (await pulumi("config", "get", SETTING)).trim();
    users = await startUsers(60);
    const since = Date.now();
    const seenBefore = rows.length;

    await shiftWith(from.there, async () => {
      await pulumi("config", "set", SETTING, String(Number(rps) + 1));
      await pulumi("up", "--yes", "--skip-preview");
    });
    // With a refresh the engine finds that, and writes the very object that holds the weights.
    await kubectl(`label virtualservice ${GLOBAL_ROUTES} ${LABEL}=somebody --overwrite`);
    await shiftWith(from.back, async () => {
      await pulumi("config", "set", SETTING, rps);
      await pulumi("up", "--yes", "--skip-preview", "--refresh");
    });
    const label = await kubectl(
      `get virtualservice ${GLOBAL_ROUTES} -o go-template='{{index .metadata.labels "${LABEL}"}}'`,
    );
    const { repeatable } = await users.stop();
    users = undefined;
    await pin().unshare(ENTRY);

    expect(label).to.equal("nephoran");
    expect(repeatable.sent).to.be.above(2_000);
    expect(repeatable.failed).to.equal(0);
    const seen = rows.slice(seenBefore).filter(({ at }) => at >= since);
    for (const { owners } of seen) expect(owners).to.deep.equal([FIELD_MANAGER]);
    const served = seen.map(({ weights }) => weights);
    const changes = served.filter(
      (row, index) => !isDeepStrictEqual(row, served[index - 1] ?? rows[seenBefore - 1]?.weights),
    );
    const writes = await written(since);
    expect(changes).to.deep.equal(writes.slice(0, changes.length));
    expect(changes.length).to.be.at.least(8);
  });
});
