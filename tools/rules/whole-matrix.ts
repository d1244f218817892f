import { createHash } from 'node:crypto';
import type { AppProps, IPolicyValidationPlugin } from 'aws-cdk-lib';
import { acknowledgementsIn, type Acknowledgement } from './acknowledgements';
import { houseFindings, type TemplateDocument } from './house';
import { rememberingJudges } from './judges';
import { judge, type Verdict } from './judged-app';
import { buildApp, describe, type Configuration } from './matrix';
import { naiveApp } from './naive';
import type { Finding } from './report';

/** A finding and a configuration that has it. */
export type PlacedFinding = Finding & { readonly configuration: string };

/** What the judges of this process say of every configuration. */
export interface MatrixVerdict {
  readonly findings: readonly PlacedFinding[];
  readonly acknowledgements: readonly Acknowledgement[];
  readonly naive: readonly PlacedFinding[];
  /** Number of different templates. */
  readonly templates: number;
}

/**
 * Judges the naive stack and every configuration with one instance of each judge.
 *
 * @param memory Folder where other processes find verdicts on templates.
 * @param progress Called with the number of configurations that have been judged.
 */
export async function judgeMatrix(
  configurations: readonly Configuration[],
  memory: string,
  progress: (done: number) => void,
): Promise<MatrixVerdict> {
  const judges = rememberingJudges(memory);
  const findings: PlacedFinding[] = [];
  const acknowledgements: Acknowledgement[] = [];
  const templates = new Set<string>();
  for (const [index, configuration] of configurations.entries()) {
    const build = (props: AppProps) => {
      const app = buildApp(configuration, props);
      acknowledgements.push(...acknowledgementsIn(app));
      return app;
    };
    const verdict = judgeAll(build, judges);
    findings.push(...verdict.findings.map((finding) => ({ ...finding, configuration: describe(configuration) })));
    for (const template of verdict.templates.values()) templates.add(hash(template));
    progress(index + 1);
    // Lets the other jobs of the lane start and end their processes.
    await new Promise(setImmediate);
  }
  const naive = judgeAll(naiveApp, judges).findings.map((finding) => ({ ...finding, configuration: 'naive' }));
  return { findings, acknowledgements, naive, templates: templates.size };
}

function judgeAll(build: Parameters<typeof judge>[0], judges: readonly IPolicyValidationPlugin[]): Verdict {
  const verdict = judge(build, judges);
  const house = [...verdict.templates].flatMap(([stack, template]) =>
    houseFindings(stack, { template: template as TemplateDocument, disposable: false }),
  );
  return { ...verdict, findings: [...verdict.findings, ...house] };
}

function hash(template: unknown): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex');
}
