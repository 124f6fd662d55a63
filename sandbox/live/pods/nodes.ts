import { z } from "zod";
import type { PodApi } from "./api";

const nodesSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      status: z.object({ addresses: z.array(z.object({ type: z.string(), address: z.string() })) }),
    }),
  ),
});

/** A region's nodes and the addresses at which others find them. They keep them as long as they are there. */
export class Nodes {
  private addresses: ReadonlyMap<string, string> = new Map();
  private reading: Promise<void> | undefined;

  constructor(private readonly api: Pick<PodApi, "call">) {}

  /**
   * A node's address; undefined if there is no such node, or it has none.
   *
   * @throws PodError `api`.
   */
  async addressOf(node: string): Promise<string | undefined> {
    if (!this.addresses.has(node)) await this.read();
    return this.addresses.get(node);
  }

  /**
   * The name of the node with an address.
   *
   * @throws PodError `api`.
   */
  async nodeAt(address: string): Promise<string | undefined> {
    return this.known(address) ?? (await this.read(), this.known(address));
  }

  /**
   * All nodes' names.
   *
   * @throws PodError `api`.
   */
  async names(): Promise<readonly string[]> {
    await this.read();
    return [...this.addresses.keys()];
  }

  private known(address: string): string | undefined {
    for (const [node, one] of this.addresses) if (one === address) return node;
    return undefined;
  }

  /** Many ask at once when pods start. */
  private read(): Promise<void> {
    this.reading ??= this.list().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async list(): Promise<void> {
    const { items } = nodesSchema.parse(await this.api.call("GET", "/api/v1/nodes"));
    this.addresses = new Map(
      items.map(({ metadata, status }) => [
        metadata.name,
        status.addresses.find(({ type }) => type === "InternalIP")?.address ?? "",
      ]),
    );
  }
}
