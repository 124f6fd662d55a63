/** An image of this repository's own code, which no registry has until it is built. */
export interface OwnImage {
  /** Below `nephoran/` at the registry. */
  readonly name: string;
  /** What starts, from the root of the repository. */
  readonly entry: string;
  readonly dockerfile: string;
  /** What it is, for its label. */
  readonly description: string;
}

export const trafficController: OwnImage = {
  name: "traffic-controller",
  entry: "services/traffic-controller/main.ts",
  dockerfile: "services/traffic-controller/Dockerfile",
  description: "Decides how a Nephoran entry shares its requests out over the regions",
};

/** All of them, in the order in which they are built. */
export const ownImages: readonly OwnImage[] = [trafficController];
