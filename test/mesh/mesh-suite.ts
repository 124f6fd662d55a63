import { whyNoNamespaces } from "../../sandbox/mesh/namespaces";

const why = whyNoNamespaces();

/** How long the first test of them all may wait for the mesh. */
export const MESH_BOUND_MS = 180_000;

/** Tests on the shared mesh; where pods cannot have networks, they are skipped, and say why. */
export function describeMesh(title: string, tests: (this: Mocha.Suite) => void): void {
  if (why === undefined) describe(title, tests);
  else describe.skip(`${title} (skipped: ${why})`, tests);
}
