/** Lines of names and texts; a name that is that of the line before is not repeated. */
export function columns(lines: readonly (readonly [name: string, text: string])[]): string[] {
  const width = Math.max(0, ...lines.map(([name]) => name.length)) + 2;
  return lines.map(([name, text], index) => {
    const isNew = lines[index - 1]?.[0] !== name;
    return `  ${(isNew ? name : "").padEnd(width)}${text}`;
  });
}

/** A duration as people say it; below a minute with the decimal that it has. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** A share of 1 in percent; what is no number is said to be none. */
export const percent = (ratio: number | null): string =>
  ratio === null ? "NaN %" : `${(ratio * 100).toFixed(1)} %`;

/** A number without decimals; what is no number is said to be none. */
export const number = (value: number | null): string => (value === null ? "NaN" : value.toFixed(0));

/** A row without the regions that get nothing. */
export function row(weights: Readonly<Record<string, number>>): string {
  const shares = Object.entries(weights).filter(([, points]) => points !== 0);
  return shares.map(([region, points]) => `${region} ${points}`).join(", ") || "nothing";
}
