import { expect } from "chai";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parse } from "yaml";
import { type Component, COMPONENTS, flags } from "../../../sandbox/cluster/component";
import { DEFINITIONS } from "../../../sandbox/cluster/components";
import { sampleContext } from "./sample-context";

const argsOf = (component: Component, auditLog = false) =>
  DEFINITIONS[component].process(sampleContext({ auditLog })).args;

describe("a component's command line", () => {
  it("gives its process the component's name, so that it is found again", () => {
    for (const component of COMPONENTS) {
      const { name, command } = DEFINITIONS[component].process(sampleContext());
      expect(name).to.equal(component);
      const isOurs = component === "cockroachdb";
      expect(command).to.equal(isOurs ? process.execPath : `/bin/${component}`);
    }
  });

  it("opens only the region's own ports, on the loopback address", () => {
    const opening = COMPONENTS.flatMap((component) =>
      argsOf(component).filter((arg) => /^--(bind-address|secure-port|server-address)=/.test(arg)),
    );
    expect(opening).to.deep.equal([
      "--bind-address=127.0.0.1",
      "--secure-port=30010",
      "--bind-address=127.0.0.1",
      "--secure-port=30011",
      "--bind-address=127.0.0.1",
      "--secure-port=30012",
      "--server-address=127.0.0.1:30013",
    ]);
  });

  it("lets etcd listen on sockets of the region's folder alone", () => {
    const urls = argsOf("etcd").filter((arg) => arg.startsWith("--listen-"));
    expect(urls).to.deep.equal([
      "--listen-client-urls=unix://etcd.sock",
      "--listen-peer-urls=unix://etcd-peer.sock",
    ]);
  });

  it("switches on RBAC, and no admission plugin off but webhooks, which nobody answers", () => {
    const args = argsOf("kube-apiserver");
    expect(args).to.include("--authorization-mode=Node,RBAC");
    expect(args.filter((arg) => arg.includes("disable-admission"))).to.deep.equal([
      "--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook",
    ]);
  });

  it("leaves webhooks on where their pods run, and has the API server ask for ways to them", () => {
    const context = sampleContext({ live: true });
    const { args } = DEFINITIONS["kube-apiserver"].process(context);
    expect(args.filter((arg) => arg.includes("disable-admission"))).to.deep.equal([]);
    const [file = ""] = args.flatMap(
      (arg) => /^--egress-selector-config-file=(.*)$/.exec(arg)?.[1] ?? [],
    );
    const { egressSelections } = parse(readFileSync(file, "utf8")) as { egressSelections: unknown };
    expect(egressSelections).to.deep.equal([
      {
        name: "cluster",
        connection: {
          proxyProtocol: "HTTPConnect",
          transport: {
            uds: { udsName: relative(context.files.folder, context.files.egressSocket) },
          },
        },
      },
    ]);
    expect(argsOf("kube-apiserver").join(" ")).not.to.contain("egress");
  });

  it("has the API server show its certificate to kubelets of pods that run", () => {
    const context = sampleContext({ live: true });
    const { args } = DEFINITIONS["kube-apiserver"].process(context);
    expect(args).to.include.members([
      `--kubelet-client-certificate=${relative(context.files.folder, context.files.servingCertificate)}`,
      "--kubelet-client-key=certificates/apiserver.key",
    ]);
    expect(argsOf("kube-apiserver").join(" ")).not.to.contain("kubelet-client");
  });

  it("records writes only where that was asked for", () => {
    const audit = (on: boolean) =>
      argsOf("kube-apiserver", on).filter((arg) => arg.startsWith("--audit-log-path"));
    expect(audit(false)).to.deep.equal([]);
    expect(audit(true)).to.deep.equal(["--audit-log-path=audit.log"]);
  });

  it("keeps the controller that makes new nodes usable", () => {
    const controllers = argsOf("kube-controller-manager").find((arg) =>
      arg.startsWith("--controllers="),
    );
    expect(controllers).to.match(/^--controllers=\*,/);
    expect(controllers).not.to.contain("node");
  });
});

describe("flags", () => {
  it("are written with their values, a list once for each", () => {
    expect(flags({ port: 1, on: true, config: ["a", "b"] })).to.deep.equal([
      "--port=1",
      "--on=true",
      "--config=a",
      "--config=b",
    ]);
  });
});
