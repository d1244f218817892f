import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processorTime, stolenShare } from '../../../tools/drills/processor-time';

describe('processor time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'processor-time-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function counted(cpu: string) {
    const file = join(folder, 'stat');
    writeFileSync(file, `${cpu}\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n`);
    return processorTime(file);
  }

  test('is that of all processors, without what guests have, which is counted already', () => {
    expect(counted('cpu  100 10 20 300 5 1 4 60 50 7')).toEqual({ total: 500, stolen: 60 });
  });

  test('is unknown where the machine does not say', () => {
    expect(processorTime(join(folder, 'none'))).toBeUndefined();
    expect(stolenShare(undefined, { total: 1, stolen: 1 })).toBe(0);
  });

  test('that was stolen is a share of what passed between two moments', () => {
    const before = counted('cpu  100 0 0 300 0 0 0 10 0 0');
    const after = counted('cpu  200 0 0 350 0 0 0 60 0 0');
    expect(stolenShare(before, after)).toBe(0.25);
    expect(stolenShare(before, before)).toBe(0);
  });
});
