import { parseArgs } from 'node:util';
import { compareAssemblies } from './compare/compare';
import { AssemblyError } from './model/assembly';
import { Model } from './model/model';
import { changesJson, json } from './output/json';
import { changesMarkdown, markdown } from './output/markdown';
import { changesText, shortText, text } from './output/text';
import { review } from './review';

/** What the command prints, and how it ends: 0, 1 for a folder that is no assembly, 2 for a wrong command line. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
}

const USAGE = `Usage: npm run review -- [DIR] [--short | --markdown | --json] [--against DIR]

Says what a reviewer must see in a synthesized assembly, from its templates alone. DIR is what \`cdk synth\` wrote, by default cdk.out.

  --short         a line for each question
  --markdown      for a pull request
  --json          for programs (docs/review.md)
  --against DIR   what changes from the assembly in DIR to this one
`;

const FORMATS = ['short', 'markdown', 'json'] as const;

/** Runs the command. */
export function reviewCommand(args: readonly string[]): Outcome {
  try {
    return { exitCode: 0, output: run(args) };
  } catch (error) {
    if (error instanceof AssemblyError) return { exitCode: 1, output: `${error.message}\n` };
    if (error instanceof UsageError) return { exitCode: 2, output: `${error.message}\n\n${USAGE}` };
    throw error;
  }
}

class UsageError extends Error {}

function run(args: readonly string[]): string {
  const { values, positionals } = parse(args);
  if (values.help) return USAGE;
  const formats = FORMATS.filter((format) => values[format]);
  if (formats.length > 1) {
    throw new UsageError(
      `give one of --short, --markdown and --json, not ${formats.map((name) => `--${name}`).join(' and ')}`,
    );
  }
  if (positionals.length > 1) throw new UsageError(`give one folder, got ${positionals.join(' ')}`);
  const [folder = 'cdk.out'] = positionals;
  const model = Model.read(folder);
  if (values.against !== undefined) {
    if (values.short) throw new UsageError('--short cannot be given with --against');
    const changes = compareAssemblies(Model.read(values.against), model);
    return values.json ? changesJson(changes) : values.markdown ? changesMarkdown(changes) : changesText(changes);
  }
  const sections = review(model);
  if (values.short) return `${shortText(sections, folder)}\n`;
  return values.json ? json(sections) : values.markdown ? markdown(sections) : text(sections);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        against: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        markdown: { type: 'boolean' },
        short: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}
