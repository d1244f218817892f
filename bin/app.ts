import { App } from 'aws-cdk-lib';
import { Platform } from '../lib';

const app = new App();
new Platform(app, 'Shop', { name: 'shop-prod', regions: ['eu-west-1'] });
