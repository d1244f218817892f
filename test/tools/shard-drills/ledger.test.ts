import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, readLedger, type Outcome } from '../../../tools/shard-drills/load/ledger';

const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const outcome = (at: number): Outcome => ({ at, milliseconds: 3, kind: 'key', slot: 7, attempts: 1 });

describe('the ledger of a load process', () => {
  test('gives what was written down in the order of requests, by whichever process of that name', () => {
    const path = join(folder, 'whole');
    for (const at of [20, 10]) {
      const ledger = new Ledger(path);
      ledger.add(outcome(at));
      ledger.close();
    }
    expect(readLedger(path)).toEqual([outcome(10), outcome(20)]);
  });

  test('has nothing of a line that a killed process could not end', () => {
    const path = join(folder, 'cut');
    const ledger = new Ledger(path);
    ledger.add(outcome(10));
    ledger.close();
    appendFileSync(path, '{"at":20,"mill');
    expect(readLedger(path)).toEqual([outcome(10)]);
  });

  test('is empty where nothing was written down', () => {
    expect(readLedger(join(folder, 'none'))).toEqual([]);
  });
});
