import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AppProps, IPolicyValidationPlugin } from 'aws-cdk-lib';
import { acknowledgementsIn, type Acknowledgement } from './acknowledgements';
import { houseFindings, type TemplateDocument } from './house';
import { judge } from './judged-app';
import { buildApp, describe, type Configuration } from './matrix';
import { NAIVE, naiveApp } from './naive';
import { Pool } from '../support/pool';
import type { Finding } from './report';

/** A finding and a configuration that has it. */
export type PlacedFinding = Finding & { readonly configuration: string };

/** A configuration, or the naive stack. */
export type MatrixJob = Configuration | typeof NAIVE;

/** What the judges of the matrix say of one configuration. */
export interface JudgedConfiguration {
  readonly findings: readonly PlacedFinding[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** Hashes of the templates. */
  readonly templates: readonly string[];
}

/** What they say of every configuration. */
export interface MatrixVerdict {
  readonly findings: readonly PlacedFinding[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** Number of different templates, those of the naive stack left out. */
  readonly templates: number;
}

/**
 * Judges the naive stack and every configuration, with one instance of each judge in each process.
 *
 * @param memory Folder where processes find the verdicts of others on templates.
 * @param done Called after each configuration.
 */
export async function judgeMatrix(
  configurations: readonly Configuration[],
  memory: string,
  processes: number,
  done: () => void,
): Promise<MatrixVerdict> {
  const environment = { RULES_MEMORY: memory };
  const pool = new Pool<MatrixJob, JudgedConfiguration>(join(__dirname, 'matrix-worker.ts'), {
    processes,
    environment,
  });
  try {
    const [naive, ...ours] = await pool.run([NAIVE, ...configurations], done);
    return {
      findings: [...(naive?.findings ?? []), ...ours.flatMap(({ findings }) => findings)],
      acknowledgements: ours.flatMap(({ acknowledgements }) => acknowledgements),
      templates: new Set(ours.flatMap(({ templates }) => templates)).size,
    };
  } finally {
    pool.end();
  }
}

/** Synthesizes and judges in this process. */
export function judgeConfiguration(job: MatrixJob, judges: readonly IPolicyValidationPlugin[]): JudgedConfiguration {
  const acknowledgements: Acknowledgement[] = [];
  const build = (props: AppProps) => {
    const app = job === NAIVE ? naiveApp(props) : buildApp(job, props);
    acknowledgements.push(...acknowledgementsIn(app));
    return app;
  };
  const { findings, templates } = judge(build, judges);
  const house = [...templates].flatMap(([stack, template]) =>
    houseFindings(stack, { template: template as TemplateDocument, disposable: false }),
  );
  const configuration = job === NAIVE ? NAIVE : describe(job);
  return {
    findings: [...findings, ...house].map((finding) => ({ ...finding, configuration })),
    acknowledgements,
    templates: [...templates.values()].map(hash),
  };
}

function hash(template: unknown): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex');
}
