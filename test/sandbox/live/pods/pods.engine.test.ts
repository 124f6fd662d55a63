import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { processesIn } from "../../cluster/engine-region";
import { PodRegion } from "./pod-region";
import { node, pod, READY_BY_HTTP, SERVER, shell, UNTIL_TOLD } from "./sample-pods";

const PORT_BASE = 28_450;

describe("pods that really run", function () {
  this.timeout(60_000);
  let region: PodRegion;

  before(async function () {
    this.timeout(300_000);
    region = await PodRegion.start(PORT_BASE);
    await region.kubectl.run("wait", "-n=default", "--for=create", "sa/default", "--timeout=30s");
  });

  after(async () => {
    await region.stop();
    expect(await processesIn(region.directory)).to.deep.equal([]);
  });

  const create = (...objects: readonly unknown[]) =>
    region.kubectl.runWith(objects, "create", "-f=-");
  const wait = (name: string, what: string) =>
    region.kubectl.run("wait", "-n=default", `pod/${name}`, `--for=${what}`, "--timeout=30s");
  const field = (name: string, path: string) =>
    region.kubectl.run("get", "-n=default", `pod/${name}`, `-o=jsonpath={${path}}`);
  const exec = (name: string, ...command: readonly string[]) =>
    region.kubectl.run("exec", "-n=default", name, "--", ...command);
  const logs = (name: string, ...more: readonly string[]) =>
    region.kubectl.run("logs", "-n=default", name, ...more);
  const remove = (name: string) => region.kubectl.run("delete", "-n=default", `pod/${name}`);

  async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`not within 20 s: ${what}`);
      await sleep(100);
    }
  }

  it("are ready as soon as they answer, with the files and variables that they ask for", async () => {
    await create(
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "words", namespace: "default" },
        data: { one: "first", greeting: "to be edited" },
      },
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "hidden", namespace: "default" },
        stringData: { key: "value" },
      },
      pod("server", {
        containers: [
          node("main", SERVER, {
            ...READY_BY_HTTP,
            env: [
              { name: "ADDRESS", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
              { name: "PID_FILE", value: "/room/pid" },
              { name: "URL", value: "http://$(ADDRESS):8080" },
            ],
            envFrom: [{ prefix: "WORD_", configMapRef: { name: "words" } }],
            volumeMounts: [
              { name: "words", mountPath: "/etc/words" },
              { name: "hidden", mountPath: "/etc/hidden" },
              { name: "room", mountPath: "/room" },
            ],
            securityContext: { readOnlyRootFilesystem: true },
          }),
        ],
        volumes: [
          { name: "words", configMap: { name: "words" } },
          { name: "hidden", secret: { secretName: "hidden", defaultMode: 0o400 } },
          { name: "room", emptyDir: {} },
        ],
      }),
    );
    await wait("server", "condition=Ready");
    const started = Date.parse(
      await field("server", ".status.containerStatuses[0].state.running.startedAt"),
    );
    const [ready] = JSON.parse(
      await field("server", '.status.conditions[?(@.type=="Ready")]').then((text) => `[${text}]`),
    ) as [{ lastTransitionTime: string }];
    expect(Date.parse(ready.lastTransitionTime) - started).to.be.at.most(2_000);
    expect(await field("server", ".status.podIP")).to.equal("10.1.253.2");
    expect(await exec("server", "sh", "-c", 'echo "$URL $WORD_one $HOSTNAME"')).to.equal(
      "http://10.1.253.2:8080 first server",
    );
    expect(await exec("server", "cat", "/etc/words/greeting", "/etc/hidden/key")).to.equal(
      "editedvalue",
    );
    expect(await exec("server", "sh", "-c", "touch /room/a && ! touch /b && ls /room")).to.equal(
      "a\npid",
    );
  });

  it("see their files change with what these are made of", async () => {
    await region.kubectl.run(
      ...["patch", "-n=default", "configmap/words", "--type=merge"],
      `--patch=${JSON.stringify({ data: { one: "second" } })}`,
    );
    await until("the file has changed", async () => {
      return (await exec("server", "cat", "/etc/words/one")) === "second";
    });
  });

  it("give an exec its exit code and both of its outputs", async () => {
    const refusal = await region.kubectl.refusal(
      "",
      ...["exec", "-n=default", "server", "--", "sh", "-c", "echo wrong >&2; exit 3"],
    );
    expect(refusal).to.equal("wrong\ncommand terminated with exit code 3");
  });

  it("count the restart of a container that was killed, and keep its last words", async () => {
    // The command ends with the container that it is in.
    await exec("server", "sh", "-c", "kill -9 $(cat /room/pid)").catch(() => undefined);
    await until("it has been restarted", async () => {
      return (await field("server", ".status.containerStatuses[0].restartCount")) === "1";
    });
    await wait("server", "condition=Ready");
    expect(
      await field("server", ".status.containerStatuses[0].lastState.terminated.exitCode"),
    ).to.equal("137");
    expect(await logs("server", "--previous")).to.equal("listening");
  });

  it("are ended by SIGTERM when they are deleted, and are gone then", async () => {
    const following = logs("server", "--follow");
    const begin = Date.now();
    await remove("server");
    expect(Date.now() - begin).to.be.below(4_000);
    expect(await following).to.equal("listening\nbye");
  });

  it("are killed at the end of their grace period", async () => {
    await create(
      pod("deaf", {
        terminationGracePeriodSeconds: 1,
        containers: [shell("main", "trap '' TERM; while true; do sleep 0.1; done")],
      }),
    );
    await wait("deaf", "condition=Ready");
    const begin = Date.now();
    await remove("deaf");
    expect(Date.now() - begin).to.be.within(900, 3_000);
  });

  it("start init containers in order, and sidecars before and beside the others", async () => {
    const shared = { volumeMounts: [{ name: "order", mountPath: "/order" }] };
    const say = (word: string) => `echo ${word} >> /order/file`;
    await create(
      pod("ordered", {
        restartPolicy: "Never",
        initContainers: [
          shell("first", say("first"), shared),
          shell(
            "beside",
            `${say("beside")}; ${UNTIL_TOLD.replace("exit 0", `${say("ended")}; cat /order/file; exit 0`)}`,
            {
              ...shared,
              restartPolicy: "Always",
              startupProbe: { exec: { command: ["grep", "-q", "beside", "/order/file"] } },
            },
          ),
          { name: "third", image: "sandbox-test/done:1" },
        ],
        containers: [shell("main", `${say("main")}; sleep 1`, shared)],
        volumes: [{ name: "order", emptyDir: {} }],
      }),
    );
    await wait("ordered", "jsonpath={.status.phase}=Succeeded");
    expect(await logs("ordered", "--container=beside")).to.equal("first\nbeside\nmain\nended");
    expect(
      await field("ordered", ".status.initContainerStatuses[2].state.terminated.reason"),
    ).to.equal("Completed");
    await remove("ordered");
  });

  it("tell the exit code of a pod that fails, and run no more of it", async () => {
    await create(pod("failing", { restartPolicy: "Never", containers: [shell("main", "exit 7")] }));
    await wait("failing", "jsonpath={.status.phase}=Failed");
    expect(
      await field("failing", ".status.containerStatuses[0].state.terminated.exitCode"),
    ).to.equal("7");
    await remove("failing");
  });

  it("are restarted when their liveness probe fails", async () => {
    await create(
      pod("sick", {
        containers: [
          shell("main", UNTIL_TOLD, {
            livenessProbe: { tcpSocket: { port: 9 }, periodSeconds: 1, failureThreshold: 2 },
          }),
        ],
      }),
    );
    await until("it has been restarted", async () => {
      return (await field("sick", ".status.containerStatuses[0].restartCount")) === "1";
    });
    await remove("sick");
  });

  it("run their hooks, and may believe to be another user", async () => {
    await create(
      pod("polite", {
        containers: [
          {
            name: "main",
            image: "sandbox-test/user:1",
            args: [`id -u; ${UNTIL_TOLD.replace("exit 0", "cat /room/hook; exit 0")}`],
            lifecycle: { preStop: { exec: { command: ["sh", "-c", "echo hooked > /room/hook"] } } },
            volumeMounts: [{ name: "room", mountPath: "/room" }],
          },
        ],
        volumes: [{ name: "room", emptyDir: {} }],
      }),
    );
    await wait("polite", "condition=Ready");
    const following = logs("polite", "--follow");
    await remove("polite");
    expect(await following).to.equal("1000\nhooked");
  });

  it("wait for a Secret that is missing, and say so", async () => {
    const env = [{ name: "A", valueFrom: { secretKeyRef: { name: "late", key: "a" } } }];
    await create(pod("patient", { containers: [shell("main", UNTIL_TOLD, { env })] }));
    const waiting = ".status.containerStatuses[0].state.waiting";
    await until("it says why it waits", async () => {
      return (await field("patient", `${waiting}.reason`)) === "CreateContainerConfigError";
    });
    expect(await field("patient", `${waiting}.message`)).to.equal('Secret "late" not found');
    await region.kubectl.run(
      "create",
      "secret",
      "generic",
      "late",
      "-n=default",
      "--from-literal=a=1",
    );
    await wait("patient", "condition=Ready");
    await remove("patient");
  });

  it("are forwarded to on a port that only the pod itself can reach", async () => {
    const program = SERVER.replace("8080,", '8080, "127.0.0.1",');
    await create(pod("inward", { containers: [node("main", program)] }));
    await wait("inward", "condition=Ready");
    const answer = await region.forwarded("inward", PORT_BASE + 15, 8080, "/etc/hostname");
    expect(answer).to.equal("inward\n");
    await remove("inward");
  });

  it("are measured on the page of their node, for whoever may read it", async () => {
    const burn = "while (process.cpuUsage().user < 600_000); setInterval(() => 0, 1_000);";
    await create(pod("busy", { containers: [node("main", burn)] }));
    await wait("busy", "condition=Ready");
    const address = await field("busy", ".status.hostIP");
    expect((await region.metrics(address, undefined)).status).to.equal(401);
    const series =
      /^container_cpu_usage_seconds_total\{container="main",.*pod="busy".*\} ([\d.]+) \d+$/m;
    await until("it has used the CPU", async () => {
      const { text } = await region.metrics(address, region.adminToken);
      return Number(series.exec(text)?.[1] ?? 0) > 0.5;
    });
    const { text } = await region.metrics(address, region.adminToken);
    const [, memory] =
      /^container_memory_working_set_bytes\{.*pod="busy".*\} (\d+) \d+$/m.exec(text) ?? [];
    expect(Number(memory)).to.be.within(5e6, 200e6);
    expect(text).to.match(
      /^container_network_receive_bytes_total\{container="",.*interface="eth0",.*pod="busy"\} \d+ \d+$/m,
    );
    const other = address === "10.1.0.1" ? "10.1.0.2" : "10.1.0.1";
    expect((await region.metrics(other, region.adminToken)).text).not.to.contain('pod="busy"');
    await remove("busy");
  });

  it("leave pods of other images to KWOK", async () => {
    const container = { name: "main", image: "registry.example/other:1" };
    await create(pod("played", { containers: [container] }));
    await wait("played", "condition=Ready");
    expect(await field("played", ".status.podIP")).to.match(/^10\.1\.[12]\.\d+$/);
    expect(
      await region.kubectl.refusal("", "exec", "-n=default", "played", "--", "true"),
    ).to.contain("nothing of this pod runs here now");
    await remove("played");
  });

  it("start again in place, with their address, after power was cut", async () => {
    await create(pod("survivor", { containers: [node("main", SERVER, READY_BY_HTTP)] }));
    await wait("survivor", "condition=Ready");
    const address = await field("survivor", ".status.podIP");
    await region.kill();
    expect(await processesIn(`${region.live}/regions/${region.name}/pods`)).to.deep.equal([]);
    await region.restartRunner();
    await until("it has been restarted", async () => {
      return (await field("survivor", ".status.containerStatuses[0].restartCount")) === "1";
    });
    await wait("survivor", "condition=Ready");
    expect(await field("survivor", ".status.podIP")).to.equal(address);
    await remove("survivor");
  });

  it("need a runner of at most 90 MB", async () => {
    expect(await region.runnerMemoryMb()).to.be.below(90);
  });
});
