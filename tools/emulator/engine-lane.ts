import { join } from 'node:path';
import { judge } from './check';
import { CHECKS } from './checks';
import { lostData, writeData, type Data } from './data';
import { Deployment } from './deployment';
import { forcedDestruction, refusedDestruction } from './destruction';
import { GROWN_APP, type Engine } from './engines';
import { readLog, type Outcome } from './log';
import { NOT_CREATED_TYPES } from './not-created';
import { outcomeTable, statefulLosses, unexpectedlyNotCreated, withoutOutcome } from './outcomes';
import type { Part } from './report';
import { leftovers } from './leftovers';
import { complaints, deploysWithoutChange } from './messages';
import type { Bench, Workshop } from './workshop';

/** One engine, from an empty account to one in which nothing is left. Returns what the emulator logged. */
export async function engineLane(workshop: Workshop, { name, context }: Engine, part: Part): Promise<Outcome[]> {
  const bench = await workshop.bench(name);
  part.done(`emulator at ${bench.emulator.endpoint}`);
  const small = join(bench.folder, 'small');
  const grown = join(bench.folder, 'grown');
  await Promise.all([bench.cli.synth(undefined, small, context), bench.cli.synth(GROWN_APP, grown, context)]);
  part.done('cdk synth, the reference app and its successor');
  await bench.cli.bootstrap(small);
  part.done('cdk bootstrap, every environment');

  if (!(await deploy(bench, small, part, 'the reference app'))) return readLog(bench.emulator.log);
  const first = await deployed(bench, small, part, 'the reference app');
  const data = await writeData(first);

  const before = readLog(bench.emulator.log).length;
  if (!(await deploy(bench, grown, part, 'its successor, in place'))) return readLog(bench.emulator.log);
  const second = await deployed(bench, grown, part, 'its successor');
  await grewInPlace(workshop, bench, part, second, data, before);
  await standsStill(bench, grown, part);

  const refused = await refusedDestruction(bench, grown, second, data, part);
  part.verdict('destroying is refused by what protects the data', refused);
  const lost = await forcedDestruction(second, data, part);
  part.verdict('even stacks that are deleted without their protection leave the data', lost);
  part.verdict('-c disposable=true leaves nothing behind', await leftovers(bench, context, part));
  return readLog(bench.emulator.log);
}

async function deploy({ cli }: Bench, assembly: string, part: Part, what: string): Promise<boolean> {
  const { exitCode, output } = await cli.deploy(assembly);
  part.done(`cdk deploy, ${what}`);
  part.verdict(`${what} deploys`, exitCode === 0 ? [] : complaints(output));
  return exitCode === 0;
}

/** What stands after a deployment, resource by resource, wire by wire. */
async function deployed({ emulator }: Bench, assembly: string, part: Part, what: string): Promise<Deployment> {
  const outcomes = readLog(emulator.log);
  const deployment = await Deployment.of(assembly, emulator.endpoint, outcomes);
  console.log(outcomeTable(outcomes));
  part.verdict(`${what}: no resource was passed over`, withoutOutcome(deployment.resources, outcomes));
  part.verdict(`${what}: only expected types are not created`, unexpectedlyNotCreated(outcomes, NOT_CREATED_TYPES));
  for (const { name, problems } of await judge(CHECKS, deployment)) part.verdict(`${what}: ${name}`, problems);
  part.done(`asked the services about ${deployment.resources.length} resources`);
  return deployment;
}

async function grewInPlace(
  workshop: Workshop,
  { emulator }: Bench,
  part: Part,
  deployment: Deployment,
  data: Data,
  before: number,
): Promise<void> {
  const update = readLog(emulator.log).slice(before);
  part.verdict('growing replaces and deletes nothing that holds data', statefulLosses(update, workshop.spec.stateful));
  part.verdict('growing keeps the data', await lostData(deployment, data));
}

async function standsStill({ cli }: Bench, assembly: string, part: Part): Promise<void> {
  part.verdict('deploying again changes nothing', deploysWithoutChange(await cli.deploy(assembly), assembly));
  part.done('cdk deploy, again');
  const { exitCode, output } = await cli.diff(assembly);
  part.verdict('cdk diff finds nothing', exitCode === 0 ? [] : output.split('\n').filter((line) => line.trim()));
  part.done('cdk diff');
}
