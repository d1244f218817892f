import { App } from 'aws-cdk-lib';
import { OrdersStack } from '../lib/orders-stack';

const app = new App();
const clusters = app.node.tryGetContext('clusters') as string | undefined;
const clusterArns = clusters?.split(',');
const account = '123456789012';
new OrdersStack(app, 'Orders-Ireland', {
  env: { account, region: 'eu-west-1' },
  zones: ['eu-west-1a', 'eu-west-1b'],
  clusterArns,
});
new OrdersStack(app, 'Orders-London', {
  env: { account, region: 'eu-west-2' },
  zones: ['eu-west-2a', 'eu-west-2b'],
  clusterArns,
});
