import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Monitoring } from '../../lib/monitoring';
import { RegionMode } from '../../lib/platform';
import { ControlReplica, ControlTable, RegionDatabase, RegionModel, type ControlTableProps } from '../../lib/region';
import { testApp, testStack } from '../support/test-app';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];
const plan = new RegionModel({ regions: REGIONS, recoveryTime: Duration.seconds(285) });

function synthesize(props: Partial<ControlTableProps> = {}): Template {
  const stack = testStack();
  new ControlTable(stack, 'Control', { name: 'shop', plan, ...props });
  return Template.fromStack(stack);
}

function parameters(template: Template): Record<string, string> {
  const found = template.findResources('AWS::SSM::Parameter') as Record<string, { Properties: Record<string, string> }>;
  return Object.fromEntries(Object.values(found).map(({ Properties: { Name = '', Value = '' } }) => [Name, Value]));
}

describe('ControlTable', () => {
  test('is a table of records on demand, as protected and recoverable in every region', () => {
    const copy = (Region: string) => ({
      Region,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    synthesize().hasResource('AWS::DynamoDB::GlobalTable', {
      Properties: {
        TableName: 'shop-control-g1',
        KeySchema: [{ AttributeName: 'record', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'record', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        TimeToLiveSpecification: Match.absent(),
        Replicas: [copy('us-east-1'), copy('ap-northeast-1'), copy('eu-west-1')],
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('is written by no template: there is the table, and what publishes it', () => {
    const types = Object.values(
      (synthesize().toJSON() as { Resources: Record<string, { Type: string }> }).Resources,
    ).map(({ Type }) => Type);
    expect(types.sort()).toEqual(['AWS::DynamoDB::GlobalTable', 'AWS::SSM::Parameter', 'AWS::SSM::Parameter']);
  });

  test('is published with its plan', () => {
    const published = parameters(synthesize({ generation: 2 }));
    expect(published['/shop/eu-west-1/control/table']).toBe('shop-control-g2');
    expect(JSON.parse(published['/shop/eu-west-1/control/plan'] ?? '')).toEqual({
      regions: REGIONS,
      mode: 'active-active',
      database: 'aurora-postgres',
      objective: { timeSeconds: 285, pointSeconds: null },
    });
  });

  test('is changed in place when a region is added', () => {
    const ids = (regions: string[]) =>
      Object.keys(synthesize({ plan: new RegionModel({ regions }) }).findResources('AWS::DynamoDB::GlobalTable'));
    expect(ids(['eu-west-1'])).toEqual(ids(REGIONS));
  });

  test('goes with the stack when it is disposable', () => {
    synthesize({ disposable: true }).hasResource('AWS::DynamoDB::GlobalTable', {
      Properties: { Replicas: Array.from(REGIONS, () => Match.objectLike({ DeletionProtectionEnabled: false })) },
      DeletionPolicy: 'Delete',
    });
  });

  test('alarms on what is refused, what fails and what is late', () => {
    const stack = testStack();
    new ControlTable(stack, 'Control', { name: 'shop', plan }).monitor(
      new Monitoring(stack, 'Monitoring', { name: 'shop' }),
    );
    expectAlarms(Template.fromStack(stack), 'us-east-1', 'ap-northeast-1');
  });
});

describe('ControlReplica', () => {
  const stack = testStack({ env: { region: 'us-east-1' } }, testApp());
  const monitoring = new Monitoring(stack, 'Monitoring', { name: 'shop' });
  const replica = new ControlReplica(stack, 'Control', { name: 'shop', plan });
  replica.monitor(monitoring);
  monitoring.showOn(new cloudwatch.Dashboard(stack, 'Dashboard'));
  const template = Template.fromStack(stack);

  test('publishes the same in its region, without a table of its own', () => {
    expect(replica.tableName).toBe('shop-control-g1');
    expect(Object.keys(parameters(template)).sort()).toEqual([
      '/shop/us-east-1/control/plan',
      '/shop/us-east-1/control/table',
    ]);
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
  });

  test('has the alarms of the table in its own region', () => {
    expectAlarms(template, 'eu-west-1', 'ap-northeast-1');
  });

  test('shows how late it is', () => {
    const dashboard = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    expect(dashboard).toContain('Control table shop-control-g1 in other regions');
  });
});

describe('RegionModel', () => {
  test('says all that is wanted', () => {
    const model = new RegionModel({
      regions: REGIONS,
      mode: RegionMode.ACTIVE_PASSIVE,
      database: RegionDatabase.RDS_MYSQL,
      standbyFactor: 1,
      decidedByPerson: true,
      recoveryTime: Duration.hours(1),
      recoveryPoint: Duration.minutes(1),
    });
    const published = parameters(synthesize({ plan: model }));
    expect(JSON.parse(published['/shop/eu-west-1/control/plan'] ?? '')).toEqual({
      regions: REGIONS,
      mode: 'active-passive',
      database: 'rds-mysql',
      standbyFactor: 1,
      decision: 'person',
      objective: { timeSeconds: 3600, pointSeconds: 60 },
    });
  });
});

function expectAlarms(template: Template, ...others: string[]): void {
  for (const runbook of ['warning: .*#control-throttled', 'critical: .*#control-system-errors']) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp(`^${runbook}$`),
    });
  }
  for (const region of others) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp(`arrives in ${region} .*#control-replication-late$`),
      Threshold: 10_000,
    });
  }
  template.resourceCountIs('AWS::CloudWatch::Alarm', 2 + others.length);
}
