import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { deployedShards, type Deployment } from './deployed-shards';
import { DEFAULT_LIMITS, type ReshardGround } from './ground';
import { pausesText } from './pauses';
import type { PlannedReshard } from './plan-reshard';
import type { ReshardRecord } from './record';
import { commandOf, type ReshardRequest } from './request';
import { abort, dryRun, recordOf, reshard, resume } from './reshard';
import { ReshardError } from './reshard-error';
import { shardsFile } from './shards-file';
import { awsAnswer, regionOfShell } from '../support/aws-answer';
import { UserError } from '../support/command-line';

/** What was said on the command line. */
export interface ReshardCommandOptions {
  readonly name?: string;
  readonly region?: string;
  readonly certificates?: string;
  readonly shards?: string;
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

/** Where shards are: in a file, or as a deployment publishes them. */
export type Place = { readonly file: string } | Deployment;

/** Where it is done, and who is told. */
export interface ReshardCommandGround {
  readonly connect: (place: Place) => Promise<Pick<ReshardGround, 'connections' | 'store'>>;
  readonly say: (line: string) => void;
}

/** Finds the shards by a file, or on AWS. */
export function connectTo(place: Place): Promise<Pick<ReshardGround, 'connections' | 'store'>> {
  return 'file' in place ? shardsFile(place.file) : deployedShards(place);
}

/** What `ztm reshard` does. */
export async function runReshard(
  options: ReshardCommandOptions,
  { connect, say }: ReshardCommandGround,
): Promise<void> {
  try {
    const wanted = wantedOf(options);
    const ground: ReshardGround = {
      ...(await connect(placeOf(options))),
      clock: { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) },
      limits: DEFAULT_LIMITS,
      holder: randomUUID(),
      say,
      onPhase: options.phases ? (reached) => say(JSON.stringify(reached)) : undefined,
    };
    await act(ground, wanted, options.dryRun ?? false);
  } catch (error) {
    throw explained(error);
  }
}

function placeOf({ shards, name, region = regionOfShell(), certificates }: ReshardCommandOptions): Place {
  if (shards !== undefined && name === undefined) return { file: shards };
  if (name === undefined || shards !== undefined) {
    throw new ReshardError(
      `one of --name and --shards must be given, got ${name === undefined ? 'neither' : 'both'}; --name finds a deployment on AWS, --shards is a file`,
    );
  }
  if (region === undefined) {
    throw new ReshardError(
      '--region must be the region whose databases write, got nothing, and no AWS_REGION; name it',
    );
  }
  return { name, region, certificates };
}

/** What a person can mend is said without a stack; so is what AWS and databases answer. */
function explained(error: unknown): unknown {
  if (error instanceof ReshardError) return new UserError(error.message);
  const answer = awsAnswer(error) ?? databaseAnswer(error);
  return answer === undefined ? error : new UserError(`${answer}\nWhat was begun can be resumed: ztm reshard --resume`);
}

/** What a database answered, by its state of SQL, or why it could not be asked, by the error of the socket. */
function databaseAnswer(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = String(error.code);
  return /^([0-9A-Z]{5}|E[A-Z]+)$/.test(code) ? `A database answered ${code}: ${error.message}` : undefined;
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
