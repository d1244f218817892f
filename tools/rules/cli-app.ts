import { Validations, type App } from 'aws-cdk-lib';
import { processJudges } from './judges';
import { buildApp, type Configuration } from './matrix';
import { NAIVE, naiveApp } from './naive';

/** The app that `cdk synth` runs in this lane: one configuration, or the naive stack, with every judge plugged in. */
function main(choice: string): App {
  // CloudFormation Validate is one of the judges, with the verdicts of other processes.
  const props = { builtinCloudFormationValidation: false };
  return choice === NAIVE ? naiveApp(props) : buildApp(JSON.parse(choice) as Configuration, props);
}

const app = main(process.env.RULES_CONFIGURATION ?? '');
Validations.of(app).addPlugins(...processJudges(process.env.RULES_MEMORY));
