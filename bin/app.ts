import { App, Validations } from 'aws-cdk-lib';
import { buildShop } from './shop';
import { SafeGrowth } from '../lib';

// What is wrong with the input is in the message alone. Ends at once: otherwise what there is of the app would be synthesized.
process.on('uncaughtException', (error) => {
  console.error(error.name === 'InvalidInputError' ? error.message : error);
  process.exit(1);
});

// The report, which slow syntheses get, would make two equal ones differ.
const app = new App({ performanceReporting: false });
buildShop(app);
Validations.of(app).addPlugins(new SafeGrowth());
