import { expect } from "chai";
import fc from "fast-check";
import {
  BEFORE_ANNOTATION,
  changeObject,
  type MergePatch,
  restoreObject,
  undoing,
} from "../../../drills/faults/changed-object";

const isRecord = (value: unknown): value is MergePatch =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** RFC 7396. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result = new Map(Object.entries(isRecord(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, merged(result.get(name), value));
  }
  return Object.fromEntries(result);
}

const OWNERS = [{ manager: "pulumi", operation: "Apply" }];

/** An API server with one object, which notes who owns fields as far as that matters here. */
class OneObject {
  private version = 1;
  private object: Record<string, unknown>;
  /** Done by somebody else right before the next change. */
  before: (() => void) | undefined;
  refusals = 0;

  constructor(content: MergePatch) {
    this.object = {
      ...content,
      metadata: { name: "sample", managedFields: OWNERS, resourceVersion: "1" },
    };
  }

  get content(): MergePatch {
    const { metadata, ...rest } = this.object;
    return { ...rest, metadata: { ...(metadata as MergePatch), resourceVersion: undefined } };
  }

  get = (): Promise<unknown> => Promise.resolve(structuredClone(this.object));

  mergeIfUnchanged = (
    _path: string,
    change: { readonly metadata: { readonly resourceVersion: string } },
  ): Promise<boolean> => {
    if (this.refusals > 0) {
      this.refusals--;
      return Promise.reject(new Error("no webhook answers"));
    }
    this.before?.();
    this.before = undefined;
    if (change.metadata.resourceVersion !== String(this.version)) return Promise.resolve(false);
    this.write(change, "nephoran-sandbox");
    return Promise.resolve(true);
  };

  /** Owners are as they are given, where nothing else changes. */
  write(patch: MergePatch, manager: string): void {
    const next = merged(this.object, patch) as Record<string, unknown>;
    const metadata = { ...(next["metadata"] as Record<string, unknown>) };
    const changed = (one: MergePatch) => JSON.stringify({ ...one, metadata: undefined });
    if (changed(next) !== changed(this.object)) {
      metadata["managedFields"] = [...OWNERS, { manager, operation: "Update" }];
    }
    if (JSON.stringify(metadata["annotations"]) === "{}") delete metadata["annotations"];
    this.version++;
    this.object = { ...next, metadata: { ...metadata, resourceVersion: String(this.version) } };
  }
}

const path = "/apis/sample";
const content = { spec: { hosts: ["a"], endpoints: [{ address: "1" }, { address: "2" }] } };
const toOne = () => ({ spec: { endpoints: [{ address: "1" }] } });
const quickly = { retryMs: 1, boundMs: 1_000 };

describe("an object that a drill changes", () => {
  it("is put back exactly, its owners included", async () => {
    const api = new OneObject(content);
    const asBefore = api.content;
    await changeObject({ api, path, change: toOne });
    expect(api.content["spec"]).to.deep.equal({ hosts: ["a"], endpoints: [{ address: "1" }] });
    await restoreObject({ api, path }, quickly);
    expect(api.content).to.deep.equal(asBefore);
    await restoreObject({ api, path }, quickly);
    expect(api.content).to.deep.equal(asBefore);
  });

  it("is put back as it was before the first of two drills, by a third", async () => {
    const api = new OneObject(content);
    const asBefore = api.content;
    await changeObject({ api, path, change: toOne });
    await changeObject({ api, path, change: () => ({ spec: { endpoints: [] } }) });
    expect(api.content["spec"]).to.have.property("endpoints").with.length(1);
    await restoreObject({ api, path }, quickly);
    expect(api.content).to.deep.equal(asBefore);
  });

  it("is changed from what it is, where somebody else is first", async () => {
    const api = new OneObject(content);
    api.before = () => {
      api.write({ spec: { hosts: ["a", "b"] } }, "somebody");
    };
    await changeObject({ api, path, change: toOne });
    expect(api.content["spec"]).to.deep.equal({ hosts: ["a", "b"], ...toOne().spec });
    await restoreObject({ api, path }, quickly);
    expect(api.content["spec"]).to.deep.equal({ ...content.spec, hosts: ["a", "b"] });
  });

  it("is put back once those answer who have to agree, or says why it is not", async () => {
    const api = new OneObject(content);
    const asBefore = api.content;
    await changeObject({ api, path, change: toOne });
    api.refusals = 3;
    await restoreObject({ api, path }, quickly);
    expect(api.content).to.deep.equal(asBefore);

    await changeObject({ api, path, change: toOne });
    api.refusals = Infinity;
    const outcome = await restoreObject({ api, path }, { retryMs: 1, boundMs: 10 }).catch(
      (error: unknown) => error,
    );
    expect(String(outcome)).to.include("no webhook answers").and.include(BEFORE_ANNOTATION);
  });

  it("stays as it is where nothing has to change", async () => {
    const api = new OneObject(content);
    const asBefore = api.content;
    await changeObject({ api, path, change: () => undefined });
    expect(api.content).to.deep.equal(asBefore);
  });
});

describe("the patch that undoes another one", () => {
  const name = fc.constantFrom("a", "b", "c");
  const json = fc.letrec<{ value: unknown; record: MergePatch }>((tie) => ({
    record: fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    value: fc.oneof(
      { depthSize: "small" },
      fc.nat({ max: 9 }),
      fc.array(fc.nat({ max: 9 }), { maxLength: 2 }),
      tie("record"),
    ),
  })).record;
  /** A patch may also take away. */
  const patch = fc.letrec<{ value: unknown; record: MergePatch }>((tie) => ({
    record: fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    value: fc.oneof({ depthSize: "small" }, fc.constant(null), fc.nat({ max: 9 }), tie("record")),
  })).record;

  it("leads back to any object from any patch", () => {
    fc.assert(
      fc.property(json, patch, (object, change) => {
        const changed = merged(object, change);
        expect(merged(changed, undoing(object, change))).to.deep.equal(object);
      }),
    );
  });
});
