import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { FORBIDDEN_FINDINGS, FORBIDDEN_RULES } from './forbidden-rules';
import type { Finding } from './report';
import { ruleName } from './rule-names';

/** Most rows that the project allows itself. */
export const MOST_ROWS = 30;

/** One call of `acknowledge`: a rule of one pack, on one construct. */
export interface Acknowledgement {
  readonly id: string;
  /** Path of the construct. */
  readonly at: string;
  /** The construct's place in the library: the class that makes it, and its path from there, such as `HandlerFunction/Role`. */
  readonly place: string;
  readonly reason: string;
}

/** One thing that is acknowledged: a rule, whatever the pack, on one construct of the library, however often that is used. */
export interface AcknowledgedRule {
  readonly rule: string;
  readonly place: string;
  readonly reasons: readonly string[];
  readonly ids: readonly string[];
  readonly paths: readonly string[];
}

/** Every acknowledgement in a construct tree. */
export function acknowledgementsIn(root: IConstruct): Acknowledgement[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Record<string, string>).map(([id, reason]) => ({
          id,
          at: construct.node.path,
          place: placeOf(construct),
          reason,
        })),
      ),
  );
}

/** Acknowledgements as rows of (rule, construct): the same rule of several packs is one row, its findings too. */
export function toRows(acknowledgements: readonly Acknowledgement[]): AcknowledgedRule[] {
  const groups = new Map<string, Acknowledgement[]>();
  for (const acknowledgement of acknowledgements) {
    const key = `${acknowledgement.place} ${ruleOf(acknowledgement)}`;
    groups.set(key, [...(groups.get(key) ?? []), acknowledgement]);
  }
  return [...groups.entries()]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([, group]) => ({
      rule: ruleOf(group[0]),
      place: group[0].place,
      reasons: distinct(group.map(({ reason }) => reason)),
      ids: distinct(group.map(({ id }) => id)),
      paths: distinct(group.map(({ at }) => at)),
    }));
}

/** What is wrong with the acknowledgements themselves, whatever they acknowledge. */
export function wrongAcknowledgements(acknowledgements: readonly Acknowledgement[]): string[] {
  const rows = toRows(acknowledgements).length;
  return [
    ...new Set([
      ...acknowledgements.filter(({ id }) => isUnprefixed(id)).map((item) => `${at(item)} has no prefix of a pack`),
      ...acknowledgements.filter(({ reason }) => reason.trim() === '').map((item) => `${at(item)} has no reason`),
      ...acknowledgements.filter(({ id }) => isForbidden(id)).map((item) => `${at(item)} is never acknowledged`),
      ...(rows > MOST_ROWS ? [`${rows} rows are more than ${MOST_ROWS}`] : []),
    ]),
  ];
}

/** A region of a path: those of Control Tower's rules are judged in some regions alone, and the same everywhere. */
const REGION = /\/[a-z]{2}-[a-z]+-\d\//;

function keyOf(id: string | undefined, path: string | undefined): string {
  return `${id} ${path?.replace(REGION, '/')}`;
}

/** Acknowledgements of what no configuration does any more. */
export function staleAcknowledgements(
  acknowledgements: readonly Acknowledgement[],
  findings: readonly Finding[],
): string[] {
  const used = new Set(findings.map(({ acknowledged }) => keyOf(acknowledged?.id, acknowledged?.at)));
  return [
    ...new Set(
      acknowledgements.filter(({ id, at: path }) => !used.has(keyOf(id, path))).map((item) => `${at(item)} is stale`),
    ),
  ];
}

/** Without a prefix, an id counts as that of a warning of the CDK itself; those start with the name of a package. */
function isUnprefixed(id: string): boolean {
  return id.startsWith('Annotation::') && !/^Annotation::(@aws-cdk\/|zero-to-millions:)/.test(id);
}

function isForbidden(id: string): boolean {
  const name = ruleName(id);
  return (
    FORBIDDEN_RULES.map(ruleName).includes(withoutFinding(name)) ||
    FORBIDDEN_FINDINGS.some((finding) => finding.test(name))
  );
}

function at({ id, at: path }: Acknowledgement): string {
  return `${id} on ${path || 'the app'}`;
}

function ruleOf({ id }: Acknowledgement): string {
  return withoutFinding(ruleName(id));
}

function withoutFinding(name: string): string {
  return name.replace(/\[.*\]$/, '');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** Classes of the CDK carry their names under this symbol; classes of this library inherit that of one of these. */
const JSII = Symbol.for('jsii.rtti');
const BASES = ['constructs.Construct', 'aws-cdk-lib.Resource', 'aws-cdk-lib.Stack'];

function placeOf(construct: IConstruct): string {
  const maker = construct.node.scopes.slice(0, -1).reverse().find(isOfLibrary);
  if (!maker) return construct.node.path;
  // Stacks of the platform only compose: what several of them have is one construct of the library.
  const name = Stack.isStack(maker) ? 'Stack' : maker.constructor.name;
  return `${name}${construct.node.path.slice(maker.node.path.length)}`;
}

function isOfLibrary({ constructor }: IConstruct): boolean {
  const { [JSII]: name } = constructor as { [JSII]?: { readonly fqn: string } };
  return !Object.hasOwn(constructor, JSII) && name !== undefined && BASES.includes(name.fqn);
}
