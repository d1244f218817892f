import { between, choice, literals, values, whole } from '../choice';
import type { Inputs } from '../generator';
import { EDGE } from './edge';
import { deploymentName, duration } from './types';

export const PLATFORM: Inputs = {
  PlatformProps: {
    name: deploymentName,
    regions: literals(
      [['eu-west-1'], ['us-east-1'], ['ap-northeast-1'], ['eu-central-1']],
      [[], [''], ['Ireland'], ['eu-west-1', 'eu-west-1'], ['eu-west-9'], ['cn-north-1']],
    ),
    account: literals(['111111111111'], ['', '1111', '1111-1111-1111', 'prod']),
    shards: whole(1, 64),
    zones: whole(2, 3),
    cachedPaths: EDGE.EdgeProps.cachedPaths,
    backupCopyRegion: literals(['eu-central-1', 'us-west-2'], ['', 'Frankfurt', 'eu-west-9a']),
    browserOrigins: literals([['https://www.example.com']], [[], ['www.example.com'], ['*']]),
    runbookUrl: literals(['https://wiki.example.com/runbook'], ['', 'runbook', 'wiki.example.com', 'https://']),
  },
  StageSettings: {
    zones: whole(2, 3),
  },
  TaskSettings: {
    minTasks: whole(1, 5000, 4),
    maxTasks: whole(4, 5000, 50),
  },
  WebTaskSettings: {
    ratedRequestsPerSecond: between(0.1, 100_000),
  },
  PlatformWebServiceOptions: {
    bindings: values([choice('[]', () => [])]),
  },
  PlatformWorkerOptions: {
    visibilityTimeout: duration(180, 43_200),
    maxReceiveCount: whole(1, 1000),
    bindings: values([choice('[]', () => [])]),
  },
};
