import { expect } from "chai";
import { ApiError } from "../../../../services/traffic-controller/cluster/api-error";
import { followText } from "../../../../services/traffic-controller/cluster/overrides-watch";
import { ScriptedApi } from "./scripted-api";

const where = { namespace: "nephoran-global", name: "traffic-overrides", key: "overrides.json" };
const path =
  "/api/v1/namespaces/nephoran-global/configmaps?fieldSelector=metadata.name%3Dtraffic-overrides";
const times = { watchSeconds: 20, timeoutMs: 1_000, retryAfterMs: 1 };

const configMap = (text: string) => ({
  metadata: { resourceVersion: "1" },
  data: { "overrides.json": text },
});
const list = (resourceVersion: string, ...items: object[]) => ({
  metadata: { resourceVersion },
  items,
});
const broken = new ApiError("broken");

/** Follows through a script, and then ends. */
async function followed(
  ...script: (object | readonly (object | Error)[])[]
): Promise<{ texts: (string | undefined)[]; failures: ApiError[]; api: ScriptedApi }> {
  const ending = new AbortController();
  const texts: (string | undefined)[] = [];
  const failures: ApiError[] = [];
  const api = new ScriptedApi(script, () => {
    ending.abort();
  });
  await followText(
    api,
    where,
    (text) => texts.push(text),
    (error) => failures.push(error),
    ending.signal,
    times,
  );
  return { texts, failures, api };
}

describe("a key of a ConfigMap that is followed", () => {
  it("is listed and watched from there, again and again", async () => {
    const { texts, api } = await followed(list("5", configMap("a")), [], list("6"), []);
    expect(texts).to.deep.equal(["a", undefined]);
    const watch = `${path}&watch=true&allowWatchBookmarks=true&timeoutSeconds=20`;
    expect(api.asked).to.deep.equal([
      { method: "GET", path },
      `${watch}&resourceVersion=5`,
      { method: "GET", path },
      `${watch}&resourceVersion=6`,
    ]);
  });

  it("is told as it changes, and as nothing when it is gone; bookmarks say nothing", async () => {
    const { texts } = await followed(list("1"), [
      { type: "ADDED", object: configMap("a") },
      { type: "BOOKMARK", object: { metadata: { resourceVersion: "9" } } },
      { type: "MODIFIED", object: { metadata: { resourceVersion: "2" }, data: { other: "x" } } },
      { type: "MODIFIED", object: configMap("b") },
      { type: "DELETED", object: {} },
    ]);
    expect(texts).to.deep.equal([undefined, "a", undefined, "b", undefined]);
  });

  it("begins anew, without a failure, where its version is no longer kept", async () => {
    const gone = { type: "ERROR", object: { kind: "Status", code: 410 } };
    const { texts, failures } = await followed(list("1"), [gone], list("7", configMap("a")), []);
    expect({ texts, failures }).to.deep.equal({ texts: [undefined, "a"], failures: [] });
  });

  it("goes on after lists that fail, watches that break and events that are none", async () => {
    const { texts, failures } = await followed(
      broken,
      list("1", configMap("a")),
      [{ type: "MODIFIED", object: configMap("b") }, broken],
      list("2", configMap("c")),
      [{ type: "SURPRISE" }],
      list("3", configMap("d")),
      [],
    );
    expect(texts).to.deep.equal(["a", "b", "c", "d"]);
    expect(failures.map(({ message }) => message)).to.deep.equal([
      "broken",
      "broken",
      "A watch of ConfigMap traffic-overrides tells what is no event.",
    ]);
  });
});
