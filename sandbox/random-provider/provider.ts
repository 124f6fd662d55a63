import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as wire from "@pulumi/pulumi/proto/provider_pb";
import type { ByteSource } from "./generate";
import type { Kind } from "./kind";
import { KINDS } from "./kinds";
import * as lifecycle from "./lifecycle";
import { fromWire, toWire } from "./properties";

/** A stand-in that answers on a port of this machine. */
export interface RunningProvider {
  readonly port: number;
  readonly close: () => void;
}

type Calls = Pick<
  IResourceProviderServer,
  | "getPluginInfo"
  | "configure"
  | "check"
  | "diff"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "cancel"
>;

/**
 * Serves the stand-in on a free port of the loopback interface.
 *
 * The service is written against Pulumi's protocol and not on `@pulumi/pulumi/provider`: that one
 * cannot say that it supports previews, so a preview would show other outputs than the real plugin
 * does, and `result` would not be a secret there.
 *
 * @param version what the engine compares with the version that the program asks for
 */
export async function serve(version: string, bytes: ByteSource): Promise<RunningProvider> {
  const server = new Server();
  server.addService(ResourceProviderService, calls(version, bytes));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    port,
    close: () => {
      server.forceShutdown();
    },
  };
}

// What is missing here the server answers with 'unimplemented', which the engine takes well.
function calls(version: string, bytes: ByteSource): Calls & UntypedServiceImplementation {
  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
    // The engine itself strips secrets from what it sends and marks their outputs again.
    configure: unary(() => new wire.ConfigureResponse().setSupportspreview(true)),
    check: unary(check),
    diff: unary(diff),
    create: unary((request) => create(request, bytes)),
    read: unary(read),
    update: unary(update),
    delete: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
  };
}

function unary<Request, Response>(
  answer: (request: Request) => Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      callback({ code: status.UNKNOWN, details });
    }
  };
}

function check(request: wire.CheckRequest): wire.CheckResponse {
  const failures = kindOf(request).failures(fromWire(request.getNews()));
  return new wire.CheckResponse()
    .setInputs(request.getNews())
    .setFailuresList(
      failures.map(({ property, reason }) =>
        new wire.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}

function diff(request: wire.DiffRequest): wire.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = wire.DiffResponse.DiffChanges;
  const { changed, replaced } = lifecycle.diff(
    kindOf(request),
    fromWire(request.getOlds()),
    fromWire(request.getNews()),
  );
  return new wire.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...changed])
    .setReplacesList([...replaced]);
}

function create(request: wire.CreateRequest, bytes: ByteSource): wire.CreateResponse {
  const kind = kindOf(request);
  const inputs = fromWire(request.getProperties());
  const { id, outputs } = request.getPreview()
    ? lifecycle.preview(kind, inputs)
    : lifecycle.create(kind, inputs, bytes);
  return new wire.CreateResponse().setId(id).setProperties(toWire(outputs, kind.secrets));
}

// Nothing exists outside the state, so what is recorded is what is there. Without a record the
// engine imports, and the id says everything.
function read(request: wire.ReadRequest): wire.ReadResponse {
  const kind = kindOf(request);
  const recorded = fromWire(request.getProperties());
  if (Object.keys(recorded).length > 0) {
    return new wire.ReadResponse()
      .setId(request.getId())
      .setInputs(request.getInputs())
      .setProperties(toWire(recorded, kind.secrets));
  }
  const { id, inputs, outputs } = lifecycle.adopt(kind, request.getId());
  return new wire.ReadResponse()
    .setId(id)
    .setInputs(toWire(inputs))
    .setProperties(toWire(outputs, kind.secrets));
}

function update(request: wire.UpdateRequest): wire.UpdateResponse {
  const kind = kindOf(request);
  const outputs = lifecycle.update(kind, fromWire(request.getOlds()), fromWire(request.getNews()));
  return new wire.UpdateResponse().setProperties(toWire(outputs, kind.secrets));
}

// A URN is urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME.
function kindOf(request: { getUrn(): string }): Kind {
  const token = request.getUrn().split("::")[2]?.split("$").at(-1) ?? "";
  const kind = KINDS.get(token);
  if (kind !== undefined) return kind;
  const names = [...KINDS.keys()].map((each) => each.split(":").at(-1)).join(", ");
  throw new Error(
    `the offline stand-in for Pulumi's random provider has no ${token}, only ${names}; ` +
      "install the real one with `pulumi plugin install resource random`",
  );
}
