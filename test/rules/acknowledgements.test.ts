import { Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/private/acknowledge';
import {
  acknowledgementsIn,
  MOST_ROWS,
  staleAcknowledgements,
  toRows,
  wrongAcknowledgements,
} from '../../tools/rules/acknowledgements';
import { FORBIDDEN_RULES } from '../../tools/rules/forbidden-rules';
import { buildApp, everyChoice, someStages } from '../../tools/rules/matrix';
import { knownRuleNames, ruleName } from '../../tools/rules/rule-names';
import { CDK_CONTEXT, testApp } from '../support/test-app';

describe('acknowledgements of the platform', () => {
  const all = [...everyChoice(), ...someStages()].flatMap((configuration) =>
    acknowledgementsIn(buildApp(configuration, { context: CDK_CONTEXT })),
  );

  test('are these', () => {
    expect(toRows(all)).toMatchSnapshot();
  });

  test('are prefixed, give a reason, and spare what is never acknowledged', () => {
    expect(wrongAcknowledgements(all)).toEqual([]);
  });
});

class Mailbox extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const queue = new sqs.Queue(new Construct(this, 'Inner'), 'Queue');
    acknowledge(
      queue,
      'Because',
      'AwsSolutions::AwsSolutions-RDS11',
      'HIPAA.Security::HIPAA.Security-RDSLoggingEnabled[LogExport::a]',
      'HIPAA.Security::HIPAA.Security-RDSLoggingEnabled[LogExport::b]',
    );
  }
}

describe('rows of acknowledgements', () => {
  test('are one for a rule on a construct of the library, whatever the packs, findings and uses', () => {
    const stack = new Stack(testApp(), 'Test');
    new Mailbox(stack, 'One');
    new Mailbox(stack, 'Other');
    const common = {
      place: 'Mailbox/Inner/Queue',
      reasons: ['Because'],
      paths: ['Test/One/Inner/Queue', 'Test/Other/Inner/Queue'],
    };
    expect(toRows(acknowledgementsIn(stack))).toEqual([
      {
        ...common,
        rule: 'RDSLoggingEnabled',
        ids: [
          'HIPAA.Security::HIPAA.Security-RDSLoggingEnabled[LogExport::a]',
          'HIPAA.Security::HIPAA.Security-RDSLoggingEnabled[LogExport::b]',
        ],
      },
      { ...common, rule: 'RDSNonDefaultPort', ids: ['AwsSolutions::AwsSolutions-RDS11'] },
    ]);
  });

  test.each([
    ['AwsSolutions::AwsSolutions-RDS2', 'RDSStorageEncrypted'],
    ['NIST.800.53.R5::NIST.800.53.R5-RDSStorageEncrypted', 'RDSStorageEncrypted'],
    ['AwsSolutions::AwsSolutions-IAM5[Action::s3:*]', 'IAMNoWildcardPermissions[Action::s3:*]'],
    ['cdk-validator-cfnguard::s3_bucket_logging_enabled_check', 'S3BucketLoggingEnabled'],
    ['cdk-validator-cfnguard::elbv2_logging_enabled_check', 'ELBLoggingEnabled'],
    ['cdk-validator-cfnguard::sqs_dlq_check', 'sqs_dlq_check'],
    ['CloudFormation-Validate::W9008', 'W9008'],
    ['Annotation::@aws-cdk/aws-ecs:minHealthyPercent', '@aws-cdk/aws-ecs:minHealthyPercent'],
  ])('name the rule of %s %s', (id, name) => {
    expect(ruleName(id)).toBe(name);
  });
});

describe('acknowledging refuses', () => {
  const wrong = (id: string, reason = 'Because') =>
    wrongAcknowledgements([{ id, at: 'Test/Queue', place: 'Test', reason }]);

  test('an id without the prefix of its pack', () => {
    const stack = new Stack(testApp(), 'Test');
    acknowledge(stack, 'Because', 'AwsSolutions-SQS3');
    expect(wrongAcknowledgements(acknowledgementsIn(stack))).toEqual([
      'Annotation::AwsSolutions-SQS3 on Test has no prefix of a pack',
    ]);
  });

  test('an empty reason', () => {
    expect(wrong('AwsSolutions::AwsSolutions-SQS3', ' ')).toEqual([
      'AwsSolutions::AwsSolutions-SQS3 on Test/Queue has no reason',
    ]);
  });

  test.each([
    'AwsSolutions::AwsSolutions-RDS2',
    'HIPAA.Security::HIPAA.Security-RDSStorageEncrypted',
    'NIST.800.53.R4::NIST.800.53.R4-RDSInstanceBackupEnabled',
    'AwsSolutions::AwsSolutions-IAM5[Action::s3:*]',
    'cdk-validator-cfnguard::rds_instance_public_access_check',
    'CloudFormation-Validate::W9011',
  ])('%s', (id) => {
    expect(wrong(id)).toEqual([`${id} on Test/Queue is never acknowledged`]);
  });

  test('more rows than allowed', () => {
    const many = Array.from({ length: MOST_ROWS + 1 }, (_, index) => ({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      at: 'Test/Queue',
      place: `Test${index}`,
      reason: 'Because',
    }));
    expect(wrongAcknowledgements(many)).toEqual(['31 rows are more than 30']);
  });

  test('one that no finding matches', () => {
    const used = { id: 'AwsSolutions::AwsSolutions-SQS3', at: 'Test/Queue' };
    const finding = { judge: 'AwsSolutions', rule: 'x', constructPath: 'Test/Queue/Resource', description: '' };
    const acknowledgements = [used, { ...used, at: 'Test/Other' }].map((item) => ({
      ...item,
      place: 'Test',
      reason: 'Because',
    }));
    expect(staleAcknowledgements(acknowledgements, [{ ...finding, acknowledged: used }])).toEqual([
      'AwsSolutions::AwsSolutions-SQS3 on Test/Other is stale',
    ]);
  });

  test('rules that exist', () => {
    const validate = ['W9008', 'W9011'];
    const known = knownRuleNames();
    expect(FORBIDDEN_RULES.filter((rule) => !known.has(rule) && !validate.includes(rule))).toEqual([]);
  });
});
