/** A finding of cfn-lint that is known to be wrong, or to say nothing. */
export interface LintException {
  readonly rule: string;
  /** Type of the resource, followed by the path of what is found fault with. Default: anywhere. */
  readonly at?: string;
  /** How its message starts. Default: anyhow. */
  readonly message?: string;
  readonly reason: string;
}

const SCHEMA_TOO_OLD =
  'the copy of the resource schemas in cfn-lint is older than that of CloudFormation itself; CloudFormation Validate knows it and checks it';

/** Every exception from cfn-lint. The lane fails on one that no longer occurs. */
export const LINT_EXCEPTIONS: readonly LintException[] = [
  { rule: 'E3002', at: 'AWS::ECS::Service/Properties/Monitoring', reason: SCHEMA_TOO_OLD },
  {
    rule: 'E3030',
    at: 'AWS::ApplicationAutoScaling::ScalingPolicy/Properties/TargetTrackingScalingPolicyConfiguration/PredefinedMetricSpecification/PredefinedMetricType',
    reason: SCHEMA_TOO_OLD,
  },
  {
    rule: 'E3615',
    at: 'AWS::CloudWatch::Alarm/Properties/Period',
    reason:
      'cfn-lint knows no period of 20 seconds, which PutMetricAlarm documents; every other period goes through the L2, which knows the rest (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html)',
  },
  {
    rule: 'W3005',
    reason:
      'the CDK orders constructs, and so writes down dependencies that a reference implies as well; they change nothing, and aws-cdk-lib leaves this rule out of CloudFormation Validate itself',
  },
];

/** Further exceptions for generated input, which has constructs that the platform does not use, and not in every run. */
export const GENERATED_LINT_EXCEPTIONS: readonly LintException[] = [
  {
    rule: 'E3690',
    at: 'AWS::RDS::DBCluster/Properties/EngineVersion',
    message: "'16.13-limitless' is not one of",
    reason:
      'the list of versions in cfn-lint is older than the CDK, which names this one, as the release notes of Aurora do (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Updates.html)',
  },
];
