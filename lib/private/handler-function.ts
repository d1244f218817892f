import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge, compliance } from './acknowledge';
import { DeadLetterQueue } from './dead-letter-queue';
import { encryptedLogGroup } from './log-group';
import { ManagedPolicyRole } from './managed-policy-role';
import { packageRoot } from './package-root';
import { check, refuse } from './validate';

/** Properties of a HandlerFunction. */
export interface HandlerFunctionProps {
  /** Folder of `lambda/` that holds the handler, such as `release-task`. */
  readonly handler: string;
  /** What the function does, for the person who meets it in the console. */
  readonly description: string;
  readonly timeout: Duration;
  /** For those who refer to it by name, from another region. Default: one of CloudFormation's choice. */
  readonly functionName?: string;
  /** Default: 256 MiB. CPU follows memory. */
  readonly memory?: Size;
  /** Names and ARNs only, never a secret: Lambda encrypts them with a key of its own. */
  readonly environment?: Record<string, string>;
  /** Default: not in a VPC, for a function that needs none. */
  readonly vpc?: ec2.IVpc;
  readonly subnets?: ec2.SubnetSelection;
  /** Default: a group of its own that may open HTTPS connections, and nothing else until it is allowed to. */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /** Where events go that failed three times: a queue encrypted by SQS. Default: a queue of its own. */
  readonly deadLetterQueue?: sqs.IQueue;
  /** Encrypts the log group; it has to let CloudWatch Logs use it. Default: a new key. */
  readonly encryptionKey?: kms.IKey;
}

/**
 * A Lambda function whose code is a handler of this package, bundled when the package was prepared: a role that may do
 * nothing but what is granted, an encrypted log group that expires, and a queue for the events that it failed on.
 */
export class HandlerFunction extends Construct implements iam.IGrantable, ec2.IConnectable {
  public readonly function: lambda.Function;
  public readonly role: ManagedPolicyRole;
  public readonly grantPrincipal: iam.IPrincipal;
  /** Where events are kept, 14 days, that failed three times. */
  public readonly deadLetterQueue: sqs.IQueue;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const code = join(packageRoot(), 'dist', 'lambda', props.handler);
    check(
      this,
      refuse(
        !existsSync(join(code, 'index.js')),
        `handler must be bundled, got no dist/lambda/${props.handler}/index.js; run "npm run prepare" in a clone, or install the package again`,
      ),
    );

    const logGroup = encryptedLogGroup(this, { encryptionKey: props.encryptionKey });
    this.role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: props.description,
    });
    this.grantPrincipal = this.role;
    this.deadLetterQueue = props.deadLetterQueue ?? this.createDeadLetterQueue();
    logGroup.grants.write(this.role);
    this.role.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] }),
    );
    this.allowRunning(props.vpc !== undefined);
    this.function = new lambda.Function(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      code: lambda.Code.fromAsset(code),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: (props.memory ?? Size.mebibytes(256)).toMebibytes(),
      timeout: props.timeout,
      environment: props.environment,
      role: this.role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      securityGroups: props.vpc && (props.securityGroups ?? [this.createSecurityGroup(props.vpc)]),
    });
    // The L2's own properties would put their permissions into an inline policy under one of the feature flags.
    const cfnFunction = this.function.node.defaultChild as lambda.CfnFunction;
    cfnFunction.deadLetterConfig = { targetArn: this.deadLetterQueue.queueArn };
    cfnFunction.tracingConfig = { mode: lambda.Tracing.ACTIVE };
    this.acknowledgeFindings(props.vpc);
  }

  public get connections(): ec2.Connections {
    return this.function.connections;
  }

  /** With the key of SQS: EventBridge and Lambda write to it without a say in a key's policy, and events hold names only. */
  private createDeadLetterQueue(): sqs.Queue {
    const { queue } = new DeadLetterQueue(this, 'DeadLetters', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.ALLOW_ALL },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return queue;
  }

  private createSecurityGroup(vpc: ec2.IVpc): ec2.SecurityGroup {
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Function ${this.node.path}`,
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs');
    return securityGroup;
  }

  /** What Lambda itself does with the function's role. */
  private allowRunning(inVpc: boolean): void {
    this.role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
        // A trace is no resource.
        resources: ['*'],
      }),
    );
    if (!inVpc) return;
    this.role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: [
          'ec2:CreateNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        // Describing has no resource, and Lambda demands the others for every one
        // (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions).
        resources: ['*'],
      }),
    );
  }

  private acknowledgeFindings(vpc: ec2.IVpc | undefined): void {
    this.role.acknowledgeGrants(
      'Lambda demands tracing and network interfaces for every resource; whatever else has none is limited by a condition.',
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    );
    acknowledge(
      this.function,
      'Reserving concurrency fails in a new account: its limit is 10, and Lambda refuses to leave fewer than that unreserved.',
      'HIPAA.Security::HIPAA.Security-LambdaConcurrency',
      'NIST.800.53.R5::NIST.800.53.R5-LambdaConcurrency',
    );
    if (vpc === undefined) {
      acknowledge(
        this.function,
        'The function talks to AWS APIs alone, which are outside every VPC, and nothing can connect to it.',
        'cdk-validator-cfnguard::lambda_inside_vpc_check',
        ...compliance('LambdaInsideVPC'),
      );
    } else if (Stack.of(vpc) !== Stack.of(this)) {
      acknowledge(
        this.function,
        'The function is in a VPC. Its subnets are imported from the stack of the network, where this rule does not look.',
        'cdk-validator-cfnguard::lambda_inside_vpc_check',
      );
    }
  }
}
