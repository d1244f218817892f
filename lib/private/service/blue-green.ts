import { Lazy } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ManagedPolicyRole } from '../managed-policy-role';

/** Properties for defining a BlueGreen. */
export interface BlueGreenProps {
  readonly serviceName: string;
  /** What both target groups are. */
  readonly targetGroup: elbv2.ApplicationTargetGroupProps;
}

/**
 * What ECS needs to move requests from one group of tasks to another: a second target group, and a role that may change the one rule
 * that requests come through.
 */
export class BlueGreen extends Construct implements ecs.IAlternateTarget {
  public readonly alternate: elbv2.ApplicationTargetGroup;
  /** What has to be in place before the service. */
  public readonly role: ManagedPolicyRole;
  private rule?: elbv2.ApplicationListenerRule;

  constructor(scope: Construct, id: string, props: BlueGreenProps) {
    super(scope, id);
    this.alternate = new elbv2.ApplicationTargetGroup(this, 'AlternateTargetGroup', props.targetGroup);
    this.role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com'),
      description: `Moves requests between the tasks of ${props.serviceName}`,
    });
  }

  public bind(): ecs.AlternateTargetConfig {
    return {
      alternateTargetGroupArn: this.alternate.targetGroupArn,
      roleArn: this.role.roleArn,
      productionListenerRule: Lazy.string({ produce: () => this.rule?.listenerRuleArn }),
    };
  }

  /**
   * Requests go to the first group until ECS says otherwise. Both have to be in the rule, since there is no other one for tests
   * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html).
   */
  public forwardFrom(first: elbv2.ApplicationTargetGroup): elbv2.ListenerAction {
    return elbv2.ListenerAction.weightedForward([
      { targetGroup: first, weight: 100 },
      { targetGroup: this.alternate, weight: 0 },
    ]);
  }

  /** Allows what AWS's own policy for this role (AmazonECSInfrastructureRolePolicyForLoadBalancers) allows, for these resources alone. */
  public shift(rule: elbv2.ApplicationListenerRule, listener: elbv2.IApplicationListener, firstGroupArn: string): void {
    this.rule = rule;
    const allow = (actions: string[], ...resources: string[]) =>
      this.role.addToPrincipalPolicy(
        new iam.PolicyStatement({ actions: actions.map((action) => `elasticloadbalancing:${action}`), resources }),
      );
    // These cannot be limited to a resource
    // (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html).
    allow(['DescribeListeners', 'DescribeRules', 'DescribeTargetGroups', 'DescribeTargetHealth'], '*');
    allow(['RegisterTargets', 'DeregisterTargets'], firstGroupArn, this.alternate.targetGroupArn);
    allow(['ModifyRule'], rule.listenerRuleArn);
    allow(['ModifyListener'], listener.listenerArn);
    this.role.acknowledgeGrants(
      'What load balancers have cannot be read by resource; what may be changed is limited to one rule, its listener and two target groups.',
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    );
  }
}
