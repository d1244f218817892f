import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Fn } from 'aws-cdk-lib';
import { acknowledge } from '../private/acknowledge';
import { ManagedPolicyRole } from '../private/managed-policy-role';

/** Properties for defining a NatInstance. */
export interface NatInstanceProps {
  /** The VPC it forwards for. */
  readonly vpcId: string;
  /** Address range that may use it. */
  readonly vpcCidr: string;
  /** Public subnet it stands in. */
  readonly subnetId: string;
  /** Zone of that subnet. */
  readonly zoneId: string;
  /** Type of the instance; arm64. */
  readonly instanceType: ec2.InstanceType;
}

/** Latest Amazon Linux 2023 for arm64. Resolved at deployment, so that templates hold neither a parameter nor a stale id. */
const IMAGE = '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}';

/**
 * A NAT of one small instance. Routes point to a network interface that stays; the group of exactly one instance attaches
 * it to whichever instance is alive, so that a failed one is replaced without a route changing.
 */
export class NatInstance extends Construct {
  /** Target of the routes. */
  public readonly networkInterfaceId: string;

  constructor(scope: Construct, id: string, props: NatInstanceProps) {
    super(scope, id);

    const securityGroup = new ec2.CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: 'NAT instance: from the VPC to the internet',
      vpcId: props.vpcId,
      securityGroupIngress: [
        { ipProtocol: 'tcp', fromPort: 0, toPort: 65535, cidrIp: props.vpcCidr, description: 'TCP from the VPC' },
        { ipProtocol: 'udp', fromPort: 0, toPort: 65535, cidrIp: props.vpcCidr, description: 'UDP from the VPC' },
        { ipProtocol: 'icmp', fromPort: -1, toPort: -1, cidrIp: props.vpcCidr, description: 'ICMP from the VPC' },
      ],
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0', description: 'Everything to the internet' }],
    });
    const networkInterface = new ec2.CfnNetworkInterface(this, 'NetworkInterface', {
      subnetId: props.subnetId,
      groupSet: [securityGroup.attrGroupId],
      sourceDestCheck: false,
      description: 'NAT: the target of the default routes',
    });
    const address = new ec2.CfnEIP(this, 'Address', { domain: 'vpc' });
    new ec2.CfnEIPAssociation(this, 'AddressAssociation', {
      allocationId: address.attrAllocationId,
      networkInterfaceId: networkInterface.attrId,
    });
    this.networkInterfaceId = networkInterface.attrId;
    this.createGroup(this.createLaunchTemplate(props.instanceType), props.zoneId);
  }

  private createLaunchTemplate(instanceType: ec2.InstanceType): ec2.CfnLaunchTemplate {
    const role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      description: 'NAT instance: no permissions of its own',
    });
    const profile = new iam.CfnInstanceProfile(this, 'InstanceProfile', { roles: [role.roleName] });
    const userData = ec2.UserData.forLinux();
    userData.addCommands(...ec2.NatInstanceProviderV2.DEFAULT_USER_DATA_COMMANDS);
    return new ec2.CfnLaunchTemplate(this, 'LaunchTemplate', {
      launchTemplateData: {
        imageId: IMAGE,
        instanceType: instanceType.toString(),
        iamInstanceProfile: { arn: profile.attrArn },
        metadataOptions: { httpTokens: 'required' },
        monitoring: { enabled: true },
        networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: this.networkInterfaceId }],
        blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: 8, volumeType: 'gp3', encrypted: true } }],
        userData: Fn.base64(userData.render()),
      },
    });
  }

  private createGroup(template: ec2.CfnLaunchTemplate, zoneId: string): void {
    const group = new autoscaling.CfnAutoScalingGroup(this, 'Group', {
      minSize: '1',
      maxSize: '1',
      // A launch template with a network interface of its own takes zones and not subnets
      // (https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html).
      availabilityZoneIds: [zoneId],
      launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
    });
    // One network interface cannot serve two instances: the old one has to go before the new one comes.
    acknowledge(
      group,
      'A group of one, in the zone of its network interface: it replaces the instance when it fails. NAT gateways are the rungs of the ladder that survive a zone.',
      'cdk-validator-cfnguard::autoscaling_multiple_az_check',
      'cdk-validator-cfnguard::autoscaling_mixed_instances_policy_multiple_instance_types_check',
    );
    acknowledge(
      group,
      'The only event is that the instance was replaced. A notice of it would need a topic whose key lets Auto Scaling write.',
      'AwsSolutions::AwsSolutions-AS3',
    );
    group.cfnOptions.updatePolicy = { autoScalingRollingUpdate: { minInstancesInService: 0, maxBatchSize: 1 } };
  }
}
