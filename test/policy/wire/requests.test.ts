import { createRequire } from "node:module";
import { expect } from "chai";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "../../../policy/rule";
import {
  PlainProperties,
  readRequest,
  readStackRequest,
  type SentResource,
} from "../../../policy/wire/requests";

type Data = Parameters<typeof Struct.fromJavaScript>[0];

/** A message of the SDK's protocol, as far as it is needed here. */
interface Message extends SentResource {
  setType: (type: string) => void;
  setName: (name: string) => void;
  setProperties: (properties: Struct) => void;
  setProvider: (provider: Message) => void;
  getName: () => string;
  getProvider: () => { getProperties: () => Struct };
  serializeBinary: () => Uint8Array;
  setResourcesList: (resources: Message[]) => void;
  getResourcesList: () => Message[];
}

type MessageClass = (new () => Message) & { deserializeBinary: (sent: Uint8Array) => Message };

const { AnalyzeRequest, AnalyzeStackRequest, AnalyzerResource, AnalyzerProviderResource } =
  createRequire(__filename)("@pulumi/pulumi/proto/analyzer_pb") as Record<
    "AnalyzeRequest" | "AnalyzeStackRequest" | "AnalyzerResource" | "AnalyzerProviderResource",
    MessageClass
  >;

/** What an engine sends for a text that only a deployment can tell. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value: "red",
};

function resource(Type: MessageClass, name: string, properties: object): Message {
  const message = new Type();
  message.setType("kubernetes:core/v1:ConfigMap");
  message.setName(name);
  message.setProperties(Struct.fromJavaScript(properties as Data));
  return message;
}

/** What a resource has for properties: what was read here, or the SDK's own message. */
const propertiesOf = (message: SentResource): unknown => {
  const properties = message.getProperties();
  return properties instanceof PlainProperties
    ? properties.data
    : { sdk: (properties as Struct).toJavaScript() };
};

describe("reading requests of an engine", () => {
  const readOne = readRequest((sent) => AnalyzeRequest.deserializeBinary(sent));
  const readStack = readStackRequest((sent) => AnalyzeStackRequest.deserializeBinary(sent));

  it("takes the properties from the bytes, and leaves the rest to the SDK", () => {
    const sent = resource(AnalyzeRequest, "lamp", { color: "red", at: UNKNOWN_TEXT });
    sent.setProvider(resource(AnalyzerProviderResource, "provider", { context: "us-east-1" }));
    const read = readOne(sent.serializeBinary());
    expect(propertiesOf(read)).to.deep.equal({ color: "red", at: UNKNOWN });
    expect(read.getName()).to.equal("lamp");
    expect(read.getProvider().getProperties().toJavaScript()).to.deep.equal({
      context: "us-east-1",
    });
  });

  it("leaves properties to the SDK that are more than plain data", () => {
    const read = readOne(resource(AnalyzeRequest, "lamp", { color: SECRET }).serializeBinary());
    expect(propertiesOf(read)).to.deep.equal({ sdk: { color: SECRET } });
  });

  it("gives each resource of a stack its own", () => {
    const names = Array.from({ length: 200 }, (_, index) => `lamp-${index}`);
    const stack = new AnalyzeStackRequest();
    stack.setResourcesList(
      names.map((name, index) =>
        resource(AnalyzerResource, name, { name, color: index === 7 ? SECRET : "green" }),
      ),
    );
    const read = readStack(stack.serializeBinary()).getResourcesList();
    expect(read.map((one) => one.getName())).to.deep.equal(names);
    expect(read.map(propertiesOf)).to.deep.equal(
      names.map((name, index) =>
        index === 7 ? { sdk: { name, color: SECRET } } : { name, color: "green" },
      ),
    );
  });

  it("leaves everything to the SDK where the protocol is another one", () => {
    const other = { getProperties: () => ({}) };
    const read = readRequest(() => other);
    // A field of a type that there is no more.
    expect(read(Buffer.from([0x13, 0x14]))).to.equal(other);
  });

  it("knows its own behind what the SDK shows, and nothing else", () => {
    const { data } = new PlainProperties({ color: "red" });
    expect(PlainProperties.behind({ __getSpecialProxyTarget: data })).to.equal(data);
    expect(PlainProperties.behind({ __getSpecialProxyTarget: { color: "red" } })).to.equal(
      undefined,
    );
    expect(PlainProperties.behind({ color: "red" })).to.equal(undefined);
  });
});
