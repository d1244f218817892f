import { App } from 'aws-cdk-lib';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from '../../../../bin/samples';
import { GrowthStage, Platform } from '../../../../lib';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];

/** The reference app in three regions, on as many shards. */
export function build(shards: number): App {
  const app = new App();
  const platform = new Platform(app, 'Shop', {
    name: 'shop-prod',
    regions: REGIONS,
    stage: GrowthStage.GLOBAL,
    shards,
  });
  const web = platform.addWebService('Web', SAMPLE_WEB_SERVICE);
  platform.addWorker('Jobs', SAMPLE_WORKER).bindToService(web);
  return app;
}
