import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Stack } from 'aws-cdk-lib';
import { IMAGE, importedVpc, testCluster } from './fixtures';
import { Monitoring } from '../../lib/monitoring';
import { FargateCore } from '../../lib/private/service/fargate-core';
import { ServiceCluster } from '../../lib/service';
import { testApp, testStack } from '../support/test-app';

function rotatingSecret(stack: Stack): secretsmanager.ISecret {
  return secretsmanager.Secret.fromSecretCompleteArn(
    stack,
    'Secret',
    'arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop-db-abcdef',
  );
}

describe('ServiceCluster', () => {
  test('has the name of the deployment, Fargate and Spot, and Container Insights', () => {
    const stack = testStack();
    testCluster(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::ECS::Cluster', {
      ClusterName: 'shop',
      CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    });
  });

  test('keeps what happens in remote shells in an encrypted log', () => {
    const stack = testStack();
    testCluster(stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ECS::Cluster', {
      Configuration: {
        ExecuteCommandConfiguration: {
          Logging: 'OVERRIDE',
          KmsKeyId: Match.anyValue(),
          LogConfiguration: { CloudWatchEncryptionEnabled: true, CloudWatchLogGroupName: Match.anyValue() },
        },
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
  });

  test('uses a key that is brought along', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    const cluster = new ServiceCluster(stack, 'Cluster', { name: 'shop', vpc: importedVpc(stack), encryptionKey });
    expect(cluster.encryptionKey).toBe(encryptionKey);
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('redeploys its services with one function, and a service of another stack with one over there', () => {
    const app = testApp();
    const stack = testStack({}, app);
    const other = new Stack(app, 'Other', { env: { region: 'eu-west-1' } });
    const cluster = testCluster(stack);
    const secret = rotatingSecret(stack);
    for (const [serviceName, scope] of [['web', stack] as const, ['api', stack] as const, ['late', other] as const]) {
      new FargateCore(scope, serviceName, { cluster, image: IMAGE, serviceName }).redeployOnRotation(secret);
    }
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 2);
    Template.fromStack(other).resourceCountIs('AWS::Lambda::Function', 1);
  });

  test.each(['before', 'after'])('watches redeployments that are asked for %s it is monitored', (order) => {
    const stack = testStack();
    const cluster = testCluster(stack);
    const monitoring = new Monitoring(stack, 'Monitoring', { name: 'shop' });
    if (order === 'after') cluster.monitor(monitoring);
    new FargateCore(stack, 'Web', { cluster, image: IMAGE, serviceName: 'web' }).redeployOnRotation(
      rotatingSecret(stack),
    );
    if (order === 'before') cluster.monitor(monitoring);
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 1);
  });

  test('refuses subnets that the network does not have', () => {
    const stack = testStack();
    const props = { name: 'shop', vpc: importedVpc(stack), subnets: { subnetGroupName: 'Nowhere' } };
    expect(() => new ServiceCluster(stack, 'Cluster', props)).toThrow(
      new Error(
        'Test/Cluster: subnets must select subnets of the VPC, got none; name those that tasks are placed in, with a way out',
      ),
    );
  });

  test('refuses a name that could not be part of physical names', () => {
    const stack = testStack();
    expect(() => new ServiceCluster(stack, 'Cluster', { name: 'Shop', vpc: importedVpc(stack) })).toThrow(
      'Test/Cluster: name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
    );
  });
});
