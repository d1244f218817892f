import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryInProcess } from '../../../tools/input/processes';
import type { Trial } from '../../../tools/input/try-set';

describe('Processes that try sets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'processes-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function trials(atTwo: string, silence: number): Promise<string[]> {
    const program = join(folder, 'worker.js');
    writeFileSync(
      program,
      `const say = (message) => new Promise((resolve) => process.send(message, resolve));
      process.once('message', async ({ seeds }) => {
        for (const seed of seeds) {
          await say({ begins: seed });
          if (seed === 2) { ${atTwo} return; }
          await say({ trial: { seed, construct: 'Thing', outcome: { kind: 'refused', rules: [] }, text: '' } });
        }
        process.disconnect();
      });`,
    );
    const tried: Trial[] = [];
    await tryInProcess({ seeds: [1, 2, 3], folder }, (trial) => tried.push(trial), { program, silence });
    return tried.map(({ seed, outcome }) => `${seed} ${outcome.kind === 'failed' ? outcome.problem : outcome.kind}`);
  }

  test('fail the set at which one ends, and try the others', async () => {
    expect(await trials('process.exit(3);', 60)).toEqual(['1 refused', '2 ended the process with code 3', '3 refused']);
  });

  test('fail the set at which one hangs, and try the others', async () => {
    expect(await trials('setInterval(() => undefined, 1000);', 3)).toEqual([
      '1 refused',
      '2 hangs: silent for 3 seconds',
      '3 refused',
    ]);
  });
});
