import type { PlanChange, PlanStep } from './plan';
import { Verdict } from '../../lib/growth/verdict';

type Changes = readonly PlanChange[];

/** What to look at before saying yes. */
export function checksBefore(changes: Changes, steps: readonly PlanStep[]): string[] {
  const blocked = changes.filter((change) => change.blocked).length;
  const interruptions = steps.flatMap(({ interruptions }) => interruptions);
  const longest = Math.max(0, ...interruptions.map(({ seconds }) => seconds));
  const databases = changed(changes, /^AWS::(RDS|DocDB|Neptune)::DB(Cluster|Instance)$/);
  return [
    ...when(
      blocked > 0,
      `Do not deploy: ${count(blocked, 'change')} would lose data, or nobody can tell. Each names the safe way.`,
    ),
    ...when(
      databases.length > 0,
      `Take a snapshot of ${names(databases)}, and know when the last automatic one was taken.`,
    ),
    ...when(
      longest > 0,
      `Choose a quiet hour: ${count(interruptions.length, 'interruption')}, the longest of about ${longest} seconds.`,
    ),
    ...when(
      steps.some(({ action }) => action === 'delete'),
      'Decide who deletes the stacks that the app no longer has: CloudFormation keeps them.',
    ),
    ...when(
      steps.some(({ action }) => action === 'create' || action === 'update'),
      'Run npx ztm deploy-check: CloudFormation itself says what it would replace.',
    ),
    ...when(
      of(changes, /^AWS::(RDS|ElastiCache|ECS|EC2::NatGateway|EC2::EIP)/, Verdict.ADDED).length > 0,
      'See in Service Quotas that there is room for what is new.',
    ),
  ];
}

/** What to check when it is deployed. */
export function checksAfter(changes: Changes, steps: readonly PlanStep[]): string[] {
  const readers = of(changes, /^AWS::RDS::DBInstance$/, Verdict.ADDED);
  const services = changes.filter(({ resourceType }) => resourceType === 'AWS::ECS::Service');
  const caches = changed(changes, /^AWS::ElastiCache::(ServerlessCache|ReplicationGroup)$/);
  const alarms = of(changes, /^AWS::CloudWatch::Alarm$/, Verdict.ADDED);
  const backups = of(changes, /^AWS::Backup::/, Verdict.ADDED);
  const touched = steps.filter(({ action }) => action === 'create' || action === 'update');
  return [
    ...when(
      touched.length > 0,
      `${count(touched.length, 'stack')} in CREATE_COMPLETE or UPDATE_COMPLETE, none rolled back.`,
    ),
    ...when(readers.length > 0, `${names(readers)}: available, replica lag below a second, and reads arrive there.`),
    ...when(
      services.length > 0,
      `${names(services)}: as many tasks running as desired, targets healthy, no rise of 5xx answers.`,
    ),
    ...when(caches.length > 0, `${names(caches)}: hit rate and latency as before.`),
    ...when(alarms.length > 0, `${count(alarms.length, 'new alarm')}: in OK or INSUFFICIENT_DATA, none in ALARM.`),
    ...when(
      backups.length > 0,
      'The first backup, and its copy if there is one: completed, and restored once for practice.',
    ),
    ...when(touched.length > 0, 'A login, an upload and a message in a queue from before: still there.'),
    ...when(touched.length > 0, 'npx ztm accept, and growth.lock.json committed.'),
  ];
}

function when(holds: boolean, line: string): string[] {
  return holds ? [line] : [];
}

function of(changes: Changes, type: RegExp, verdict: Verdict): PlanChange[] {
  return changes.filter((change) => type.test(change.resourceType) && change.verdict === verdict);
}

function changed(changes: Changes, type: RegExp): PlanChange[] {
  return changes.filter((change) => type.test(change.resourceType) && change.verdict !== Verdict.ADDED);
}

function names(changes: Changes): string {
  return [...new Set(changes.map(({ label }) => label))].join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
