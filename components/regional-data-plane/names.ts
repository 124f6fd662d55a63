/** Name of the front, and its identity and `app` label: it takes requests from inside of the region. */
export const FRONT = "llm-processor";
