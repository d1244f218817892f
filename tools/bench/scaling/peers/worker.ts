import { WORKER } from '../../../simulate/defaults';
import type { Signal } from '../../../simulate/model';
import type { ResourceDefinition } from '../../../support/template';
import type { Peer } from './peer';
import { customTracking, tracking, workerTemplate, type Plumbing } from './template';

const NAMESPACE = 'Peer';
const BACKLOG = 'BacklogPerTask';
const BACKLOG_MODELS: Readonly<Record<string, Signal>> = { [`${NAMESPACE}/${BACKLOG}`]: { model: 'backlog-per-task' } };

/** Messages that may wait for each task: what AWS's guide calls the acceptable backlog. */
export const acceptableBacklog = (objectiveSeconds: number) => objectiveSeconds / WORKER.serviceSeconds;

/** Workers of stacks that are not on npm, for messages that should be done within an objective. */
export function workerPeers(objectiveSeconds: number): Peer[] {
  const backlog = acceptableBacklog(objectiveSeconds);
  return [
    worker(
      'Copilot',
      'target tracking, backlog of each task, 60/120 s',
      'aws/copilot-cli 4c858e7, autoscaling.yml: queue_delay',
      {},
      { Backlog: customTracking(NAMESPACE, BACKLOG, backlog, [60, 120]) },
    ),
    worker(
      'SST, terraform-aws-modules/ecs',
      'target tracking, CPU 70, 60/300 s',
      'as of their web services: neither knows queues',
      {},
      { Cpu: tracking('ECSServiceAverageCPUUtilization', 70, [60, 300]) },
    ),
    worker(
      'AWS, 20 s CPU',
      'target tracking, high-resolution CPU 50, 60/300 s',
      'Amazon ECS Developer Guide, faster auto scaling (2026-06)',
      { highResolution: true },
      { Cpu: tracking('ECSServiceAverageCPUUtilizationHighResolution', 50, [60, 300]) },
    ),
    worker(
      'ecs-blueprints',
      'target tracking, backlog of each task, 240/240 s',
      'aws-ia/ecs-blueprints, ecs-target-setter',
      {},
      { Backlog: customTracking(NAMESPACE, BACKLOG, backlog, [240, 240]) },
    ),
  ];
}

function worker(
  name: string,
  policy: string,
  source: string,
  plumbing: Plumbing,
  scaling: Readonly<Record<string, ResourceDefinition>>,
): Peer {
  const templates = { Peer: workerTemplate(plumbing, scaling) };
  return { name, kind: 'worker', policy, source, templates, metricModels: BACKLOG_MODELS };
}
