import type { App } from 'aws-cdk-lib';
import { readConfig } from './config';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from './samples';
import { Platform } from '../lib';

/** The reference app: a web service and a worker on one platform, with public images that work at once. */
export function buildShop(app: App): Platform {
  const { name, region, stage, database, cache, disposable, ...config } = readConfig(app);
  const platform = new Platform(app, 'Shop', { name, regions: [region], stage, database, cache, disposable });
  const web = platform.addWebService('Web', {
    ...SAMPLE_WEB_SERVICE,
    scaling: [config.scaling],
    ratedRequestsPerSecond: config.ratedRequests,
  });
  const jobs = platform.addWorker('Jobs', { ...SAMPLE_WORKER, messageAge: config.messageAge });
  jobs.queue.bindToService(web);
  return platform;
}
