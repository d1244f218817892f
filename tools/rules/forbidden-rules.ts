/**
 * Rules that nobody may acknowledge, whatever the reason: encryption at rest, public exposure, missing backups of databases, and
 * wildcard actions. By the names that the judges give them, without the prefix of a pack; the rules about services that this
 * project does not use are left out. A test checks that each of them exists.
 *
 * Not among them, and why: `VPCNoUnrestrictedRouteToIGW` is about the way out, and a public subnet without it is none; what may come
 * in is `EC2RestrictedInbound`. `S3DefaultEncryptionKMS` is about whose key encrypts: some writers of logs can only use the bucket's own.
 * `RDSInBackupPlan` asks for a plan of AWS Backup on top of the automated backups, on every instance, even on the members of a
 * cluster, which are backed up as one; what a missing backup breaks is `RDSInstanceBackupEnabled`.
 * `IAMNoWildcardPermissions[Resource::…]` is about resources, not actions.
 */
export const FORBIDDEN_RULES: readonly string[] = [
  // Encryption at rest: cdk-nag
  'CloudWatchLogGroupEncrypted',
  'DAXEncrypted',
  'EC2EBSVolumeEncrypted',
  'ElastiCacheRedisClusterEncryption',
  'KinesisDataFirehoseSSE',
  'RDSStorageEncrypted',
  'SNSEncryptedKMS',
  'SQSQueueSSE',
  'SecretsManagerUsingKMSKey',
  // Encryption at rest: Control Tower
  'autoscaling_launch_config_encrypted_volumes_check',
  'cloudwatch_log_group_encrypted_check',
  'dynamodb_table_encrypted_kms_check',
  'ec2_encrypted_volumes_check',
  'ec2_launch_template_encrypted_volumes_check',
  'elasticache_repl_grp_encrypted_at_rest_check',
  'rds_cluster_storage_encrypted_check',
  'rds_instance_storage_encrypted_check',
  'rds_storage_encrypted_kms_key_check',
  'sqs_queue_encrypted_check',
  // Encryption at rest: CloudFormation Validate
  'W9008',

  // Public exposure: cdk-nag
  'AutoScalingLaunchConfigPublicIpDisabled',
  'EC2InstanceNoPublicIp',
  'EC2RestrictedCommonPorts',
  'EC2RestrictedInbound',
  'EC2RestrictedSSH',
  'LambdaFunctionPublicAccessProhibited',
  'RDSInstancePublicAccess',
  'RDSRestrictedInbound',
  'S3BucketLevelPublicAccessProhibited',
  'S3BucketPublicReadProhibited',
  'S3BucketPublicWriteProhibited',
  'S3WebBucketOAIAccess',
  'VPCSubnetAutoAssignPublicIpDisabled',
  // Public exposure: Control Tower
  'autoscaling_launch_config_public_ip_disabled_check',
  'ec2_launch_template_public_ip_disabled_check',
  'ecs_service_assign_public_ip_disabled_check',
  'lambda_function_public_access_prohibited_check',
  'nacl_no_unrestricted_ssh_rdp_check',
  'rds_cluster_public_access_check',
  'rds_instance_public_access_check',
  's3_bucket_level_public_access_prohibited_check',
  'subnet_auto_assign_public_ip_disabled_check',
  'vpc_sg_open_only_to_authorized_ports_check',
  'vpc_sg_restricted_common_ports_check',
  // Public exposure: CloudFormation Validate
  'W9011',

  // Missing backups of databases: cdk-nag
  'DynamoDBPITREnabled',
  'RDSInstanceBackupEnabled',
  // Missing backups of databases: Control Tower
  'dynamodb_table_pitr_enabled_check',
  'rds_instance_backup_enabled_check',

  // Wildcard actions: cdk-nag. `IAMNoWildcardPermissions[Action::…]` is refused by its finding.
  'IAMPolicyNoStatementsWithAdminAccess',
  'IAMPolicyNoStatementsWithFullAccess',
  'LambdaStarPermissions',
  // Wildcard actions: Control Tower
  'iam_inline_policy_no_statements_with_admin_access_check',
  'iam_inline_policy_no_statements_with_full_access_check',
  'iam_managed_policy_no_statements_with_admin_access_check',
  'iam_managed_policy_no_statements_with_full_access_check',
];

/** Findings that nobody may acknowledge, of rules that have others as well. */
export const FORBIDDEN_FINDINGS: readonly RegExp[] = [/^IAMNoWildcardPermissions\[Action::/];
