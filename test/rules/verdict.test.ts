import { checks, describeEvidence, type Evidence } from '../../tools/rules/verdict';
import type { PlacedFinding } from '../../tools/rules/whole-matrix';

const ACKNOWLEDGEMENT = {
  id: 'AwsSolutions::AwsSolutions-SQS3',
  at: 'Shop/Queue',
  place: 'WorkQueue/Queue',
  reason: 'Because',
};

function finding(overrides: Partial<PlacedFinding> = {}): PlacedFinding {
  return {
    judge: 'AwsSolutions',
    rule: 'AwsSolutions-SQS3',
    constructPath: 'Shop/Queue/Resource',
    description: 'No dead-letter queue',
    configuration: 'reference',
    ...overrides,
  };
}

const CLEAN: Evidence = {
  ours: [finding({ acknowledged: ACKNOWLEDGEMENT })],
  naive: [finding({ configuration: 'naive' })],
  acknowledgements: [ACKNOWLEDGEMENT],
  refused: [],
  staleExceptions: [],
  rules: new Map([['AwsSolutions', 131]]),
  facts: ['2 configurations'],
};

function problems(evidence: Partial<Evidence>): Record<string, readonly string[]> {
  const failed = checks({ ...CLEAN, ...evidence }).filter((check) => check.problems.length > 0);
  return Object.fromEntries(failed.map((check) => [check.name, check.problems]));
}

describe('the lane', () => {
  test('passes when every finding is acknowledged', () => {
    expect(problems({})).toEqual({});
  });

  test('prints judges beside each other, each finding once', () => {
    expect(describeEvidence({ ...CLEAN, ours: [...CLEAN.ours, ...CLEAN.ours] })).toBe(
      [
        'judge         rules  ours  acknowledged  naive',
        'AwsSolutions    131     0             1      1',
        'total                   0             1      1',
        '',
        '2 configurations',
        '1 acknowledgements (rule, construct of the library), on constructs of all configurations:',
        '  SQSQueueDLQ on WorkQueue/Queue  1',
      ].join('\n'),
    );
  });
});

describe('the lane fails on', () => {
  test('a finding that is not acknowledged, and says where it is', () => {
    const open = [finding(), finding({ configuration: 'cache=nodes' })];
    expect(problems({ ours: [...CLEAN.ours, ...open] })).toEqual({
      'AwsSolutions: nothing unacknowledged': [
        [
          'AwsSolutions-SQS3 on Shop/Queue/Resource',
          '      No dead-letter queue',
          '      in reference and 1 more',
        ].join('\n'),
      ],
    });
  });

  test('a judge that finds no fault with the naive stack, because it may not have judged at all', () => {
    expect(problems({ naive: [] })).toEqual({ 'every judge finds fault with the naive stack': ['AwsSolutions'] });
  });

  test('a configuration that cdk synth --strict refuses', () => {
    expect(problems({ refused: [{ configuration: 'waf=no', output: 'Synthesis finished with warnings' }] })).toEqual({
      'cdk synth --strict accepts every pair of choices': ['waf=no\nSynthesis finished with warnings'],
    });
  });

  test('an acknowledgement that acknowledges nothing', () => {
    expect(problems({ ours: [] })).toEqual({
      'no acknowledgement is stale': ['AwsSolutions::AwsSolutions-SQS3 on Shop/Queue is stale'],
    });
  });

  test('an exception from cfn-lint that no longer occurs', () => {
    expect(problems({ staleExceptions: [{ rule: 'E3002', at: 'AWS::X::Y/Z', reason: '' }] })).toEqual({
      'no exception from cfn-lint is stale': ['E3002 at AWS::X::Y/Z'],
    });
  });
});
