import { App } from 'aws-cdk-lib';
import { buildShop } from './shop';

// What is wrong with the input is in the message alone. Ends at once: otherwise what there is of the app would be synthesized.
process.on('uncaughtException', (error) => {
  console.error(error.name === 'InvalidInputError' ? error.message : error);
  process.exit(1);
});

// The report, which slow syntheses get, would make two equal ones differ.
buildShop(new App({ performanceReporting: false }));
