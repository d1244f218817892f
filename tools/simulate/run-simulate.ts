import type { SimulateOptions } from './command';
import { simulate } from './engine';
import { simulateJson, simulateText, tracesText } from './output';
import { oracle } from './reference';
import { settingsOf } from './settings';

/** What `ztm simulate` prints. */
export function runSimulate(options: SimulateOptions): string {
  if (options.traces) return tracesText();
  const settings = settingsOf(options);
  const { services, trace, seed, application, conditions } = settings;
  const runs = services.map((service) => ({
    service,
    outcome: simulate(service, trace, { seed, application, conditions }),
    // It knows what a task can really do, as it knows all else.
    oracle: oracle(
      trace,
      { ...application, ratedCapacity: application.ratedCapacity * conditions.capacityFactor },
      service,
      conditions,
    ),
  }));
  return options.json ? simulateJson(settings, runs) : simulateText(settings, runs);
}
