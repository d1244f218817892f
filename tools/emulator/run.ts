import { ENGINES } from './engines';
import { engineLane } from './engine-lane';
import { growthLane } from './growth-lane';
import type { Outcome } from './log';
import { NOT_CREATED_TYPES } from './not-created';
import { staleExpectations } from './outcomes';
import { plantedLane } from './planted-lane';
import { Report, type Part } from './report';
import { inWorkshop, type Workshop } from './workshop';
import { inParallel } from '../support/process';
import { progress } from '../support/progress';

/** The machines of CI have two cores. */
const PARTS_AT_ONCE = 2;

const PLANTED = 'planted';
const GROWTH = 'growth';

/** Deploys the platform with the real CDK CLI to an emulator of AWS, and asks the services what came of it. */
async function main(workshop: Workshop): Promise<boolean> {
  const report = new Report();
  const wanted = process.argv.slice(2);
  const outcomes: Outcome[] = [];
  const jobs: Readonly<Record<string, (part: Part) => Promise<void>>> = {
    ...Object.fromEntries(
      ENGINES.map((engine) => [
        engine.name,
        async (part: Part) => void outcomes.push(...(await engineLane(workshop, engine, part))),
      ]),
    ),
    [GROWTH]: async (part) => void outcomes.push(...(await growthLane(workshop, part))),
    [PLANTED]: (part) => plantedLane(workshop, part),
  };
  const names = Object.keys(jobs).filter((name) => wanted.length === 0 || wanted.includes(name));
  if (names.length === 0)
    throw new Error(`there is no part ${wanted.join()}; name some of ${Object.keys(jobs).join(', ')}`);

  await inParallel(
    PARTS_AT_ONCE,
    names.map((name) => async () => {
      const part = report.part(name);
      await jobs[name]?.(part).catch((error: unknown) =>
        part.verdict('comes to its end', [error instanceof Error ? (error.stack ?? error.message) : String(error)]),
      );
    }),
  );
  if ([...ENGINES.map(({ name }) => name), GROWTH].every((name) => names.includes(name))) {
    report.part('all').verdict('every expected gap is still there', staleExpectations(outcomes, NOT_CREATED_TYPES));
  }
  progress('done');
  return report.end();
}

void inWorkshop(main).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
