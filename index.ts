import { readProgramConfig } from "./config/engine";
import { requireKubeContext } from "./config/kube-context";
import { program } from "./program";

const config = readProgramConfig();
requireKubeContext(config);

export const { region } = program(config);
