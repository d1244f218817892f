import { compileFunction } from 'node:vm';
import { App } from 'aws-cdk-lib';
import { differences, type Assembly } from '../../../tools/bench/synth/assembly';
import { floorApp } from '../../../tools/bench/synth/floor';
import { medianOf } from '../../../tools/bench/synth/measure';
import { fullPlan, inTurn, Results } from '../../../tools/bench/synth/plan';
import { page, ratioToFloor } from '../../../tools/bench/synth/report';
import { shardClaims, type ShardRow } from '../../../tools/bench/synth/shards';

const ASSEMBLY: Assembly = {
  stacks: [
    {
      id: 'Queues',
      props: { stackName: 'queues', env: { region: 'eu-west-1' }, analyticsReporting: false },
      dependencies: [],
      template: {
        Resources: {
          Alarm: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: {
              ComparisonOperator: 'GreaterThanThreshold',
              EvaluationPeriods: 3,
              AlarmDescription: { 'Fn::Join': ['', ['Queue ', { 'Fn::GetAtt': ['Queue', 'QueueName'] }]] },
            },
            DependsOn: ['Queue'],
          },
          Queue: {
            Type: 'AWS::SQS::Queue',
            Properties: {
              RedrivePolicy: { maxReceiveCount: 4 },
              Tags: [{ Key: 'Region', Value: { Ref: 'AWS::Region' } }],
            },
            DeletionPolicy: 'Retain',
          },
        },
        Outputs: { Url: { Value: { Ref: 'Queue' }, Export: { Name: 'queues:Url' } } },
      },
    },
  ],
  assets: new Map(),
};

describe('The floor', () => {
  test('makes the same resources and outputs out of L1s alone', () => {
    const template = templateOf(floorApp(ASSEMBLY));
    const [stack] = ASSEMBLY.stacks;
    const remade = { ...ASSEMBLY, stacks: [{ ...stack, template }] } as Assembly;
    expect(differences(ASSEMBLY, remade)).toEqual([]);
  });

  test('is told from another one by a single property', () => {
    const other = JSON.parse(
      JSON.stringify(ASSEMBLY.stacks).replace('"EvaluationPeriods":3', '"EvaluationPeriods":4'),
    ) as [];
    expect(differences(ASSEMBLY, { ...ASSEMBLY, stacks: other })).toEqual([expect.stringMatching(/^Queues: Alarm/)]);
  });
});

describe('The plan', () => {
  test('begins each round with another subject, and leaves nothing out', () => {
    const { cases } = fullPlan();
    const firsts = [0, 1, 2].map((round) => inTurn(cases, round)[0].subject);
    expect(new Set(firsts).size).toBe(3);
    expect(new Set(inTurn(cases, 1))).toEqual(new Set(cases));
  });
});

describe('The report', () => {
  test('takes the middle of the samples, figure by figure', () => {
    const samples = [3, 1, 2].map((wall) => ({ wall, work: 10 * wall, cpu: 1, memory: 4 - wall }));
    expect(medianOf(samples)).toEqual({ wall: 2, work: 20, cpu: 1, memory: 2 });
  });

  test('shows every case, the ratio to the floor, and what a further service costs', () => {
    const results = new Results();
    for (const measured of fullPlan().cases) {
      const times = measured.subject === 'ours' ? 1.4 : 1;
      const milliseconds = times * (500 + 20 * measured.services);
      results.add(measured, { wall: milliseconds, work: milliseconds, cpu: milliseconds, memory: 100 });
    }
    expect(ratioToFloor(results)).toBeCloseTo(1.4);
    const counts = {
      services: new Map([1, 2, 4, 16].map((services) => [services, { ours: 100, floor: 100, patterns: 50 }])),
      regions: new Map([1, 2, 3, 4, 6].map((regions) => [regions, 20 + 100 * regions])),
    };
    const text = page(results, counts, SHARDED, { rounds: 9, date: '2026-01-01', commit: 'abcdef0' });
    expect(text).not.toMatch(/NaN|undefined/);
    expect(text).toContain('1.40 in this run');
    expect(text).toContain('28 ms of CPU for each further service; from 4 to 16, 1.00 times what it costs from 1 to 4');
    expect(text).toContain(
      '- up to 6 regions, each further one has 0.83 times the resources of the first, and costs 0.04 times the time',
    );
    expect(text).toContain('one shard: 20 stacks, the largest with 90 resources; 8 shards: 41 stacks');
  });
});

/** So many shards, each with as much as the one before it, and what there is once. */
const SHARDED = [1, 8, 64].map((number): ShardRow => {
  const milliseconds = 1000 + 100 * number;
  const sample = { wall: milliseconds, work: milliseconds, cpu: milliseconds, memory: 200 + 2 * number };
  return { number, sample, resources: 500 + 50 * number, stacks: 17 + 3 * number, largest: 90 };
});

describe('Shards', () => {
  const many = (change: Partial<ShardRow>) => SHARDED.map((row) => (row.number === 64 ? { ...row, ...change } : row));

  test('that each cost what the one before did are claimed to be linear', () => {
    expect(shardClaims(SHARDED)).toEqual([
      { name: 'a resource of 64 shards in three regions takes 1.00 times the CPU time of one of 8', problems: [] },
      { name: 'a resource of 64 shards in three regions takes 0.37 times the memory of one of 8', problems: [] },
      { name: 'no stack has more than 90 resources', problems: [] },
    ]);
  });

  test('that cost more the more there are, or fill a stack, are found', () => {
    const slow = { wall: 16_000, work: 16_000, cpu: 16_000, memory: 1400 };
    expect(shardClaims(many({ sample: slow, largest: 250 })).map(({ problems }) => problems)).toEqual([
      ['it may be 1.5 times at most'],
      ['it may be 1.5 times at most'],
      ['it has to be less than 250'],
    ]);
  });
});

/** Runs the code as a module of its own, and synthesizes its only stack. */
function templateOf(code: string): unknown {
  const module = { exports: {} as { build: () => App } };
  const run = compileFunction(code, ['require', 'exports']) as (load: NodeJS.Require, exports: object) => void;
  run(require, module.exports);
  return module.exports.build().synth().getStackByName('queues').template;
}
