import { CONDITIONS, WEB, WORKER } from '../../simulate/defaults';
import type { Application, Conditions, DeployedService, ServiceKind } from '../../simulate/model';
import type { SensorParameters } from '../../simulate/reference';
import type { Suite } from './split';

/** What is compared, on what and under which conditions. */
export interface Experiment {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly suite: Suite;
  readonly services: Readonly<Record<string, DeployedService>>;
  /** @default - the base of the kind */
  readonly base?: number;
  readonly application: Application;
  readonly conditions: Conditions;
  /** Ideal sensors to compare with as well. */
  readonly ideal: readonly SensorParameters[];
}

/** What is different from the usual. */
export interface Variation {
  readonly base?: number;
  readonly application?: Partial<Application>;
  readonly conditions?: Partial<Omit<Conditions, 'delays'>> & { readonly delays?: Partial<Conditions['delays']> };
  readonly ideal?: readonly SensorParameters[];
}

type Services = Experiment['services'];

export function webExperiment(name: string, suite: Suite, services: Services, variation: Variation = {}): Experiment {
  return experiment(name, 'web', suite, services, variation);
}

export function workerExperiment(
  name: string,
  suite: Suite,
  services: Services,
  objectiveSeconds: number,
  variation: Variation = {},
): Experiment {
  const application = { objectiveSeconds, ...variation.application };
  return experiment(name, 'worker', suite, services, { ...variation, application });
}

function experiment(
  name: string,
  kind: ServiceKind,
  suite: Suite,
  services: Services,
  { base, application, conditions, ideal = [] }: Variation,
): Experiment {
  return {
    name,
    kind,
    suite,
    services,
    base,
    application: { ...(kind === 'web' ? WEB : WORKER), ...application },
    conditions: { ...CONDITIONS, ...conditions, delays: { ...CONDITIONS.delays, ...conditions?.delays } },
    ideal,
  };
}
