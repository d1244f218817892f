import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { routingAtRest } from '../../lib/contract/edge-routing-moves';
import { readRegionPlan } from '../../lib/contract/region-plan';
import { TRAFFIC_MOVES, TrafficVariable } from '../../lib/contract/region-traffic';
import { routingStore } from './aws';
import { moveTraffic } from './move';

const { [TrafficVariable.STORE]: arn = '', [TrafficVariable.REGION]: region = '' } = process.env;
const move = TRAFFIC_MOVES.find((one) => one === process.env[TrafficVariable.MOVE]);
const plan = readRegionPlan(process.env[TrafficVariable.PLAN] ?? '');
const store = routingStore(new CloudFrontKeyValueStoreClient({ maxAttempts: 5 }), arn, routingAtRest(plan));

/** A step of the switch plan: what is done, and to which region, is in the variables, and nothing in the event. */
export const handler = async (): Promise<void> => {
  if (!move) {
    throw new Error(
      `${TrafficVariable.MOVE} must be one of ${TRAFFIC_MOVES.join(', ')}, got ${process.env[TrafficVariable.MOVE]}; deploy the function again`,
    );
  }
  const routing = await moveTraffic({ move, region, plan }, store);
  console.info({ message: 'the edge has this value', move, region, routing });
};
