import * as fc from 'fast-check';
import * as library from '../../lib';
import { combine, literal, type Choice } from '../input/choice';
import { inRegions } from '../input/in-regions';
import type { Chain, Chains } from './chains';

/** Most web services and workers of a generated platform. */
const MOST_SERVICES = 3;
const MOST_WORKERS = 2;

/** Ever larger platforms with ever more services and workers. */
export function platforms(chains: Chains, length: number): fc.Arbitrary<Chain<Choice>> {
  const service = fc.tuple(...repeat(MOST_SERVICES, () => chains.struct('PlatformWebServiceOptions')));
  const worker = fc.tuple(...repeat(MOST_WORKERS, () => chains.struct('PlatformWorkerOptions')));
  return fc
    .tuple(
      chains.struct('PlatformProps'),
      service,
      counts(1, MOST_SERVICES, length),
      worker,
      // A worker that comes later has not grown: in half of the chains there is one from the beginning.
      fc.oneof(counts(1, MOST_WORKERS, length), counts(0, MOST_WORKERS, length)),
    )
    .map(([props, services, serviceCounts, workers, workerCounts]) => ({
      links: props.links.map((link, index) =>
        combine(
          [
            link,
            list(services.slice(0, serviceCounts[index]).map(({ links }) => links[index])),
            list(workers.slice(0, workerCounts[index]).map(({ links }) => links[index])),
          ],
          ([ofPlatform, ofServices, ofWorkers]) =>
            `new Platform(app, 'Subject', ${ofPlatform}) with web services ${ofServices} and workers ${ofWorkers}`,
          ([ofPlatform, ofServices, ofWorkers], { app }) =>
            build(
              new library.Platform(app, 'Subject', inRegions(ofPlatform as library.PlatformProps)),
              ofServices as library.PlatformWebServiceOptions[],
              ofWorkers as library.PlatformWorkerOptions[],
            ),
        ),
      ),
      grown: [
        ...props.grown,
        ...services.slice(0, serviceCounts[0]).flatMap(({ grown }) => grown),
        ...workers.slice(0, workerCounts[0]).flatMap(({ grown }) => grown),
        ...(serviceCounts[0] < serviceCounts[length - 1] ? ['one more web service'] : []),
        ...(workerCounts[0] < workerCounts[length - 1] ? ['one more worker'] : []),
      ],
    }));
}

function build(
  platform: library.Platform,
  services: readonly library.PlatformWebServiceOptions[],
  workers: readonly library.PlatformWorkerOptions[],
): library.Platform {
  const added = services.map((options, index) => platform.addWebService(`Web${index + 1}`, routed(options, index)));
  for (const [index, options] of workers.entries()) {
    platform.addWorker(`Jobs${index + 1}`, options).bindToService(added[0]);
  }
  return platform;
}

/** The first one takes what no other one does; of two that match the same request, the earlier one gets it. */
function routed(options: library.PlatformWebServiceOptions, index: number): library.PlatformWebServiceOptions {
  const paths = options.paths ?? (index > 0 && !options.hosts ? [`/web${index + 1}/*`] : undefined);
  return { ...options, paths, priority: paths || options.hosts ? index + 1 : undefined };
}

/** Numbers that never become smaller. */
function counts(min: number, max: number, length: number): fc.Arbitrary<number[]> {
  return fc
    .array(fc.integer({ min, max }), { minLength: length, maxLength: length })
    .map((numbers) => [...numbers].sort((one, other) => one - other));
}

function list(choices: readonly Choice[]): Choice {
  return choices.length === 0
    ? literal([])
    : combine(
        choices,
        (texts) => `[${texts.join(', ')}]`,
        (made) => made,
      );
}

function repeat<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
