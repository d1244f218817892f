import { readFileSync } from 'node:fs';
import { buildShop } from '../../../bin/shop';
import { reviewCommand } from '../../../tools/review/command';
import { drawings } from '../../../tools/review/diagram/files';
import { graphOf } from '../../../tools/review/diagram/graph';
import { Model } from '../../../tools/review/model/model';
import { shortText } from '../../../tools/review/output/text';
import { review } from '../../../tools/review/review';
import { testApp } from '../../support/test-app';
import { rowsOf } from './model';

function synthesize(context: Record<string, unknown> = {}): string {
  const app = testApp({ context });
  buildShop(app);
  return app.synth().directory;
}

const folder = synthesize();
const model = Model.read(folder);
const sections = new Map(review(model).map((section) => [section.id, section]));
const section = (id: string) => {
  const found = sections.get(id);
  if (!found) throw new Error(`no section ${id}`);
  return found;
};

describe('the review of the reference app', () => {
  test('says that only the distribution is public', () => {
    expect(section('entries').summary).toBe('only the distribution Edge/Edge');
  });

  test('finds no wildcard action, and a reason for every other wildcard', () => {
    const rows = rowsOf(section('permissions'), 'wildcards');
    expect(rows.filter(({ cells }) => cells.kind !== 'every resource' && cells.kind !== 'resource pattern')).toEqual(
      [],
    );
    expect(rows.filter(({ cells }) => cells.reason === '')).toEqual([]);
    expect(rowsOf(section('permissions'), 'trust')).toEqual([]);
  });

  test('finds the paths to the database, opened on both sides', () => {
    const rows = rowsOf(section('paths'), 'between').filter(({ cells }) => cells.toTier === 'data');
    expect(rows.map(({ cells }) => cells.fromTier)).toEqual(['functions', 'web', 'worker']);
    expect(rowsOf(section('paths'), 'between').filter(({ concern }) => concern)).toEqual([]);
  });

  test('counts what the table of costs in the README counts', () => {
    const rows = rowsOf(section('costs'), 'costs');
    const quantity = (driver: string, size: string) =>
      rows.find(({ cells }) => cells.driver === driver && cells.size.startsWith(size))?.cells.quantity;
    const readme = readFileSync('README.md', 'utf8');
    const alarms = Number(quantity('alarm', 'high')) + Number(quantity('alarm', 'standard'));
    const metrics = Number(quantity('metric of alarms', 'high')) + Number(quantity('metric of alarms', 'standard'));
    expect(readme).toContain(`| ${alarms} alarms on ${metrics} metrics, two of them at high resolution `);
    expect(quantity('alarm', 'high')).toBe('2');
    expect(quantity('task', '0.25 vCPU, 0.5 GB, ARM64')).toBe('3');
    expect(quantity('database instance', 'serverless, at least 0.5 capacity units')).toBe('2');
    expect(quantity('firewall rule', '')).toBe('4');
    expect(quantity('key', '')).toBe('4');
    expect(quantity('secret', '')).toBe('2');
    expect(quantity('dashboard', '')).toBe('2');
    expect(quantity('NAT gateway', '')).toBe('1');
    expect(quantity('load balancer', 'application')).toBe('1');
    expect(quantity('serverless cache', 'valkey, at least 0.1 GB')).toBe('1');
  });
});

describe('the README', () => {
  test('shows what the review says: npm run review -- --short', () => {
    expect(readFileSync('README.md', 'utf8')).toContain(shortText([...sections.values()], 'cdk.out'));
  });
});

describe('the diagram', () => {
  test.each([...drawings(model)])('%s is up to date: npm run diagram', (file, drawn) => {
    expect(readFileSync(file, 'utf8')).toBe(drawn);
  });

  test('has the boxes and arrows of another engine and cache', () => {
    const { nodes, edges } = graphOf(Model.read(synthesize({ database: 'rds-mysql', cache: 'nodes' })));
    const titles = nodes.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining([expect.stringMatching(/^RDS for MySQL 8/), 'Valkey cache']));
    const database = nodes.find(({ kind }) => kind === 'database');
    expect(database?.parts?.map(({ title }) => title)).toEqual(['Primary', 'Replica 1']);
    expect(edges.filter(({ to }) => to === database?.id).map(({ label }) => label)).toEqual(['3307', '3307']);
  });
});

describe('the command', () => {
  test('answers in a dozen lines, none wider than a terminal', () => {
    const { exitCode, output } = reviewCommand([folder, '--short']);
    const lines = output.trim().split('\n');
    expect(exitCode).toBe(0);
    expect(lines.length).toBeLessThanOrEqual(14);
    expect(lines.slice(1).filter((line) => line.length > 120)).toEqual([]);
  });

  test('fits into 120 columns', () => {
    const { output } = reviewCommand([folder]);
    expect(output.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(output).toContain('== Public entry points =');
  });

  test('folds long tables of Markdown, and keeps what it shows from being taken for HTML', () => {
    const { output } = reviewCommand([folder, '--markdown']);
    expect(output).toContain('<details><summary>Alarms (35)</summary>');
    expect(output).toContain('&lt;account>');
  });

  test('gives programs every row', () => {
    const { output } = reviewCommand([folder, '--json']);
    const { version, sections: all } = JSON.parse(output) as { version: number; sections: { id: string }[] };
    expect(version).toBe(1);
    expect(all.map(({ id }) => id)).toEqual([
      'stacks',
      'entries',
      'paths',
      'permissions',
      'data',
      'alarms',
      'limits',
      'costs',
    ]);
  });

  test('finds no change against itself', () => {
    const { output } = reviewCommand([folder, '--against', folder]);
    expect(output.match(/^no change$/gm)).toHaveLength(8);
  });

  test('shows what a disposable environment gives up', () => {
    const { output } = reviewCommand([synthesize({ disposable: true }), '--against', folder, '--json']);
    const { changes } = JSON.parse(output) as { changes: { id: string; after: string }[] };
    expect(changes.find(({ id }) => id === 'data')?.after).toContain('0 survive the deletion of their stack');
  });

  test.each([
    [
      ['no-such-folder'],
      1,
      'there is no folder no-such-folder; run `npx cdk synth --quiet` first, or name another folder\n',
    ],
    [
      ['--against', 'x'.repeat(3), folder],
      1,
      'there is no folder xxx; run `npx cdk synth --quiet` first, or name another folder\n',
    ],
    [['--colour'], 2, "Unknown option '--colour'\n\nUsage: "],
    [['a', 'b'], 2, 'give one folder, got a b\n\nUsage: '],
    [['--json', '--markdown'], 2, 'give one of --short, --markdown and --json, not --markdown and --json\n\nUsage: '],
    [['--short', '--against', folder, folder], 2, '--short cannot be given with --against\n\nUsage: '],
  ])('refuses %j without a stack', (args, exitCode, output) => {
    const outcome = reviewCommand(args);
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.output.startsWith(output)).toBe(true);
    expect(outcome.output).not.toMatch(/\n {4}at /);
  });
});
