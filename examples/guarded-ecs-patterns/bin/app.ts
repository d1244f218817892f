import { App, Validations } from 'aws-cdk-lib';
import { SafeGrowth } from 'zero-to-millions';
import { TicketsStack } from '../lib/tickets-stack';

const app = new App();
new TicketsStack(app, 'Tickets', {
  env: { account: '123456789012', region: 'eu-west-1' },
  change: app.node.tryGetContext('change') as string | undefined,
});

// This line is all that the guard needs.
Validations.of(app).addPlugins(new SafeGrowth());
