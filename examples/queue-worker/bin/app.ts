import { App } from 'aws-cdk-lib';
import { ThumbnailsStack } from '../lib/thumbnails-stack';

const app = new App();
new ThumbnailsStack(app, 'Thumbnails', { env: { account: '123456789012', region: 'eu-west-1' } });
