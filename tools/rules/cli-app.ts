import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { Validations, type App } from 'aws-cdk-lib';
import { nagPacks, RememberingJudge } from './judges';
import { buildApp, type Configuration } from './matrix';
import { naiveApp } from './naive';

/**
 * The app that `cdk synth` runs in this lane: one configuration, or the naive stack, with every judge plugged in. Control Tower's
 * rules take more than a second for each template, so their verdicts are shared by the processes of the lane.
 */
function main(choice: string): App {
  return choice === 'naive' ? naiveApp({}) : buildApp(JSON.parse(choice) as Configuration);
}

const app = main(process.env.RULES_CONFIGURATION ?? '');
Validations.of(app).addPlugins(...nagPacks(), new RememberingJudge(new CfnGuardValidator(), process.env.RULES_MEMORY));
