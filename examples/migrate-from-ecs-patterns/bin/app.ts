import { App } from 'aws-cdk-lib';
import { EntryStack } from '../lib/after/entry-stack';
import { OrdersStack } from '../lib/after/orders-stack';
import { ServiceStack } from '../lib/after/service-stack';
import { OrdersStack as FormerOrdersStack } from '../lib/before/orders-stack';

const account = '123456789012';
const env = { account, region: 'eu-west-1' };

/** The four deployments of the README, one after the other: `npx cdk deploy --all -c step=beside`. */
const app = new App();
const step: unknown = app.node.getContext('step');
if (step === 'before') {
  new FormerOrdersStack(app, 'Orders', { env });
} else if (step === 'beside' || step === 'switched' || step === 'after') {
  const orders = new OrdersStack(app, 'Orders', {
    env,
    keepsFormerService: step !== 'after',
    distribution: step === 'beside' ? undefined : String(app.node.getContext('distribution')),
  });
  const { loadBalancer } = new ServiceStack(app, 'OrdersService', { env, orders });
  new EntryStack(app, 'OrdersEntry', { env: { account, region: 'us-east-1' }, loadBalancer });
} else {
  throw new Error(`step must be before, beside, switched or after, got ${String(step)}`);
}
