import { webPackages, workerPackages } from './packages';
import type { Peer } from './peer';
import { WEB_PEERS } from './web';
import { workerPeers } from './worker';

export type { Peer } from './peer';
export { LIMITS } from './template';

/** Every other way to scale a web service. */
export function allWebPeers(folder: string): Peer[] {
  return [...webPackages(folder), ...WEB_PEERS];
}

/** Every other way to scale a worker whose messages should be done within an objective. */
export function allWorkerPeers(folder: string, objectiveSeconds: number): Peer[] {
  return [...workerPackages(folder, objectiveSeconds), ...workerPeers(objectiveSeconds)];
}
