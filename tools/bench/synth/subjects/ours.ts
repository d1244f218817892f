import { App } from 'aws-cdk-lib';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from '../../../../bin/samples';
import { Platform } from '../../../../lib';

/** The reference app with as many services: web services and workers in turn, each worker with a web service that sends to it. */
export function build(services: number): App {
  const app = new App();
  const platform = new Platform(app, 'Shop', { name: 'shop-prod', regions: ['eu-west-1'] });
  for (let first = 1; first <= services; first += 2) {
    const web = platform.addWebService(`Web${first}`, {
      ...SAMPLE_WEB_SERVICE,
      paths: first === 1 ? undefined : [`/web${first}/*`],
    });
    if (first === services) break;
    platform.addWorker(`Jobs${first + 1}`, SAMPLE_WORKER).bindToService(web);
  }
  return app;
}
