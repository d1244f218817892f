import { resourcesOf, type HouseRule } from './template';

/** Half of CloudFormation's own limit: room to grow. */
const MOST_RESOURCES = 250;

/** Rules about the form of templates: what diffs and guards cannot see through is not used. */
export const STRUCTURE: readonly HouseRule[] = [
  {
    name: 'no-parameter',
    broken: ({ template }) =>
      Object.keys(template.Parameters ?? {})
        .filter((name) => name !== 'BootstrapVersion')
        .map((name) => ({ message: `parameter ${name}` })),
  },
  {
    name: 'no-mapping-condition-transform',
    broken: ({ template }) =>
      (['Mappings', 'Conditions', 'Transform'] as const)
        .filter((section) => template[section] !== undefined)
        .map((section) => ({ message: `section ${section}` })),
  },
  {
    name: 'no-nested-stack',
    broken: (subject) =>
      resourcesOf(subject, 'AWS::CloudFormation::Stack', 'AWS::Serverless::Application').map(({ logicalId }) => ({
        logicalId,
        message: 'nested stack',
      })),
  },
  {
    name: 'at-most-250-resources',
    broken: (subject) => {
      const count = resourcesOf(subject).length;
      return count > MOST_RESOURCES ? [{ message: `${count} resources` }] : [];
    },
  },
];
