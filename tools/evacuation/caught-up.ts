import type { MoveUnderWay } from './journal';
import { problemOf } from './shard-text';
import { waitUntil } from './wait';

/** Seconds that copies are waited for. */
const COPY_SECONDS = 120;

/** Copies of shards, and how many seconds each may be behind. */
export interface Copies {
  readonly regions: readonly string[];
  readonly shards: readonly number[];
  readonly seconds: number;
}

/** Waits for copies that are late, and says which of them still are. */
export function caughtUp(ground: MoveUnderWay, { regions, shards, seconds }: Copies): Promise<readonly string[]> {
  const { writer } = ground.journal.control;
  return waitUntil(ground, COPY_SECONDS, async () => {
    const looks = regions.flatMap((region) =>
      shards.map(async (shard) => {
        const problem = lateness(region, await ground.levers.lagOf(region, writer, shard), seconds);
        return problem === undefined ? [] : [problemOf(shard, problem, ground.shards)];
      }),
    );
    return (await Promise.all(looks)).flat();
  });
}

function lateness(region: string, lag: number | undefined, seconds: number): string | undefined {
  if (lag === undefined) return `the copy in ${region} follows nobody, as far as its metrics tell`;
  return lag <= seconds ? undefined : `the copy in ${region} is ${lag} seconds behind, at most ${seconds} are allowed`;
}
