import { setTimeout as sleep } from 'node:timers/promises';
import { renderRouting } from '../../lib/contract/edge-routing';
import { until } from '../cluster/process/until';
import type { Autopilot, Recovery } from './autopilot';
import type { Harm, RegionDrill } from './drill';
import { refusesWrites } from './fence';
import type { Ground } from './ground';
import { measuredParts } from './judge/measured';
import { evacuate, giveBack } from './moves';
import { HOME, OTHER, PLACES } from './regions';
import type { Targets } from './targets';

/** Seconds that a drill may take. */
const DRILL_SECONDS = 60;

/** Milliseconds that the other region is behind, beside the length of the line, when home is lost. */
const BEHIND = 500;

/** Reads are answered by the other region, and so hardly any fails. */
const READS: Targets = { recoverySeconds: DRILL_SECONDS, readErrors: 0.01 };
const MOVE: Targets = { ...READS, moveSeconds: DRILL_SECONDS };

/** The place whose natural region is home. */
const [NEAR_HOME] = Object.keys(PLACES);

/** Every drill, in the order in which each finds the regions as the one before it has left them. */
export const DRILLS: readonly RegionDrill[] = [
  {
    name: 'planned evacuation of home',
    situation: 'at home',
    targets: MOVE,
    writers: [HOME, OTHER],
    harm: (ground, autopilot) =>
      moved(autopilot, async () => {
        await evacuate(ground, HOME, { promote: true });
        return refusesWrites(ground, HOME);
      }),
  },
  {
    name: 'deployment after the evacuation',
    situation: 'evacuated',
    targets: { recoverySeconds: DRILL_SECONDS, errors: 0 },
    writers: [OTHER],
    harm: (ground) => deployment(ground),
  },
  {
    name: 'return home',
    situation: 'evacuated',
    targets: MOVE,
    writers: [OTHER, HOME],
    harm: (ground, autopilot) => returned(ground, autopilot),
  },
  {
    name: 'flapping health of home',
    situation: 'at home',
    targets: READS,
    writers: [HOME],
    harm: (ground, autopilot) =>
      unmoved(ground, autopilot, async () => {
        for (let times = 0; times < 4; times++) {
          await cutOff(ground, undefined, 1000);
          await sleep(1200);
        }
      }),
  },
  {
    name: `split view: home cannot be reached from ${NEAR_HOME}`,
    situation: 'at home',
    targets: READS,
    writers: [HOME],
    harm: (ground, autopilot) => unmoved(ground, autopilot, () => cutOff(ground, [NEAR_HOME], 6000)),
  },
  {
    name: 'loss of the standby',
    situation: 'at home',
    targets: { ...READS, errors: 0.01 },
    writers: [HOME],
    harm: async (ground, autopilot) => {
      const { recovery, injury } = await lost(ground, autopilot, OTHER);
      return { moveSeconds: secondsOf(recovery, injury) };
    },
  },
  {
    name: 'sudden loss of home',
    situation: 'at home',
    targets: { ...MOVE, mayLoseLag: true },
    writers: [HOME, OTHER],
    prepare: async ({ sites: [home, other] }) => {
      // There is something to lose, and an instance to start: so losses and scaling are measured.
      home.line.slowBy(BEHIND);
      await other.cluster.part('web-2').stop();
    },
    harm: async (ground, autopilot) => {
      const { recovery, injury } = await lost(ground, autopilot, HOME);
      const parts = measuredParts({ injury, detected: recovery.detected, steps: recovery.steps });
      return { moveSeconds: secondsOf(recovery, injury), parts };
    },
  },
  {
    name: 'the lost home comes back, and home again',
    situation: 'lost',
    targets: MOVE,
    writers: [OTHER, HOME],
    harm: async (ground, autopilot) => {
      await autopilot.held(() => ground.comeBack(HOME));
      const refused = await refusesWrites(ground, HOME);
      const harm = await returned(ground, autopilot);
      return { ...harm, problems: [...refused, ...(harm.problems ?? [])] };
    },
  },
];

/** A move that somebody makes, with how long it took. */
async function moved(autopilot: Autopilot, act: () => Promise<readonly string[]>): Promise<Harm> {
  const began = Date.now();
  const problems = await autopilot.held(act);
  return { problems, moveSeconds: (Date.now() - began) / 1000 };
}

function returned(ground: Ground, autopilot: Autopilot): Promise<Harm> {
  return moved(autopilot, async () => {
    await giveBack(ground, HOME, { promote: true });
    return refusesWrites(ground, OTHER);
  });
}

/** Harm that must move nothing. Recovery counts from its end. */
async function unmoved(ground: Ground, autopilot: Autopilot, act: () => Promise<void>): Promise<Harm> {
  const { store, sightings } = ground.edge;
  const [writes, recoveries] = [store.writes.length, autopilot.recoveries.length];
  const began = Date.now();
  await act();
  const from = Date.now();
  // Who was about to decide has done so.
  await sleep(1500);
  return {
    from,
    problems: [
      ...(sightings.of(HOME, began).failed === 0 ? ['no request failed in home: no harm was done'] : []),
      ...(store.writes.length > writes ? [`traffic was moved ${store.writes.length - writes} times`] : []),
      ...(autopilot.recoveries.length > recoveries ? ['a region was given up'] : []),
    ],
  };
}

/** Nobody in some places reaches home for so long; in no place where none is named. */
async function cutOff(ground: Ground, places: readonly string[] | undefined, milliseconds: number): Promise<void> {
  const links = ground.edge.linksTo(HOME, places);
  links.forEach((link) => link.cut());
  await sleep(milliseconds);
  links.forEach((link) => link.mend());
}

/** A region is killed, and everything else is left to who watches. */
async function lost(
  ground: Ground,
  autopilot: Autopilot,
  region: string,
): Promise<{ readonly recovery: Recovery; readonly injury: number }> {
  const before = autopilot.recoveries.length;
  const injury = Date.now();
  await ground.lose(region);
  await until(`the evacuation of ${region}`, DRILL_SECONDS, () =>
    Promise.resolve(autopilot.recoveries.length > before || autopilot.problems.length > 0),
  );
  const recovery = autopilot.recoveries.at(before);
  if (!recovery) throw new Error(`${region} was not evacuated`);
  return { recovery, injury };
}

function secondsOf({ steps }: Recovery, injury: number): number {
  return (Math.max(...steps.map(({ ended }) => ended)) - injury) / 1000;
}

/** Everything that a deployment writes is written again, with the same configuration, and every instance replaced. */
async function deployment({ edge, control, database, levers, sites }: Ground): Promise<Harm> {
  const state = () =>
    JSON.stringify([renderRouting(edge.store.routing()), control.text, levers.minimums, database.writer]);
  const before = state();
  edge.deploy();
  await Promise.all(sites.map(({ cluster }) => cluster.roll('2')));
  return { problems: state() === before ? [] : [`the deployment has changed ${before} into ${state()}`] };
}
