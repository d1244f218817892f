import type { Run } from './run';
import type { Slice } from './record';

/** Milliseconds between two looks, and between two words about what is waited for. */
const LOOK_MILLISECONDS = 1000;
const WORD_MILLISECONDS = 10_000;

/** Waits while the databases of a slice are busier, or their replicas further behind, than is allowed. */
export async function calm({ ground, levers }: Run, { from, to }: Slice): Promise<void> {
  const { clock, limits, say } = ground;
  for (let told = 0; ;) {
    const reasons: string[] = [];
    for (const shard of [from, to]) {
      const { replicaLagSeconds, activeBackends } = await levers.load(shard);
      if (replicaLagSeconds > limits.replicaLagSeconds) {
        reasons.push(`a replica of shard ${shard} is ${replicaLagSeconds.toFixed(1)} seconds behind`);
      }
      if (activeBackends > limits.activeBackends)
        reasons.push(`${activeBackends} backends of shard ${shard} are at work`);
    }
    if (reasons.length === 0) return;
    if (clock.now() - told > WORD_MILLISECONDS) {
      say(`waiting: ${reasons.join(', ')}`);
      told = clock.now();
    }
    await clock.sleep(LOOK_MILLISECONDS);
  }
}
