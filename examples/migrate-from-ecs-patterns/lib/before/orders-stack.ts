import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createFormerService } from './former-service';
import { createDatabase, importVpc, importZone } from '../surroundings';

/** What is deployed today: a service with its load balancer and its record, and its database, in one stack. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const vpc = importVpc(this);
    createFormerService(this, { vpc, database: createDatabase(this, vpc), zone: importZone(this) });
  }
}
