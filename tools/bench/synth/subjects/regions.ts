import { App } from 'aws-cdk-lib';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from '../../../../bin/samples';
import { GrowthStage, Platform } from '../../../../lib';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'us-west-2', 'eu-central-1', 'ap-southeast-2'];

/** The reference app in as many regions, at the largest stage that is for so many. */
export function build(count: number): App {
  const app = new App();
  const stage = count > 1 ? GrowthStage.GLOBAL : GrowthStage.SCALE;
  const platform = new Platform(app, 'Shop', { name: 'shop-prod', regions: REGIONS.slice(0, count), stage });
  const web = platform.addWebService('Web', SAMPLE_WEB_SERVICE);
  platform.addWorker('Jobs', SAMPLE_WORKER).bindToService(web);
  return app;
}
