import { OperatorError } from "../../config/operator-error";
import type { IdentitySettings } from "../../pki/identity-settings";
import type { IdentityStore, RegionChange } from "../../pki/identity-store";

/** Stacks that live as long as a test. */
export class MemoryStacks implements IdentityStore {
  /** Every change that was written, in order. */
  readonly written: RegionChange[] = [];
  /** Says what the next write fails with; undefined: it does not. */
  failure: Error | undefined;

  private readonly stacks: Map<string, IdentitySettings>;

  constructor(regions: readonly string[]) {
    this.stacks = new Map(regions.map((region) => [region, {}]));
  }

  read(region: string): Promise<IdentitySettings> {
    const settings = this.stacks.get(region);
    return settings === undefined
      ? Promise.reject(new OperatorError(`no stack named '${region}' found`))
      : Promise.resolve(settings);
  }

  write(changes: readonly RegionChange[]): Promise<void> {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) return Promise.reject(failure);
    for (const { region, settings } of changes) {
      this.set(region, { ...this.stacks.get(region), ...settings });
    }
    this.written.push(...changes);
    return Promise.resolve();
  }

  /** Puts a stack into a state of the test's own. */
  set(region: string, settings: IdentitySettings): void {
    this.stacks.set(region, settings);
  }
}
