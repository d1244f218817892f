import { isCustom } from '../stateful';
import { rulesOf } from '../rules';
import { SOURCES } from '../rules/sources';
import { Verdict, type Finding } from '../verdict';
import type { Change, Rule } from './change';
import { createOnlyProperties, isObject, nestedCreateOnlyChanges, replacementOf, resourceModel, same } from './spec';
import { openIn } from './resolved-value';

/** A finding before it is known whether it blocks. */
export type Reason = Omit<Finding, 'blocks'> & { readonly blocks?: boolean };

const KEEP = 'keep the value, or add a second resource with the new one, move what the first holds, then remove it';
const ASK = 'look the change up in the documentation of the resource, then acknowledge it with what you found';

/** What the change of one property does, by our rules first, then by the specification. */
export function judgeProperty(change: Change): Reason[] {
  if (change.weak) return judgeWeak(change);
  const rules = rulesOf(change.type);
  const whole = rules.filter(({ property }) => property === change.property || property === '*');
  const nested = judgeNested(change, rules);
  const found = match(change, whole);
  if (found) return [found, ...nested];
  const specified = bySpecification(change);
  return nested.length > 0 && specified.verdict === Verdict.UPDATED ? nested : [specified, ...nested];
}

/** What a change to a weak reference does, where any other value would make a new resource. */
function judgeWeak(change: Change): Reason[] {
  const reasons = judgeProperty({ ...change, weak: false });
  return reasons
    .filter(({ verdict }) => verdict === Verdict.REPLACED || verdict === Verdict.UNKNOWN)
    .map((reason) => ({
      ...reason,
      reason:
        'the value is the same, but comes from Fn::GetStackOutput from now on: CloudFormation does not know it while it plans, and plans a replacement',
      source: SOURCES.weakReference,
      remedy: 'keep the strong reference: CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG)',
    }));
}

/** Rules about a property within a structure, such as `ServerlessV2ScalingConfiguration.MinCapacity`. */
function judgeNested(change: Change, rules: readonly Rule[]): Reason[] {
  const paths = new Set(rules.map(({ property }) => property).filter((path) => path.startsWith(`${change.property}.`)));
  return [...paths].flatMap((path) => {
    const [before, after] = [valueAt(change.before, change, path), valueAt(change.after, change, path)];
    if (same(before, after)) return [];
    const inner = { ...change, property: path, before, after };
    const found = match(
      inner,
      rules.filter(({ property }) => property === path),
    );
    return found ? [found] : [];
  });
}

function valueAt(value: unknown, { property }: Change, path: string): unknown {
  const names = path.slice(property.length + 1).split('.');
  return names.reduce((at, name) => (isObject(at) ? at[name] : undefined), value);
}

function match(change: Change, rules: readonly Rule[]): Reason | undefined {
  let unclear: Rule | undefined;
  for (const rule of rules) {
    const holds = rule.when.holds(change);
    if (holds === true && !unclear) return ruled(change, rule);
    if (holds !== false) unclear ??= rule;
  }
  return unclear && incomparable(change, unclear);
}

function ruled(change: Change, rule: Rule): Reason {
  const open = rule.verdict === Verdict.REPLACED ? (openIn(change.before) ?? openIn(change.after)) : undefined;
  if (open) return undecided(change, open);
  const { verdict, reason, source, remedy = '', interruption, blocks } = rule;
  // What a rule says is rejected fails whatever the resource holds.
  const fails = verdict === Verdict.REJECTED ? true : undefined;
  return { ...values(change), verdict, reason, source, remedy, interruption, blocks: blocks ?? fails };
}

/** A value that only the deployment knows cannot be compared with another one. */
function incomparable(change: Change, rule: Rule): Reason {
  return {
    ...values(change),
    verdict: Verdict.UNKNOWN,
    reason: 'the values cannot be compared: one of them is known only while it is deployed',
    source: rule.source,
    remedy: ASK,
  };
}

function undecided(change: Change, open: string): Reason {
  return {
    ...values(change),
    verdict: Verdict.UNKNOWN,
    reason: `it is replaced if the value changes, and that depends on ${open}`,
    source: SOURCES.parameters,
    remedy: 'write the value into the template, or compare the change set of the deployment',
  };
}

function bySpecification(change: Change): Reason {
  const { type, property } = change;
  if (!resourceModel(type)) return unspecifiedType(change);
  const open = openIn(change.before) ?? openIn(change.after);
  switch (replacementOf(type, property)) {
    case 'yes':
      return open ? undecided(change, open) : replaced(change);
    case 'maybe':
      return perhaps(change);
    case 'no':
      return open && createOnlyProperties(type).includes(property) ? undecided(change, open) : withinStructure(change);
  }
  return {
    ...values(change),
    verdict: Verdict.UNKNOWN,
    reason: `the specification of ${type} does not know ${property}`,
    source: SOURCES.specification,
    remedy: ASK,
  };
}

/** The structure changes in place, unless something within it cannot. */
function withinStructure(change: Change): Reason {
  const nested = nestedCreateOnlyChanges(change.type, change.property, change.before, change.after);
  const worst = nested.find(({ replacement }) => replacement === 'yes') ?? nested[0];
  if (worst) {
    const inner = { ...change, property: worst.path, before: worst.before, after: worst.after };
    return worst.replacement === 'yes' ? replaced(inner) : perhaps(inner);
  }
  return {
    ...values(change),
    verdict: Verdict.UPDATED,
    reason: 'it changes in place',
    source: SOURCES.specification,
    remedy: '',
  };
}

function replaced(change: Change): Reason {
  return {
    ...values(change),
    verdict: Verdict.REPLACED,
    reason: 'the property cannot change: CloudFormation makes a new resource and deletes this one',
    source: SOURCES.specification,
    remedy: KEEP,
  };
}

function perhaps(change: Change): Reason {
  return {
    ...values(change),
    verdict: Verdict.UNKNOWN,
    reason: 'CloudFormation replaces the resource for some changes of this property, and does not say for which',
    source: SOURCES.specification,
    remedy: ASK,
  };
}

function unspecifiedType(change: Change): Reason {
  return {
    ...values(change),
    verdict: Verdict.UNKNOWN,
    reason: isCustom(change.type)
      ? `only the author of ${change.type} knows what a change does`
      : `the specification does not know ${change.type}`,
    source: SOURCES.customResources,
    remedy: ASK,
  };
}

/** The values as they stand in the templates, as far as the property is one of the resource itself. */
function values({ property, before, after, resource }: Change): Pick<Finding, 'property' | 'before' | 'after'> {
  const [old, now] = [resource.before.source.Properties, resource.after.source.Properties];
  return {
    property,
    before: before === undefined ? undefined : (old?.[property] ?? before),
    after: after === undefined ? undefined : (now?.[property] ?? after),
  };
}

/** Whether a finding stops a deployment: what is lost, or cannot be told, matters where there is state. */
export function blocks(reason: Reason, stateful: boolean): boolean {
  return reason.blocks ?? (stateful && SEVERE.has(reason.verdict));
}

const SEVERE = new Set([Verdict.UNKNOWN, Verdict.REJECTED, Verdict.ORPHANED, Verdict.REPLACED, Verdict.REMOVED]);
