import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { encryptedLogGroup } from '../private/log-group';

/** Properties for defining a VendedLog. */
export interface VendedLogProps {
  /** Name of the log group; some services only accept names with a prefix of theirs. */
  readonly logGroupName: string;
  /** Key that encrypts what is stored. */
  readonly encryptionKey: kms.IKey;
  /** How long entries are kept. */
  readonly retention: logs.RetentionDays;
}

/**
 * A log group that AWS services deliver to. Its policy is its own: policies of the whole account are limited to ten a
 * region (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html).
 */
export class VendedLog extends Construct {
  /** ARN without the `:*` that the services do not accept. */
  public readonly logGroupArn: string;

  constructor(scope: Construct, id: string, props: VendedLogProps) {
    super(scope, id);
    const logGroup = encryptedLogGroup(this, props);
    const cfnLogGroup = logGroup.node.defaultChild as logs.CfnLogGroup;
    cfnLogGroup.resourcePolicyDocument = this.deliveryPolicy(props.logGroupName);
    this.logGroupArn = this.arnOf(logGroup.logGroupName);
  }

  private deliveryPolicy(logGroupName: string): iam.PolicyDocument {
    const stack = Stack.of(this);
    return new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [`${this.arnOf(logGroupName)}:log-stream:*`],
          conditions: {
            StringEquals: { 'aws:SourceAccount': stack.account },
            ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
          },
        }),
      ],
    });
  }

  private arnOf(logGroupName: string): string {
    return Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
