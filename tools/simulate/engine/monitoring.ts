import { metricsOf } from '../metric-math';
import type { Expression } from '../model';

/** Returns whether a formula needs that the service publishes its utilization every 20 seconds. */
export function usesHighResolutionCpu(expression: Expression): boolean {
  return metricsOf(expression).some(
    ({ signal, periodSeconds }) => (signal.model === 'cpu' || signal.model === 'memory') && periodSeconds < 60,
  );
}
