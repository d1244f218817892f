import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMINISTRATOR, connectTo } from '../cluster/engines/postgres-server';
import { HOST } from '../cluster/process/ports';
import { libpqAddress, type ShardConnections } from '../reshard/connections';
import { ControlRecords } from '../reshard/control-records';
import { DEFAULT_LIMITS, type PhaseReached, type ReshardGround } from '../reshard/ground';
import { abort, reshard, resume } from '../reshard/reshard';
import type { ShardAddress } from './ground/connection';
import { CONTROL_TABLE, controlClient } from './ground/control-table';
import { DATABASE } from './ground/shard';
import type { ReshardPlan } from './resharder';

/** Tells of each phase, and dies at one of them as if it had been killed. */
async function run({ asked, shards, controlPort, diesAt }: ReshardPlan): Promise<void> {
  const control = controlClient(controlPort);
  const ground: ReshardGround = {
    connections: connectionsOf(shards),
    store: new ControlRecords(control, CONTROL_TABLE),
    clock: { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) },
    limits: DEFAULT_LIMITS,
    holder: randomUUID(),
    say: (line) => console.log(line),
    onPhase: async (reached: PhaseReached) => {
      process.send?.(reached);
      if (reached.phase !== diesAt) return;
      process.kill(process.pid, 'SIGKILL');
      // Nothing goes on until the signal has come.
      await new Promise(() => {});
    },
  };
  if (asked.kind === 'resume') await resume(ground);
  else if (asked.kind === 'abort') await abort(ground);
  else await reshard(ground, asked);
  control.destroy();
}

function connectionsOf(shards: readonly ShardAddress[]): ShardConnections {
  const addressOf = (number: number): ShardAddress => {
    const address = shards.find((one) => one.number === number);
    if (!address) throw new Error(`shard ${number} must be one of ${shards.map((one) => one.number).join(', ')}`);
    return address;
  };
  return {
    deployed: () => Promise.resolve(shards.map(({ number }) => number)),
    connect: async (number) => {
      const { port, password } = addressOf(number);
      const client = await connectTo({ port, password, user: ADMINISTRATOR, database: DATABASE });
      client.on('error', () => {});
      return client;
    },
    address: (number) => {
      const { port, password } = addressOf(number);
      return Promise.resolve(libpqAddress({ host: HOST, port, user: ADMINISTRATOR, password, dbname: DATABASE }));
    },
  };
}

process.once('message', (plan: ReshardPlan) => {
  void run(plan).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
