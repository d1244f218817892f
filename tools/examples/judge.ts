import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App, Stage, Validations } from 'aws-cdk-lib';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';

/**
 * Plugs the judges into the app of an example, which knows nothing of them. Imported before the app, from a copy of this file
 * beside it: so the app, the package and the judges share one aws-cdk-lib, the one that is installed there.
 */
const synth = Object.getOwnPropertyDescriptor(Stage.prototype, 'synth')?.value as Stage['synth'];

Stage.prototype.synth = function (this: Stage, options) {
  if (App.isApp(this)) {
    Validations.of(this).addPlugins(
      new AwsSolutionsChecks(),
      new NIST80053R4Checks(),
      new NIST80053R5Checks(),
      new HIPAASecurityChecks(),
      new PCIDSS321Checks(),
      new ServerlessChecks(),
      new CfnGuardValidator(),
    );
  }
  return synth.call(this, options);
};
