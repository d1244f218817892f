import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { VendedLog } from './vended-log';

/** Properties for defining a RequestLog. */
export interface RequestLogProps {
  /** Name of the deployment. */
  readonly name: string;
  /** Distribution whose requests are logged. */
  readonly distribution: cloudfront.IDistribution;
  /** Key that encrypts what is stored. */
  readonly encryptionKey: kms.IKey;
  /** How long entries are kept. */
  readonly retention: logs.RetentionDays;
}

/**
 * Fields of an entry: who asked for what, how it was answered, from where and how fast. Neither query strings nor cookies,
 * which may hold secrets, and no more than is needed: an entry is paid for by its size.
 */
const FIELDS = [
  'date',
  'time',
  'c-ip',
  'cs-method',
  'x-host-header',
  'cs-uri-stem',
  'cs(User-Agent)',
  'sc-status',
  'sc-bytes',
  'time-taken',
  'time-to-first-byte',
  'x-edge-location',
  'x-edge-result-type',
  'x-edge-detailed-result-type',
  'x-edge-request-id',
];

/**
 * One JSON entry for every request that reaches a distribution, delivered within minutes into an encrypted log group
 * (standard logging v2). The legacy way would need a bucket with access control lists.
 */
export class RequestLog extends Construct {
  constructor(scope: Construct, id: string, props: RequestLogProps) {
    super(scope, id);
    const log = new VendedLog(this, 'Log', {
      logGroupName: `/aws/vendedlogs/cloudfront/${props.name}`,
      encryptionKey: props.encryptionKey,
      retention: props.retention,
    });
    const source = new logs.CfnDeliverySource(this, 'Source', {
      name: `${props.name}-requests`,
      logType: 'ACCESS_LOGS',
      resourceArn: props.distribution.distributionArn,
    });
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', {
      name: `${props.name}-requests`,
      deliveryDestinationType: 'CWL',
      destinationResourceArn: log.logGroupArn,
      outputFormat: 'json',
    });
    new logs.CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.ref,
      deliveryDestinationArn: destination.attrArn,
      recordFields: FIELDS,
    });
  }
}
