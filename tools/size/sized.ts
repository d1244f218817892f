import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from '../../bin/samples';
import { CacheKind, DatabaseEngine, GrowthStage, Platform, type Workload } from '../../lib';
import { size, type Sizing } from '../../lib/capacity/sizing';
import { estimate, estimateWithUsers, type Estimate } from '../prices/estimate';
import { Model } from '../review/model/model';
import { cacheOf, databaseOf, type Choices } from './choices';

/** A workload, what it comes to, and what that costs. */
export interface Sized {
  readonly workload: Workload;
  readonly choices: Choices;
  readonly sizing: Sizing;
  /** A month in which nobody comes. */
  readonly idle: Estimate;
  /** A month with the users. */
  readonly used: Estimate;
}

/** Sizes a workload and prices the templates of a platform of that size: the reference app, one web service and one worker. */
export function sizedPlatform(workload: Workload, choices: Choices): Sized {
  const { region } = choices;
  const stage = GrowthStage.all().find(({ name }) => name === choices.stage);
  const sizing = size(workload, stage);
  const model = synthesize(workload, choices, stage);
  return {
    workload,
    choices,
    sizing,
    idle: estimate(model, region),
    used: estimateWithUsers({ workload, sizing, model, region }),
  };
}

/** Nobody deploys what is synthesized here: CloudFormation Validate would take ten times as long as everything else. */
function synthesize(workload: Workload, choices: Choices, stage: GrowthStage | undefined): Model {
  const outdir = mkdtempSync(join(tmpdir(), 'ztm-size-'));
  try {
    const app = new App({
      outdir,
      builtinCloudFormationValidation: false,
      analyticsReporting: false,
      treeMetadata: false,
    });
    const platform = new Platform(app, 'Shop', {
      name: 'shop',
      regions: [choices.region],
      stage,
      workload,
      database: databaseOf(DatabaseEngine, choices.database),
      cache: cacheOf(CacheKind, choices.cache),
    });
    const web = platform.addWebService('Web', SAMPLE_WEB_SERVICE);
    platform.addWorker('Jobs', SAMPLE_WORKER).bindToService(web);
    app.synth();
    return Model.read(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
