import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LINT_EXCEPTIONS, type LintException } from './cfn-lint-exceptions';
import { inParallel, run } from '../support/process';
import type { Finding } from './report';

/** A template and the configuration it is part of. */
export interface Template {
  readonly configuration: string;
  readonly name: string;
  readonly content: string;
}

/** What cfn-lint says of templates. */
export interface LintResult {
  readonly findings: readonly (Finding & { readonly configuration: string })[];
  readonly staleExceptions: readonly LintException[];
  /** Number of templates after leaving out those with the same content. */
  readonly templates: number;
}

interface Match {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** Every region of the templates: cfn-lint checks which types and values exist there. */
const REGIONS = ['eu-west-1', 'us-east-1'];

/** Lints templates, each content once, in several processes; starting one takes longer than a template. */
export async function lint(
  programs: string,
  templates: readonly Template[],
  processes: number,
  exceptions = LINT_EXCEPTIONS,
): Promise<LintResult> {
  const unique = new Map(templates.map((template) => [contentHash(template), template]));
  const folder = mkdtempSync(join(tmpdir(), 'cfn-lint-'));
  try {
    for (const [hash, { content }] of unique) writeFileSync(join(folder, `${hash}.json`), content);
    const hashes = [...unique].sort(([, one], [, other]) => other.content.length - one.content.length);
    const shares = Array.from({ length: processes }, (_, share) =>
      hashes.filter((_hash, index) => index % processes === share).map(([hash]) => hash),
    ).filter((share) => share.length > 0);
    const matches = await inParallel(
      processes,
      shares.map((share) => () => lintFiles(programs, folder, share)),
    );
    const seen = matches.flat().map((match) => located(match, unique));
    return {
      findings: seen.filter((match) => !exceptions.some((exception) => excuses(exception, match))),
      staleExceptions: exceptions.filter((exception) => !seen.some((match) => excuses(exception, match))),
      templates: unique.size,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Number of rules of cfn-lint. */
export async function countLintRules(programs: string): Promise<number> {
  const { stdout } = await run(join(programs, 'cfn-lint'), ['--list-rules']);
  return stdout.split('\n').filter((line) => /^[EWI]\d{4}: /.test(line)).length;
}

function contentHash({ content }: Template): string {
  return createHash('sha256').update(content).digest('hex');
}

async function lintFiles(programs: string, folder: string, hashes: readonly string[]): Promise<Match[]> {
  const files = hashes.map((hash) => join(folder, `${hash}.json`));
  const { stdout, output } = await run(join(programs, 'cfn-lint'), [
    ...['--format', 'json', '--regions', ...REGIONS],
    '--',
    ...files,
  ]);
  if (!stdout.trimStart().startsWith('[')) throw new Error(`cfn-lint failed:\n${output}`);
  return JSON.parse(stdout) as Match[];
}

type Located = Finding & { readonly configuration: string; readonly at: string; readonly message: string };

/** The match as a finding on a construct, and its place as type of the resource and path below it. */
function located(match: Match, templates: ReadonlyMap<string, Template>): Located {
  const hash = /([0-9a-f]{64})\.json$/.exec(match.Filename)?.[1] ?? '';
  const { configuration, name, content } = templates.get(hash) ?? { configuration: '', name: hash, content: '{}' };
  const path = match.Location.Path ?? [];
  const resources = (JSON.parse(content) as { Resources?: Record<string, ResourceDefinition> }).Resources ?? {};
  const resource = path[0] === 'Resources' ? resources[String(path[1])] : undefined;
  return {
    judge: 'cfn-lint',
    rule: match.Rule.Id,
    constructPath: resource?.Metadata?.['aws:cdk:path'] ?? `${name}#${path.join('/')}`,
    description: `${path.slice(2).join('/')}: ${match.Message}`,
    configuration,
    message: match.Message,
    at: [resource?.Type ?? path.slice(0, 2).join('/'), ...path.slice(2)].join('/'),
  };
}

interface ResourceDefinition {
  readonly Type: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

function excuses(exception: LintException, match: Located): boolean {
  const { rule, at = match.at, message = '' } = exception;
  return rule === match.rule && at === match.at && match.message.startsWith(message);
}
