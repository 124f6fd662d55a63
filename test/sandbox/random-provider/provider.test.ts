import { randomBytes } from "node:crypto";
import { credentials, type ServiceError, type requestCallback } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as wire from "@pulumi/pulumi/proto/provider_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { toWire, UNKNOWN, type Properties } from "../../../sandbox/random-provider/properties";
import { serve, type RunningProvider } from "../../../sandbox/random-provider/provider";

const SECRET = "4dabf18193072939515e22adb298388d";
const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function urn(className: string): string {
  const token = `random:index/${className.replace(/^R/, "r")}:${className}`;
  return `urn:pulumi:stack::project::nephoran:base:Region$${token}::name`;
}

/** One call of the client as a promise. */
function ask<Answer>(call: (callback: requestCallback<Answer>) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call((error: ServiceError | null, answer?: Answer) => {
      if (error) reject(error);
      else if (answer === undefined) reject(new Error("an empty answer"));
      else resolve(answer);
    });
  });
}

describe("the stand-in as the engine sees it", () => {
  let provider: RunningProvider;
  let client: ResourceProviderClient;

  before(async () => {
    provider = await serve("4.21.2+test", randomBytes);
    client = new ResourceProviderClient(`127.0.0.1:${provider.port}`, credentials.createInsecure());
  });

  after(() => {
    client.close();
    provider.close();
  });

  const create = (className: string, inputs: Properties, preview = false) => {
    const request = new wire.CreateRequest()
      .setUrn(urn(className))
      .setProperties(toWire(inputs))
      .setPreview(preview);
    return ask<wire.CreateResponse>((callback) => client.create(request, callback));
  };

  const check = (className: string, inputs: Properties) => {
    const request = new wire.CheckRequest().setUrn(urn(className)).setNews(toWire(inputs));
    return ask<wire.CheckResponse>((callback) => client.check(request, callback));
  };

  it("tells its version and that it supports previews, and takes no secrets", async () => {
    const info = await ask<{ getVersion(): string }>((callback) =>
      client.getPluginInfo(new Empty(), callback),
    );
    expect(info.getVersion()).to.equal("4.21.2+test");

    const configured = await ask<wire.ConfigureResponse>((callback) =>
      client.configure(new wire.ConfigureRequest(), callback),
    );
    expect(configured.toObject()).to.include({ supportspreview: true, acceptsecrets: false });
  });

  it("hands inputs back as they came, with what is wrong beside them", async () => {
    const answer = await check("RandomPassword", { length: 1, minUpper: 2 });
    expect(answer.getInputs()?.toJavaScript()).to.deep.equal({ length: 1, minUpper: 2 });
    expect(answer.toObject().failuresList).to.deep.equal([
      {
        property: "length",
        reason: "expected at least 2, the sum of the min* inputs",
      },
    ]);
  });

  it("announces a password without knowing it, then creates it as a secret", async () => {
    const announced = await create("RandomPassword", { length: 8 }, true);
    expect(announced.getId()).to.equal("");
    expect(announced.getProperties()?.toJavaScript()).to.include({
      result: UNKNOWN_MARK,
      length: 8,
      upper: true,
    });

    const created = await create("RandomPassword", { length: 8 });
    expect(created.getId()).to.equal("none");
    const result = created.getProperties()?.toJavaScript().result as Record<string, string>;
    expect(Object.keys(result)).to.deep.equal([SECRET, "value"]);
    expect(result.value).to.have.length(8);
  });

  it("tells a replacement from no change", async () => {
    const created = await create("RandomId", { byteLength: 4 });
    const diff = (inputs: Properties) => {
      const request = new wire.DiffRequest()
        .setUrn(urn("RandomId"))
        .setOlds(created.getProperties())
        .setNews(toWire(inputs));
      return ask<wire.DiffResponse>((callback) => client.diff(request, callback));
    };
    const { DIFF_NONE, DIFF_SOME } = wire.DiffResponse.DiffChanges;

    expect((await diff({ byteLength: 4 })).toObject()).to.deep.include({
      changes: DIFF_NONE,
      replacesList: [],
      diffsList: [],
    });
    expect((await diff({ byteLength: 4, keepers: { a: UNKNOWN } })).toObject()).to.deep.include({
      changes: DIFF_SOME,
      replacesList: ["keepers"],
      diffsList: ["keepers"],
    });
  });

  it("updates the record and keeps the value", async () => {
    const created = await create("RandomUuid", {});
    const request = new wire.UpdateRequest()
      .setUrn(urn("RandomUuid"))
      .setOlds(created.getProperties())
      .setNews(toWire({ keepers: {} }));
    const updated = await ask<wire.UpdateResponse>((callback) => client.update(request, callback));
    expect(updated.getProperties()?.toJavaScript()).to.deep.equal({
      ...created.getProperties()?.toJavaScript(),
      keepers: {},
    });
  });

  it("reads back what is recorded, and imports what is not", async () => {
    const read = (id: string, recorded: Properties) => {
      const request = new wire.ReadRequest()
        .setId(id)
        .setUrn(urn("RandomPassword"))
        .setInputs(toWire({ length: 6 }))
        .setProperties(toWire(recorded));
      return ask<wire.ReadResponse>((callback) => client.read(request, callback));
    };
    const refreshed = await read("none", { length: 6, result: "abcdef" });
    expect(refreshed.getId()).to.equal("none");
    expect(refreshed.getInputs()?.toJavaScript()).to.deep.equal({ length: 6 });
    expect(refreshed.getProperties()?.toJavaScript()).to.deep.equal({
      length: 6,
      result: { [SECRET]: "1b47061264138c4ac30d75fd1eb44270", value: "abcdef" },
    });

    const imported = await read("s3cret", {});
    expect(imported.getId()).to.equal("none");
    expect(imported.getInputs()?.toJavaScript()).to.include({ length: 6, upper: true });
    expect(imported.getProperties()?.toJavaScript().result).to.deep.include({ value: "s3cret" });
  });

  it("names itself, what it has and the next step for a resource that it lacks", async () => {
    const failure = await check("RandomPet", {}).then(
      () => "accepted",
      (error: unknown) => (error as ServiceError).details,
    );
    expect(failure).to.equal(
      "the offline stand-in for Pulumi's random provider has no random:index/randomPet:RandomPet, " +
        "only RandomPassword, RandomString, RandomId, RandomBytes, RandomUuid, RandomInteger; " +
        "install the real one with `pulumi plugin install resource random`",
    );
  });

  it("has nothing to delete and nothing to cancel", async () => {
    const request = new wire.DeleteRequest().setUrn(urn("RandomUuid")).setId("id");
    const deleted = await ask<Empty>((callback) => client.delete(request, callback));
    const cancelled = await ask<Empty>((callback) => client.cancel(new Empty(), callback));
    expect([deleted.toObject(), cancelled.toObject()]).to.deep.equal([{}, {}]);
  });
});
