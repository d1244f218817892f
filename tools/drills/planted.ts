import type { Cluster } from '../cluster';
import type { Verdict } from '../support/lane';
import { compareLedger } from './ledger';
import type { Report } from './drill';
import { storedPhotos } from './stored';

/** Plants a loss and a double in the database: a comparison that does not find them proves nothing. */
export async function plant(cluster: Cluster, { acknowledged, caption }: Report): Promise<Verdict> {
  const [lost, doubled, unfinished] = acknowledged.map(({ id }) => id);
  await cluster.sql('writer', 'DELETE FROM thumbnails WHERE photo = ANY($1)', [[lost, unfinished]]);
  await cluster.sql('writer', 'DELETE FROM photos WHERE id = $1', [lost]);
  await cluster.sql('writer', 'UPDATE photos SET processed = processed + 1 WHERE id = $1', [doubled]);
  const found = compareLedger(acknowledged, await storedPhotos(cluster, caption));
  return {
    name: 'a planted loss of a write, a planted loss of a job and a planted double are found',
    problems: [
      ...unless(found.lostWrites.includes(lost), 'the loss of a write is not found'),
      ...unless(found.lostJobs.includes(unfinished), 'the loss of a job is not found'),
      ...unless(found.doubledEffects.includes(doubled), 'the double is not found'),
    ],
  };
}

/** The problem of something that has to be so. */
export function unless(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}
