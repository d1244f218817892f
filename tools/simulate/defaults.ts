import type { Application, Conditions } from './model';

/** Calibrated on the times that AWS published; where none is, assumed. See docs/scaling.md. */
export const CONDITIONS: Conditions = {
  startMedianSeconds: 25,
  startSigma: 0.2,
  delays: { cpuMinute: 160, cpuHighResolution: 25, loadBalancer: 60, queue: 60, custom: 15, lambdaMinute: 15 },
  cooldownBase: 'target',
  scaleIn: 'gradual',
  capacityFactor: 1,
};

export const WEB: Application = { ratedCapacity: 100, serviceSeconds: 0.05, objectiveSeconds: 0.5, sheds: false };

/** A queue whose messages should be done within a minute. */
export const WORKER: Application = { ratedCapacity: 5, serviceSeconds: 0.2, objectiveSeconds: 60, sheds: false };
