import type { DoneProcess, RunningProcess } from "../images/entry";
import { MissingReference } from "./environment";
import type { PodAddresses } from "./fields";
import type { Program } from "./launch";
import type { Pod } from "./pod";
import type { PodFolder } from "./pod-files";
import { writeVolumes } from "./pod-volumes";
import { type Prepared, writeOwnVolumes } from "./prepare-container";
import type { RegionContext } from "./region-context";
import { ServiceTokens } from "./service-tokens";
import { referencedNames, type VolumeSources } from "./volumes";

/** What the containers of a pod share: network, tokens, and volumes. */
export class PodResources {
  private readonly tokens: ServiceTokens;
  /** Name of its network namespace, unique in all regions. */
  private readonly network: string;
  private host: string | undefined;
  private isReleased = false;
  private refreshing = Promise.resolve();
  private preparing: Promise<void> | undefined;

  constructor(
    /** As it was last seen. */
    public pod: Pod,
    readonly address: string,
    private readonly folder: PodFolder,
    private readonly region: RegionContext,
  ) {
    this.network = `${region.region}.${pod.metadata.uid}`;
    this.tokens = new ServiceTokens(region.api, pod, () => void this.refresh([]));
  }

  /** Where the pod is; undefined before it has a network. */
  get addresses(): PodAddresses | undefined {
    return this.host === undefined ? undefined : { pod: this.address, host: this.host };
  }

  /**
   * Makes all that is not there yet.
   *
   * @throws MissingReference, or whatever a part fails with; the next call tries again.
   */
  async prepare(): Promise<VolumeSources> {
    this.preparing ??= this.make();
    try {
      await this.preparing;
      // What was missing at the last try may be there by now.
      await this.loadObjects();
      return this.sources();
    } catch (error) {
      this.preparing = undefined;
      throw error;
    }
  }

  /** Brings volumes up to date with what they are made from, one time after the other. */
  async refresh(containers: readonly Prepared[]): Promise<void> {
    this.refreshing = this.refreshing.then(() => this.renew(containers));
    await this.refreshing;
  }

  /** Loads what an image is given besides the pod's own volumes. */
  async loadConfigMaps({ configMaps = {} }: RunningProcess): Promise<void> {
    const { namespace } = this.pod.metadata;
    await this.region.objects.load("ConfigMap", namespace, new Set(Object.values(configMaps)));
  }

  /** Does the part of an init container that the sandbox does itself. */
  async capture({ captureInbound, captureOutbound, captureNames }: DoneProcess): Promise<void> {
    const { network } = this.region;
    if (captureInbound) await network.captureInbound(this.network, captureInbound.exceptPorts);
    if (captureOutbound) await network.captureOutbound(this.network, captureOutbound);
    if (captureNames) await network.captureNames(this.network, captureNames.port);
  }

  /** A program in the pod's network. */
  inNetwork(program: Program): Program {
    return this.region.network.inside(this.network, program);
  }

  /** Gives up network and tokens. */
  async release(): Promise<void> {
    this.isReleased = true;
    this.tokens.stop();
    await this.refreshing;
    if (this.preparing === undefined) return;
    await this.preparing.catch(() => undefined);
    await this.region.network.removePod(this.network);
  }

  private async renew(containers: readonly Prepared[]): Promise<void> {
    if (this.preparing === undefined || this.isReleased) return;
    try {
      await this.preparing;
      const sources = this.sources();
      await writeVolumes(sources, { folder: this.folder, claims: this.region.claims });
      for (const prepared of containers) await writeOwnVolumes(prepared, sources, this.folder);
    } catch (error) {
      // An object that is gone leaves its files as they were, as a kubelet leaves them.
      if (!(error instanceof MissingReference)) this.region.log(error);
    }
  }

  private async make(): Promise<void> {
    const { region, folder } = this;
    const [host] = await Promise.all([
      region.hostAddress(this.pod.spec.nodeName ?? ""),
      region.network.addPod(this.network, this.address),
      this.loadObjects(),
      this.tokens.load(),
    ]);
    this.host = host;
    await writeVolumes(this.sources(), { folder, claims: region.claims });
  }

  private async loadObjects(): Promise<void> {
    const { namespace } = this.pod.metadata;
    const { objects } = this.region;
    const { configMaps, secrets } = referencedNames(this.pod);
    await Promise.all([
      objects.load("ConfigMap", namespace, configMaps),
      objects.load("Secret", namespace, secrets),
    ]);
  }

  private sources(): VolumeSources {
    const { pod, region, tokens, address, host = "" } = this;
    return {
      pod,
      addresses: { pod: address, host },
      objects: region.objects.of(pod.metadata.namespace),
      token: (request) => tokens.get(request),
    };
  }
}
