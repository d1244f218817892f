import type { DeployedService } from '../../simulate/model';
import { servicesOf } from '../../simulate/template';
import { FALLBACK, OBJECTIVES, OURS_WORKER, PRESETS, synthesizeOurs } from './ours';
import { allWebPeers, allWorkerPeers, type Peer } from './peers';

/** A way to scale that takes part in the comparison, as it would be deployed. */
export interface Subject {
  readonly name: string;
  readonly isOurs: boolean;
  readonly policy: string;
  readonly source: string;
  readonly service: DeployedService;
}

/** Everything that is compared. */
export interface Subjects {
  readonly web: readonly Subject[];
  /** By the objective for the age of messages, in seconds. */
  readonly workers: (objectiveSeconds: number) => readonly Subject[];
}

/** Synthesizes everything below a folder, and reads its templates. */
export function synthesizeSubjects(folder: string): Subjects {
  // Rules of templates are not what is compared here, and take longer than all the rest.
  process.env.CDK_VALIDATION = 'false';
  const ours = servicesOf(synthesizeOurs(folder));
  const workers = new Map<number, readonly Subject[]>(
    OBJECTIVES.map((seconds) => {
      const own = ourSubject(ours, OURS_WORKER, `age${seconds}`, 'steps on the demand for each task');
      return [seconds, [own, ...allWorkerPeers(folder, seconds).map(peerSubject)]];
    }),
  );
  return {
    web: [
      ...PRESETS.map((preset) => ourSubject(ours, preset, preset, `steps on the load of each task, preset ${preset}`)),
      ourSubject(ours, FALLBACK, 'cpu', 'steps on 20 s CPU: where requests are not counted'),
      ...allWebPeers(folder).map(peerSubject),
    ],
    workers: (objectiveSeconds) => workers.get(objectiveSeconds) ?? [],
  };
}

function ourSubject(ours: readonly DeployedService[], name: string, service: string, policy: string): Subject {
  const own = ours.filter((one) => one.name.endsWith(`-${service}`));
  return { name, isOurs: true, policy, source: 'this library, synthesized: the platform', service: only(own, service) };
}

export function servicesBy(subjects: readonly Subject[]): Readonly<Record<string, DeployedService>> {
  return Object.fromEntries(subjects.map(({ name, service }) => [name, service]));
}

function peerSubject({ name, policy, source, templates, metricModels }: Peer): Subject {
  return { name, isOurs: false, policy, source, service: only(servicesOf(templates, { metricModels }), name) };
}

function only(services: readonly DeployedService[], name: string): DeployedService {
  const [service, ...others] = services;
  if (service === undefined || others.length > 0)
    throw new Error(`${name} must be one service, got ${services.length}`);
  if (service.warnings.length > 0) throw new Error(`${name} cannot work as it is: ${service.warnings.join('; ')}`);
  return service;
}
