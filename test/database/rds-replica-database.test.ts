import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { RdsDatabase, RdsEngine, RdsReplicaDatabase, type RdsReplicaDatabaseProps } from '../../lib/database';
import { Monitoring } from '../../lib/monitoring';
import { TestService } from '../support/test-service';
import { twoRegions, type TemplateJson } from './regions';

function make(props: Partial<RdsReplicaDatabaseProps> = {}, engine = RdsEngine.postgres()) {
  const { home, other } = twoRegions();
  const source = new RdsDatabase(home.data, 'Database', {
    name: 'shop',
    vpc: home.vpc,
    engine,
    instanceType: new ec2.InstanceType('m7g.large'),
    replicaRegions: [{ region: 'us-east-1' }],
  });
  const { vpc, securityGroup } = other;
  const database = new RdsReplicaDatabase(other.data, 'Database', { source, vpc, securityGroup, ...props });
  return { database, home, other, template: () => Template.fromStack(other.data) };
}

describe('RdsReplicaDatabase', () => {
  test('follows home by name, encrypted with a key of its own region, with a standby and backups', () => {
    make()
      .template()
      .hasResource('AWS::RDS::DBInstance', {
        Properties: {
          DBInstanceIdentifier: 'shop-rds-g1',
          SourceDBInstanceIdentifier: {
            'Fn::Join': ['', ['arn:aws:rds:eu-west-1:', { Ref: 'AWS::AccountId' }, ':db:shop-rds-g1']],
          },
          SourceRegion: 'eu-west-1',
          DBInstanceClass: 'db.m7g.large',
          KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('DatabaseKey'), 'Arn'] },
          MultiAZ: true,
          BackupRetentionPeriod: 7,
          DeletionProtection: true,
          StorageType: 'gp3',
          MaxAllocatedStorage: 1000,
          Port: '5433',
          EnableIAMDatabaseAuthentication: true,
          Engine: Match.absent(),
          StorageEncrypted: Match.absent(),
          DBName: Match.absent(),
          MasterUsername: Match.absent(),
        },
        DeletionPolicy: 'Retain',
      });
  });

  test('follows MySQL as well', () => {
    const template = make({}, RdsEngine.mysql()).template();
    template.hasResourceProperties('AWS::RDS::DBInstance', { Port: '3307' });
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', {
      Parameters: Match.objectLike({ require_secure_transport: '1' }),
    });
  });

  test('makes no secret and rotates none, and refers to nothing of another region', () => {
    const { template, home, other } = make();
    template().resourceCountIs('AWS::SecretsManager::Secret', 0);
    template().resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
    expect(JSON.stringify(template().toJSON())).not.toMatch(/GetStackOutput|ExportsReader/);
    expect(JSON.stringify(Template.fromStack(home.data).toJSON())).not.toContain('ExportsWriter');
    expect(other.data.dependencies).toContain(home.data);
  });

  test('publishes its host as writer and as reader, under the path of its own region', () => {
    const template = make().template();
    for (const entry of ['writer', 'reader']) {
      template.hasResourceProperties('AWS::SSM::Parameter', {
        Name: `/shop/us-east-1/database/shop-rds-g1/${entry}`,
        Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.anyValue(), 'Endpoint.Address'] }, ':5433']] },
      });
    }
  });

  test('leaves nothing behind when it is disposable', () => {
    const template = make({ disposable: true }).template();
    const { Resources: resources } = template.toJSON() as TemplateJson;
    for (const { DeletionPolicy: policy } of Object.values(resources)) expect(['Delete', undefined]).toContain(policy);
  });

  test('gives a service the replicated password by name, or tokens for the replica', () => {
    const bound = (iamAuthentication: boolean) => {
      const { database, other } = make({ iamAuthentication });
      const service = new TestService(other.svc, other.vpc);
      database.bindToService(service);
      return { service, svc: JSON.stringify(Template.fromStack(other.svc).toJSON()) };
    };
    const withPassword = bound(false);
    expect(Object.keys(withPassword.service.secrets)).toEqual(['DATABASE_USER', 'DATABASE_PASSWORD']);
    expect(withPassword.svc).toContain(':secret:shop-rds-g1-app-??????');
    const withTokens = bound(true);
    expect(withTokens.service.environment).toMatchObject({ DATABASE_USER: 'app_iam', DATABASE_PORT: '5433' });
    expect(withTokens.svc).toContain('arn:aws:rds-db:us-east-1:');
  });

  test('its alarms are those of an instance, and of being behind home', () => {
    const { database, other } = make();
    database.monitor(new Monitoring(other.data, 'Monitoring', { name: 'shop' }));
    const template = Template.fromStack(other.data);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('#rds-region-lag$'),
      Threshold: 30,
      TreatMissingData: 'notBreaching',
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'CPUUtilization' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'FreeStorageSpace' });
  });
});
