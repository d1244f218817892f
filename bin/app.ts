import { App } from 'aws-cdk-lib';
import { buildShop } from './shop';

buildShop(new App());
