import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { buildShop } from '../../../bin/shop';
import { addSimulateCommand, type SimulateOptions } from '../../../tools/simulate/command';
import { runSimulate } from '../../../tools/simulate/run-simulate';
import { testApp } from '../../support/test-app';

interface Document {
  readonly trace: { readonly kind: string; readonly seconds: number; readonly meanPerSecond: number };
  readonly application: { readonly ratedCapacity: number; readonly objectiveSeconds: number };
  readonly conditions: { readonly startMedianSeconds: number; readonly delays: { readonly custom: number } };
  readonly services: readonly {
    readonly name: string;
    readonly maxTasks: number;
    readonly bad: number;
    readonly arrivals: number;
    readonly served: number;
    readonly dropped: number;
    readonly left: number;
    readonly taskHours: number;
    readonly oracleTaskHours: number;
    readonly costOverOracle: number;
    readonly warnings: readonly string[];
  }[];
}

let folder: string;
let template: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  template = join(folder, 'cdk.out');
  const app = testApp({ outdir: template, context: { scaling: 'balanced', ratedRequests: '100', messageAge: '60' } });
  buildShop(app);
  app.synth();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const json = (options: SimulateOptions) => JSON.parse(runSimulate({ template, ...options, json: true })) as Document;

/** A file of counts, one a minute, after a heading. */
function csv(counts: readonly (number | string)[], name = 'counts.csv'): string {
  const path = join(folder, name);
  const start = Date.UTC(2026, 5, 18, 9);
  const rows = counts.map((count, minute) => `${new Date(start + 60_000 * minute).toISOString()},${count}`);
  writeFileSync(path, ['timestamp,requests', ...rows, ''].join('\n'));
  return path;
}

describe('ztm simulate', () => {
  test('says in a table what the scaling of the reference app makes of a flash crowd', () => {
    const text = runSimulate({ template, trace: 'flash10x', base: '60', ratedCapacity: '100', sloMs: '500' });
    expect(text).toMatch(/^flash10x, seed 1: 100 requests a second and task, due within 0.5 s\n\nservice {8}late min/);
    expect(text).toMatch(/\nshop-prod-web +\d+ +240 +\d+\.\d\d +\d+\.\d +\d\.\d\d /);
    expect(text).not.toContain('shop-prod-jobs');
    expect(text).toContain('Warnings:\n  shop-prod-web needs all of its 10 tasks, or more, at the busiest time');
  });

  test('gives programs the same, the same for a seed, and another for another', () => {
    const options = { trace: 'surge3x', base: '60' };
    const [one, again, other] = [json(options), json(options), json({ ...options, seed: '2' })];
    expect(again).toEqual(one);
    expect(other.services[0].arrivals).not.toBe(one.services[0].arrivals);
    const [web] = one.services;
    expect(web.name).toBe('shop-prod-web');
    expect(web.served + web.dropped + web.left).toBeCloseTo(web.arrivals, 3);
    expect(web.costOverOracle).toBeCloseTo(web.taskHours / web.oracleTaskHours, 9);
    expect(web.costOverOracle).toBeGreaterThan(1);
  });

  test('takes workers for traffic of messages', () => {
    const { services, application } = json({ trace: 'worker-burst10x', base: '2', objectiveSeconds: '90' });
    expect(services.map(({ name }) => name)).toEqual(['shop-prod-jobs']);
    expect(application).toMatchObject({ ratedCapacity: 5, objectiveSeconds: 90 });
  });

  test('runs under other conditions', () => {
    const slow = json({ trace: 'surge3x', base: '150', conditions: ['startMedianSeconds=90', 'delays.custom=60'] });
    expect(slow.conditions).toMatchObject({ startMedianSeconds: 90, delays: { custom: 60, queue: 60 } });
    const usual = json({ trace: 'surge3x', base: '150' });
    expect(slow.services[0].bad).toBeGreaterThan(1.5 * usual.services[0].bad);
  });

  test('reads traffic from a file, and scales it', () => {
    const trace = csv([...Array<number>(30).fill(6000), ...Array<number>(30).fill(12_000)]);
    expect(json({ trace }).trace).toMatchObject({ kind: 'web', seconds: 3600 });
    expect(json({ trace }).trace.meanPerSecond / 150).toBeCloseTo(1, 1);
    expect(json({ trace, scale: '2' }).trace.meanPerSecond / 300).toBeCloseTo(1, 1);
    expect(json({ trace, base: '30' }).trace.meanPerSecond / 30).toBeCloseTo(1, 1);
    expect(json({ trace, kind: 'worker', base: '5' }).services[0].name).toBe('shop-prod-jobs');
  });

  test('lists the traffic that it knows', () => {
    expect(runSimulate({ traces: true })).toMatch(/^trace +of +hours\ndiurnal24h +requests +24\n/);
    expect(runSimulate({ traces: true })).toMatch(/\nworker-dump +messages +\d+\n/);
  });

  test('is a subcommand with every option of its settings', () => {
    const program = new Command();
    addSimulateCommand(program);
    const [command] = program.commands;
    expect(command.name()).toBe('simulate');
    expect(command.options.map((option) => option.attributeName()).sort()).toEqual(
      [
        'base',
        'conditions',
        'json',
        'kind',
        'metricModels',
        'objectiveSeconds',
        'ratedCapacity',
        'scale',
        'seed',
        'service',
        'sheds',
        'sloMs',
        'template',
        'trace',
        'traces',
      ].sort(),
    );
  });
});

describe('refuses', () => {
  test.each<[string, () => SimulateOptions, string]>([
    [
      'a service that is not there',
      () => ({ trace: 'flash10x', service: 'shop' }),
      'must hold the web service shop, got shop-prod-web (web), shop-prod-jobs (worker); name another trace, folder or --service',
    ],
    ['a short trace', () => ({ trace: csv([1, 2, 3]) }), 'a trace must last 1800 to 691200 s, got 180 s in'],
    [
      'a count that is none',
      () => ({ trace: csv([1, 'many', 3]) }),
      'must be a timestamp and a count, got "2026-06-18T09:01:00.000Z,many"; write it as 2026-06-18T09:00:00Z,1200',
    ],
    [
      'an objective that no answer can meet',
      () => ({ trace: 'flash10x', sloMs: '40' }),
      'the objective must be longer than 0.05 s, which an answer takes at least, got 0.04 s',
    ],
    [
      'an objective for messages with requests',
      () => ({ trace: 'flash10x', objectiveSeconds: '60' }),
      '--objective-seconds must only stand with messages, got it with requests; take --slo-ms',
    ],
  ])('%s', (_name, options, message) => {
    expect(() => runSimulate({ template, ...options() })).toThrow(message);
  });

  test('every broken option at once', () => {
    const run = () =>
      runSimulate({
        trace: 'flash',
        seed: '1.5',
        base: '-1',
        ratedCapacity: 'many',
        conditions: ['speed=1', 'scaleIn=fast', 'startSigma='],
        metricModels: '/nowhere',
      });
    let message = '';
    try {
      run();
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split('\n  - ')).toEqual([
      'cannot simulate this:',
      '--seed must be a whole number, got "1.5"; write it as 1',
      '--base must be a number above 0, got "-1"; write it as --base 1',
      expect.stringMatching(/^--trace must be a file, or one of diurnal24h, .*, got "flash"; see what they are/),
      expect.stringMatching(/^--conditions must be key=value with one of capacityFactor, .*, got "speed=1"; correct/),
      'scaleIn must be one of gradual, proportional, got "fast"',
      'startSigma must be a number of at least 0, got ""; write it as startSigma=30',
      '--rated-capacity must be a number above 0, got "many"; write it as --rated-capacity 1',
      expect.stringMatching(/^--metric-models must be a file of JSON, got \/nowhere: ENOENT/),
      '--template must name the folder that cdk synth writes, got nothing; say --template cdk.out',
    ]);
  });
});
