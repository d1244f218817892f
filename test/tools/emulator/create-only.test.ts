import { readServiceSpec } from '../../../tools/emulator/create-only';

describe('the service specification', () => {
  const { createOnly, stateful } = readServiceSpec();

  test('knows what cannot change in place', () => {
    expect(createOnly['AWS::DynamoDB::GlobalTable']).toEqual(['KeySchema', 'LocalSecondaryIndexes', 'TableName']);
    expect(createOnly['AWS::SQS::Queue']).toEqual(['FifoQueue', 'QueueName']);
    expect(createOnly['AWS::ECS::Service']).toContain('LaunchType');
    expect(createOnly['AWS::CloudWatch::Alarm']).toEqual(['AlarmName']);
  });

  test('knows what holds data, and what else must never be replaced', () => {
    for (const type of ['RDS::DBCluster', 'DynamoDB::GlobalTable', 'S3::Bucket', 'EC2::Subnet', 'KMS::Key']) {
      expect(stateful).toContain(`AWS::${type}`);
    }
    expect(stateful).not.toContain('AWS::CloudWatch::Alarm');
  });
});
