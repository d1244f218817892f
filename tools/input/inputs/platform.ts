import { choice, literals, values, whole } from '../choice';
import type { Inputs } from '../generator';
import { deploymentName, duration } from './types';

export const PLATFORM: Inputs = {
  PlatformProps: {
    name: deploymentName,
    regions: literals(
      [['eu-west-1'], ['us-east-1'], ['ap-northeast-1'], ['eu-central-1']],
      [[], [''], ['Ireland'], ['eu-west-1', 'us-east-1'], ['eu-west-9'], ['cn-north-1']],
    ),
    account: literals(['111111111111'], ['', '1111', '1111-1111-1111', 'prod']),
    zones: whole(2, 3),
    browserOrigins: literals([['https://www.example.com']], [[], ['www.example.com'], ['*']]),
    runbookUrl: literals(['https://wiki.example.com/runbook'], ['', 'runbook', 'wiki.example.com', 'https://']),
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
