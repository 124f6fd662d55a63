import { readStruct } from "./struct";
import { WIRE, WireReader } from "./wire-reader";

/** Fields of pulumirpc.AnalyzeRequest, AnalyzerResource and AnalyzeStackRequest. */
const PROPERTIES = 2;
const RESOURCES = 1;
const RESOURCES_TAG = (RESOURCES << 3) | WIRE.bytes;

/**
 * The key of everything in a resource's properties that is no plain data: secrets, assets, archives.
 * From pulumi/sdk/go/common/resource/sig/sig.go.
 */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/** A resource as the SDK reads it. */
export interface SentResource {
  getProperties: () => object;
}

type Read<Request> = (sent: Uint8Array) => Request;

/** The properties of a resource, in place of the SDK's own message that holds them. */
export class PlainProperties {
  private static readonly read = new WeakSet<object>();

  constructor(readonly data: Record<string, unknown>) {
    PlainProperties.read.add(data);
  }

  /** True for properties that were read here, so that nothing in them is marked as secret. */
  static areRead(properties: unknown): properties is Record<string, unknown> {
    return PlainProperties.read.has(properties as object);
  }

  /** What was read, from behind the proxy that the SDK shows to a policy; none if the SDK read it. */
  static behind(shown: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
    const target = shown["__getSpecialProxyTarget"];
    return PlainProperties.areRead(target) ? target : undefined;
  }
}

/**
 * Reads the request to analyze one resource: its properties from the bytes at once, all else as the
 * SDK does. Properties that are more than plain data, or not what is expected, the SDK reads as well.
 */
export const readRequest =
  <Request extends SentResource>(read: Read<Request>): Read<Request> =>
  (sent) =>
    readOr(
      () => {
        const { rest, properties } = withoutProperties(asBuffer(sent));
        return withProperties(read(rest), properties);
      },
      () => read(sent),
    );

/** The same for the request to analyze a stack, which has many. */
export const readStackRequest =
  <Request extends { getResourcesList: () => SentResource[] }>(
    read: Read<Request>,
  ): Read<Request> =>
  (sent) =>
    readOr(
      () => {
        const { rest, properties } = withoutAllProperties(asBuffer(sent));
        const request = read(rest);
        for (const [index, resource] of request.getResourcesList().entries()) {
          withProperties(resource, properties[index]);
        }
        return request;
      },
      () => read(sent),
    );

function readOr<Request>(direct: () => Request, asSdk: () => Request): Request {
  try {
    return direct();
  } catch {
    return asSdk();
  }
}

interface Divided {
  /** The message without its properties, or all of it if they are not plain. */
  readonly rest: Uint8Array;
  readonly properties: PlainProperties | undefined;
}

function withoutProperties(message: Buffer): Divided {
  if (message.includes(SIGNATURE_KEY)) return { rest: message, properties: undefined };
  const rest: Buffer[] = [];
  let properties: PlainProperties | undefined;
  const reader = new WireReader(message);
  while (reader.next()) {
    if (reader.field === PROPERTIES && properties === undefined) {
      properties = new PlainProperties(readStruct(reader.bytes()));
      continue;
    }
    reader.skip();
    rest.push(message.subarray(reader.start, reader.position));
  }
  return { rest: Buffer.concat(rest), properties };
}

/** A request with the properties of each of its resources taken out. */
function withoutAllProperties(message: Buffer): {
  readonly rest: Uint8Array;
  readonly properties: readonly (PlainProperties | undefined)[];
} {
  const rest: Uint8Array[] = [];
  const properties: (PlainProperties | undefined)[] = [];
  const reader = new WireReader(message);
  while (reader.next()) {
    if (reader.field !== RESOURCES) {
      reader.skip();
      rest.push(message.subarray(reader.start, reader.position));
      continue;
    }
    const resource = withoutProperties(reader.bytes());
    rest.push(lengthPrefixed(RESOURCES_TAG, resource.rest));
    properties.push(resource.properties);
  }
  return { rest: Buffer.concat(rest), properties };
}

function withProperties<Resource extends SentResource>(
  resource: Resource,
  properties: PlainProperties | undefined,
): Resource {
  if (properties !== undefined) resource.getProperties = () => properties;
  return resource;
}

function lengthPrefixed(tag: number, message: Uint8Array): Uint8Array {
  const head = [tag];
  let length = message.length;
  for (; length >= 128; length = Math.floor(length / 128)) head.push((length % 128) + 128);
  return Buffer.concat([Uint8Array.from([...head, length]), message]);
}

/** The same memory. */
const asBuffer = (sent: Uint8Array): Buffer =>
  Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
