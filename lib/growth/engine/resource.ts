import { SOURCES } from '../rules/sources';
import { isClusterMember, isCustom, isStateful } from '../stateful';
import { InterruptionKind, Verdict, type StackTemplate } from '../verdict';
import { fateOf, judgeAttributes } from './attributes';
import type { Resolved } from './change';
import type { Difference } from './differences';
import { moved, nameOf, nameTaken, type Place } from './moves';
import { judgeProperty, type Reason } from './property';
import { same } from './spec';

const LAST_BACKUP =
  'take a last backup and say so in an acknowledgement, or retain it: set its removal policy to RETAIN, deploy, then remove it';

/** What others notice when something goes that holds nothing. */
const NOTICED: Readonly<Record<string, string>> = {
  'AWS::CloudFront::Distribution': '; its name under cloudfront.net goes with it',
  'AWS::EC2::EIP': '; its address goes back to AWS: whoever lets it through a firewall has to learn another one',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': '; its name goes with it',
  'AWS::SNS::Topic': '; subscriptions by mail have to be confirmed again',
};

/** What happens to a resource that both sides have. */
export function judgeDifference(difference: Difference, nested: boolean): Reason[] {
  const { before, after, properties } = difference;
  const stateful = holdsState(before) || holdsState(after);
  if (before.type !== after.type) return [typeChanged(before, after)];
  if (after.type === 'AWS::CloudFormation::Stack' && nested) return [];
  const reasons = properties.flatMap(judgeProperty);
  return [...reasons.map((reason) => named(reason, difference, stateful)), ...judgeAttributes(difference, stateful)];
}

function holdsState({ source }: Resolved): boolean {
  return isStateful(source);
}

function typeChanged(before: Resolved, after: Resolved): Reason {
  return {
    verdict: Verdict.REJECTED,
    property: 'Type',
    before: before.type,
    after: after.type,
    reason: 'CloudFormation does not let a logical id change its type',
    source: SOURCES.typeChange,
    remedy: 'give the new resource an id of its own beside the old one, move what it holds, then remove the old one',
  };
}

/** A resource that would be replaced, but has a name that only one can have: CloudFormation stops there. */
function named(reason: Reason, { before, after }: Difference, stateful: boolean): Reason {
  const name = nameOf(after);
  if (reason.verdict !== Verdict.REPLACED || name === undefined || name !== nameOf(before)) return reason;
  return {
    ...reason,
    // Without state nothing is at stake but the deployment.
    verdict: stateful ? Verdict.REPLACED : Verdict.REJECTED,
    blocks: stateful ? reason.blocks : false,
    reason: `${reason.reason}; as a custom-named resource (${name}) it makes the deployment fail before that`,
  };
}

/** What happens to a resource that its stack no longer has, or whose stack is gone. */
export function judgeRemoval(place: Place, gone: Surroundings): Reason[] {
  const { resource } = place;
  const successor = holdsState(resource) ? gone.successorOf(place) : undefined;
  const { verdict, fate } = gone.leftBehind(place)
    ? {
        verdict: Verdict.ORPHANED,
        fate: `stack ${place.stackName} is no longer in the app: it stays as it is until somebody deletes it`,
      }
    : fateOf(resource, holdsState(resource));
  const base = {
    property: '',
    before: resource.logicalId,
    verdict,
    source: SOURCES.deletionPolicy,
    remedy: LAST_BACKUP,
  };
  if (successor) return [{ ...base, ...moved(place, successor, fate) }];
  if (resource.type === 'AWS::RDS::DBInstance' && isClusterMember(resource.properties))
    return [memberGone(place, gone, fate)];
  const unknown = isCustom(resource.type) ? `; only its author knows what ${resource.type} held` : '';
  const noticed = NOTICED[resource.type] ?? '';
  return [{ ...base, reason: `${fate}${unknown}${noticed}`, remedy: holdsState(resource) ? LAST_BACKUP : '' }];
}

/** What the rest of both sides tells about a resource that only one of them has. */
export interface Surroundings {
  /** Whether the whole stack of the resource is gone. */
  leftBehind(place: Place): boolean;
  /** Every resource afterwards, in the same stack. */
  afterwards(place: Place): readonly Resolved[];
  /** Where a resource seems to have gone. */
  successorOf(place: Place): Place | undefined;
  /** The resource that has a name now. */
  holderOf(place: Place): Place | undefined;
}

/** A member of a cluster holds nothing, but without any member nobody reaches the data. */
function memberGone(place: Place, gone: Surroundings, fate: string): Reason {
  const { resource } = place;
  const cluster = resource.properties.DBClusterIdentifier;
  const rest = gone.afterwards(place);
  const others = rest.filter(
    ({ type, properties }) => type === resource.type && same(properties.DBClusterIdentifier, cluster),
  );
  const base = { property: '', before: resource.logicalId, verdict: Verdict.REMOVED, source: SOURCES.auroraFailover };
  const clusterStays = rest.some(({ type }) => type === 'AWS::RDS::DBCluster');
  if (others.length > 0 || !clusterStays) {
    return {
      ...base,
      reason: `${fate}; the cluster keeps the data, and if it is the writer, another member takes over`,
      remedy: '',
      interruption: { kind: InterruptionKind.FAILOVER, seconds: 60 },
    };
  }
  return {
    ...base,
    blocks: true,
    reason: 'it is the last instance of its cluster: the data stays, and nobody can reach it',
    remedy: 'add the instance that is to take over first',
  };
}

/** What happens to a resource that is new. */
export function judgeAddition(place: Place, surroundings: Surroundings): Reason[] {
  const holder = holdsState(place.resource) && nameOf(place.resource) !== undefined && surroundings.holderOf(place);
  return holder ? [nameTaken(place, holder)] : [];
}

/** What happens to everything in a stack at once. */
export function judgeStack(before: StackTemplate | undefined, after: StackTemplate | undefined): Reason[] {
  if (!before || !after) return [];
  const reasons: Reason[] = [];
  if (!same(before.template.Transform, after.template.Transform)) {
    reasons.push({
      verdict: Verdict.UNKNOWN,
      property: 'Transform',
      before: before.template.Transform,
      after: after.template.Transform,
      reason: 'a macro may change everything in the template, and the old template went through another one',
      source: SOURCES.macros,
      remedy: 'keep the transform, or compare the change set of the deployment',
    });
  }
  if (before.terminationProtection === true && after.terminationProtection === false) {
    reasons.push({
      verdict: Verdict.UPDATED,
      blocks: true,
      property: 'TerminationProtection',
      before: true,
      after: false,
      reason: 'the stack, with all that it holds, can be deleted from now on',
      source: SOURCES.terminationProtection,
      remedy: 'keep terminationProtection on until the stack is to go',
    });
  }
  return reasons;
}
