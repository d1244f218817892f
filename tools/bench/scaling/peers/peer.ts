import type { ServiceKind, Signal } from '../../../simulate/model';
import type { Template } from './template';

/** Another way to scale a service on ECS, as its templates have it. */
export interface Peer {
  readonly name: string;
  readonly kind: ServiceKind;
  /** What it does, in few words. */
  readonly policy: string;
  /** Where its defaults were read. */
  readonly source: string;
  readonly templates: Readonly<Record<string, Template>>;
  /** Its own metrics, as `namespace/name`, and what in the simulated world they measure. */
  readonly metricModels?: Readonly<Record<string, Signal>>;
}
