import { WEB } from '../../../simulate/defaults';
import type { ResourceDefinition } from '../../../support/template';
import type { Peer } from './peer';
import {
  cpuAlarm,
  percentStep,
  predictive,
  requestTracking,
  tracking,
  webTemplate,
  type Cooldowns,
  type Plumbing,
} from './template';

const CPU = 'ECSServiceAverageCPUUtilization';
const CPU_FAST = 'ECSServiceAverageCPUUtilizationHighResolution';
const MEMORY = 'ECSServiceAverageMemoryUtilization';

/** Requests that a task answers in a minute at this share of what it can. */
const requestsPerMinute = (share: number) => share * WEB.ratedCapacity * 60;

const COPILOT: Plumbing = { healthCheckSeconds: 10, deregistrationSeconds: 60 };
const COPILOT_COOLDOWNS: Cooldowns = [60, 120];
const copilot = {
  Cpu: tracking(CPU, 70, COPILOT_COOLDOWNS),
  Memory: tracking(MEMORY, 80, COPILOT_COOLDOWNS),
};

/** Web services of stacks that are not on npm, from their sources; and what AWS's documentation recommends. */
export const WEB_PEERS: readonly Peer[] = [
  web(
    'Copilot',
    'target tracking, CPU 70, memory 80, 60/120 s',
    'aws/copilot-cli 4c858e7, internal/pkg/template/templates/workloads/partials/cf/autoscaling.yml; values of the example in its manifest documentation',
    COPILOT,
    copilot,
  ),
  web(
    'Copilot with requests',
    'the same and requests of 70 % of what a task can',
    'the same; its `requests` at 70 % of the rated capacity',
    COPILOT,
    { ...copilot, Requests: requestTracking(requestsPerMinute(0.7), COPILOT_COOLDOWNS) },
  ),
  web(
    'SST',
    'target tracking, CPU 70, memory 70, 300/300 s',
    'anomalyco/sst 8bfe1c1, platform/src/components/aws/service.ts',
    {},
    { Cpu: tracking(CPU, 70, [300, 300]), Memory: tracking(MEMORY, 70, [300, 300]) },
  ),
  web(
    'terraform-aws-modules/ecs',
    'target tracking, CPU 75, memory 75, 60/300 s',
    'terraform-aws-modules/terraform-aws-ecs 8d25f4e, modules/service/variables.tf',
    {},
    { Cpu: tracking(CPU, 75, [60, 300]), Memory: tracking(MEMORY, 75, [60, 300]) },
  ),
  web(
    'cloudonaut',
    'steps of 25 % above CPU 60 and below 30, five minutes',
    'widdix/aws-cf-templates 0b0b589, fargate/service-dedicated-alb.yaml',
    { healthCheckSeconds: 15, deregistrationSeconds: 60 },
    {
      Up: percentStep(25, 300),
      Down: percentStep(-25, 300),
      High: cpuAlarm('GreaterThanThreshold', 60, [300, 1], 'Up'),
      Low: cpuAlarm('LessThanThreshold', 30, [300, 3], 'Down'),
    },
  ),
  web(
    'AWS, requests',
    'target tracking, requests of 60 % of what a task can, 300/300 s',
    'Amazon ECS Developer Guide, service auto scaling: ALBRequestCountPerTarget with default cooldowns',
    {},
    { Requests: requestTracking(requestsPerMinute(0.6), [300, 300]) },
  ),
  web(
    'AWS, 20 s CPU',
    'target tracking, high-resolution CPU 50, 300/300 s',
    'Amazon ECS Developer Guide, faster auto scaling (2026-06) with default cooldowns',
    { highResolution: true },
    { Cpu: tracking(CPU_FAST, 50, [300, 300]) },
  ),
  web(
    'AWS, CPU and forecast',
    'target tracking, CPU 50, 300/300 s; predictive, CPU 50',
    'Application Auto Scaling User Guide, predictive scaling, beside target tracking',
    {},
    { Cpu: tracking(CPU, 50, [300, 300]), Forecast: predictive(50) },
  ),
  web(
    'AWS, best mix',
    'target tracking, high-resolution CPU 50, 60/300 s; predictive, CPU 50',
    'the two guides above together, with the shortest cooldown that they show',
    { highResolution: true },
    { Cpu: tracking(CPU_FAST, 50, [60, 300]), Forecast: predictive(50) },
  ),
];

function web(
  name: string,
  policy: string,
  source: string,
  plumbing: Plumbing,
  scaling: Readonly<Record<string, ResourceDefinition>>,
): Peer {
  return { name, kind: 'web', policy, source, templates: { Peer: webTemplate(plumbing, scaling) } };
}
