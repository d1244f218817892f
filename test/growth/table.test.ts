import { verdictOf } from './single';
import { CACHES } from './table/caches';
import { DATABASES } from './table/databases';
import { STORAGE } from './table/storage';
import { TRAFFIC } from './table/traffic';

const TABLE = [...DATABASES, ...CACHES, ...STORAGE, ...TRAFFIC];

test('the table has at least 120 rows', () => {
  expect(TABLE.length).toBeGreaterThanOrEqual(120);
});

describe.each(TABLE)('$type: $change', (row) => {
  test(`is ${row.verdict} and ${row.blocked ? 'blocks' : 'passes'}`, () => {
    const { verdict, blocked, findings } = verdictOf(row);
    expect({ verdict, blocked }).toEqual({ verdict: row.verdict, blocked: row.blocked });
    if (row.source !== '') expect(findings.map(({ source }) => source).join('\n')).toContain(row.source);
    if (blocked) expect(findings.filter((finding) => finding.blocks).every(({ remedy }) => remedy !== '')).toBe(true);
  });
});
