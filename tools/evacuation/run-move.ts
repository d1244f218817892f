import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { controlAtRest, type MoveRequest } from '../../lib/contract/region-control';
import { DEFAULT_STEP_PERCENT, DEFAULT_WATCH_SECONDS } from '../../lib/contract/region-plan/evacuation';
import { awsAnswer, regionOfShell } from '../support/aws-answer';
import { UserError } from '../support/command-line';
import { wrappedTable } from '../support/table';
import type { ConnectedRegions, Connection } from './aws/connect';
import { commandOf } from './command-of';
import { move, takeMoveBack, type Outcome } from './execute';
import { MoveError } from './move-error';
import { beginningOf, brokenRules, isThere, stepsOf } from './plan-move';
import { shardText } from './shard-text';
import { stepText } from './step-text';

const WIDTH = 110;

/** What was said on the command line. */
export interface MoveCommandOptions {
  readonly name: string;
  readonly to?: string;
  readonly lost?: boolean;
  readonly promote?: boolean;
  readonly stepPercent?: string;
  readonly watchSeconds?: string;
  readonly controlRegion?: string;
  readonly routingStore?: string;
  readonly dryRun?: boolean;
  readonly takeBack?: boolean;
}

/** Where it is done, and who is told. */
export interface MoveCommandGround {
  readonly connect: (connection: Connection) => Promise<ConnectedRegions>;
  readonly say: (line: string) => void;
}

/** What `ztm evacuate` and `ztm return` do. Gives the exit code: 1 when it was taken back. */
export async function runMove(
  kind: MoveRequest['kind'],
  region: string,
  options: MoveCommandOptions,
  { connect, say }: MoveCommandGround,
): Promise<number> {
  const request = requestOf(kind, region, options);
  try {
    const connected = await connect(connectionOf(request, options));
    if (options.dryRun) {
      say(await dryRun(request, connected));
      return 0;
    }
    const clock = { now: () => Date.now(), sleep: (seconds: number) => sleep(seconds * 1000).then(() => {}) };
    const ground = { ...connected, levers: await connected.levers(), clock, holder: randomUUID(), say };
    const outcome = await (options.takeBack ? takeMoveBack(ground, request) : move(ground, request));
    say(ending(request, outcome));
    return outcome.kind === 'taken back' && !options.takeBack ? 1 : 0;
  } catch (error) {
    throw explained(error, request);
  }
}

function requestOf(kind: MoveRequest['kind'], region: string, options: MoveCommandOptions): MoveRequest {
  return {
    kind,
    region,
    to: options.to,
    promote: options.promote === true,
    isLost: options.lost === true,
    stepPercent: Number(options.stepPercent ?? DEFAULT_STEP_PERCENT),
    watchSeconds: Number(options.watchSeconds ?? DEFAULT_WATCH_SECONDS),
  };
}

function connectionOf({ region, isLost }: MoveRequest, options: MoveCommandOptions): Connection {
  const controlRegion = options.controlRegion ?? regionOfShell();
  if (controlRegion === undefined) {
    throw new MoveError(
      '--control-region must be a region of the deployment that is well, got nothing, and no AWS_REGION; name one',
    );
  }
  return {
    name: options.name,
    controlRegion,
    lost: isLost ? region : undefined,
    routingStore: options.routingStore,
  };
}

/** The steps that are left, in a table. Reads the control table and which shards there are, and writes nothing. */
async function dryRun(request: MoveRequest, { plan, store, shards }: ConnectedRegions): Promise<string> {
  const control = (await store.read()).control ?? controlAtRest(plan);
  const beginning = beginningOf(request, control);
  const broken = brokenRules(plan, beginning);
  if (broken.length > 0) throw new MoveError(broken.join('\n'));
  if (control.move) {
    const { asked, began, done, promotions } = control.move;
    const left = shards.filter((shard) => promotions?.[shard] !== 'done');
    const rows = rowsOf(stepsOf(plan, control.move), shards).slice(done);
    const promoted =
      promotions === undefined || shards.length === 1
        ? ''
        : `\nNot promoted yet: ${left.length === 0 ? 'none' : shardText(left)}.`;
    return `In progress since ${began}: ${commandOf(asked)}. What is left of it:\n${tableOf(rows)}${promoted}`;
  }
  if (isThere(request, control)) return `Nothing to do: ${commandOf(request)} is done.`;
  return `${tableOf(rowsOf(stepsOf(plan, beginning), shards))}\n\nNothing was done.`;
}

function rowsOf(steps: ReturnType<typeof stepsOf>, shards: readonly number[]): string[][] {
  return steps.map((step, index) => [String(index + 1), step.kind, stepText(step, shards)]);
}

function tableOf(rows: readonly string[][]): string {
  return wrappedTable(['', 'Step', 'What it does'], rows, WIDTH);
}

function ending(request: MoveRequest, { kind, problems }: Outcome): string {
  const told = problems.map((problem) => `\n  ${problem}`).join('');
  if (kind === 'taken back') return `Taken back: traffic and least tasks are as before.${told}`;
  if (kind === 'nothing to do') return `Nothing to do: ${commandOf(request)}`;
  return `Done: ${commandOf(request)}${told === '' ? '' : `\nWhat was seen on the way:${told}`}`;
}

/** Rules name properties; who is at the command line knows flags. */
function withFlags(message: string): string {
  const flags = { to: '--to', stepPercent: '--step-percent', watchSeconds: '--watch-seconds' };
  return message.replace(/^(to|stepPercent|watchSeconds)(?= must )/gm, (name) => flags[name as keyof typeof flags]);
}

/** What a person can mend is said without a stack; so is what AWS answers. The move that was begun can be resumed. */
function explained(error: unknown, request: MoveRequest): unknown {
  if (error instanceof MoveError) return new UserError(withFlags(error.message));
  const answer = awsAnswer(error);
  if (answer === undefined) return error;
  return new UserError(`${answer}\nWhat was begun can be resumed: ${commandOf(request)}`);
}
