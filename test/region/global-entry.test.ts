import { CrossStackReferences, ReferenceStrength, Stack, Validations, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { GlobalEntry, GlobalEntryAccess } from '../../lib/region';
import type { LoadBalancer } from '../../lib/web';
import { testApp } from '../support/test-app';
import { testLoadBalancer } from '../web/fixtures';

const WARNING = 'zero-to-millions:region/SecondPublicEntry';
const REGIONS = ['eu-west-1', 'us-east-1'];

function loadBalancerIn(app: App, region: string): { stack: Stack; loadBalancer: LoadBalancer } {
  const stack = new Stack(app, `Svc-${region}`, { env: { region, account: '111111111111' } });
  const arn = `arn:aws:acm:${region}:111111111111:certificate/00000000-0000-0000-0000-000000000000`;
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
  return { stack, loadBalancer: testLoadBalancer(stack, { certificate }) };
}

function entry(acknowledged: boolean): Stack {
  const app = testApp();
  const loadBalancers = REGIONS.map((region) => loadBalancerIn(app, region).loadBalancer);
  const stack = new Stack(app, 'Entry', { env: { region: 'eu-west-1', account: '111111111111' } });
  CrossStackReferences.of(stack).consume(ReferenceStrength.WEAK);
  const made = new GlobalEntry(stack, 'Entry', { name: 'shop', loadBalancers });
  if (acknowledged)
    Validations.of(made).acknowledge({ id: `Annotation::${WARNING}`, reason: 'There is no CloudFront.' });
  return stack;
}

describe('GlobalEntry', () => {
  const template = Template.fromStack(entry(true));

  test('listens for HTTPS, and keeps viewers where they are', () => {
    template.hasResourceProperties('AWS::GlobalAccelerator::Accelerator', {
      Name: 'shop-entry',
      IpAddressType: 'IPV4',
    });
    template.hasResourceProperties('AWS::GlobalAccelerator::Listener', {
      Protocol: 'TCP',
      PortRanges: [{ FromPort: 443, ToPort: 443 }],
      ClientAffinity: 'SOURCE_IP',
    });
  });

  test.each(REGIONS)(
    'leads to the load balancer of %s, with the addresses of clients, and without a dial',
    (region) => {
      template.hasResourceProperties('AWS::GlobalAccelerator::EndpointGroup', {
        EndpointGroupRegion: region,
        EndpointConfigurations: [{ ClientIPPreservationEnabled: true, EndpointId: Match.anyValue() }],
        TrafficDialPercentage: Match.absent(),
      });
    },
  );

  test('has one endpoint group for each region', () => {
    template.resourceCountIs('AWS::GlobalAccelerator::EndpointGroup', REGIONS.length);
  });

  test('says that it is a second way in until that is acknowledged', () => {
    const warnings = (stack: Stack) =>
      stack.node.findChild('Entry').node.metadata.filter(({ type }) => type === 'aws:cdk:warning');
    expect(warnings(entry(false)).map(({ data }) => String(data))).toEqual([
      `this is a second public way in, past the firewall and the log of the edge; acknowledge this warning if that is meant, or use Edge alone [ack: ${WARNING}]`,
    ]);
  });
});

describe('GlobalEntryAccess', () => {
  test('lets everybody through to a load balancer that has no public address', () => {
    const { stack, loadBalancer } = loadBalancerIn(testApp(), 'eu-west-1');
    new GlobalEntryAccess(stack, 'Access', { loadBalancer });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      CidrIp: '0.0.0.0/0',
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
  });
});
