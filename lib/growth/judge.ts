import { aligned, Assembly } from './engine/assembly';
import { differencesOf } from './engine/differences';
import { followReferences } from './engine/references';
import { judgeAddition, judgeDifference, judgeRemoval, judgeStack } from './engine/resource';
import { Findings } from './engine/findings';
import type { ResourceVerdict, StackTemplate } from './verdict';

/**
 * What the deployment of an assembly does to every resource of the assembly that is deployed.
 *
 * Pure and deterministic: it reads nothing but its arguments, and answers in the order of stack names, regions and logical ids.
 *
 * @param before Every stack that is deployed.
 * @param after Every stack afterwards. A stack that is missing here is taken as removed.
 */
export function judge(before: readonly StackTemplate[], after: readonly StackTemplate[]): ResourceVerdict[] {
  const [old, now] = aligned(before, after);
  return judgeAssemblies(new Assembly(old), new Assembly(now));
}

/** The same for assemblies that are judged against several others: what they refer to is looked up once. */
export function judgeAssemblies(old: Assembly, now: Assembly): ResourceVerdict[] {
  const findings = new Findings(old, now);
  for (const key of findings.stacks) {
    for (const difference of differencesOf(key, old, now)) {
      const nested = `${key}/${difference.after.logicalId}`;
      const seen = old.stack(nested) !== undefined && now.stack(nested) !== undefined;
      findings.add(difference.after, judgeDifference(difference, seen));
    }
    findings.addToStack(key, judgeStack(old.stack(key), now.stack(key)));
  }
  for (const place of findings.gone) findings.add(place.resource, judgeRemoval(place, findings));
  for (const place of findings.added) findings.add(place.resource, judgeAddition(place, findings));
  for (const [key, reasons] of followReferences(old, now, findings.tainted)) findings.addByKey(key, reasons);
  return findings.verdicts();
}
