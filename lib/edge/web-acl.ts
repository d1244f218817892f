import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { VendedLog } from './vended-log';

/** Properties for defining a WebAcl. */
export interface WebAclProps {
  /** Name of the deployment. */
  readonly name: string;
  /** Requests that one address may send in any five minutes. */
  readonly rateLimit: number;
  /** Key that encrypts what is stored. */
  readonly encryptionKey: kms.IKey;
  /** How long entries are kept. */
  readonly retention: logs.RetentionDays;
}

/** AWS's managed groups, in the order in which they are asked: 925 of the 1,500 capacity units that cost nothing extra. */
const MANAGED_GROUPS: readonly ManagedGroup[] = [
  { id: 'IpReputation', group: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  { id: 'KnownBadInputs', group: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  // Counted, not blocked: it refuses every body over 8 KB, which is every upload.
  { id: 'Common', group: 'AWSManagedRulesCommonRuleSet', counted: ['SizeRestrictions_BODY'] },
];

interface ManagedGroup {
  readonly id: string;
  readonly group: string;
  readonly counted: readonly string[];
}

/** The firewall in front of a distribution: a rate limit for each address, and AWS's managed rules. */
export class WebAcl extends Construct {
  /** ARN, as a distribution takes it. */
  public readonly webAclArn: string;
  /** Name of the web ACL and, in the metrics of AWS/WAFV2, the value of its dimension `WebACL`. */
  public readonly metricName: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    this.metricName = `${props.name}-edge`;
    const webAcl = new wafv2.CfnWebACL(this, 'Resource', {
      name: this.metricName,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible(this.metricName),
      rules: [
        limitRate(props.rateLimit),
        ...MANAGED_GROUPS.map((group, index) => renderManagedGroup(group, index + 1)),
      ],
    });
    this.webAclArn = webAcl.attrArn;
    const log = new VendedLog(this, 'Log', {
      logGroupName: `aws-waf-logs-${props.name}`,
      encryptionKey: props.encryptionKey,
      retention: props.retention,
    });
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: webAcl.attrArn,
      logDestinationConfigs: [log.logGroupArn],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
      // Requests that pass are in the request log of the distribution.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({ ActionCondition: { Action } })),
          },
        ],
      },
    });
  }
}

function limitRate(limit: number): wafv2.CfnWebACL.RuleProperty {
  return {
    name: 'RateLimit',
    priority: 0,
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec: 300 } },
    // 429 Too Many Requests: clients that know it slow down, and it is not counted as an error of the service.
    action: { block: { customResponse: { responseCode: 429 } } },
    visibilityConfig: visible('RateLimit'),
  };
}

function renderManagedGroup({ id, group, counted }: ManagedGroup, priority: number): wafv2.CfnWebACL.RuleProperty {
  return {
    name: id,
    priority,
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: counted.map((name) => ({ name, actionToUse: { count: {} } })),
      },
    },
    overrideAction: { none: {} },
    visibilityConfig: visible(id),
  };
}

function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
