import { expect } from "chai";
import fc from "fast-check";
import {
  PEER_PORTS,
  PEERS_SERVICE,
  serverSettings,
} from "../../../../components/regional-data-plane/weaviate/server-settings";
import { fullRegion } from "../../full-region";

const plain = fullRegion({ weaviateBackup: undefined });

describe("the settings of the vector store", () => {
  it("elect a leader among three voters, however many replicas there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 100 }), (replicas) => {
        const settings = serverSettings({ ...plain, weaviate: { ...plain.weaviate, replicas } });
        expect(settings).to.deep.equal(serverSettings(plain));
      }),
    );
    expect(serverSettings(plain)).to.deep.include({
      RAFT_JOIN: "weaviate-0,weaviate-1,weaviate-2",
      RAFT_BOOTSTRAP_EXPECT: "3",
      REPLICATION_MINIMUM_FACTOR: "3",
      CLUSTER_JOIN: `${PEERS_SERVICE}.nephoran-system.svc`,
    });
  });

  it("let nobody in without a key", () => {
    expect(serverSettings(plain)).to.deep.include({
      AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "false",
      AUTHENTICATION_APIKEY_ENABLED: "true",
      AUTHENTICATION_APIKEY_USERS: "nephoran",
      AUTHORIZATION_ADMINLIST_ENABLED: "true",
      AUTHORIZATION_ADMINLIST_USERS: "nephoran",
    });
  });

  it("tell nobody what was asked: neither its makers nor the log", () => {
    expect(serverSettings(plain)["DISABLE_TELEMETRY"]).to.equal("true");
    expect(Object.keys(serverSettings(fullRegion())).join()).to.not.contain("SLOW_LOG");
  });

  it("name no bucket where there are no backups", () => {
    const names = Object.keys(serverSettings(plain)).join();
    expect(names).to.not.match(/BACKUP|AWS|MODULES/);
  });

  it("name the bucket, and a folder of the region's own in it", () => {
    const inBucket = (weaviateBackup: object) =>
      serverSettings(
        fullRegion({ weaviateBackup: { cidrs: ["192.0.2.0/24"], ...weaviateBackup } }),
      );
    expect(inBucket({ bucket: "backups" })).to.deep.include({
      ENABLE_MODULES: "backup-s3",
      BACKUP_S3_BUCKET: "backups",
      BACKUP_S3_PATH: "home",
      BACKUP_S3_ENDPOINT: "s3.amazonaws.com",
    });
    expect(inBucket({ bucket: "backups", endpoint: "minio.example.com" })).to.deep.include({
      BACKUP_S3_ENDPOINT: "minio.example.com",
    });
  });

  it("hold no secret", () => {
    expect(JSON.stringify(serverSettings(fullRegion()))).to.not.match(/KEYS|PASSWORD/);
  });

  it("speak on ports of their own, each on one", () => {
    const ports = Object.values(PEER_PORTS);
    expect(new Set([...ports, 8080, 50051]).size).to.equal(ports.length + 2);
  });
});
