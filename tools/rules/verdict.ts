import type { LintException } from './cfn-lint-exceptions';
import { staleAcknowledgements, toRows, wrongAcknowledgements, type Acknowledgement } from './acknowledgements';
import { distinct } from './report';
import type { Verdict } from '../support/lane';
import { table } from '../support/table';
import type { PlacedFinding } from './whole-matrix';

/** Everything that the lane found out. */
export interface Evidence {
  readonly ours: readonly PlacedFinding[];
  readonly naive: readonly PlacedFinding[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** Configurations that `cdk synth --strict` refused, with its output. */
  readonly refused: readonly { readonly configuration: string; readonly output: string }[];
  readonly staleExceptions: readonly LintException[];
  /** Number of rules, by judge. */
  readonly rules: ReadonlyMap<string, number>;
  /** Facts about the run, one a line. */
  readonly facts: readonly string[];
}

/** The checks of the lane: each has a name and what went wrong. */
export function checks(evidence: Evidence): Verdict[] {
  const unacknowledged = distinct(evidence.ours.filter(({ acknowledged }) => !acknowledged));
  const judges = [...evidence.rules.keys()];
  return [
    ...judges.map((judge) => ({
      name: `${judge}: nothing unacknowledged`,
      problems: unacknowledged
        .filter((finding) => finding.judge === judge)
        .map(({ rule, constructPath, description, configurations }) =>
          [`${rule} on ${constructPath}`, firstLine(description), `in ${summary(configurations)}`].join('\n      '),
        ),
    })),
    {
      name: 'every judge finds fault with the naive stack',
      problems: judges.filter((judge) => !evidence.naive.some((finding) => finding.judge === judge)),
    },
    {
      name: 'cdk synth --strict accepts every pair of choices',
      problems: evidence.refused.map(({ configuration, output }) => `${configuration}\n${output.slice(-4000)}`),
    },
    {
      name: 'acknowledgements are few, prefixed, allowed and give reasons',
      problems: wrongAcknowledgements(evidence.acknowledgements),
    },
    {
      name: 'no acknowledgement is stale',
      problems: staleAcknowledgements(evidence.acknowledgements, evidence.ours),
    },
    {
      name: 'no exception from cfn-lint is stale',
      problems: evidence.staleExceptions.map(({ rule, at }) => `${rule} at ${at ?? 'any place'}`),
    },
  ];
}

/** The result for people: a table of judges, the facts, and the acknowledgements. */
export function describeEvidence(evidence: Evidence): string {
  const rows = [...evidence.rules].map(([judge, rules]) => [
    judge,
    rules || '-',
    count(evidence.ours, judge, false),
    count(evidence.ours, judge, true),
    count(evidence.naive, judge, false),
  ]);
  const sums = [2, 3, 4].map((column) => rows.reduce((sum, row) => sum + Number(row[column]), 0));
  const acknowledged = toRows(evidence.acknowledgements);
  return [
    table([['judge', 'rules', 'ours', 'acknowledged', 'naive'], ...rows, ['total', '', ...sums]]),
    '',
    ...evidence.facts,
    `${acknowledged.length} acknowledgements (rule, construct of the library), on constructs of all configurations:`,
    table(acknowledged.map(({ rule, place, paths }) => [`  ${rule} on ${place}`, paths.length])),
  ].join('\n');
}

function count(findings: readonly PlacedFinding[], judge: string, acknowledged: boolean): number {
  return distinct(findings).filter(
    (finding) => finding.judge === judge && (finding.acknowledged !== undefined) === acknowledged,
  ).length;
}

function firstLine(text: string): string {
  return text.split('\n')[0].slice(0, 300);
}

function summary(configurations: readonly string[]): string {
  const [first = '', ...others] = configurations;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
