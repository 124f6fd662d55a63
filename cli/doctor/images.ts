import type { ProgramResult, RunProgram } from "../programs";
import { ownImages } from "../images/own-images";
import type { Finding } from "./finding";

/** Where images have been looked for. */
export interface PresentImages {
  readonly onNodes: ReadonlySet<string>;
  /** undefined: it could not be found out. */
  readonly atRegistry: (image: string) => Promise<boolean | undefined>;
}

/** A finding for each image that the program would use in a region. */
export const imageFindings = (
  images: readonly string[],
  { onNodes, atRegistry }: PresentImages,
): Promise<Finding[]> =>
  Promise.all(
    images.map(async (image): Promise<Finding> => {
      const what = "image";
      if (onNodes.has(image)) return { what, state: "ok", detail: `${image}, on nodes` };
      const there = await atRegistry(image);
      if (there === true) return { what, state: "ok", detail: `${image}, at its registry` };
      const own = ownImages.find(({ name }) => image.includes(`/nephoran/${name}:`));
      if (own !== undefined) {
        const next = `nephoran images build --image ${own.name} --push, or --kind CLUSTER`;
        return { what, state: there === false ? "missing" : "unknown", detail: image, next };
      }
      return there === false
        ? { what, state: "missing", detail: image, next: "mirror it to this registry" }
        : {
            what,
            state: "unknown",
            detail: image,
            next: "docker could tell whether the registry has it",
          };
    }),
  );

/** Asks registries by `docker manifest inspect`, for each image once. */
export function registryBy(run: RunProgram): PresentImages["atRegistry"] {
  const asked = new Map<string, Promise<boolean | undefined>>();
  return (image) => {
    const before = asked.get(image);
    if (before !== undefined) return before;
    const args = ["manifest", "inspect", image];
    const answer = run({ program: "docker", args, timeoutMs: 15_000 }).then(isThere);
    asked.set(image, answer);
    return answer;
  };
}

function isThere(result: ProgramResult): boolean | undefined {
  if (result.ended !== "exit") return undefined;
  if (result.exitCode === 0) return true;
  // Everything else may as well be a login that is missing, or a network.
  return /no such manifest|manifest unknown/i.test(result.errors) ? false : undefined;
}

/** Images of all containers in the inputs of resources, each once, sorted. */
export function imagesIn(inputs: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (/^(initC|c)ontainers$/.test(key) && Array.isArray(inner)) {
        for (const container of inner as readonly { readonly image?: unknown }[]) {
          if (typeof container.image === "string") found.add(container.image);
        }
      }
      look(inner);
    }
  };
  look(inputs);
  return [...found].sort();
}
