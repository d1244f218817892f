import { App, Stage, Validations } from 'aws-cdk-lib';
import { GuardJudge } from '../rules/guard-judge';
import { nagPacks } from '../rules/nag-packs';

/**
 * Plugs the judges into the app of an example, which knows nothing of them. Imported before the app, from a copy of the files of
 * `JUDGES` beside it: so the app, the package and the judges share one aws-cdk-lib, the one that is installed there.
 */
const synth = Object.getOwnPropertyDescriptor(Stage.prototype, 'synth')?.value as Stage['synth'];

Stage.prototype.synth = function (this: Stage, options) {
  if (App.isApp(this)) {
    Validations.of(this).addPlugins(...nagPacks(), new GuardJudge());
  }
  return synth.call(this, options);
};
