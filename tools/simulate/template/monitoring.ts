import type { Resolved } from '../../../lib/growth/engine/change';
import { structure, structures } from './resources';

/** Whether the template has ECS publish a metric of a service every 20 seconds. */
export function publishes({ properties }: Resolved, metric: string): boolean {
  return structures(structure(properties.Monitoring).MetricConfigurations).some(
    ({ MetricNames: names, ResolutionSeconds: seconds }) =>
      Number(seconds) === 20 && Array.isArray(names) && names.includes(metric),
  );
}
