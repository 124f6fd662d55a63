import type { ProgramConfig } from "../../config/program-config";

/** A Nephoran image: all of them come from one registry, in one release. */
export const image = ({ registry, version }: ProgramConfig["release"], name: string): string =>
  `${registry}/nephoran/${name}:${version}`;
