import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration } from 'aws-cdk-lib';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import cdkJson from '../../../cdk.json';
import { LoadSource, Platform, Scaling, ScalingPreset } from '../../../lib';
import { WEB, WORKER } from '../../simulate/defaults';
import { LIMITS } from './peers';

/** Ages that messages should not exceed, in seconds: one that needs capacity in reserve, and one that does not. */
export const OBJECTIVES = [60, 300] as const;

/** Names of our web services: the presets, and the fallback for images whose requests a second are not known. */
export const PRESETS = ScalingPreset.all().map(({ name }) => name);
export const DEFAULT = ScalingPreset.BALANCED.name;
export const FALLBACK = 'no load metric';
export const OURS_WORKER = 'zero-to-millions';

const IMAGE = ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29-alpine');

/** Synthesizes the platform with a web service for each preset and a worker for each objective; returns its templates. */
export function synthesizeOurs(folder: string): Readonly<Record<string, object>> {
  const app = new App({
    analyticsReporting: false,
    context: cdkJson.context,
    outdir: mkdtempSync(join(folder, 'ours-')),
  });
  const platform = new Platform(app, 'Shop', { name: 'shop', regions: ['eu-west-1'] });
  const web = { image: IMAGE, port: 8080, minTasks: LIMITS.web.minTasks, maxTasks: LIMITS.web.maxTasks };
  for (const preset of ScalingPreset.all()) {
    platform.addWebService(idOf(preset.name), {
      ...web,
      paths: preset === ScalingPreset.BALANCED ? undefined : [`/${preset.name}/*`],
      ratedRequestsPerSecond: WEB.ratedCapacity,
      // The policies are the same whoever publishes; this one needs no image to be built.
      loadSource: LoadSource.APPLICATION,
      scaling: [Scaling.onLoad({ preset })],
    });
  }
  platform.addWebService('Cpu', { ...web, paths: ['/cpu/*'], scaling: [Scaling.onLoad()] });
  for (const seconds of OBJECTIVES) {
    platform.addWorker(`Age${seconds}`, {
      image: IMAGE,
      minTasks: LIMITS.worker.minTasks,
      maxTasks: LIMITS.worker.maxTasks,
      messagesPerSecond: WORKER.ratedCapacity,
      messageAge: Duration.seconds(seconds),
    });
  }
  return Object.fromEntries(app.synth().stacksRecursively.map((stack) => [stack.stackName, stack.template as object]));
}

function idOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
