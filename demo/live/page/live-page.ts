import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LiveView } from "../view";

export interface LivePage {
  /** Complete, with its first picture: it loads nothing but the next ones. */
  readonly html: (first: LiveView) => string;
  /** Content-Security-Policy that lets it do what it does and nothing else. */
  readonly policy: string;
}

/** What the first picture comes after. */
const FIRST = '<script type="application/json" id="first">';

/** The page with its style and its script in it. */
export function livePage(): LivePage {
  const part = (name: string): string => readFileSync(join(__dirname, name), "utf8");
  const [style, script] = [part("page.css"), part("page.mjs")];
  const html = part("page.html")
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace('<script type="module"></script>', () => `<script type="module">${script}</script>`);
  return {
    // Text that looks like the end of a script would be one.
    html: (first) =>
      html.replace(FIRST, (start) => start + JSON.stringify(first).replaceAll("<", "\\u003c")),
    policy: [
      "default-src 'none'",
      `style-src '${digest(style)}'`,
      `script-src '${digest(script)}'`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  };
}

const digest = (text: string): string =>
  `sha256-${createHash("sha256").update(text).digest("base64")}`;
