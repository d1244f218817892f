/** How long groups took no writes, for people. */
export function pausesText(pauses: readonly number[]): string {
  if (pauses.length === 0) return 'no pauses yet';
  return `pauses of ${median(pauses)} ms (median) and ${Math.max(...pauses)} ms (longest)`;
}

/** The one in the middle, the upper of two. */
export function median(numbers: readonly number[]): number {
  const rising = [...numbers].sort((one, other) => one - other);
  return rising[Math.floor(rising.length / 2)];
}

/** Seconds, for people. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
