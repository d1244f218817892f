import { setTimeout as sleep } from 'node:timers/promises';
import { compareLedger } from '../drills/ledger';
import { unless } from '../drills/planted';
import { storedPhotos } from '../drills/stored';
import type { Verdict } from '../support/lane';
import type { RegionReport } from './drill';
import type { Ground } from './ground';
import { doubleWriters } from './judge/trials';

/** Plants what must never be: a comparison that does not find it proves nothing. Nothing works afterwards as it should. */
export async function plant(ground: Ground, { acknowledged, caption, comparison }: RegionReport): Promise<Verdict[]> {
  const { writer } = ground;
  const there = acknowledged.filter(({ id }) => !comparison.lostWrites.includes(id));
  const [lost, doubled] = there.map(({ id }) => id);
  await writer.cluster.sql('writer', 'DELETE FROM thumbnails WHERE photo = $1', [lost]);
  await writer.cluster.sql('writer', 'DELETE FROM photos WHERE id = $1', [lost]);
  await writer.cluster.sql('writer', 'UPDATE photos SET processed = 2 WHERE id = $1', [doubled]);
  const found = compareLedger(acknowledged, await storedPhotos(writer.cluster, caption));
  return [
    {
      name: 'a planted loss of a write and a planted double are found',
      problems: [
        ...unless(found.lostWrites.includes(lost), 'the loss of a write is not found'),
        ...unless(found.doubledEffects.includes(doubled), 'the double is not found'),
      ],
    },
    await secondWriter(ground),
  ];
}

/** A follower takes writes while the writer goes on, as it would without a fence. */
async function secondWriter(ground: Ground): Promise<Verdict> {
  const { writer, sites, watchers } = ground;
  const began = Date.now();
  await sites.find((site) => site !== writer)?.cluster.region.takeOver();
  await sleep(2000);
  const trials = watchers.trials.filter((trial) => trial.began >= began);
  return {
    name: 'a planted second writer is found',
    problems: unless(doubleWriters(trials, [writer.name]).length > 0, 'the second writer is not found'),
  };
}
