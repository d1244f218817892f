import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Monitoring } from '../../lib/monitoring';
import { Network } from '../../lib/network';
import { RotationRedeploy } from '../../lib/service/rotation-redeploy';
import { testStack } from '../support/test-app';

class Fixture {
  public readonly stack: Stack = testStack();
  public readonly network = new Network(this.stack, 'Network', { name: 'shop' });
  public readonly cluster = new ecs.Cluster(this.stack, 'Cluster', { vpc: this.network.vpc });
  public readonly redeploy = new RotationRedeploy(this.stack, 'Redeploy', {});

  public service(id: string): ecs.FargateService {
    const taskDefinition = new ecs.FargateTaskDefinition(this.stack, `${id}Task`);
    taskDefinition.addContainer('main', { image: ecs.ContainerImage.fromRegistry('nginx') });
    return new ecs.FargateService(this.stack, id, {
      cluster: this.cluster,
      taskDefinition,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
    });
  }

  public secret(id: string): secretsmanager.Secret {
    return new secretsmanager.Secret(this.stack, id);
  }

  public template(): Template {
    return Template.fromStack(this.stack);
  }
}

let fixture: Fixture;

beforeEach(() => {
  fixture = new Fixture();
});

describe('RotationRedeploy', () => {
  test('redeploys a service when its secret rotates', () => {
    fixture.redeploy.addService(fixture.service('Web'), fixture.secret('Secret'));
    fixture.template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['zero-to-millions'],
        'detail-type': ['Credentials Rotated'],
        detail: { secretArn: [{ Ref: Match.stringLikeRegexp('^Secret') }] },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RedeployHandlerFunction'), 'Arn'] },
          Input: {
            'Fn::Join': [
              '',
              [
                '{"cluster":"',
                { 'Fn::GetAtt': [Match.stringLikeRegexp('^Cluster'), 'Arn'] },
                '","service":"',
                { Ref: Match.stringLikeRegexp('^WebService') },
                '"}',
              ],
            ],
          },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RedeployHandlerDeadLetters'), 'Arn'] } },
        },
      ],
    });
  });

  test('has one function for all services, and one rule for all secrets of a service', () => {
    const [web, worker] = [fixture.service('Web'), fixture.service('Worker')];
    fixture.redeploy.addService(web, fixture.secret('First'));
    fixture.redeploy.addService(web, fixture.secret('Second'));
    fixture.redeploy.addService(worker, fixture.secret('Third'));
    const template = fixture.template();
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('AWS::Events::Rule', 2);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        detail: { secretArn: [{ Ref: Match.stringLikeRegexp('^First') }, { Ref: Match.stringLikeRegexp('^Second') }] },
      },
    });
  });

  test('may update these services, and no other', () => {
    fixture.redeploy.addService(fixture.service('Web'), fixture.secret('Secret'));
    fixture.template().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          { Effect: 'Allow', Action: 'ecs:UpdateService', Resource: { Ref: Match.stringLikeRegexp('^WebService') } },
        ]),
      },
    });
  });

  test('keeps an event that could not be delivered', () => {
    fixture.redeploy.addService(fixture.service('Web'), fixture.secret('Secret'));
    fixture.template().hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });

  test('warns when a service was not redeployed', () => {
    fixture.redeploy.monitor(new Monitoring(fixture.stack, 'Monitoring', { name: 'shop' }));
    fixture.template().hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      EvaluationPeriods: 1,
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#rotation-redeploy-failed$'),
    });
  });

  test('redeploys a service when the original of its replicated secret rotates, in whichever region', () => {
    const replica = secretsmanager.Secret.fromSecretNameV2(fixture.stack, 'Replica', 'shop-aurora-g1-app');
    fixture.redeploy.addService(fixture.service('Web'), replica);
    fixture.template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        detail: {
          secretArn: [
            {
              wildcard: {
                'Fn::Join': [
                  '',
                  ['arn:aws:secretsmanager:*:', { Ref: 'AWS::AccountId' }, ':secret:shop-aurora-g1-app-*'],
                ],
              },
            },
          ],
        },
      },
    });
  });
});
