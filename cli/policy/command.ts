import { Command } from "commander";
import { rules } from "../../policy/rules";
import { explanation, ruleCalled } from "./explain";

type Print = (line: string) => void;

/** The verbs about rules. */
export const policyCommand = (print: Print = console.log): Command =>
  new Command("policy")
    .description("What a region may deploy, and where its data may go.")
    .addCommand(explainCommand(print));

const explainCommand = (print: Print): Command =>
  new Command("explain")
    .description("Tell what a rule asks for, why, and what to change where it is violated.")
    .argument("<id>", "the rule's id, as reports have it")
    .option("--json", "print one JSON object")
    .action((id: string, { json }: { json?: true }) => {
      const rule = ruleCalled(id, rules);
      const { kind, family, title, why, fix, level, example, admission } = rule;
      const facts = { id: rule.id, kind, family, level, title, why, fix, example };
      print(
        json ? JSON.stringify({ ...facts, admission: admission !== undefined }) : explanation(rule),
      );
    });
