import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeSubjects, type Subjects } from '../../../../tools/bench/scaling/subjects';
import type { Policy } from '../../../../tools/simulate/model';

const folder = mkdtempSync(join(tmpdir(), 'subjects-'));
let subjects: Subjects;
beforeAll(() => {
  subjects = synthesizeSubjects(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

function shown(policy: Policy): string {
  if (policy.kind === 'target-tracking') {
    const { target, scaleOutCooldownSeconds, scaleInCooldownSeconds, periodSeconds } = policy;
    return `tracks ${target} every ${periodSeconds} s, ${scaleOutCooldownSeconds}/${scaleInCooldownSeconds}`;
  }
  if (policy.kind === 'predictive') return `forecasts to ${policy.targetPercent}`;
  const { steps, alarm, cooldownSeconds } = policy;
  const { periodSeconds, evaluationPeriods, threshold } = alarm ?? {};
  const adjustments = steps.map(({ adjustment }) => adjustment).join(' ');
  return `steps ${adjustments} at ${threshold} for ${evaluationPeriods} x ${periodSeconds} s, ${cooldownSeconds}`;
}

test('eleven peers of web services are what their sources say', () => {
  const peers = subjects.web.filter(({ isOurs }) => !isOurs);
  const plumbing = ({ healthCheckSeconds, deregistrationSeconds }: (typeof peers)[number]['service']) =>
    `${healthCheckSeconds}/${deregistrationSeconds}`;
  expect(
    Object.fromEntries(peers.map(({ name, service }) => [name, [plumbing(service), ...service.policies.map(shown)]])),
  ).toEqual({
    'aws-ecs-patterns': ['30/300', 'tracks 50 every 60 s, 300/300'],
    'ecs-service-extensions': ['30/10', 'tracks 50 every 60 s, 60/60'],
    Copilot: ['10/60', 'tracks 70 every 60 s, 60/120', 'tracks 80 every 60 s, 60/120'],
    'Copilot with requests': [
      '10/60',
      'tracks 70 every 60 s, 60/120',
      'tracks 80 every 60 s, 60/120',
      'tracks 4200 every 60 s, 60/120',
    ],
    SST: ['30/300', 'tracks 70 every 60 s, 300/300', 'tracks 70 every 60 s, 300/300'],
    'terraform-aws-modules/ecs': ['30/300', 'tracks 75 every 60 s, 60/300', 'tracks 75 every 60 s, 60/300'],
    cloudonaut: ['15/60', 'steps 25 at 60 for 1 x 300 s, 300', 'steps -25 at 30 for 3 x 300 s, 300'],
    'AWS, requests': ['30/300', 'tracks 3600 every 60 s, 300/300'],
    'AWS, 20 s CPU': ['30/300', 'tracks 50 every 20 s, 300/300'],
    'AWS, CPU and forecast': ['30/300', 'tracks 50 every 60 s, 300/300', 'forecasts to 50'],
    'AWS, best mix': ['30/300', 'tracks 50 every 20 s, 60/300', 'forecasts to 50'],
  });
});

test.each([
  [60, 300],
  [300, 1500],
])('peers of workers aim for the backlog of an objective of %i s', (objective, backlog) => {
  const peers = Object.fromEntries(
    subjects
      .workers(objective)
      .filter(({ isOurs }) => !isOurs)
      .map(({ name, service }) => [name, service.policies.map(shown)]),
  );
  expect(peers).toEqual({
    'aws-ecs-patterns': [
      'tracks 50 every 60 s, 300/300',
      'steps -1 at 0 for 1 x 300 s, 300',
      'steps 1 5 at 100 for 1 x 300 s, 300',
    ],
    'ecs-service-extensions': [`tracks ${backlog} every 60 s, 300/300`],
    Copilot: [`tracks ${backlog} every 60 s, 60/120`],
    'SST, terraform-aws-modules/ecs': ['tracks 70 every 60 s, 60/300'],
    'AWS, 20 s CPU': ['tracks 50 every 20 s, 60/300'],
    'ecs-blueprints': [`tracks ${backlog} every 60 s, 240/240`],
  });
});

test('all have the same limits', () => {
  const limits = ({ service }: { readonly service: { readonly minTasks: number; readonly maxTasks: number } }) =>
    `${service.minTasks} to ${service.maxTasks}`;
  expect(new Set(subjects.web.map(limits))).toEqual(new Set(['2 to 2000']));
  expect(new Set(subjects.workers(60).map(limits))).toEqual(new Set(['1 to 500']));
});

test('ours are the four presets, the fallback, and a worker for each objective', () => {
  const ours = subjects.web.filter(({ isOurs }) => isOurs).map(({ name }) => name);
  expect(ours).toEqual(['thrifty', 'balanced', 'latency', 'critical', 'no load metric']);
  expect(subjects.workers(60).filter(({ isOurs }) => isOurs)).toHaveLength(1);
});
