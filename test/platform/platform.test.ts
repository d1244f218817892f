import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { AlarmSeverity, Platform, type PlatformProps } from '../../lib';
import { testApp } from '../support/test-app';
import { stacksOf, templatesOf } from '../support/templates';

const SERVICE = { image: ecs.ContainerImage.fromRegistry('example.com/image'), port: 8080 };

function platform(props: Partial<PlatformProps> = {}): Platform {
  return new Platform(testApp(), 'Shop', { name: 'shop', regions: ['eu-west-1'], ...props });
}

function templates(of: Platform): Map<string, Template> {
  return templatesOf(of.node.root as Parameters<typeof templatesOf>[0]);
}

describe('Platform', () => {
  test('has a stack for each tier, in the order in which they are deployed', () => {
    const shop = platform();
    // References become dependencies when they are resolved.
    templates(shop);
    const stacks = stacksOf(shop.node.root as Parameters<typeof stacksOf>[0]);
    const dependencies = (name: string) =>
      stacks
        .get(name)
        ?.dependencies.map((stack) => stack.stackName)
        .sort();
    expect(dependencies('shop-net-eu-west-1')).toEqual([]);
    expect(dependencies('shop-global-eu-west-1')).toEqual([]);
    expect(dependencies('shop-data-eu-west-1')).toEqual(['shop-net-eu-west-1']);
    expect(dependencies('shop-svc-eu-west-1')).toEqual([
      'shop-data-eu-west-1',
      'shop-global-eu-west-1',
      'shop-net-eu-west-1',
    ]);
    expect(dependencies('shop-edge-us-east-1')).toEqual(['shop-svc-eu-west-1']);
  });

  test.each([
    [false, true],
    [true, false],
  ])('protects every stack from deletion unless it is disposable (%p)', (disposable, expected) => {
    const stacks = stacksOf(platform({ disposable }).node.root as Parameters<typeof stacksOf>[0]);
    expect([...stacks.values()].map((stack) => stack.terminationProtection ?? false)).toEqual(Array(6).fill(expected));
  });

  test('pins the account when it is given', () => {
    const stacks = stacksOf(platform({ account: '111111111111' }).node.root as Parameters<typeof stacksOf>[0]);
    expect([...stacks.values()].map((stack) => stack.account)).toEqual(Array(6).fill('111111111111'));
  });

  test('gives what it has in its region', () => {
    const shop = platform();
    expect(shop.region('eu-west-1')).toBe(shop.home);
    expect(Stack.of(shop.home.database).stackName).toBe('shop-data-eu-west-1');
    expect(shop.home.monitoring.topic(AlarmSeverity.CRITICAL).topicName).toBeDefined();
  });

  test('speaks HTTPS to the load balancer once there is a domain', () => {
    const shop = platform({
      domain: { domainName: 'shop.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' },
    });
    const svc = templates(shop).get('shop-svc-eu-west-1');
    svc?.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 443, Protocol: 'HTTPS' });
    svc?.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    svc?.hasResourceProperties('AWS::CertificateManager::Certificate', { DomainName: 'shop.example.com' });
  });

  test('binds a service to what it is given, instead of everything', () => {
    const shop = platform();
    shop.addWebService('Web', { ...SERVICE, bindings: [shop.sessions] });
    templates(shop)
      .get('shop-svc-eu-west-1')
      ?.hasResourceProperties('AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [
          Match.objectLike({
            Environment: Match.arrayWith([{ Name: 'SESSION_TABLE', Value: 'shop-sessions-g1' }]),
            Secrets: Match.absent(),
          }),
        ],
      });
  });

  test('lets a worker sleep when asked to', () => {
    const shop = platform();
    shop.addWorker('Thumbnails', { image: SERVICE.image, minTasks: 0 });
    templates(shop)
      .get('shop-svc-eu-west-1')
      ?.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 0 });
  });

  test('has no backup plan and no firewall when asked not to', () => {
    const all = templates(platform({ backup: false, waf: false }));
    all.get('shop-data-eu-west-1')?.resourceCountIs('AWS::Backup::BackupPlan', 0);
    all.get('shop-edge-us-east-1')?.resourceCountIs('AWS::WAFv2::WebACL', 0);
  });
});
