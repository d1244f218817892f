import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { check, refuse } from '../../../lib/private/validate';
import { against, choice, literal, type Choice } from '../../../tools/input/choice';
import { tryOut, type Outcome } from '../../../tools/input/outcome';
import { trySet } from '../../../tools/input/try-set';
import type { World } from '../../../tools/input/world';

/** A judge that finds the same fault with every template, or none. */
function judgeWith(fault?: string): IPolicyValidationPlugin {
  return {
    name: 'Judge',
    validate: ({ stackTemplates }) => ({
      success: fault === undefined,
      violations: stackTemplates.flatMap(({ templatePath }) =>
        fault === undefined
          ? []
          : [
              {
                ruleName: fault,
                description: 'is wrong',
                violatingResources: [{ resourceLogicalId: 'Subject', templatePath, locations: [] }],
              },
            ],
      ),
    }),
  };
}

function outcomeOf(set: Choice, judge = judgeWith()): Outcome {
  return tryOut(set, { region: 'eu-west-1', atOnce: true }, { all: [judge], ofDisposable: [] });
}

const group = (peer: ec2.IPeer) =>
  choice('new Group()', ({ stack }) => {
    const securityGroup = new ec2.CfnSecurityGroup(stack, 'Subject', { groupDescription: 'Of a test' });
    securityGroup.securityGroupIngress = [{ ipProtocol: 'tcp', cidrIp: peer.uniqueId }];
  });
const closed = group(ec2.Peer.ipv4('10.0.0.0/16'));

const refusing = (...rules: string[]) =>
  choice('new Refusing()', ({ stack }: World) => check(stack, ...rules.map((rule) => refuse(true, rule))));
const explained = 'port must be a number, got "x"; leave it out';

describe('A set of properties', () => {
  test('is clean when nobody finds fault with its templates', () => {
    expect(outcomeOf(closed)).toMatchObject({ kind: 'clean' });
  });

  test('is refused when every broken rule is explained', () => {
    const second = 'name must be short, got "long"; shorten it';
    expect(outcomeOf({ ...refusing(explained, second), wrong: ['port', 'name'] })).toEqual({
      kind: 'refused',
      rules: [explained, second],
    });
  });
});

describe('A set of properties fails', () => {
  test('with an exception that nobody has explained', () => {
    const planted = choice('undefined.name', () => (undefined as unknown as { name: string }).name);
    expect(outcomeOf(planted)).toMatchObject({
      kind: 'failed',
      problem: expect.stringMatching(/^TypeError: Cannot read properties of undefined \(reading 'name'\)/) as unknown,
    });
  });

  test('with a template that a judge rejects', () => {
    expect(outcomeOf(closed, judgeWith('E9999'))).toMatchObject({
      kind: 'failed',
      problem: expect.stringContaining('Judge: E9999 on ') as unknown,
    });
  });

  test('with a template that a rule of the house rejects', () => {
    expect(outcomeOf(group(ec2.Peer.anyIpv4()))).toMatchObject({
      kind: 'failed',
      problem: expect.stringContaining('lets everybody in') as unknown,
    });
  });

  test('with a refusal in another form than that of the house', () => {
    expect(outcomeOf(refusing('port is wrong'))).toEqual({
      kind: 'failed',
      problem: 'refused in another form than that of the house: port is wrong',
    });
  });

  test('with a refusal that leaves one of the mistakes out', () => {
    expect(outcomeOf({ ...refusing(explained), wrong: ['port', 'name'] })).toEqual({
      kind: 'failed',
      problem: `refused without naming name: ${explained}`,
    });
  });

  test('when a value is accepted that cannot be right', () => {
    expect(outcomeOf({ ...closed, wrong: ['port'] })).toEqual({
      kind: 'failed',
      problem: 'accepted, though port cannot be right',
    });
  });

  test('when it does not break a rule that it is said to break', () => {
    expect(outcomeOf(against(['E9999'], closed), judgeWith('E9999'))).toMatchObject({ kind: 'clean' });
    expect(outcomeOf(against(['E9999'], closed))).toEqual({
      kind: 'failed',
      problem: 'does not break E9999, which it is said to break',
    });
  });
});

describe('A set that fails', () => {
  const options = {
    seed: 7,
    construct: 'Thing',
    sets: fc.integer({ min: 0, max: 1000 }).map(literal),
    random: 5,
    tryOut: ({ text }: Choice): Outcome =>
      Number(text) >= 17 ? { kind: 'failed', problem: `${text} is too much` } : { kind: 'refused', rules: [] },
  };

  test('is made as small as can be, and found again by its path', () => {
    const trial = trySet({ ...options, patience: 1000 });
    expect(trial).toMatchObject({ seed: 7, text: '17', smallest: '17 is too much' });
    expect(trySet({ ...options, path: trial.path })).toMatchObject({ text: '17' });
  });

  test('is told as it came when there is no time', () => {
    expect(Number(trySet(options).text)).toBeGreaterThan(17);
  });
});
