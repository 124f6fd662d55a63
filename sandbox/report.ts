import type { RegionStatus } from "./cluster/status";
import type { LiveRegionStatus } from "./live/status";
import type { RunningRegion } from "./up";

/** Lines that say what runs now and how to look at it. */
export function describeSandbox(regions: readonly RunningRegion[]): string[] {
  const [first] = regions;
  return [
    "",
    ...table([
      ["REGION", "ROLE", "ZONE", "INTENTS/MIN", "IN FLIGHT", "API SERVER"],
      ...regions.map(({ region, server, outputs }) => [
        region.name,
        outputs.role,
        outputs.residencyZone ?? "-",
        String(outputs.capacityIntentsPerMinute),
        String(outputs.limits.maxConcurrentIntents),
        server,
      ]),
    ]),
    "",
    "Look around:",
    `  npm run sandbox -- exec kubectl --context ${first?.region.name ?? "REGION"} get pods,services`,
    `  npm run sandbox -- exec pulumi stack output --stack ${first?.region.name ?? "REGION"}`,
    "  npm run sandbox -- status",
    "  npm run sandbox -- down        stops everything and keeps it for the next up",
    "  npm run sandbox -- reset       stops everything and deletes it",
  ];
}

/** A line for each component of each region, then the memory of all of them. */
export function describeStatus(regions: readonly RegionStatus[]): string[] {
  if (regions.length === 0) return ["No sandbox here. `npm run sandbox -- up` makes one."];
  const components = regions.flatMap(({ region, components: all }) =>
    all.map((component) => ({ region, component })),
  );
  const memoryMb = components.reduce(
    (sum, { component }) => sum + (component.state === "down" ? 0 : (component.memoryMb ?? 0)),
    0,
  );
  return [
    ...table([
      ["REGION", "COMPONENT", "STATE", "PID", "PORT", "MEMORY"],
      ...components.map(({ region, component }) => [
        region,
        component.component,
        component.state === "not ready" ? `not ready: ${component.why}` : component.state,
        component.state === "down" ? "-" : String(component.pid),
        String(component.port ?? "-"),
        component.state === "down" ? "-" : `${component.memoryMb?.toFixed(0) ?? "?"} MB`,
      ]),
    ]),
    "",
    `${memoryMb.toFixed(0)} MB in all`,
  ];
}

/** A line for the live part of each region, and one for each workload that is not available. */
export function describeLive(regions: readonly LiveRegionStatus[]): string[] {
  if (regions.length === 0) return [];
  const rows = regions.map(({ region, processes, unready, memoryMb }) => {
    const down = Object.entries(processes).flatMap(([name, state]) => (state === "up" ? [] : name));
    const runs = Object.keys(processes).length > 0 && down.length === 0;
    return [
      region,
      runs ? "up" : `down: ${down.join(", ") || "all"}`,
      unready === undefined
        ? "unknown"
        : unready.length === 0
          ? "all available"
          : unready.map((one) => `${one.name} ${one.available} of ${one.wanted}`).join(", "),
      `${memoryMb.toFixed(0)} MB`,
    ];
  });
  return ["", ...table([["REGION", "LIVE", "WORKLOADS", "MEMORY"], ...rows])];
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
