import { App } from 'aws-cdk-lib';
import { MediaStack } from '../lib/media-stack';

const app = new App();
new MediaStack(app, 'Media', { env: { account: '123456789012', region: 'eu-west-1' } });
