/** The project's name in Pulumi.yaml, which is the namespace of its settings. */
export const PROJECT = "nephoran";

/** A setting as a stack file has it: `nephoran:KEY`. */
export const settingKey = (key: string): string => `${PROJECT}:${key}`;
