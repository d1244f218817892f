import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { switchedRegions, switchRules, type RegionModel } from './region-model';
import { renderRegionPlan } from '../contract/region-plan';
import { trafficFunctionName, TrafficVariable, type TrafficMove } from '../contract/region-traffic';
import { HandlerFunction } from '../private/handler-function';
import { nameRule } from '../private/names';
import { check, matches } from '../private/validate';

/** Properties for defining a RegionTraffic. */
export interface RegionTrafficProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the functions' names. */
  readonly name: string;

  /** The regions, and what is wanted of them. The stack is in one of the first two, which are those that a RegionSwitch knows. */
  readonly plan: RegionModel;

  /** ARN of the KeyValueStore of the edge that holds the routing value. */
  readonly routingStoreArn: string;

  /**
   * Key that encrypts the logs of the functions. It has to let CloudWatch Logs use it.
   *
   * @default - a new key for each function with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * What a RegionSwitch moves traffic with, in a region that can be left to: three functions, `<name>-leave-region`, `<name>-enter-region` and
 * `<name>-write-region`. The first takes the other region's traffic away at the edge, the second gives this region's back, the third has
 * all writes sent here. What each does is in its variables, so that nobody who calls it can have it do anything else. They need neither
 * the other region nor us-east-1, only the key-value store, which is global. Done twice is as if done once.
 *
 * They write the value of the edge alone, not the control table: commands find who is away, and who writes, in that value.
 *
 * **Cost**: nothing until an evacuation; 3 dollars a month for keys when none is given (list price, us-east-1). Holds no state: the value is
 * the edge's.
 */
export class RegionTraffic extends Construct {
  constructor(scope: Construct, id: string, props: RegionTrafficProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    check(
      this,
      nameRule(props.name),
      matches(
        'routingStoreArn',
        props.routingStoreArn,
        /^arn:aws[\w-]*:cloudfront::\d{12}:key-value-store\/[\w-]+$/,
        'be the ARN of a KeyValueStore',
        'use that of the edge, published as edge/routing',
      ),
      ...switchRules(props.plan, region),
    );

    const other = switchedRegions(props.plan).find((one) => one !== region) ?? region;
    const { deadLetterQueue } = this.createFunction('Leave', 'leave', other, props);
    this.createFunction('Enter', 'enter', region, props, deadLetterQueue);
    this.createFunction('Write', 'write', region, props, deadLetterQueue);
  }

  private createFunction(
    id: string,
    move: TrafficMove,
    region: string,
    props: RegionTrafficProps,
    deadLetterQueue?: sqs.IQueue,
  ): HandlerFunction {
    const { name, plan, routingStoreArn, encryptionKey } = props;
    const handler = new HandlerFunction(new Construct(this, id), 'Handler', {
      handler: 'region-traffic',
      functionName: trafficFunctionName(name, move),
      description: DESCRIPTIONS[move](region),
      timeout: Duration.seconds(30),
      encryptionKey,
      deadLetterQueue,
      environment: {
        [TrafficVariable.STORE]: routingStoreArn,
        [TrafficVariable.PLAN]: renderRegionPlan(plan._plan),
        [TrafficVariable.MOVE]: move,
        [TrafficVariable.REGION]: region,
      },
    });
    handler.role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['DescribeKeyValueStore', 'GetKey', 'PutKey'].map((action) => `cloudfront-keyvaluestore:${action}`),
        resources: [routingStoreArn],
      }),
    );
    return handler;
  }
}

const DESCRIPTIONS: Readonly<Record<TrafficMove, (region: string) => string>> = {
  leave: (region) => `Takes the traffic of ${region} away at the edge`,
  enter: (region) => `Gives ${region} its traffic back at the edge`,
  write: (region) => `Has the edge send all writes to ${region}`,
};
