import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  AuroraDatabase,
  AuroraGlobalDatabase,
  AuroraSecondaryDatabase,
  type AuroraSecondaryDatabaseProps,
} from '../../lib/database';
import { Monitoring } from '../../lib/monitoring';
import { TestService } from '../support/test-service';
import { twoRegions, type TemplateJson } from './regions';

interface Made {
  readonly database: AuroraSecondaryDatabase;
  readonly template: () => Template;
  readonly home: ReturnType<typeof twoRegions>['home'];
  readonly other: ReturnType<typeof twoRegions>['other'];
}

function make(props: Partial<AuroraSecondaryDatabaseProps> = {}): Made {
  const { home, other } = twoRegions();
  const source = new AuroraDatabase(home.data, 'Database', {
    name: 'shop',
    vpc: home.vpc,
    replicaRegions: [{ region: 'us-east-1' }],
  });
  const globalDatabase = new AuroraGlobalDatabase(home.data, 'GlobalDatabase', { name: 'shop', source });
  const { vpc, securityGroup } = other;
  const database = new AuroraSecondaryDatabase(other.data, 'Database', {
    globalDatabase,
    vpc,
    securityGroup,
    ...props,
  });
  return { database, home, other, template: () => Template.fromStack(other.data) };
}

describe('AuroraSecondaryDatabase', () => {
  test('joins the global database by name, encrypted with a key of its own region, and without credentials', () => {
    make()
      .template()
      .hasResource('AWS::RDS::DBCluster', {
        Properties: {
          DBClusterIdentifier: 'shop-aurora-g1',
          GlobalClusterIdentifier: 'shop-global-g1',
          SourceRegion: 'eu-west-1',
          Engine: 'aurora-postgresql',
          EngineVersion: '17.7',
          Port: 5432,
          StorageEncrypted: true,
          KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('DatabaseKey'), 'Arn'] },
          EnableIAMDatabaseAuthentication: true,
          EnableGlobalWriteForwarding: false,
          BackupRetentionPeriod: 7,
          DeletionProtection: true,
          DatabaseName: Match.absent(),
          MasterUsername: Match.absent(),
          MasterUserPassword: Match.absent(),
          ManageMasterUserPassword: Match.absent(),
          ReplicationSourceIdentifier: Match.absent(),
        },
        DeletionPolicy: 'Snapshot',
        UpdateReplacePolicy: 'Snapshot',
      });
  });

  test('makes no secret and rotates none: those of home are replicated', () => {
    const template = make().template();
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    template.resourceCountIs('AWS::SecretsManager::SecretTargetAttachment', 0);
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  });

  test('has the engine settings of a primary, so that it can become one', () => {
    const { home, template } = make();
    const settings = (made: Template) => {
      const { Resources: resources } = made.toJSON() as TemplateJson;
      const cluster = Object.values(resources).find(({ Type: type }) => type === 'AWS::RDS::DBCluster')?.Properties;
      return Object.fromEntries(
        Object.entries(cluster ?? {}).filter(([name]) => !DIFFERENT.includes(name) && name !== 'KmsKeyId'),
      );
    };
    expect(JSON.stringify(settings(template()))).toContain('ServerlessV2ScalingConfiguration');
    expect(Object.keys(settings(template()))).toEqual(Object.keys(settings(Template.fromStack(home.data))));
    template().hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: { 'rds.force_ssl': '1' } });
  });

  test.each([1, 2, 16])('has %d instances when asked to, of which the first stays with the cluster', (instances) => {
    const template = make({ instances }).template();
    template.resourceCountIs('AWS::RDS::DBInstance', instances);
    template.hasResource('AWS::RDS::DBInstance', {
      Properties: { DBInstanceIdentifier: 'shop-aurora-g1-i1', DBInstanceClass: 'db.serverless', PromotionTier: 0 },
      DeletionPolicy: 'Retain',
    });
  });

  test('has two instances, and one more changes nothing else', () => {
    const before = make().template().toJSON() as TemplateJson;
    const after = make({ instances: 3 }).template().toJSON() as TemplateJson;
    const added = Object.keys(after.Resources).filter((id) => !(id in before.Resources));
    expect(added.map((id) => after.Resources[id]?.Properties.DBInstanceIdentifier)).toEqual(['shop-aurora-g1-i3']);
    for (const [id, resource] of Object.entries(before.Resources)) expect(after.Resources[id]).toEqual(resource);
  });

  test('forwards writes when asked to', () => {
    make({ writeForwarding: true })
      .template()
      .hasResourceProperties('AWS::RDS::DBCluster', { EnableGlobalWriteForwarding: true });
  });

  test('publishes its own hosts under the path of its own region', () => {
    const template = make().template();
    const published = (entry: string, attribute: string) =>
      template.hasResourceProperties('AWS::SSM::Parameter', {
        Name: `/shop/us-east-1/database/shop-aurora-g1/${entry}`,
        Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.anyValue(), attribute] }, ':5432']] },
      });
    published('writer', 'Endpoint.Address');
    published('reader', 'ReadEndpoint.Address');
  });

  test('comes after the global database, and refers to nothing of another region', () => {
    const { home, other, template } = make();
    // Dependencies of constructs become those of stacks when they are synthesized.
    const text = JSON.stringify(template().toJSON());
    expect(other.data.dependencies.map(({ stackName }) => stackName)).toContain(home.data.stackName);
    expect(text).not.toMatch(/GetStackOutput|ExportsReader/);
    expect(JSON.stringify(Template.fromStack(home.data).findOutputs('*'))).not.toContain('Global');
  });

  test('leaves nothing behind when it is disposable', () => {
    const template = make({ disposable: true }).template();
    template.hasResourceProperties('AWS::RDS::DBCluster', { DeletionProtection: false, DeleteAutomatedBackups: true });
    const { Resources: resources } = template.toJSON() as TemplateJson;
    for (const { DeletionPolicy: policy } of Object.values(resources)) expect(['Delete', undefined]).toContain(policy);
  });

  test('encrypts everything with the key it is given', () => {
    const { other } = twoRegions();
    const key = kms.Key.fromKeyArn(other.data, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/1');
    const { template } = make({ encryptionKey: key });
    template().resourceCountIs('AWS::KMS::Key', 0);
    template().hasResourceProperties('AWS::RDS::DBCluster', { KmsKeyId: key.keyArn });
  });

  test('has a proxy of its own when asked to', () => {
    const { template } = make({ iamAuthentication: true, proxy: true });
    template().hasResourceProperties('AWS::RDS::DBProxy', { DBProxyName: 'shop-aurora-g1-proxy' });
    template().resourceCountIs('AWS::RDS::DBProxyEndpoint', 1);
  });

  test('is named as a whole for backups', () => {
    const { database, other } = make();
    expect(JSON.stringify(other.data.resolve(database.backupResource.resource))).toContain(':cluster:');
  });
});

describe('a service that is bound to it', () => {
  test('is told the same as at home, and gets the replicated password by name', () => {
    const { database, home, other } = make();
    const service = new TestService(other.svc, other.vpc);
    database.bindToService(service);
    expect(Object.keys(service.environment).sort()).toEqual([
      'DATABASE_ENGINE',
      'DATABASE_NAME',
      'DATABASE_PORT',
      'DATABASE_READER_HOST',
      'DATABASE_READER_PORT',
      'DATABASE_WRITER_HOST',
    ]);
    expect(service.environment.DATABASE_NAME).toBe('app');
    expect(Object.keys(service.secrets)).toEqual(['DATABASE_USER', 'DATABASE_PASSWORD']);
    expect(other.svc.resolve(service.secrets.DATABASE_PASSWORD?.arn)).toEqual({
      'Fn::Join': [
        '',
        ['arn:aws:secretsmanager:us-east-1:', { Ref: 'AWS::AccountId' }, ':secret:shop-aurora-g1-app:password::'],
      ],
    });
    expect(service.redeployedOn).toEqual([database.appSecret]);
    const svc = Template.fromStack(other.svc);
    svc.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'secretsmanager:GetSecretValue',
            Effect: 'Allow',
            Resource: {
              'Fn::Join': [
                '',
                ['arn:aws:secretsmanager:us-east-1:', { Ref: 'AWS::AccountId' }, ':secret:shop-aurora-g1-app-??????'],
              ],
            },
          },
        ],
      },
    });
    expect(JSON.stringify(svc.toJSON())).not.toContain('eu-west-1');
    expect(other.svc.dependencies).not.toContain(home.svc);
  });

  test('may decrypt the secret with the key of its region, where there is one', () => {
    const { other } = twoRegions();
    const secretEncryptionKey = kms.Key.fromKeyArn(other.data, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/1');
    const made = make({ secretEncryptionKey });
    made.database.bindToService(new TestService(made.other.svc, made.other.vpc));
    Template.fromStack(made.other.svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'kms:Decrypt',
            Resource: secretEncryptionKey.keyArn,
            Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' } },
          }),
        ]),
      },
    });
  });

  test('connects with IAM tokens to the cluster of its region instead, when asked to', () => {
    const { database, other } = make({ iamAuthentication: true });
    const service = new TestService(other.svc, other.vpc);
    database.bindToService(service);
    expect(service.environment.DATABASE_USER).toBe('app_iam');
    expect(service.secrets).toEqual({});
    expect(JSON.stringify(Template.fromStack(other.svc).toJSON())).toContain('arn:aws:rds-db:us-east-1:');
  });

  test('reaches it by a rule in its own stack', () => {
    const { database, other } = make();
    database.bindToService(new TestService(other.svc, other.vpc));
    Template.fromStack(other.svc).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432 });
  });
});

test('its alarms are those of load, and of being behind home', () => {
  const { database, other } = make();
  database.monitor(new Monitoring(other.data, 'Monitoring', { name: 'shop' }));
  const template = Template.fromStack(other.data);
  const lag = (metric: string) =>
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: metric,
      Namespace: 'AWS/RDS',
      Threshold: 5000,
      TreatMissingData: 'notBreaching',
      Dimensions: [
        { Name: 'DBClusterIdentifier', Value: 'shop-aurora-g1' },
        { Name: 'SourceRegion', Value: 'eu-west-1' },
      ],
    });
  lag('AuroraGlobalDBReplicationLag');
  lag('AuroraGlobalDBRPOLag');
  for (const metric of ['ACUUtilization', 'CPUUtilization', 'DatabaseConnections']) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: metric });
  }
});

/** What only a primary or only a secondary is told. */
const DIFFERENT = [
  'DatabaseName',
  'MasterUsername',
  'MasterUserPassword',
  'GlobalClusterIdentifier',
  'SourceRegion',
  'EnableGlobalWriteForwarding',
];
