import type { ImageEntry } from "../../../../sandbox/live/images/entry";

/** A program of the machine, as the pod's own command says. */
const shell: ImageEntry = {
  repository: "sandbox-test/shell",
  process: ({ container }) => ({
    kind: "run",
    command: ["/bin/sh", ...container.command.slice(1), ...container.args],
    environment: { PATH: "/usr/bin:/bin", ...container.environment },
  }),
};

/** Node with a program as its first argument. */
const node: ImageEntry = {
  repository: "sandbox-test/node",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [tools.node, "--input-type=module", "-e", ...container.args],
    environment: { PATH: "/usr/bin:/bin", ...container.environment },
    files: { "/app/greeting": "hello from the image\n" },
    edit: (_path, content) => content.replace("to be edited", "edited"),
  }),
};

/** Believes that it is another user. */
const user: ImageEntry = {
  repository: "sandbox-test/user",
  process: ({ container }) => ({
    kind: "run",
    command: ["/bin/sh", "-c", ...container.args],
    environment: { PATH: "/usr/bin:/bin", ...container.environment },
    user: 1_000,
  }),
};

/** An init container whose work is done for it. */
const done: ImageEntry = {
  repository: "sandbox-test/done",
  process: () => ({ kind: "done", captureInbound: { exceptPorts: [8080] } }),
};

export const testEntries = [shell, node, user, done];

export const TEST_IMAGES = "^sandbox-test/(shell|node|user|done):1$";

export const testEntryOf = (image: string): ImageEntry | undefined =>
  testEntries.find(({ repository }) => image === `${repository}:1`);
