import { CfnOutput, CrossStackReferences, Fn, Lazy, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { DatabaseEngineFamily, type DatabaseProps } from './database';
import type { DatabaseCore } from './database-core';
import { subnetSelection } from './database-rules';
import { encryptedLogGroup } from '../private/log-group';
import { ManagedPolicyRole } from '../private/managed-policy-role';

/** Properties of a ConnectionPool. */
export interface ConnectionPoolProps {
  /** What is around the database. */
  readonly core: DatabaseCore;
  /** The properties of the database. */
  readonly database: DatabaseProps;
  /** The cluster or instance behind the proxy. */
  readonly target: rds.ProxyTarget;
  /** The language that clients speak. */
  readonly engineFamily: DatabaseEngineFamily;
  /** The port of the database itself. */
  readonly databasePort: number;
  /** What the right to connect to the database as `app_iam` is given on. */
  readonly iamUserArn: string;
  /** Only where the target has a reader: elsewhere the endpoint would answer nobody. */
  readonly readerEndpoint: boolean;
}

/**
 * A proxy in front of a database. It connects as the user that its client has a token for, with a token of its own: it knows no
 * password that a rotation could take away.
 *
 * It shares the security group of the database, and is referred to weakly from other stacks, so that it can be removed again.
 */
export class ConnectionPool extends Construct {
  /** Host that accepts writes. */
  public readonly host: string;
  /** The reader endpoint, or `host` where there is none. */
  public readonly readerHost: string;
  /** A proxy has the engine's usual port, whatever that of the database is. */
  public readonly port: number;
  /** What the right to connect with an IAM token is given on: `prx-…`. */
  public readonly resourceId: string;

  constructor(scope: Construct, id: string, props: ConnectionPoolProps) {
    super(scope, id);
    const { core, database } = props;
    this.port = props.engineFamily === DatabaseEngineFamily.MYSQL ? 3306 : 5432;
    const proxyName = `${core.identifier}-proxy`;
    const placement = {
      vpc: database.vpc,
      vpcSubnets: { subnets: firstTwoZones(database) },
      securityGroups: [core.fixedSecurityGroup],
    };
    const role = this.createRole(props.iamUserArn);
    const proxy = new rds.DatabaseProxy(this, 'Pool', {
      ...placement,
      dbProxyName: proxyName,
      proxyTarget: props.target,
      role,
      defaultAuthScheme: rds.DefaultAuthScheme.IAM_AUTH,
      requireTLS: true,
    });
    const logGroup = encryptedLogGroup(this, { logGroupName: `/aws/rds/proxy/${proxyName}`, encryptionKey: core.key });
    proxy.node.addDependency(logGroup, role);
    this.allowToDatabase(core.fixedSecurityGroup, props.databasePort);
    CrossStackReferences.of(proxy).produce(ReferenceStrength.WEAK);
    this.host = proxy.endpoint;
    this.resourceId = this.publishResourceId(proxy);
    this.readerHost = props.readerEndpoint ? this.createReaderEndpoint(proxy, props, placement) : this.host;
  }

  private createRole(iamUserArn: string): iam.IRole {
    const role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('rds.amazonaws.com'),
      description: `Proxy ${this.node.path}: connects to the database`,
    });
    iam.Grant.addToPrincipal({ grantee: role, actions: ['rds-db:connect'], resourceArns: [iamUserArn] });
    return role;
  }

  /** Rules of this stack: the security group may be another's. */
  private allowToDatabase(securityGroup: ec2.ISecurityGroup, port: number): void {
    const rule = {
      groupId: securityGroup.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: 'Proxy to the database',
    };
    new ec2.CfnSecurityGroupIngress(this, 'FromProxy', {
      ...rule,
      sourceSecurityGroupId: securityGroup.securityGroupId,
    });
    new ec2.CfnSecurityGroupEgress(this, 'ToDatabase', {
      ...rule,
      destinationSecurityGroupId: securityGroup.securityGroupId,
    });
  }

  /** The last part of `arn:aws:rds:<region>:<account>:db-proxy:prx-…`, divided here: another stack can only take an output as it is. */
  private publishResourceId(proxy: rds.DatabaseProxy): string {
    const value = Fn.select(6, Fn.split(':', proxy.dbProxyArn));
    const stack = Stack.of(this);
    const output = new CfnOutput(this, 'ResourceId', { value });
    return Lazy.uncachedString({
      produce: ({ scope }) =>
        Stack.of(scope) === stack ? value : Fn.getStackOutput(stack.stackName, stack.getLogicalId(output)),
    });
  }

  private createReaderEndpoint(
    proxy: rds.DatabaseProxy,
    { core }: ConnectionPoolProps,
    placement: Pick<rds.DatabaseProxyEndpointProps, 'vpc' | 'vpcSubnets' | 'securityGroups'>,
  ): string {
    const endpoint = new rds.DatabaseProxyEndpoint(this, 'ReaderEndpoint', {
      ...placement,
      dbProxy: proxy,
      dbProxyEndpointName: `${core.identifier}-reader`,
      targetRole: rds.ProxyEndpointTargetRole.READ_ONLY,
    });
    CrossStackReferences.of(endpoint).produce(ReferenceStrength.WEAK);
    return endpoint.endpoint;
  }
}

/** A proxy can never get other subnets, and a network may get a third zone: so it is in two, which is what it has to have. */
function firstTwoZones(database: DatabaseProps): ec2.ISubnet[] {
  const { subnets } = database.vpc.selectSubnets(subnetSelection(database));
  const zones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].slice(0, 2);
  return zones.flatMap((zone) => subnets.find(({ availabilityZone }) => availabilityZone === zone) ?? []);
}
