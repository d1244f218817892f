import { SOURCES } from '../rules/sources';
import { Verdict } from '../verdict';
import type { Resolved } from './change';
import type { Difference } from './differences';
import type { Reason } from './property';
import { isObject } from './spec';

const KEEP_POLICY = 'keep the policy until the resource is to go, and change it in a deployment of its own';

/** What a change of the attributes beside the properties does to a resource that holds state. */
export function judgeAttributes({ before, after, attributes }: Difference, stateful: boolean): Reason[] {
  return Object.entries(attributes).flatMap(([name, change]): Reason[] => {
    const values = { property: name, before: change.before, after: change.after };
    switch (name) {
      case 'DeletionPolicy':
      case 'UpdateReplacePolicy':
        return judgePolicy(name, before.type, values, stateful);
      case 'Condition':
        return [
          {
            ...values,
            verdict: Verdict.UNKNOWN,
            reason: `whether the resource is there depends on condition ${after.source.Condition ?? before.source.Condition}, and that depends on a parameter`,
            source: SOURCES.parameters,
            remedy: 'decide in the app instead of in the template, or compare the change set of the deployment',
          },
        ];
    }
    return [];
  });
}

function judgePolicy(
  name: 'DeletionPolicy' | 'UpdateReplacePolicy',
  type: string,
  values: Pick<Reason, 'property' | 'before' | 'after'>,
  stateful: boolean,
): Reason[] {
  if (!stateful) return [];
  const source = name === 'DeletionPolicy' ? SOURCES.deletionPolicy : SOURCES.updateReplacePolicy;
  if (isObject(values.before) || isObject(values.after)) {
    return [
      {
        ...values,
        verdict: Verdict.UNKNOWN,
        reason: `${name} is known only while it is deployed`,
        source,
        remedy: KEEP_POLICY,
      },
    ];
  }
  const [old, now] = [strength(name, type, values.before), strength(name, type, values.after)];
  if (now >= old)
    return [
      {
        ...values,
        verdict: Verdict.UPDATED,
        reason: 'the policy keeps at least as much as before',
        source,
        remedy: '',
      },
    ];
  const when = name === 'DeletionPolicy' ? 'removed' : 'replaced';
  const kept = now === 1 ? 'only a snapshot of it is kept' : 'nothing of it is kept';
  return [
    {
      ...values,
      verdict: Verdict.UPDATED,
      blocks: true,
      reason: `when the resource is ${when} one day, ${kept}`,
      source,
      remedy: KEEP_POLICY,
    },
  ];
}

/** How much a policy keeps: nothing, a snapshot, the resource. */
function strength(name: string, type: string, policy: unknown): number {
  switch (policy ?? (name === 'DeletionPolicy' && SNAPSHOT_BY_DEFAULT.has(type) ? 'Snapshot' : 'Delete')) {
    case 'Retain':
    case 'RetainExceptOnCreate':
      return 2;
    case 'Snapshot':
      return 1;
  }
  return 0;
}

/** "For AWS::RDS::DBCluster resources, and AWS::RDS::DBInstance resources without DBClusterIdentifier, the default is Snapshot". */
const SNAPSHOT_BY_DEFAULT = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/** What becomes of a resource that is not in its stack any more. */
export function fateOf({ type, source }: Resolved, stateful: boolean): { verdict: Verdict; fate: string } {
  switch (strength('DeletionPolicy', type, source.DeletionPolicy)) {
    case 2:
      return { verdict: Verdict.ORPHANED, fate: 'it stays in the account, and no stack has it any more' };
    case 1:
      if (stateful) return { verdict: Verdict.REMOVED, fate: 'it is deleted; a last snapshot of it is kept' };
  }
  return { verdict: Verdict.REMOVED, fate: stateful ? 'it is deleted with all that it holds' : 'it is deleted' };
}
