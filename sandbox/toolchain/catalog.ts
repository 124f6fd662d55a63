import { type GoToolName, goTools } from "./go-tools";
import { type PythonToolName, pythonTools } from "./python-tools";
import type { Tool, ToolGroup } from "./tool";

/** Every tool, in the order in which missing ones are made. */
const tools = { ...goTools, ...pythonTools };

export type ToolName = GoToolName | PythonToolName;
export const toolNames = Object.keys(tools) as readonly ToolName[];

/** A catalogue entry, seen as what all entries have in common. */
export function toolOf(name: ToolName): Tool {
  return tools[name];
}

/** The tools of some groups, in the order in which missing ones are made. */
export function toolsOf(groups: readonly ToolGroup[]): ToolName[] {
  return toolNames.filter((name) => groups.includes(toolOf(name).group));
}

/** Whether a tool is built; the others are installed. */
export function isGoTool(name: ToolName): name is GoToolName {
  return Object.hasOwn(goTools, name);
}
