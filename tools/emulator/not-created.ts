import type { NotCreated } from './outcomes';

/**
 * Every type of the platform that no API of the emulator shows after a deployment. The lane fails when one is missing here,
 * and when one here is created after all. Their properties are checked against the API's model, and not sent.
 */
export const NOT_CREATED_TYPES: readonly NotCreated[] = [
  { type: 'AWS::ARCRegionSwitch::Plan', kind: 'checked', reason: 'moto has no Region switch' },
  {
    type: 'AWS::Backup::BackupSelection',
    kind: 'checked',
    reason: 'moto has plans and vaults of backups, no selections',
  },
  { type: 'AWS::CloudFront::CachePolicy', kind: 'checked', reason: 'moto has no policies of CloudFront' },
  { type: 'AWS::CloudFront::OriginRequestPolicy', kind: 'checked', reason: 'moto has no policies of CloudFront' },
  { type: 'AWS::CloudFront::ResponseHeadersPolicy', kind: 'checked', reason: 'moto has no policies of CloudFront' },
  { type: 'AWS::CloudFront::VpcOrigin', kind: 'checked', reason: 'moto has no origins in a network' },
  { type: 'AWS::CloudWatch::CompositeAlarm', kind: 'checked', reason: 'moto has no alarms that are made of others' },
  { type: 'AWS::ElastiCache::ServerlessCache', kind: 'checked', reason: 'moto has no caches without servers' },
  { type: 'AWS::ElastiCache::UserGroup', kind: 'checked', reason: 'moto has users of caches, no groups of them' },
  { type: 'AWS::RDS::DBProxyEndpoint', kind: 'checked', reason: 'moto has proxies of databases, no endpoints of them' },
];
