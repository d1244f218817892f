import { App } from 'aws-cdk-lib';
import { StorefrontStack } from '../lib/storefront-stack';

const app = new App();
// CloudFront takes certificates and firewalls from us-east-1, wherever the load balancer is.
new StorefrontStack(app, 'Storefront', { env: { account: '123456789012', region: 'us-east-1' } });
