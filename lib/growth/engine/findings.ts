import { compare } from '../../private/compare';
import { isStateful } from '../stateful';
import { Verdict, type Finding, type ResourceVerdict } from '../verdict';
import type { Assembly } from './assembly';
import type { Resolved } from './change';
import { nameOf, successorsOf, type Place } from './moves';
import { blocks, type Reason } from './property';
import type { Tainted } from './references';
import type { Surroundings } from './resource';

/** From the mildest to the severest. */
const SEVERITY = Object.values(Verdict);

/** What has been found about both sides, and the verdicts that follow from it. */
export class Findings implements Surroundings {
  /** Keys of every stack, in the order of the answer. */
  public readonly stacks: readonly string[];
  public readonly gone: readonly Place[];
  public readonly added: readonly Place[];
  private readonly reasons = new Map<string, Reason[]>();
  private readonly stackReasons = new Map<string, Reason[]>();
  private readonly successors: ReadonlyMap<string, Place>;
  private holders: Map<string, Place> | undefined;

  constructor(
    private readonly before: Assembly,
    private readonly after: Assembly,
  ) {
    this.stacks = [...new Set([...before.keys, ...after.keys])].sort((one, other) => compare(order(one), order(other)));
    this.gone = this.stacks.flatMap((key) => onlyIn(before, after, key));
    this.added = this.stacks.flatMap((key) => onlyIn(after, before, key));
    this.successors = successorsOf(
      this.gone.filter(({ resource }) => isStateful(resource.source)),
      this.added,
    );
  }

  public add({ key }: Resolved, reasons: readonly Reason[]): void {
    this.addByKey(key, reasons);
  }

  public addByKey(key: string, reasons: readonly Reason[]): void {
    this.reasons.set(key, [...(this.reasons.get(key) ?? []), ...reasons]);
  }

  public addToStack(key: string, reasons: readonly Reason[]): void {
    this.stackReasons.set(key, [...reasons]);
  }

  /** Resources of both sides that are replaced, and those of which nobody can tell. */
  public get tainted(): Tainted {
    const tainted: Tainted = new Map();
    for (const [key, reasons] of this.reasons) {
      const verdicts = reasons.map(({ verdict }) => verdict);
      if (verdicts.includes(Verdict.REPLACED)) tainted.set(key, Verdict.REPLACED);
      else if (verdicts.includes(Verdict.UNKNOWN)) tainted.set(key, Verdict.UNKNOWN);
    }
    return tainted;
  }

  /** A nested stack goes with the resource that stands for it; any other one that the app no longer has stays deployed. */
  public leftBehind({ resource }: Place): boolean {
    const own = stackOf(resource.key);
    const parent = stackOf(own);
    return this.after.stack(own) === undefined && this.after.stack(parent) === undefined;
  }

  public afterwards({ resource }: Place): readonly Resolved[] {
    return [...this.after.in(stackOf(resource.key)).values()];
  }

  public successorOf({ resource }: Place): Place | undefined {
    return this.successors.get(resource.key);
  }

  public holderOf(place: Place): Place | undefined {
    this.holders ??= new Map(
      this.stacks
        .flatMap((key) => placesIn(this.before, key))
        .filter(({ resource }) => nameOf(resource) !== undefined)
        .map((holder) => [address(holder), holder]),
    );
    return this.holders.get(address(place));
  }

  /** A verdict for every resource of either side. */
  public verdicts(): ResourceVerdict[] {
    return this.stacks.flatMap((key) => [
      ...this.verdictOfStack(key),
      ...this.idsIn(key).map((logicalId) => this.verdictOf(key, logicalId)),
    ]);
  }

  private idsIn(key: string): string[] {
    return [...new Set([...this.before.in(key).keys(), ...this.after.in(key).keys()])].sort();
  }

  private verdictOf(key: string, logicalId: string): ResourceVerdict {
    const [old, now] = [this.before.in(key).get(logicalId), this.after.in(key).get(logicalId)];
    const resource = (now ?? old) as Resolved;
    const stateful = [old, now].some((side) => side !== undefined && isStateful(side.source));
    const everywhere = old && now && stateful ? this.macros(key) : [];
    const findings = sorted([...(this.reasons.get(resource.key) ?? []), ...everywhere], stateful);
    const fallback = old && now ? Verdict.UNCHANGED : Verdict.ADDED;
    const path = resource.source.Metadata?.['aws:cdk:path'];
    return {
      ...this.place(key),
      logicalId,
      resourceType: resource.type,
      constructPath: typeof path === 'string' ? path : undefined,
      physicalName: nameOf(resource),
      stateful,
      verdict: findings[0]?.verdict ?? fallback,
      blocked: findings.some((finding) => finding.blocks),
      findings,
    };
  }

  private macros(key: string): Reason[] {
    return (this.stackReasons.get(key) ?? []).filter(({ property }) => property === 'Transform');
  }

  /** The stack itself, when its own protection changes and it holds something. */
  private verdictOfStack(key: string): ResourceVerdict[] {
    const own = (this.stackReasons.get(key) ?? []).filter(({ property }) => property !== 'Transform');
    const stateful = [...this.before.in(key).values()].some(({ source }) => isStateful(source));
    if (own.length === 0 || !stateful) return [];
    const findings = sorted(own, true);
    return [
      {
        ...this.place(key),
        logicalId: '',
        resourceType: 'AWS::CloudFormation::Stack',
        stateful,
        verdict: findings[0]?.verdict ?? Verdict.UNCHANGED,
        blocked: findings.some((finding) => finding.blocks),
        findings,
      },
    ];
  }

  private place(key: string): Pick<ResourceVerdict, 'stackName' | 'region' | 'account'> {
    const stack = this.after.stack(key) ?? this.before.stack(key);
    return { stackName: stack?.stackName ?? '', region: stack?.region ?? '', account: stack?.account };
  }
}

/** The severest first; of the same severity, in the order of the properties. */
function sorted(reasons: readonly Reason[], stateful: boolean): Finding[] {
  const findings = reasons.map((reason): Finding => ({ ...reason, blocks: blocks(reason, stateful) }));
  return findings.sort(
    (one, other) =>
      SEVERITY.indexOf(other.verdict) - SEVERITY.indexOf(one.verdict) || compare(one.property, other.property),
  );
}

function onlyIn(here: Assembly, there: Assembly, key: string): Place[] {
  const others = there.in(key);
  return placesIn(here, key).filter(({ resource }) => !others.has(resource.logicalId));
}

function placesIn(assembly: Assembly, key: string): Place[] {
  const stack = assembly.stack(key);
  if (!stack) return [];
  const { stackName, region } = stack;
  const resources = [...assembly.in(key).values()];
  return resources
    .sort((one, other) => compare(one.logicalId, other.logicalId))
    .map((resource) => ({ stackName, region, resource }));
}

function address(place: Place): string {
  return `${place.region} ${place.resource.type} ${nameOf(place.resource)}`;
}

function stackOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/** Stack keys are `<account>/<region>/<name>`: the answer is in the order of names. */
function order(key: string): string {
  const [account, region, ...name] = key.split('/');
  return `${name.join('/')} ${region} ${account}`;
}
