import { baselineOf, deploymentsOf, stacksOf, type Baseline } from './baseline';
import { blockedText, removedStackText, staleText, unknownDeploymentText } from './guard-texts';
import { judge } from './judge';
import { Verdict, type Finding, type ResourceVerdict, type StackTemplate } from './verdict';

/** Prefix of the ids of everything that the guard says, as the CDK makes it of the plugin's name. */
export const GUARD = 'SafeGrowth';

/** Something that the guard has to say. */
export interface Problem {
  /** What an acknowledgement names, after the prefix. */
  readonly rule: string;
  /** Nothing acknowledges what is fatal. */
  readonly severity: 'fatal' | 'error' | 'warning' | 'info';
  readonly description: string;
  readonly fix: string;
  /** The stack that it is about, unless it is gone; nothing for the whole app. */
  readonly stack?: StackTemplate;
  /** The resource that it is about, unless it is gone. */
  readonly logicalId?: string;
  /** Path of the property within the resource. */
  readonly property?: string;
}

/** What is to be said about an assembly in the light of a baseline. */
export function problemsOf(baseline: Baseline, file: string, stacks: readonly StackTemplate[]): Problem[] {
  const deployments = deploymentsOf(baseline, stacks);
  if (deployments.length === 0) {
    return [{ rule: 'UnknownDeployment', severity: 'fatal', ...unknownDeploymentText(baseline, file, stacks) }];
  }
  const now = baselineOf(stacks);
  const verdicts = judge(stacksOf(deployments, stacks), now);
  const blocked = verdicts.filter(({ blocked }) => blocked);
  return [
    ...blocked.filter((verdict) => stackOf(stacks, verdict)).flatMap((verdict) => blockedProblems(stacks, verdict)),
    ...removedStacks(stacks, blocked),
    // What is blocked comes first: a resource that was moved is new as well.
    ...(blocked.length > 0 ? [] : staleProblems(file, verdicts)),
  ];
}

/** The findings of a verdict that block it. */
export function blockingFindings({ findings }: ResourceVerdict): Finding[] {
  return findings.filter(({ blocks }) => blocks);
}

/** The id of a finding: narrow, so that an acknowledgement lets nothing else through. */
export function ruleOf(verdict: Verdict, about: string): string {
  const word = verdict[0] + verdict.slice(1).toLowerCase();
  // Brackets have to be balanced in an id.
  return about === '' ? word : `${word}[${about.replace(/[^\w./:-]+/g, '-')}]`;
}

function blockedProblems(stacks: readonly StackTemplate[], verdict: ResourceVerdict): Problem[] {
  const stack = stackOf(stacks, verdict);
  const { logicalId } = verdict;
  const isStack = logicalId === '';
  const remains = isStack || stack?.template.Resources?.[logicalId] !== undefined;
  return blockingFindings(verdict).map((finding): Problem => {
    const rule = ruleOf(finding.verdict, remains ? finding.property : logicalId);
    const where = remains && !isStack ? { logicalId, property: finding.property } : {};
    return { rule, severity: 'error', stack, ...where, ...blockedText(verdict, finding, rule, remains) };
  });
}

/** One for each stack that is gone: it is one decision, however much it held. */
function removedStacks(stacks: readonly StackTemplate[], blocked: readonly ResourceVerdict[]): Problem[] {
  const gone = blocked.filter((verdict) => !stackOf(stacks, verdict));
  const names = [...new Set(gone.map(({ stackName }) => stackName))].sort();
  return names.map((name) => {
    const rule = `StackRemoved[${name}]`;
    const held = gone.filter(({ stackName }) => stackName === name);
    return { rule, severity: 'error', ...removedStackText(name, held, rule) };
  });
}

function staleProblems(file: string, verdicts: readonly ResourceVerdict[]): Problem[] {
  const unguarded = verdicts.filter(
    ({ stateful, verdict, blocked }) => stateful && !blocked && verdict !== Verdict.UNCHANGED,
  );
  if (unguarded.length === 0) return [];
  // What is new is not guarded at all; what has grown is, as it was.
  const severity = unguarded.some(({ verdict }) => verdict === Verdict.ADDED) ? 'warning' : 'info';
  return [{ rule: 'StaleBaseline', severity, ...staleText(file, unguarded) }];
}

function stackOf(stacks: readonly StackTemplate[], { stackName, region }: ResourceVerdict): StackTemplate | undefined {
  return stacks.find((stack) => stack.stackName === stackName && stack.region === region);
}
