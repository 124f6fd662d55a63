/**
 * Variables that have a program of Go's use less memory and more of a processor: it collects garbage
 * once its heap has grown by half and not to twice its size, and from a size on whenever it grows.
 *
 * @param limitMib size that it should not exceed; it does where what it holds alone is more.
 */
export const thrifty = (limitMib: number): Readonly<Record<string, string>> => ({
  GOGC: "50",
  GOMEMLIMIT: `${limitMib}MiB`,
});
