import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct, IConstruct } from 'constructs';
import { refuse, type Rule } from './validate';

/** Options of a GlobalTable. */
export interface GlobalTableOptions {
  readonly tableName: string;
  /** Name of the only key, which is a string. */
  readonly partitionKey: string;
  /** Attribute that holds the second after which an item goes. Default: items stay. */
  readonly timeToLiveAttribute?: string;
  /** Regions beside that of the stack. */
  readonly replicaRegions?: readonly string[];
  readonly disposable?: boolean;
}

/**
 * A table on demand that can be recovered to any second, with the same protection in each of its regions. It is encrypted with the
 * AWS managed key of DynamoDB, which exists in every region: a customer managed key would have to be there, and be given, for each
 * region that is added.
 */
export function globalTable(parent: Construct, options: GlobalTableOptions): dynamodb.TableV2 {
  const { tableName, partitionKey, timeToLiveAttribute, replicaRegions, disposable } = options;
  return new dynamodb.TableV2(parent, 'Table', {
    tableName,
    partitionKey: { name: partitionKey, type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute,
    billing: dynamodb.Billing.onDemand(),
    encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: !disposable,
    removalPolicy: disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    // Deletion protection and recovery of the table are those of each copy.
    replicas: replicaRegions?.map((region) => ({ region })),
  });
}

/** Refuses a table in a stack whose region is not known. */
export function knownRegionRule(construct: IConstruct): Rule {
  return refuse(
    Token.isUnresolved(Stack.of(construct).region),
    'region must be known at synthesis, got a token; set env.region of the stack, or no other region could be added to the table later',
  );
}
