const start = Date.now();

/** Says how far a lane is: seconds since it started, and what it has just done. */
export function progress(text: string): void {
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.log(`${seconds.padStart(5)} s  ${text}`);
}
