import type { App } from 'aws-cdk-lib';
import { readConfig } from './config';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from './samples';
import { addTokenSecret, CACHED_PATHS, serviceWeb, serviceWorker } from './service-image';
import { Platform } from '../lib';

/** The reference app: a web service and a worker on one platform, with public images that work at once, or with a real service. */
export function buildShop(app: App): Platform {
  const { name, regions, stage, database, cache, shards, disposable, image, ...config } = readConfig(app);
  const real = image === 'service';
  const platform = new Platform(app, 'Shop', {
    name,
    regions,
    stage,
    database,
    cache,
    shards,
    disposable,
    cachedPaths: real ? CACHED_PATHS : undefined,
  });
  const web = platform.addWebService('Web', {
    ...(real ? serviceWeb(config) : SAMPLE_WEB_SERVICE),
    scaling: [config.scaling],
    ratedRequestsPerSecond: config.ratedRequests,
  });
  const jobs = platform.addWorker('Jobs', {
    ...(real ? serviceWorker(platform) : SAMPLE_WORKER),
    messageAge: config.messageAge,
  });
  jobs.bindToService(web);
  if (real) addTokenSecret(web, disposable);
  return platform;
}
