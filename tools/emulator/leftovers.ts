import { join } from 'node:path';
import type { Context } from './cli';
import { stacksOf } from './assembly';
import { clientsOf } from './clients';
import { writeData } from './data';
import { Deployment } from './deployment';
import { inventory, LISTED_KINDS } from './inventory';
import { readLog } from './log';
import { complaints } from './messages';
import type { Part } from './report';
import type { Bench } from './workshop';

/** What a disposable deployment leaves behind in an account in which others stay, after it has held data and was destroyed. */
export async function leftovers({ folder, cli, emulator }: Bench, context: Context, part: Part): Promise<string[]> {
  const assembly = join(folder, 'disposable');
  await cli.synth(undefined, assembly, { ...context, name: 'shop-trial', disposable: 'true' });
  const regions = [...new Set(stacksOf(assembly).map(({ region }) => region))];
  const before = await everything(emulator.endpoint, regions);
  const deployed = await cli.deploy(assembly);
  part.done('cdk deploy -c disposable=true');
  if (deployed.exitCode !== 0) return complaints(deployed.output);
  await writeData(await Deployment.of(assembly, emulator.endpoint, readLog(emulator.log)));
  const made = await difference(before, emulator.endpoint, regions);
  if (made.length === 0) return ['the deployment made nothing'];

  const destroyed = await cli.destroy(assembly);
  const left = await difference(before, emulator.endpoint, regions);
  part.done(
    `cdk destroy; of ${LISTED_KINDS} kinds of resources, ${made.length} were there and ${left.length} are left`,
  );
  return [...(destroyed.exitCode === 0 ? [] : complaints(destroyed.output)), ...left.map((item) => `${item} is left`)];
}

async function difference(before: ReadonlySet<string>, endpoint: string, regions: string[]): Promise<string[]> {
  return [...(await everything(endpoint, regions))].filter((item) => !before.has(item)).sort();
}

async function everything(endpoint: string, regions: string[]): Promise<Set<string>> {
  const found = await Promise.all(regions.map((region) => inventory(clientsOf(endpoint, region))));
  return new Set(found.flatMap((items, index) => [...items].map((item) => `${regions[index]}: ${item}`)));
}
