import { image as imageName } from "../../components/regional-data-plane/image";
import type { OwnImage } from "./own-images";

/** What builds images here. */
export type ContainerTool = "docker" | "podman";

/** Where the images come to be. */
export type Destination =
  | { readonly to: "machine" }
  | { readonly to: "registry" }
  | { readonly to: "kind"; readonly cluster: string };

export interface BuildRequest {
  readonly tool: ContainerTool;
  readonly image: OwnImage;
  /** A registry and a version for each name that the image gets. */
  readonly releases: readonly { readonly registry: string; readonly version: string }[];
  /** Folder with what makeContext wrote. */
  readonly context: string;
  readonly destination: Destination;
  /** Replaces the Dockerfile's own, as NAME@sha256:DIGEST. */
  readonly nodeImage?: string;
  /** As docker names them, such as linux/arm64; absent: the machine's own. */
  readonly platform?: string;
  /** Seconds since 1970 that stand for all times in the image. */
  readonly sourceDateEpoch: number;
}

/** A program and its arguments. */
export interface Step {
  readonly program: string;
  readonly args: readonly string[];
}

/** The names of an image, each of them once, as the Pulumi program asks for them. */
export const namesOf = ({
  image,
  releases,
}: Pick<BuildRequest, "image" | "releases">): string[] => [
  ...new Set(releases.map((release) => imageName({ ...release, pullSecrets: [] }, image.name))),
];

/** What is run, in order, to build an image and take it to where it is wanted. */
export const buildSteps = (request: BuildRequest): Step[] => [
  buildStep(request),
  ...deliverySteps(request),
];

function buildStep(request: BuildRequest): Step {
  const { tool, image, releases, context, nodeImage, platform, sourceDateEpoch } = request;
  const version = releases[0]?.version ?? "";
  const args = {
    SOURCE_DATE_EPOCH: String(sourceDateEpoch),
    VERSION: version,
    DESCRIPTION: image.description,
    ...(nodeImage !== undefined && { NODE_IMAGE: nodeImage }),
  };
  return {
    program: tool,
    args: [
      "build",
      ...(tool === "podman" ? ["--timestamp", String(sourceDateEpoch)] : []),
      ...(platform === undefined ? [] : ["--platform", platform]),
      ...Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
      ...namesOf(request).flatMap((name) => ["--tag", name]),
      context,
    ],
  };
}

function deliverySteps(request: BuildRequest): Step[] {
  const { tool, destination, context } = request;
  const names = namesOf(request);
  switch (destination.to) {
    case "machine":
      return [];
    case "registry":
      return names.map((name) => ({ program: tool, args: ["push", name] }));
    case "kind": {
      const { cluster } = destination;
      if (tool === "docker") {
        return [{ program: "kind", args: ["load", "docker-image", "--name", cluster, ...names] }];
      }
      // kind asks docker for images; what podman has, it takes from a file.
      const archive = `${context}.tar`;
      return [
        {
          program: tool,
          args: ["save", "--multi-image-archive", "--output", archive, ...names],
        },
        { program: "kind", args: ["load", "image-archive", "--name", cluster, archive] },
      ];
    }
  }
}

/** A step as it could be typed. */
export const asTyped = ({ program, args }: Step): string =>
  [program, ...args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
