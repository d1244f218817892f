import { join } from 'node:path';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Platform as ImagePlatform } from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  LoadSource,
  type Platform,
  type PlatformWebServiceOptions,
  type PlatformWorkerOptions,
  type WebService,
} from '../lib';
import type { Config } from './config';
import { acknowledge } from '../lib/private/acknowledge';

/** Paths of the service that CloudFront may keep: everything public. */
export const CACHED_PATHS = ['/photos/*'];

/** The reference service of `service/`: its image is built when it is deployed, which needs Docker, and never at synthesis. */
function image(): ecs.ContainerImage {
  return ecs.ContainerImage.fromAsset(join(__dirname, '..'), {
    file: 'service/Dockerfile',
    platform: ImagePlatform.LINUX_ARM64,
  });
}

/** Its web service. It brings its database up to date before a new version gets requests, and publishes its own load. */
export function serviceWeb({
  scaling,
  ratedRequests,
}: Pick<Config, 'scaling' | 'ratedRequests'>): PlatformWebServiceOptions {
  const publishes = ratedRequests !== undefined && scaling._followsLoad;
  return {
    image: image(),
    port: 8080,
    healthCheckPath: '/health/ready',
    release: { command: ['node', 'migrate.js'] },
    loadSource: publishes ? LoadSource.APPLICATION : undefined,
  };
}

/** Its worker, which makes thumbnails. It has no sessions. */
export function serviceWorker({ home: { database, cache, objects } }: Platform): PlatformWorkerOptions {
  return {
    image: image(),
    command: ['node', 'worker.js'],
    concurrency: 4,
    bindings: [database, ...(cache ? [cache] : []), objects],
  };
}

/** Gives the web service the secret that the key is derived from which signs tokens. Everybody signs in again when it changes. */
export function addTokenSecret(web: WebService, disposable: boolean): void {
  const secret = new secretsmanager.Secret(Stack.of(web), 'TokenSecret', {
    description: 'Signs the tokens of the reference service',
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
  acknowledge(
    secret,
    'Tokens that are signed with a former secret would be worth nothing at once: it is replaced by a deployment that accepts both.',
    'AwsSolutions::AwsSolutions-SMG4',
  );
  web.addSecret('TOKEN_SECRET', ecs.Secret.fromSecretsManager(secret));
}
