import { Command } from 'commander';
import { ASSUMPTIONS } from '../../../lib/capacity/assumptions';
import { addSizeCommand, flagOf, type SizeOptions } from '../../../tools/size/command';
import { runSize, workloadOf } from '../../../tools/size/run-size';
import { explain } from '../../../tools/support/command-line';

const DEFAULTS = { database: 'aurora-postgres', cache: 'serverless', region: 'us-east-1' } as const;

const run = (options: Partial<SizeOptions> & { users: string }) => runSize({ ...DEFAULTS, ...options });

interface Document {
  readonly version: number;
  readonly stage: string;
  readonly workload: Record<string, number>;
  readonly demand: Record<string, number>;
  readonly settings: Record<string, Record<string, unknown>>;
  readonly differences: { setting: string }[];
  readonly notes: string[];
  readonly costs: Record<
    'idle' | 'used',
    { dollars: number; lines: { title: string; dollars?: number }[]; unknown: unknown[] }
  >;
}

const documents = new Map<string, Document>();

/** The answer for programs, synthesized once. */
function json(options: Partial<SizeOptions> & { users: string }): Document {
  const key = JSON.stringify(options);
  const document = documents.get(key) ?? (JSON.parse(run({ ...options, json: true })) as Document);
  documents.set(key, document);
  return document;
}

describe('ztm size', () => {
  const text = run({ users: '1000000' });

  test('says what a million users need, in a table of a terminal', () => {
    expect(text.split('\n\nA month')[0]).toMatchInlineSnapshot(`
     "1,000,000 users a month: GROWTH

       Users on a day     500,000
       Requests a second  116 on average, 231 at the busiest time
       Web tasks          2 to 16
       Database           0.5 to 16 capacity units an instance; 1 reader
       Cache              up to 10 GB and 30,000 units a second
       Queue              12 jobs a second at the busiest time; 1 to 10 tasks
       A year adds        50 GB of data, 2 TB of uploads, 1.8 TB of logs

     More than the stage has:
       webService.maxTasks  10 becomes 16"
    `);
    expect(text).toContain('Not in the sum:\n  - Backups of the database: no price known in us-east-1');
  });

  test('lists every line with its arithmetic, and adds them up', () => {
    const { costs } = json({ users: '1000000' });
    const sum = costs.used.lines.reduce((rest, { dollars }) => rest + (dollars ?? 0), 0);
    expect(costs.used.dollars).toBeCloseTo(sum, 8);
    expect(costs.used.dollars).toBeGreaterThan(costs.idle.dollars);
    // 304 million requests of 10 kB, with two files of 30 kB each: 21,292 GB at 0.085.
    const data = costs.used.lines.find(({ title }) => title.startsWith('Distribution: data'));
    expect(data?.dollars).toBeCloseTo((500_000 * 20 * (730 / 24) * 70_000 * 0.085) / 1e9, 6);
    expect(text).toContain('21,292 GB x 0.085');
  });

  test('gives programs the same, unrounded', () => {
    const document = json({ users: '1000000' });
    expect(document).toMatchObject({ version: 1, stage: 'growth', notes: [] });
    expect(document.workload).toMatchObject({ monthlyUsers: 1_000_000, requestsPerUser: 20 });
    expect(document.demand.peakRequestsPerSecond).toBeCloseTo(231.48, 2);
    expect(document.settings.webService).toMatchObject({ minTasks: 2, maxTasks: 16 });
    expect(document.settings.rds).toMatchObject({ storage: '47 GiB' });
    expect(document.differences.map(({ setting }) => setting)).toContain('webService.maxTasks');
  });

  test('shows the idle month of LAUNCH, at most 60 dollars', () => {
    const idle = run({ users: '1000', idle: true });
    expect(idle).toContain('A month in which nobody comes, at list prices of us-east-1 of ');
    expect(idle).toMatch(/\nLoad balancer, application +1 x 0\.0225 x 730 +16\.43\n/);
    const [, sum] = /\nSum +([\d.]+)\n/.exec(idle) ?? [];
    expect(Number(sum)).toBeGreaterThan(0);
    expect(Number(sum)).toBeLessThanOrEqual(60);
  });

  test('wakes the database of LAUNCH for its users', () => {
    const { costs } = json({ users: '1000' });
    const awake = costs.used.lines.find(({ title }) => title.startsWith('Capacity of the database'));
    // Nine seconds between two requests on average: it never sleeps. Half a unit all month.
    expect(awake?.dollars).toBeCloseTo(0.5 * 0.12 * 730, 1);
    const fewer = json({ users: '3' }).costs.used.lines.find(({ title }) =>
      title.startsWith('Capacity of the database'),
    );
    expect(fewer?.dollars).toBeLessThan(10);
  });

  test('shows other databases and caches', () => {
    const other = run({ users: '20000000', database: 'rds-postgres', cache: 'nodes' });
    expect(other).toContain('r7g.8xlarge, 932 GiB; 3 readers');
    expect(other).toContain('5 x r7g.2xlarge, with replicas');
    expect(other).not.toContain('aurora.');
    expect(run({ users: '10', cache: 'none' })).not.toContain('  Cache ');
  });

  test('sizes another stage', () => {
    expect(json({ users: '1000', stage: 'scale' })).toMatchObject({ stage: 'scale', differences: [] });
  });

  test('costs more with more users', () => {
    const costs = ['1000', '10000', '10001', '1000000', '1000001'].map((users) => json({ users }).costs.used.dollars);
    expect([...costs].sort((one, other) => one - other)).toEqual(costs);
  });

  test('takes thousands with commas', () => {
    expect(json({ users: '1,000,000' }).workload.monthlyUsers).toBe(1_000_000);
  });
});

describe('the options of ztm size', () => {
  test('are every assumption, with its unit and default', () => {
    const program = new Command();
    addSizeCommand(program);
    const help = program.commands[0].helpInformation().replace(/\s+/g, ' ');
    for (const { property, meaning, unit, byDefault } of ASSUMPTIONS) {
      expect(help).toContain(`${flagOf(property)} <number> ${meaning} (${unit}; ${byDefault})`);
    }
  });

  test.each(ASSUMPTIONS)('$property reaches the workload', ({ property, byDefault, most }) => {
    const value = Math.min(most, byDefault * 1.1);
    const { assumptions } = workloadOf({ ...DEFAULTS, users: '1', [property]: String(value) });
    expect(assumptions).toMatchObject({ [property]: value });
  });

  test.each([
    [{ users: 'many' }, '--users must be a number, got "many"; write it as 1000000 or 0.5'],
    [{ users: '' }, '--users must be a number, got ""; write it as 1000000 or 0.5'],
    [{ users: '1', readShare: '90%' }, '--read-share must be a number, got "90%"; write it as 1000000 or 0.5'],
    [
      { users: '1', readShare: '90' },
      'Workload: readShare must be between 0 and 1, got 90; it is: requests that only read',
    ],
  ])('refuses %j with the message alone', (options, message) => {
    let caught: unknown;
    try {
      run(options);
    } catch (error) {
      caught = error;
    }
    expect(explain(caught)).toBe(message);
  });
});
