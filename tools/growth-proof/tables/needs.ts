import { Scaling } from '../../../lib';
import { choice, type Choice } from '../../input/choice';
import { growsBy, type Growth } from '../growth';
import { instances } from './types';

const SCALED_NODES: Growth = instances('r7g.large', 'r7g.2xlarge');

/** What properties are refused without, and how that grows beside them. */
export const NEEDS: Readonly<Record<string, Readonly<Record<string, Growth>>>> = {
  'AuroraDatabaseOptions.autoPauseAfter': { 'AuroraDatabaseOptions.minCapacity': growsBy(0) },
  'AuroraDatabaseOptions.readerAutoscaling': { 'DatabaseOptions.readers': growsBy(1, 2, 3) },
  'DatabaseOptions.proxy': {
    'DatabaseOptions.iamAuthentication': growsBy(true),
    'AuroraDatabaseOptions.minCapacity': growsBy(0.5, 1, 2, 8),
  },
  'RdsDatabaseOptions.engine': {},
  'NodeCacheOptions.maxReplicasPerShard': {
    'NodeCacheOptions.nodeType': SCALED_NODES,
    'NodeCacheOptions.replicasPerShard': growsBy(1, 2),
  },
  'NodeCacheOptions.targetReplicaCpuPercent': {
    'NodeCacheOptions.maxReplicasPerShard': growsBy(3, 4, 5),
    'NodeCacheOptions.nodeType': SCALED_NODES,
  },
  'PlatformProps.crossRegionBackup': { 'PlatformProps.backup': growsBy(true) },
  'StageSettings.crossRegionBackup': { 'StageSettings.backup': growsBy(true) },
};

/** What a list holds beside another value of its type, by the type's full name: schedules and forecasts need company. */
export const BESIDE: Readonly<Record<string, Choice>> = {
  'zero-to-millions.Scaling': choice('Scaling.onRequestsPerTask({ requestsPerMinute: 500 })', () =>
    Scaling.onRequestsPerTask({ requestsPerMinute: 500 }),
  ),
};
