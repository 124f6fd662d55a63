import { expect } from "chai";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { IncomingMessage } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { podRunnerPort } from "../../../../sandbox/cluster/ports";
import { dnsAddresses } from "../../../../sandbox/live/border/dns-addresses";
import { pidsOf } from "../../cluster/engine-region";
import { testCertificate } from "./test-certificate";
import { LiveRegion } from "./live-region";

const PORT_BASE = 28_470;

const httpServer = (name: string) =>
  `import { createServer } from "node:http"; createServer((_, a) => a.end("${name}")).listen(8080);`;

/** The pods of a Service, on port 8080. */
const sliceOf = (name: string, ...addresses: string[]) => ({
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name, namespace: "default", labels: { "kubernetes.io/service-name": name } },
  addressType: "IPv4",
  endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
  ports: [{ port: 8080 }],
});

/** Tries until it holds; the last failure is what is thrown. */
async function eventually<T>(attempt: () => Promise<T>, boundMs = 15_000): Promise<T> {
  const deadline = Date.now() + boundMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

describe("the border of a region whose pods really run", function () {
  this.timeout(180_000);
  let region: LiveRegion;

  before(async () => {
    region = await LiveRegion.start(PORT_BASE);
    await region.network.addPod(region.name, "caller", "10.1.253.20");
    await region.serve("one", "10.1.253.21", httpServer("one"));
    await region.serve("two", "10.1.253.22", httpServer("two"));
  });

  after(async () => {
    await region.stop();
  });

  const resolve = (name: string) =>
    region.node(
      "caller",
      'import { lookup } from "node:dns/promises"; const all = await lookup(process.argv[1], { all: true, order: "verbatim" }); console.log(all.map((a) => a.address).join(" "));',
      name,
    );

  it("lets a pod reach the API server by its name, with the authority that pods are given", async () => {
    const authority = await eventually(() =>
      region.kubectl.run(
        "get",
        "--namespace=default",
        "configmap/kube-root-ca.crt",
        "-o=jsonpath={.data.ca\\.crt}",
      ),
    );
    const answer = await region.node(
      "caller",
      'import { get } from "node:https"; get("https://kubernetes.default.svc/version", { ca: process.argv[1] }, async (answer) => { let text = ""; for await (const part of answer) text += part; console.log(JSON.parse(text).gitVersion); });',
      authority,
    );
    expect(answer).to.match(/^v1\.\d+\.\d+/);
  });

  it("resolves Services, and nothing that is not there", async () => {
    expect(await resolve("kubernetes")).to.equal("10.96.0.1");
    expect(await resolve("kube-dns.kube-system")).to.equal(dnsAddresses(0).service);
    const failure: unknown = await resolve("example.org").catch((error: unknown) => error);
    expect(String(failure)).to.contain("ENOTFOUND");
  });

  it("leads connections to a Service to all endpoints that are ready, and follows them", async () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "echo", namespace: "default" },
      spec: { ports: [{ port: 80 }] },
    };
    const slice = (...addresses: string[]) => sliceOf("echo", ...addresses);
    const ask = async () => {
      const answers = await region.node(
        "caller",
        'import { get } from "node:http"; const one = () => new Promise((ok, no) => get("http://echo/", { agent: false }, async (a) => { let t = ""; for await (const c of a) t += c; ok(t); }).on("error", no)); const all = []; for (let i = 0; i < 40; i += 1) all.push(await one()); console.log([...new Set(all)].sort().join(" "));',
      );
      return answers;
    };
    await region.kubectl.runWith(
      [service, slice("10.1.253.21", "10.1.253.22")],
      "apply",
      "--server-side",
      "-f",
      "-",
    );
    await eventually(async () => {
      expect(await ask()).to.equal("one two");
    });
    await region.kubectl.runWith([slice("10.1.253.22")], "apply", "--server-side", "-f", "-");
    await eventually(async () => {
      expect(await ask()).to.equal("two");
    });
  });

  it("has the API server call a webhook inside, by its Service", async () => {
    const { key, certificate } = await testCertificate("hook.default.svc");
    const program = [
      'import { createServer } from "node:https";',
      `createServer({ key: ${JSON.stringify(key)}, cert: ${JSON.stringify(certificate)} }, async (q, s) => {`,
      '  let text = ""; for await (const part of q) text += part;',
      "  const { apiVersion, kind, request } = JSON.parse(text);",
      '  const allowed = request.name !== "forbidden";',
      '  s.setHeader("content-type", "application/json");',
      '  s.end(JSON.stringify({ apiVersion, kind, response: { uid: request.uid, allowed, status: { message: "by the hook" } } }));',
      "}).listen(8080);",
    ].join("\n");
    await region.serve("hook", "10.1.253.23", program);
    const objects = [
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "hook", namespace: "default" },
        spec: { ports: [{ port: 443 }] },
      },
      sliceOf("hook", "10.1.253.23"),
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: { name: "hook" },
        webhooks: [
          {
            name: "hook.example.org",
            admissionReviewVersions: ["v1"],
            sideEffects: "None",
            failurePolicy: "Fail",
            timeoutSeconds: 2,
            clientConfig: {
              service: { namespace: "default", name: "hook" },
              caBundle: Buffer.from(certificate).toString("base64"),
            },
            rules: [
              {
                apiGroups: [""],
                apiVersions: ["v1"],
                operations: ["CREATE"],
                resources: ["configmaps"],
              },
            ],
          },
        ],
      },
    ];
    await region.kubectl.runWith(objects, "create", "-f", "-");
    const configMap = (name: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default" },
    });
    await eventually(async () => {
      const refusal = await region.kubectl.refusal([configMap("forbidden")], "create", "-f", "-");
      expect(refusal).to.contain("denied the request: by the hook");
    });
    await region.kubectl.runWith([configMap("allowed")], "create", "-f", "-");
    await region.kubectl.run("delete", "validatingwebhookconfiguration/hook");
  });

  it("leads pods that call any node's kubelet to the one process on the host that is all of them", async () => {
    const port = podRunnerPort(PORT_BASE, 0);
    const kubelets = createServer((asked, answer) => answer.end(asked.headers.host));
    kubelets.listen(port, "127.0.0.1");
    await once(kubelets, "listening");
    try {
      for (const address of ["10.1.0.1", "10.1.0.2"]) {
        const url = `http://${address}:${String(port)}/`;
        const answer = await region.node(
          "caller",
          'import { get } from "node:http"; get(process.argv[1], async (answer) => { let text = ""; for await (const part of answer) text += part; console.log(text); });',
          url,
        );
        expect(answer).to.equal(`${address}:${String(port)}`);
      }
    } finally {
      kubelets.close();
    }
  });

  it("leads kubelets' calls to KWOK on the host all the same", async () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "played", namespace: "default" },
      spec: { containers: [{ name: "main", image: "played" }] },
    };
    await region.kubectl.runWith([pod], "create", "-f", "-");
    await region.kubectl.run("wait", "--namespace=default", "pod/played", "--for=condition=Ready");
    const failure: unknown = await region.kubectl
      .run("logs", "--namespace=default", "pod/played")
      .catch((error: unknown) => error);
    // In KWOK's words: it plays the pod, and nobody has told it what its logs are.
    expect(String(failure)).to.contain('no logs found for container "main"');
  });

  it("lets programs on the host connect to pods, and says who takes no connection", async () => {
    const socket = await region.border.tunnel.connect("10.1.253.21", 8080);
    const asking = request("http://one/", { createConnection: () => socket });
    asking.end();
    const [answer] = (await once(asking, "response")) as [IncomingMessage];
    let text = "";
    for await (const part of answer) text += String(part);
    expect(text).to.equal("one");

    const failure: unknown = await region.border.tunnel
      .connect("10.1.253.21", 9)
      .catch((error: unknown) => error);
    expect(failure).to.include({ name: "BorderError", code: "refused" });
    expect(String(failure)).to.contain("10.1.253.21:9 takes no connection");
  });

  it("answers public names with the gateway's address, also to those who are at no region", async () => {
    const gateway = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "nephoran-gateway", namespace: "nephoran-ingress" },
      spec: { type: "LoadBalancer", ports: [{ port: 443 }] },
    };
    await region.kubectl.run("create", "namespace", "nephoran-ingress");
    await region.kubectl.runWith([gateway], "create", "-f", "-");
    const address = await eventually(async () => {
      const found = await region.kubectl.run(
        "get",
        "--namespace=nephoran-ingress",
        "service/nephoran-gateway",
        "-o=jsonpath={.status.loadBalancer.ingress[0].ip}",
      );
      expect(found).to.match(/^198\.18\.[0-3]\./);
      return found;
    });
    for (const name of ["nephoran.io", "us-east-1.nephoran.io"]) {
      await eventually(async () => {
        expect(await resolve(name)).to.equal(address);
      });
    }
    const clientsHosts = join(region.directory, "live/clients/hosts");
    expect(await readFile(clientsHosts, "utf8")).to.contain(`${address} nephoran.io\n`);
  });

  it("stays as it is where it is opened again", async () => {
    const processes = join(region.directory, "live/regions/us-east-1/processes");
    const records = () =>
      Promise.all(
        ["border-inside", "border-outside", "coredns"].map((name) =>
          readFile(join(processes, `${name}.json`), "utf8"),
        ),
      );
    const before = await records();
    await region.up();
    expect(await records()).to.deep.equal(before);
  });

  it("goes on where the API server was killed and started again", async () => {
    const { "kube-apiserver": pid } = await pidsOf(region.directory, region.name);
    expect(pid).to.be.a("number");
    process.kill(Number(pid), "SIGKILL");
    await region.up();
    const late = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "late", namespace: "default" },
      spec: { clusterIP: "10.96.0.40", ports: [{ port: 80 }] },
    };
    await region.kubectl.runWith([late, sliceOf("late", "10.1.253.21")], "create", "-f", "-");
    await eventually(async () => {
      expect(await resolve("late")).to.equal("10.96.0.40");
      (await region.border.tunnel.connect("10.96.0.40", 80)).destroy();
    });
  });

  it("answers names of the mesh as soon as Istio's objects are there", async () => {
    const group = "networking.istio.io";
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `serviceentries.${group}` },
      spec: {
        group,
        scope: "Namespaced",
        names: { kind: "ServiceEntry", plural: "serviceentries" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        ],
      },
    };
    const host = "eu-west-1.nephoran.local";
    const entry = {
      apiVersion: `${group}/v1`,
      kind: "ServiceEntry",
      metadata: { name: host, namespace: "default" },
      spec: { hosts: [host], endpoints: [{ address: "198.18.4.9" }] },
    };
    await region.kubectl.runWith([definition], "create", "-f", "-");
    await eventually(() => region.kubectl.runWith([entry], "create", "-f", "-"));
    await eventually(async () => {
      expect(await resolve(host)).to.equal("198.18.4.9");
    });
  });
});
