import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ObjectStore, SessionStore } from 'zero-to-millions';

/** Three ways to say what a construct has no property for, from the safest to the last resort. */
export class MediaStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const store = new ObjectStore(this, 'Uploads', { name: 'media' });
    const sessions = new SessionStore(this, 'Sessions', { name: 'media' });

    // 1. A property of the L1 that CDK knows: the construct exposes its L2, and that has the L1 as its default child.
    const bucket = store.bucket.node.defaultChild as s3.CfnBucket;
    bucket.accelerateConfiguration = { accelerationStatus: 'Enabled' };
    new CfnOutput(this, 'UploadHost', { value: `${store.bucketName}.s3-accelerate.amazonaws.com` });

    // 2. A property by its name in CloudFormation: for one inside of a property that the construct has set.
    const table = sessions.table.node.defaultChild as dynamodb.CfnGlobalTable;
    table.addPropertyOverride('WriteOnDemandThroughputSettings.MaxWriteRequestUnits', 4000);

    // 3. Resources that the construct does not expose: by their class, never by their path, which may change.
    const keys = store.node.findAll().filter((child) => child instanceof kms.CfnKey);
    for (const key of keys) key.rotationPeriodInDays = 180;
  }
}
