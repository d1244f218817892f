import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stacksOf, type AssemblyStack } from './assembly';
import { unless } from './check';
import { CHECKS } from './checks';
import { Deployment } from './deployment';
import { ENGINES } from './engines';
import { readLog } from './log';
import { complaints } from './messages';
import { isAt, MISTAKES, plant, readTemplate, type EditableTemplate, type Mistake } from './mistakes';
import type { Part } from './report';
import { updateStack } from './stack-update';
import type { Bench, Workshop } from './workshop';

/** Stacks that mistakes are made in, and what they need. */
const STACKS = ['Shop/eu-west-1/Net', 'Shop/Global', 'Shop/eu-west-1/Data', 'Shop/eu-west-1/Svc'];

/** Makes mistakes in the templates of what is deployed, one at a time, and fails where one is not found. */
export async function plantedLane(workshop: Workshop, part: Part): Promise<void> {
  const bench = await workshop.bench('planted');
  const assembly = join(bench.folder, 'assembly');
  await bench.cli.synth(undefined, assembly, ENGINES[0]?.context ?? {});
  await bench.cli.bootstrap(assembly);
  const { exitCode, output } = await bench.cli.deploy(assembly, STACKS);
  part.done('cdk deploy, to make mistakes in');
  if (exitCode !== 0) return part.verdict('the stacks deploy', complaints(output));

  const field = new Field(bench, assembly);
  for (const mistake of MISTAKES) part.verdict(`finds ${mistake.name}`, await field.miss(mistake));
  part.verdict(
    'names the construct and what is wrong with it, in the output of cdk deploy',
    await field.missAtCli(MISTAKES[0]),
  );
  part.done(`${MISTAKES.length + 1} mistakes`);
}

/** A deployment in which mistakes are made. */
class Field {
  private readonly stacks: readonly AssemblyStack[];

  constructor(
    private readonly bench: Bench,
    private readonly assembly: string,
  ) {
    this.stacks = stacksOf(assembly).filter(({ displayName }) => STACKS.includes(displayName));
  }

  /** Makes a mistake, takes it back, and returns why it was missed, if it was. */
  async miss(mistake: Mistake): Promise<string[]> {
    const stack = this.stackOf(mistake);
    const template = readTemplate(stack);
    const logicalId = plant(mistake, template);
    const found = await this.update(stack, template);
    if (!mistake.foundBy) return judged(found, logicalId, mistake);
    if (found.length > 0) return [`it does not deploy: ${found.join('; ')}`];
    const check = CHECKS.find(({ name }) => name === mistake.foundBy);
    if (!check) throw new Error(`there is no check called "${mistake.foundBy}"`);
    const problems = await check.find(await this.deployment()).catch((error: unknown) => [String(error)]);
    await this.update(stack, readTemplate(stack));
    const left = await check.find(await this.deployment());
    return [
      ...unless(
        problems.some((problem) => mistake.message.test(problem)),
        `the check says ${JSON.stringify(problems)}`,
      ),
      ...left.map((problem) => `taken back, the check still says: ${problem}`),
    ];
  }

  /** The same with the CLI, from which users learn what is wrong. */
  async missAtCli(mistake = MISTAKES[0]): Promise<string[]> {
    if (!mistake) return ['there is no mistake'];
    const copy = join(this.bench.folder, 'mistaken');
    cpSync(this.assembly, copy, { recursive: true });
    const stack = stacksOf(copy).find(({ name }) => name === this.stackOf(mistake).name);
    if (!stack) return ['the copy has no such stack'];
    const template = readTemplate(stack);
    const logicalId = plant(mistake, template);
    rewriteTemplate(copy, stack, template);
    const { exitCode, output } = await this.bench.cli.deploy(copy, [stack.displayName]);
    const lines = complaints(output);
    lines.forEach((line) => console.log(`    cdk deploy: ${line}`));
    return [
      ...unless(exitCode !== 0, 'cdk deploy succeeded'),
      ...judged(lines, logicalId, mistake),
      ...unless(output.includes(mistake.path), `cdk deploy does not name the construct ${mistake.path}`),
    ];
  }

  private stackOf(mistake: Mistake): AssemblyStack {
    const stack = this.stacks.find((item) =>
      Object.values(readTemplate(item).Resources).some((entry) => isAt(entry, mistake)),
    );
    if (!stack) throw new Error(`no stack has a ${mistake.type} at ${mistake.path}`);
    return stack;
  }

  private deployment(): Promise<Deployment> {
    return Deployment.of(this.assembly, this.bench.emulator.endpoint, readLog(this.bench.emulator.log), STACKS);
  }

  private async update({ name, region }: AssemblyStack, template: EditableTemplate): Promise<string[]> {
    return updateStack((await this.deployment()).in(region).cloudformation, name, template);
  }
}

/** Whether what was found is the mistake that was made: at its place, for its reason. */
function judged(found: readonly string[], logicalId: string, { message, names = logicalId }: Mistake): string[] {
  if (found.length === 0) return ['it deploys'];
  const text = found.join('\n');
  return [
    ...unless(message.test(text), `it is refused for another reason: ${text}`),
    ...unless(text.includes(names), `the message does not name ${names}: ${text}`),
  ];
}

/** Puts another template in place of a stack's. The CLI publishes templates by their hash, and each hash once. */
function rewriteTemplate(assembly: string, { file }: AssemblyStack, template: EditableTemplate): void {
  const assets = file.replace(/\.template\.json$/, '.assets.json');
  const former = createHash('sha256').update(readFileSync(file)).digest('hex');
  const content = JSON.stringify(template);
  writeFileSync(file, content);
  for (const path of [assets, join(assembly, 'manifest.json')]) {
    const text = readFileSync(path, 'utf8');
    if (!text.includes(former)) throw new Error(`${path} does not name the template by its hash`);
    writeFileSync(path, text.replaceAll(former, createHash('sha256').update(content).digest('hex')));
  }
}
