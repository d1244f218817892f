import { row, type Rule } from '../engine/change';
import { Verdict } from '../verdict';
import { INTERRUPTIONS } from './interruptions';
import { SOURCES } from './sources';
import { added, always, exchanged, removed, when } from './when';

const INSTANCE = 'AWS::EC2::Instance';
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const SERVICE = 'AWS::ECS::Service';
const ROUTE = 'AWS::EC2::Route';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const { INTERRUPTED, REJECTED, REPLACED, UPDATED } = Verdict;

/** Rules about what requests go through. It holds nothing; what counts is what users notice. */
export const TRAFFIC_RULES: readonly Rule[] = [
  row(
    'AWS::CloudFront::VpcOrigin',
    '*',
    always,
    REJECTED,
    'nothing of a VPC origin can change, not even a tag, while a distribution uses it',
    SOURCES.vpcOrigin,
    {
      remedy:
        'make a second VPC origin with another construct id, lead the distribution to it, then remove the old one',
    },
  ),
  row(
    DISTRIBUTION,
    'DistributionConfig',
    always,
    UPDATED,
    'the edge serves the old configuration until it has the new one',
    SOURCES.webAcl,
  ),

  ...['Scheme', 'Type', 'Name'].map((property) =>
    row(
      LOAD_BALANCER,
      property,
      always,
      REPLACED,
      'a new load balancer, with other addresses, takes its place',
      SOURCES.loadBalancer,
      {
        interruption: INTERRUPTIONS.entrance,
        remedy: 'make a second load balancer, lead the names to it, then remove the old one',
      },
    ),
  ),
  row(
    LOAD_BALANCER,
    'Subnets',
    always,
    UPDATED,
    'zones come and go while the load balancer serves',
    SOURCES.loadBalancer,
  ),
  ...['Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId', 'Name'].map((property) =>
    row(
      TARGETS,
      property,
      always,
      REPLACED,
      'a new target group takes its place; requests that are open to the old one are cut when it goes',
      SOURCES.deregistration,
      { interruption: INTERRUPTIONS.connections },
    ),
  ),
  row(LISTENER, 'Port', always, INTERRUPTED, 'nobody listens at the old port any more', SOURCES.loadBalancer, {
    interruption: INTERRUPTIONS.connections,
  }),
  row(
    LISTENER,
    'Protocol',
    always,
    INTERRUPTED,
    'clients have to speak the other protocol at once',
    SOURCES.loadBalancer,
    { interruption: INTERRUPTIONS.connections },
  ),
  row(LISTENER, 'LoadBalancerArn', always, REPLACED, 'a listener belongs to one load balancer', SOURCES.loadBalancer, {
    interruption: INTERRUPTIONS.entrance,
  }),

  row(
    SERVICE,
    'TaskDefinition',
    always,
    UPDATED,
    'tasks are exchanged a few at a time; requests in flight are finished first',
    SOURCES.ecsDeployment,
  ),
  row(SERVICE, 'LoadBalancers', always, UPDATED, 'tasks are exchanged a few at a time', SOURCES.ecsDeployment),
  ...['LaunchType', 'SchedulingStrategy', 'ServiceName', 'Cluster', 'DeploymentController'].map((property) =>
    row(
      SERVICE,
      property,
      always,
      REPLACED,
      'a new service takes its place: it starts before the old one stops, and may not find room',
      SOURCES.ecsDeployment,
      {
        interruption: INTERRUPTIONS.connections,
        remedy: 'use capacity providers instead of a launch type from the start',
      },
    ),
  ),

  row(
    ROUTE,
    'InstanceId',
    removed,
    INTERRUPTED,
    'traffic goes another way at once; connections through the old one are cut',
    SOURCES.natInstance,
    { interruption: INTERRUPTIONS.route },
  ),
  row(
    ROUTE,
    'NetworkInterfaceId',
    removed,
    INTERRUPTED,
    'traffic goes another way at once; connections through the old one are cut',
    SOURCES.natInstance,
    { interruption: INTERRUPTIONS.route },
  ),
  ...['NatGatewayId', 'InstanceId', 'NetworkInterfaceId'].flatMap((property) => [
    row(ROUTE, property, added, UPDATED, 'traffic goes this way from now on', SOURCES.natInstance),
    row(
      ROUTE,
      property,
      exchanged,
      INTERRUPTED,
      'traffic goes another way at once; connections through the old one are cut',
      SOURCES.natGateway,
      { interruption: INTERRUPTIONS.route },
    ),
  ]),
  row(
    INSTANCE,
    'InstanceType',
    always,
    INTERRUPTED,
    'the instance stops and starts again on another machine',
    SOURCES.instance,
    { interruption: INTERRUPTIONS.reboot },
  ),
  row(
    INSTANCE,
    'UserData',
    always,
    INTERRUPTED,
    'the instance stops and starts again; what it runs at the first start only does not run again',
    SOURCES.instance,
    { interruption: INTERRUPTIONS.reboot },
  ),
  row(
    INSTANCE,
    'SecurityGroupIds',
    always,
    UPDATED,
    'the groups of an instance in a VPC change in place',
    SOURCES.instance,
  ),
  row(
    'AWS::EC2::NatGateway',
    'AllocationId',
    always,
    REPLACED,
    'a gateway has its address for ever; connections through the old one are cut',
    SOURCES.natGateway,
    { interruption: INTERRUPTIONS.route },
  ),
  row(
    'AWS::EC2::NatGateway',
    'SubnetId',
    always,
    REPLACED,
    'a gateway stays in its subnet; connections through the old one are cut',
    SOURCES.natGateway,
    { interruption: INTERRUPTIONS.route },
  ),
  row(
    'AWS::WAFv2::WebACLAssociation',
    'WebACLArn',
    always,
    REPLACED,
    'requests are judged by the new rules within a minute; none is refused while they change',
    SOURCES.webAcl,
  ),
  row(
    'AWS::WAFv2::WebACL',
    'Rules',
    always,
    UPDATED,
    'requests are judged by the new rules within a minute',
    SOURCES.webAcl,
  ),
  row(
    'AWS::ECS::Cluster',
    'ClusterSettings',
    when('any change', () => true),
    UPDATED,
    'tasks go on as they are',
    SOURCES.ecsDeployment,
  ),
];
