import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CredentialsRotated } from '../contract/credentials-rotated';
import { ManagedPolicyRole } from '../private/managed-policy-role';

/** Properties of AnnouncedRegions. */
export interface AnnouncedRegionsProps {
  /** Names of the other regions. */
  readonly regions: readonly string[];
  /** The secret whose rotations are announced. */
  readonly secret: secretsmanager.ISecret;
  /** Where announcements are kept that a region did not take for a day. */
  readonly deadLetterQueue: sqs.IQueue;
}

/**
 * Passes announcements of rotations on to the default buses of other regions, where services use replicas of the secret. By rules of
 * EventBridge, which try again for a day, and not by the function: a region that is lost must not fail a rotation.
 *
 * Everything is below the region's name, so that one more changes nothing that is there.
 */
export class AnnouncedRegions extends Construct {
  constructor(scope: Construct, id: string, props: AnnouncedRegionsProps) {
    super(scope, id);
    const { regions, secret, deadLetterQueue } = props;
    regions.forEach((region) => this.announce(new Construct(this, region), region, secret, deadLetterQueue));
  }

  private announce(
    parent: Construct,
    region: string,
    secret: secretsmanager.ISecret,
    deadLetterQueue: sqs.IQueue,
  ): void {
    const busArn = Stack.of(this).formatArn({
      service: 'events',
      region,
      resource: 'event-bus',
      resourceName: 'default',
    });
    const role = new ManagedPolicyRole(parent, 'Role', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      description: `Announces rotations of credentials in ${region}`,
    });
    new events.Rule(parent, 'Rule', {
      description: `Announces rotations of credentials in ${region}`,
      eventPattern: {
        source: [CredentialsRotated.SOURCE],
        detailType: [CredentialsRotated.DETAIL_TYPE],
        detail: { secretArn: [secret.secretArn] },
      },
      targets: [
        new targets.EventBus(events.EventBus.fromEventBusArn(parent, 'Bus', busArn), { role, deadLetterQueue }),
      ],
    });
  }
}
