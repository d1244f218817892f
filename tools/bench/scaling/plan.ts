import { FRONTIER } from '../../simulate/reference';
import type { DeployedService } from '../../simulate/model';
import { webExperiment, workerExperiment, type Experiment, type Variation } from './experiment';
import { OBJECTIVES } from './ours';
import { HELD_OUT, type Suite } from './split';
import { servicesBy, type Subjects } from './subjects';

/** Names of experiments, under which their results are found. */
export const WEB = 'web';
export const REAL = 'real';
export const FLEETS = { small: 90, large: 6000 } as const;
export const workers = (objectiveSeconds: number) => `workers ${objectiveSeconds}`;

type Services = Readonly<Record<string, DeployedService>>;

/** Something that is not known, or may be otherwise, and how it is tried. */
export interface Doubt extends Variation {
  readonly name: string;
  /** Whether the targets have to hold, but for a quarter, when it is so. */
  readonly isTarget: boolean;
  readonly change?: (service: DeployedService) => DeployedService;
  /** Workers have neither load balancers nor requests to refuse. */
  readonly isOfWebOnly?: boolean;
}

export const DOUBTS: readonly Doubt[] = [
  { name: 'a task can 0.75 of what is said', isTarget: true, conditions: { capacityFactor: 0.75 } },
  { name: 'a task can 1.25 of what is said', isTarget: true, conditions: { capacityFactor: 1.25 } },
  { name: 'the image takes 57 s to start', isTarget: true, conditions: { startMedianSeconds: 54 } },
  { name: 'custom metrics come 30 s late', isTarget: true, conditions: { delays: { custom: 30, lambdaMinute: 30 } } },
  { name: 'each policy has its own cooldown', isTarget: true, conditions: { cooldownBase: 'policy' } },
  { name: 'the 60 s CPU metric comes 60 s late, not 160', isTarget: false, conditions: { delays: { cpuMinute: 60 } } },
  { name: 'target tracking gives back all at once', isTarget: false, conditions: { scaleIn: 'proportional' } },
  {
    name: 'everyone checks health every 5 s and drains for 30 s',
    isTarget: false,
    isOfWebOnly: true,
    change: (service) => ({ ...service, healthCheckSeconds: 5, deregistrationSeconds: 30 }),
  },
  {
    name: 'requests that would come too late are refused',
    isTarget: false,
    isOfWebOnly: true,
    application: { sheds: true },
  },
];

/** Ideal sensors whose best are nearly the whole frontier. */
const IDEAL = FRONTIER.filter(
  ({ holdSeconds, lookAheadSeconds }) => holdSeconds <= 120 && [0, 45].includes(lookAheadSeconds),
);

/** Everything that the page shows. */
export function fullPlan(subjects: Subjects): Experiment[] {
  const services = servicesBy(subjects.web);
  const few: Suite = { ...HELD_OUT.web, seeds: HELD_OUT.web.seeds.slice(0, 2) };
  const fewWorkers: Suite = { ...HELD_OUT.worker, seeds: HELD_OUT.worker.seeds.slice(0, 2) };
  return [
    webExperiment(WEB, HELD_OUT.web, services, { ideal: IDEAL }),
    webExperiment(REAL, HELD_OUT.real, services, { ideal: IDEAL }),
    ...Object.entries(FLEETS).map(([name, base]) => webExperiment(name, few, services, { base })),
    ...OBJECTIVES.map((seconds) =>
      workerExperiment(workers(seconds), HELD_OUT.worker, servicesBy(subjects.workers(seconds)), seconds),
    ),
    webExperiment(nameOf(WEB, undefined), few, services),
    ...DOUBTS.map((doubt) =>
      webExperiment(nameOf(WEB, doubt), few, changed(services, doubt), {
        ...doubt,
        ideal: doubt.isTarget ? IDEAL : [],
      }),
    ),
    ...OBJECTIVES.flatMap((seconds) =>
      DOUBTS.filter(({ isOfWebOnly = false }) => !isOfWebOnly).map((doubt) =>
        workerExperiment(
          nameOf(workers(seconds), doubt),
          fewWorkers,
          servicesBy(subjects.workers(seconds)),
          seconds,
          doubt,
        ),
      ),
    ),
  ];
}

/** The same with the first seed of what is held out, and without doubts: enough to see that an order or a claim has turned. */
export function quickPlan(subjects: Subjects): Experiment[] {
  const first = (suite: Suite): Suite => ({ ...suite, seeds: suite.seeds.slice(0, 1) });
  return [
    webExperiment(WEB, first(HELD_OUT.web), servicesBy(subjects.web)),
    ...OBJECTIVES.map((seconds) =>
      workerExperiment(workers(seconds), first(HELD_OUT.worker), servicesBy(subjects.workers(seconds)), seconds),
    ),
  ];
}

/** The name of the experiment that tries a doubt; without one, of the same on as few seeds. */
export function nameOf(experiment: string, doubt: Doubt | undefined): string {
  return `${experiment}, ${doubt?.name ?? 'as assumed'}`;
}

function changed(services: Services, { change = (service) => service }: Doubt): Services {
  return Object.fromEntries(Object.entries(services).map(([name, service]) => [name, change(service)]));
}
