import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_LIMITS, type ReshardGround } from './ground';
import { pausesText } from './pauses';
import type { PlannedReshard } from './plan-reshard';
import type { ReshardRecord } from './record';
import { commandOf, type ReshardRequest } from './request';
import { abort, dryRun, recordOf, reshard, resume } from './reshard';
import { ReshardError } from './reshard-error';
import { shardsFile } from './shards-file';

/** What was said on the command line. */
export interface ReshardCommandOptions {
  readonly shards: string;
  readonly add?: string;
  readonly drain?: string;
  readonly pin?: string;
  readonly to?: string;
  readonly resume?: boolean;
  readonly abort?: boolean;
  readonly status?: boolean;
  readonly dryRun?: boolean;
  readonly phases?: boolean;
}

/** Does what was asked for, and gives the exit code. */
export async function runReshard(options: ReshardCommandOptions, say: (line: string) => void): Promise<number> {
  try {
    const wanted = wantedOf(options);
    const ground: ReshardGround = {
      ...(await shardsFile(options.shards)),
      clock: { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) },
      limits: DEFAULT_LIMITS,
      holder: randomUUID(),
      say,
      onPhase: options.phases ? (reached) => say(JSON.stringify(reached)) : undefined,
    };
    await act(ground, wanted, options.dryRun ?? false);
    return 0;
  } catch (error) {
    if (!(error instanceof ReshardError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

type Wanted = ReshardRequest | 'resume' | 'abort' | 'status';

async function act(ground: ReshardGround, wanted: Wanted, isDry: boolean): Promise<void> {
  const { say } = ground;
  if (wanted === 'status') {
    const { record } = await recordOf(ground);
    say(record ? statusText(record) : 'Nothing was ever moved.');
  } else if (typeof wanted === 'string') say(statusText(await (wanted === 'resume' ? resume : abort)(ground)));
  else if (isDry) say(plannedText(await dryRun(ground, wanted)));
  else say(statusText(await reshard(ground, wanted)));
}

/** Exactly one of what can be asked for. */
function wantedOf({ add, drain, pin, to, ...options }: ReshardCommandOptions): Wanted {
  const wanted: Wanted[] = [
    ...(add === undefined ? [] : [{ kind: 'add', count: wholeNumber('--add', add, 1) } as const]),
    ...(drain === undefined ? [] : [{ kind: 'drain', shard: wholeNumber('--drain', drain, 0) } as const]),
    ...(pin === undefined
      ? []
      : [{ kind: 'pin', key: pin, to: to === undefined ? undefined : wholeNumber('--to', to, 0) } as const]),
    ...(['resume', 'abort', 'status'] as const).filter((one) => options[one]),
  ];
  if (wanted.length === 1) return wanted[0];
  throw new ReshardError(
    `one of --add, --drain, --pin, --resume, --abort and --status must be given, got ${wanted.length}; say what is wanted`,
  );
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new ReshardError(
    `${option} must be a whole number from ${least}, got ${JSON.stringify(text)}; see ztm reshard --help`,
  );
}

function statusText({ request, state, began, slices, pauses, rows }: ReshardRecord): string {
  const slots = slices.reduce((sum, slice) => sum + slice.slots.length, 0);
  return `${commandOf(request)}, begun ${began}: ${state}; ${slots} slots, ${rows} rows, ${pausesText(pauses)}`;
}

function plannedText({ plan, surveys }: PlannedReshard): string {
  const lines = plan.pairs.map(({ from, to, slots }) => `  ${slots.length} slots of shard ${from} to shard ${to}`);
  const sizes = surveys.map(({ shard, tables }) => {
    const [rows, bytes] = [
      tables.reduce((sum, table) => sum + table.rows, 0),
      tables.reduce((sum, table) => sum + table.bytes, 0),
    ];
    return `  shard ${shard} has about ${rows} rows in ${(bytes / 1e6).toFixed(1)} MB`;
  });
  return [
    'Would move:',
    ...(lines.length === 0 ? ['  nothing'] : lines),
    'Of what is there now:',
    ...sizes,
    'Nothing keeps it from being done.',
  ].join('\n');
}
