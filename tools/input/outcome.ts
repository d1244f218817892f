import { App, type AppProps, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import { judge, type Verdict } from '../rules/judged-app';
import { houseFindings, type TemplateDocument } from '../rules/house';
import type { Choice } from './choice';
import { ruleName } from '../rules/rule-names';
import { AROUND, TEST_STACK, World } from './world';

/** What became of a set of properties. */
export type Outcome =
  | { readonly kind: 'clean'; readonly templates: ReadonlyMap<string, unknown> }
  | { readonly kind: 'refused'; readonly rules: readonly string[] }
  | { readonly kind: 'failed'; readonly problem: string };

/** Who judges templates that are synthesized. */
export interface Judges {
  /** Everybody. */
  readonly all: readonly IPolicyValidationPlugin[];
  /** Who judges what is meant to go with its stack: the packs ask for protection, which that does without on purpose. */
  readonly ofDisposable: readonly IPolicyValidationPlugin[];
}

/** Where a set is tried, and how much its refusal has to say. */
export interface Trial {
  readonly region: string;
  /** Whether one construct is given everything, so that it has to name every value that is wrong. */
  readonly atOnce: boolean;
}

/** `<property> must <rule>, got <value>; <remedy>`, without a full stop. A path of properties may begin with an id. */
const RULE = /^[a-zA-Z][^\n]*? must .+, got .*; .*[^.\s]$/s;

/** Builds and judges an app with a set of properties. */
export function tryOut(set: Choice, { region, atOnce }: Trial, judges: Judges): Outcome {
  const disposable = /\bdisposable: true\b/.test(set.text);
  let verdict: Verdict;
  try {
    verdict = judge((props) => build(set, region, props), disposable ? judges.ofDisposable : judges.all);
  } catch (error) {
    return refusal(error, atOnce ? set.wrong : []);
  }
  const problems = findingsOf(verdict, disposable);
  const unexpected = problems.filter(({ name }) => !set.breaks.includes(name));
  const missing = disposable ? [] : set.breaks.filter((rule) => !problems.some(({ name }) => name === rule));
  const complaints = [
    ...unexpected.map(({ text }) => text),
    ...missing.map((rule) => `does not break ${rule}, which it is said to break`),
    ...(set.wrong.length > 0 ? [`accepted, though ${set.wrong.join(' and ')} cannot be right`] : []),
  ];
  return complaints.length > 0 ? failed(...complaints) : { kind: 'clean', templates: verdict.templates };
}

function build(set: Choice, region: string, props: AppProps): App {
  const app = new App(props);
  set.make(new World(app, region));
  return app;
}

interface Problem {
  /** The rule's name, the same in every pack. */
  readonly name: string;
  readonly text: string;
}

/** What the judges have to say that is not acknowledged. */
function findingsOf({ findings, templates }: Verdict, disposable: boolean): Problem[] {
  const house = [...templates].flatMap(([stack, template]) =>
    houseFindings(stack, {
      template: template as TemplateDocument,
      disposable: disposable && (!stack.startsWith(AROUND) || stack === TEST_STACK),
    }),
  );
  return [...findings, ...house]
    .filter(({ acknowledged }) => acknowledged === undefined)
    .map(({ judge: by, rule, constructPath, description }) => ({
      name: ruleName(rule),
      text: `${by}: ${rule} on ${constructPath}: ${description.split('\n')[0].slice(0, 300)}`,
    }));
}

/** An error is a refusal only in the form of one. */
function refusal(error: unknown, wrong: readonly string[]): Outcome {
  if (!(error instanceof Error)) return failed(`threw ${String(error)}`);
  if (error.name !== 'InvalidInputError') return failed(error.stack ?? error.message);
  const rules = rulesIn(error.message);
  if (!rules) return failed(`refused without naming a construct: ${error.message}`);
  const formless = rules.filter((rule) => !RULE.test(rule));
  const unnamed = wrong.filter((name) => !rules.some((rule) => new RegExp(`\\b${name}\\b`).test(rule)));
  const complaints = [
    ...formless.map((rule) => `refused in another form than that of the house: ${rule}`),
    ...(unnamed.length > 0 ? [`refused without naming ${unnamed.join(' and ')}: ${rules.join(' | ')}`] : []),
  ];
  return complaints.length > 0 ? failed(...complaints) : { kind: 'refused', rules };
}

/** The rules of a refusal, each without the path of the construct. */
function rulesIn(message: string): string[] | undefined {
  const [, one, several] = /^[\w/-]+:(?: (.+)|\n {2}- (.+))$/s.exec(message) ?? [];
  return one === undefined ? several?.split('\n  - ') : [one];
}

function failed(...problems: readonly string[]): Outcome {
  return { kind: 'failed', problem: problems.join('\n') };
}
