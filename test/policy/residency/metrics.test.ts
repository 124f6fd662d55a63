import { expect } from "chai";
import { prometheusConfig } from "../../../monitoring/prometheus-config";
import { metricsUnread } from "../../../policy/residency/metrics-unread";
import { remoteWriteLabels } from "../../../policy/residency/remote-write-labels";
import { remoteWriteSeries } from "../../../policy/residency/remote-write-series";
import { remoteWriteTargets } from "../../../policy/residency/remote-write-targets";
import { contextOf, problemsOf, resourceOf } from "../judge";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

const own = prometheusConfig({
  region: { name: "eu-west-1", residencyZone: "eu" },
  paths: { rules: "/rules", certificate: { roots: "/r", certificate: "/c", key: "/k" } },
  remoteWrites: [{ name: "us-east-1", url: "http://gateway/api/v1/write" }],
});

const configMap = (text: unknown, type = CONFIG_MAP) =>
  resourceOf(type, "prometheus", { data: { "prometheus.yml": text } });

const writing = (steps: readonly string[], more = "") =>
  configMap(
    ["remote_write:", "  - url: http://gateway", more, "    write_relabel_configs:", ...steps]
      .filter((line) => line !== "")
      .join("\n"),
  );
const keep = (regex: string) =>
  `      - {action: keep, source_labels: [__name__], regex: "${regex}"}`;
const labelkeep = (regex: string) => `      - {action: labelkeep, regex: "${regex}"}`;
const AT = "data.prometheus.yml.remote_write[0]";

describe("residency-remote-write-series", () => {
  const found = (resource: ReturnType<typeof configMap>, region = "eu-west-1") =>
    problemsOf(remoteWriteSeries, [resource], region);

  it("lets out what the project's own configuration lets out", () => {
    expect(found(configMap(own))).to.deep.equal([]);
  });

  it("names each series that is no aggregate", () => {
    expect(
      found(writing([keep("nephoran:region:state|nephoran_requests_total|up")])),
    ).to.deep.equal([
      `${AT} lets nephoran_requests_total leave the zone eu, and that is no aggregate whose name ` +
        "begins with nephoran:.",
      `${AT} lets up leave the zone eu, and that is no aggregate whose name begins with nephoran:.`,
    ]);
  });

  it("is not deceived by a pattern that only looks like one", () => {
    expect(found(writing([keep("nephoran:.*")]))).to.deep.equal([]);
    expect(found(writing([keep("nephoran.*")]))).to.have.length(1);
    expect(found(writing([keep("(nephoran:x|.*)")]))).to.have.length(1);
    expect(found(writing([keep("nephoran:.*|")]))).to.have.length(1);
  });

  it("wants the keeping first, since what is renamed before passes for something else", () => {
    const rename = "      - {target_label: __name__, replacement: 'nephoran:x'}";
    expect(found(writing([rename, keep("nephoran:.*")]))).to.deep.equal([
      `${AT} does not begin with keeping series by __name__, so that every series leaves the zone eu.`,
    ]);
  });

  it("refuses a receiver without relabelling", () => {
    expect(found(configMap("remote_write: [{url: http://elsewhere}]"))).to.have.length(1);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    const open = configMap("remote_write: [{url: http://elsewhere}]");
    expect(found(open, "us-east-1")).to.deep.equal([]);
    expect(found({ ...open, type: "kubernetes:core/v1:Secret" })).to.deep.equal([]);
    expect(found(configMap("remote_write: is a sentence, and: [no configuration"))).to.deep.equal(
      [],
    );
  });

  it("refuses a configuration that only a deployment can tell", () => {
    expect(found(configMap(undefined))).to.deep.equal([
      "Cannot be decided before deployment: data.prometheus.yml is unknown until deployed. Use plain configuration there.",
    ]);
  });
});

describe("residency-remote-write-labels", () => {
  const found = (resource: ReturnType<typeof configMap>, region = "eu-west-1") =>
    problemsOf(remoteWriteLabels, [resource], region);

  it("lets out what the project's own configuration lets out", () => {
    expect(found(configMap(own))).to.deep.equal([]);
  });

  it("refuses a label that nobody allowed", () => {
    const wanted = "__name__, region, entry, resource, state, replica";
    const expected = [`${AT} has no labelkeep of allowed labels alone: ${wanted}.`];
    expect(found(writing([keep("nephoran:x"), labelkeep("__name__|tenant")]))).to.deep.equal(
      expected,
    );
    expect(found(writing([keep("nephoran:x"), labelkeep("__name__|region.*")]))).to.deep.equal(
      expected,
    );
    expect(found(writing([keep("nephoran:x")]))).to.deep.equal(expected);
  });

  it("lets a team allow one more", () => {
    const context = contextOf("eu-west-1", { leavingLabels: ["region", "tier"] });
    const tier = writing([keep("nephoran:x"), labelkeep("__name__|region|tier")]);
    expect(problemsOf(remoteWriteLabels, [tier], context)).to.deep.equal([]);
  });

  it("follows what comes after", () => {
    const steps = [keep("nephoran:x"), labelkeep("__name__|region")];
    const added = "      - {target_label: customer, replacement: acme}";
    expect(found(writing([...steps, added]))).to.deep.equal([
      `${AT} lets the labels customer leave.`,
    ]);
    const strange = "      - {action: conjure}";
    expect(found(writing([...steps, strange]))).to.deep.equal([
      `${AT} cannot be followed: the action conjure is not known.`,
    ]);
  });

  it("refuses exemplars", () => {
    const steps = [keep("nephoran:x"), labelkeep("__name__|region")];
    expect(found(writing(steps, "    send_exemplars: true"))).to.deep.equal([
      `${AT} sends exemplars, whose labels nothing filters.`,
    ]);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    const open = configMap("remote_write: [{url: http://elsewhere}]");
    expect(found(open, "us-east-1")).to.deep.equal([]);
    expect(found({ ...open, type: "kubernetes:core/v1:Secret" })).to.deep.equal([]);
  });

  it("refuses a configuration that only a deployment can tell", () => {
    expect(found(configMap(undefined))).to.have.length(1);
  });
});

describe("residency-remote-write-targets", () => {
  const found = (text: unknown, context: Parameters<typeof problemsOf>[2] = "eu-west-1") =>
    problemsOf(remoteWriteTargets, [configMap(text)], context);
  const write = (url: string) => `remote_write: [{url: "${url}"}]`;

  it("lets a zone write by Services of its own", () => {
    expect(
      found(write("http://internal-gateway.nephoran-ingress.svc:8443/metrics/x")),
    ).to.deep.equal([]);
    expect(found('remote_read: [{url: "http://long.monitoring.svc.cluster.local"}]')).to.deep.equal(
      [],
    );
  });

  it("refuses receivers and sources outside, unless they are listed", () => {
    const url = "https://metrics.example.com/write";
    expect(found(write(url))).to.deep.equal([
      `${AT} leads to ${url}, which is no Service of eu-west-1 and not listed as inside of the zone eu.`,
    ]);
    expect(found(`remote_read: [{url: "${url}"}]`)).to.have.length(1);
    expect(found("remote_write: [{name: x}]")).to.have.length(1);
    const zoneHosts = { eu: ["metrics.example.com"] };
    expect(found(write(url), contextOf("eu-west-1", { zoneHosts }))).to.deep.equal([]);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    expect(found(write("https://metrics.example.com"), "us-east-1")).to.deep.equal([]);
    const secret = configMap(write("https://metrics.example.com"), "kubernetes:core/v1:Secret");
    expect(problemsOf(remoteWriteTargets, [secret], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a configuration that only a deployment can tell", () => {
    expect(found(undefined)).to.have.length(1);
  });
});

describe("residency-metrics-unread", () => {
  const found = (text: unknown, region = "us-east-1") =>
    problemsOf(metricsUnread, [configMap(text)], region);
  const scrape = (target: string) =>
    `scrape_configs: [{job_name: x, static_configs: [{targets: ["${target}"]}]}]`;
  const host = "prometheus.eu-west-1.nephoran.local:9090";

  it("lets a region read its own metrics, and a zone's region the zone's", () => {
    expect(found(scrape("localhost:9090"))).to.deep.equal([]);
    expect(found(scrape("us-west-2.nephoran.local:9090"))).to.deep.equal([]);
    expect(found(scrape(host), "eu-west-1")).to.deep.equal([]);
  });

  it("refuses to read a zone's from outside, in whatever way", () => {
    expect(found(scrape(host))).to.deep.equal([
      "data.prometheus.yml.scrape_configs[0].static_configs[0].targets[0] reads " +
        `${host}, which is in the zone eu.`,
    ]);
    expect(found('remote_read: [{url: "https://eu.nephoran.io/prometheus"}]')).to.have.length(1);
    expect(found(`datasources: [{name: eu, url: "http://${host}"}]`)).to.deep.equal([
      `data.prometheus.yml.datasources[0].url reads http://${host}, which is in the zone eu.`,
    ]);
  });

  it("leaves other kinds alone", () => {
    const secret = configMap(scrape(host), "kubernetes:core/v1:Secret");
    expect(problemsOf(metricsUnread, [secret], "us-east-1")).to.deep.equal([]);
  });

  it("refuses a configuration that only a deployment can tell", () => {
    expect(found(undefined)).to.have.length(1);
  });
});
