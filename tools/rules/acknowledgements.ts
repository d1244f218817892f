import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { FORBIDDEN_FINDINGS, FORBIDDEN_RULES } from './forbidden-rules';
import type { Finding } from './report';
import { ruleName } from './rule-names';

/** Most rows that the project allows itself. */
export const MOST_ROWS = 30;

/** One call of `acknowledge`: a rule of one pack, on one construct. */
export interface Acknowledgement {
  readonly id: string;
  readonly at: string;
  readonly reason: string;
}

/** One thing that is acknowledged: a rule, whatever the pack, on one construct. */
export interface AcknowledgedRule {
  readonly rule: string;
  readonly at: string;
  readonly reasons: readonly string[];
  readonly ids: readonly string[];
}

/** Every acknowledgement in a construct tree. */
export function acknowledgementsIn(root: IConstruct): Acknowledgement[] {
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) =>
          Object.entries(data as Record<string, string>).map(([id, reason]) => ({ id, at: node.path, reason })),
        ),
    );
}

/** Acknowledgements as rows of (rule, construct): the same rule of several packs is one row, its findings too. */
export function toRows(acknowledgements: readonly Acknowledgement[]): AcknowledgedRule[] {
  const rows = new Map<string, { rule: string; at: string; reasons: Set<string>; ids: Set<string> }>();
  for (const { id, at, reason } of acknowledgements) {
    const rule = ruleName(id).replace(/\[.*\]$/, '');
    const row = rows.get(`${at} ${rule}`) ?? { rule, at, reasons: new Set<string>(), ids: new Set<string>() };
    row.reasons.add(reason);
    row.ids.add(id);
    rows.set(`${at} ${rule}`, row);
  }
  return [...rows.entries()]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([, row]) => ({ ...row, reasons: [...row.reasons], ids: [...row.ids].sort() }));
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

/** Acknowledgements of what no configuration does any more. */
export function staleAcknowledgements(
  acknowledgements: readonly Acknowledgement[],
  findings: readonly Finding[],
): string[] {
  const used = new Set(findings.map(({ acknowledged }) => `${acknowledged?.id} ${acknowledged?.at}`));
  return [
    ...new Set(
      acknowledgements.filter(({ id, at: path }) => !used.has(`${id} ${path}`)).map((item) => `${at(item)} is stale`),
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
    FORBIDDEN_RULES.map(ruleName).includes(name.replace(/\[.*\]$/, '')) ||
    FORBIDDEN_FINDINGS.some((finding) => finding.test(name))
  );
}

function at({ id, at: path }: Acknowledgement): string {
  return `${id} on ${path || 'the app'}`;
}
