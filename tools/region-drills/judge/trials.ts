/** An attempt to write straight to the database of a region, past everything that leads to the right one. */
export interface Trial {
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly ended: number;
  /** Whether the database said that it is written. */
  readonly acknowledged: boolean;
}

/** Regions that took writes, one after another, each named when it began. */
export function writersInTurn(trials: readonly Trial[]): string[] {
  const taken = trials.filter(({ acknowledged }) => acknowledged).sort((one, other) => one.ended - other.ended);
  return taken.map(({ region }) => region).filter((region, index, all) => region !== all[index - 1]);
}

/** What is wrong with who took writes: everybody in the order that was meant, and nobody twice or beside another. */
export function doubleWriters(trials: readonly Trial[], meant: readonly string[]): string[] {
  const turns = writersInTurn(trials);
  if (turns.join() === meant.join()) return [];
  return [`writes were taken by ${turns.join(', then ') || 'nobody'}; meant was ${meant.join(', then ')}`];
}

/** How often somebody tried to write to a region after another one had begun to take writes: each has to have been refused. */
export function refusedTrials(trials: readonly Trial[], meant: readonly string[]): number {
  const last = meant.at(-1);
  const begun = Math.min(
    ...trials.filter((trial) => trial.acknowledged && trial.region === last).map(({ ended }) => ended),
  );
  return trials.filter(({ region, began, acknowledged }) => region !== last && began >= begun && !acknowledged).length;
}
