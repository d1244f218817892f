import { join } from 'node:path';
import { judge, unless } from './check';
import { CHECKS, REGIONAL_CHECKS } from './checks';
import { lostData, writeData, type Data } from './data';
import { Deployment } from './deployment';
import { ENGINES } from './engines';
import { changedIds, replacements } from './growth';
import { readLog, type Outcome } from './log';
import { LOSS_MISTAKES, type LossMistake } from './loss-mistakes';
import { complaints } from './messages';
import { isAt, plant, readTemplate, type EditableTemplate } from './mistakes';
import { homeOf, otherOf } from './region-parts';
import { changedFloors, raiseFloors } from './run-time-state';
import { NOT_CREATED_TYPES } from './not-created';
import { statefulLosses, unexpectedlyNotCreated, withoutOutcome } from './outcomes';
import { protectionProblems } from './protection';
import type { Part } from './report';
import { CHANGED, STAGES } from './stages';
import { updateStack } from './stack-update';
import type { Bench, Workshop } from './workshop';

/** One deployment that grows from stage to stage with the data of its users, and is then broken on purpose. Returns the log. */
export async function growthLane(workshop: Workshop, part: Part): Promise<Outcome[]> {
  const bench = await workshop.bench('growth');
  const { context } = ENGINES[0];
  const changed = { ...CHANGED, assembly: join(bench.folder, CHANGED.name) };
  const stages = STAGES.map((stage) => ({ ...stage, assembly: join(bench.folder, stage.name) }));
  await Promise.all(
    [...stages, changed].map((stage) => bench.cli.synth(undefined, stage.assembly, { ...context, ...stage.context })),
  );
  part.done('cdk synth, every stage');
  // The largest stage has the environments of all others.
  await bench.cli.bootstrap(stages.at(-1)?.assembly ?? '');
  part.done('cdk bootstrap, every environment');

  const account = new Account(bench, workshop.spec.stateful, part);
  let before: Moment | undefined;
  for (const stage of stages) {
    const after = await account.reach(stage.name, stage.assembly);
    if (!after) return readLog(bench.emulator.log);
    if (before) await account.judgeGrowth(stage.name, before, after);
    // Written once, in the first stage: every later one has to keep it.
    before = { deployment: after, data: before?.data ?? (await writeData(homeOf(after))), lines: account.lines };
  }
  if (before) {
    await account.keepRunTimeState(changed.assembly, before);
    const largest = stages.at(-1)?.assembly ?? '';
    await account.protect(largest, before);
    await account.breakOnPurpose(largest, before);
  }
  return readLog(bench.emulator.log);
}

/** What there is before a change: resources, data in them, and how much has been logged. */
interface Moment {
  readonly deployment: Deployment;
  readonly data: Data;
  readonly lines: number;
}

/** An account in which one deployment grows. */
class Account {
  constructor(
    private readonly bench: Bench,
    private readonly stateful: ReadonlySet<string>,
    private readonly part: Part,
  ) {}

  /** Outcomes that have been logged. */
  get lines(): number {
    return readLog(this.bench.emulator.log).length;
  }

  /** Deploys a stage over what there is, and returns what stands then. */
  async reach(stage: string, assembly: string): Promise<Deployment | undefined> {
    const { cli, emulator } = this.bench;
    const { exitCode, output } = await cli.deploy(assembly);
    this.part.done(`cdk deploy, ${stage}`);
    this.part.verdict(`${stage} deploys`, exitCode === 0 ? [] : complaints(output));
    if (exitCode !== 0) return undefined;
    const outcomes = readLog(emulator.log);
    const deployment = await Deployment.of(assembly, emulator.endpoint, outcomes);
    this.part.verdict(`${stage}: no resource was passed over`, withoutOutcome(deployment.resources, outcomes));
    this.part.verdict(
      `${stage}: only expected types are not created`,
      unexpectedlyNotCreated(outcomes, NOT_CREATED_TYPES),
    );
    for (const { name, problems } of await judge(CHECKS, homeOf(deployment))) {
      this.part.verdict(`${stage}: ${name}`, problems);
    }
    const other = otherOf(deployment);
    for (const { name, problems } of other ? await judge(REGIONAL_CHECKS, other) : []) {
      this.part.verdict(`${stage}, other region: ${name}`, problems);
    }
    this.part.done(`asked the services about ${deployment.resources.length} resources`);
    return deployment;
  }

  async judgeGrowth(stage: string, before: Moment, after: Deployment): Promise<void> {
    const { losses, lost, replaced } = await this.compare(before, after);
    console.log(`    replaced on the way to ${stage}: ${replaced.length || 'nothing'}`);
    replaced.forEach((line) => console.log(`      ${line}`));
    this.part.verdict(`growing to ${stage} replaces, deletes and renames nothing that holds data`, losses);
    this.part.verdict(`growing to ${stage} keeps the session, the upload and the message`, lost);
  }

  /** A deployment after an evacuation: it changes what it is there for, and nothing that the evacuation has set. */
  async keepRunTimeState(assembly: string, { deployment }: Moment): Promise<void> {
    const other = otherOf(deployment);
    if (other) await raiseFloors(other);
    const { exitCode, output } = await this.bench.cli.deploy(assembly);
    this.part.done('cdk deploy, after an evacuation');
    this.part.verdict('deploys after an evacuation', exitCode === 0 ? [] : complaints(output));
    this.part.verdict(
      'a deployment after an evacuation changes no floor',
      other ? await changedFloors(other) : ['there is no other region'],
    );
  }

  /** The same mistakes are first tried under stack policies, which let none of them happen. */
  async protect(assembly: string, { deployment }: Moment): Promise<void> {
    const { endpoint } = this.bench.emulator;
    const problems = await protectionProblems(assembly, deployment, endpoint).catch((error: unknown) => [
      String(error),
    ]);
    this.part.verdict('stack policies deny to replace and to delete what holds data', problems);
    this.part.done('ztm deploy-check --protect');
  }

  /** Every mistake once, on top of the others: none of them can be taken back. */
  async breakOnPurpose(assembly: string, { deployment }: Moment): Promise<void> {
    const templates = new Map(deployment.stacks.map((stack) => [stack.name, readTemplate(stack)]));
    for (const mistake of LOSS_MISTAKES) {
      const problems = await this.miss(mistake, assembly, templates).catch((error: unknown) => [String(error)]);
      this.part.verdict(`finds ${mistake.name}`, problems);
    }
    this.part.done(`${LOSS_MISTAKES.length} mistakes`);
  }

  /** Makes a mistake, and returns why the judgement that growth has passed missed it, if it did. */
  private async miss(
    mistake: LossMistake,
    assembly: string,
    templates: Map<string, EditableTemplate>,
  ): Promise<string[]> {
    const current = () => Deployment.of(assembly, this.bench.emulator.endpoint, readLog(this.bench.emulator.log));
    const deployment = await current();
    const before = { deployment, data: await writeData(homeOf(deployment)), lines: this.lines };
    const stack = deployment.stacks.find(({ name }) =>
      Object.values(templates.get(name)?.Resources ?? {}).some((resource) => isAt(resource, mistake)),
    );
    const template = templates.get(stack?.name ?? '');
    if (!stack || !template) return [`no stack has a ${mistake.type} at ${mistake.path}`];
    plant(mistake, template);
    const refused = await updateStack(deployment.in(stack.region).cloudformation, stack.name, template);
    const { losses, lost } = await this.compare(before, await current());
    [...losses, ...lost].forEach((problem) => console.log(`    ${problem}`));
    return [
      ...refused.map((problem) => `it does not deploy: ${problem}`),
      ...unless(
        losses.some((loss) => mistake.message.test(loss)),
        `nothing says ${mistake.message.source}`,
      ),
      ...unless(
        mistake.lost === undefined || lost.some((problem) => mistake.lost?.test(problem)),
        `the data is still there: nothing says ${mistake.lost?.source}`,
      ),
    ];
  }

  /** What a change has done to what holds data. */
  private async compare(before: Moment, after: Deployment) {
    const happened = readLog(this.bench.emulator.log).slice(before.lines);
    return {
      replaced: replacements(happened),
      losses: [
        ...statefulLosses(happened, this.stateful),
        ...changedIds(before.deployment.resources, after.resources, this.stateful),
      ],
      lost: await lostData(homeOf(after), before.data),
    };
  }
}
