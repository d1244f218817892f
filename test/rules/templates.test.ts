import type { AppProps } from 'aws-cdk-lib';
import { houseFindings, type Subject, type TemplateDocument } from '../../tools/rules/house';
import { wildcardResources } from '../../tools/rules/house/permissions';
import { REBUILDABLE } from '../../tools/rules/house/state';
import { WILDCARD_RESOURCES } from '../../tools/rules/house/wildcard-resources';
import { buildApp, describe as nameOf, pairwiseConfigurations } from '../../tools/rules/matrix';
import { CDK_CONTEXT } from '../support/test-app';

const APP: AppProps = {
  analyticsReporting: false,
  context: { ...CDK_CONTEXT, 'aws:cdk:enable-path-metadata': true },
  treeMetadata: false,
};

const configurations = pairwiseConfigurations().map((configuration) => ({
  name: nameOf(configuration),
  subjects: buildApp(configuration, APP)
    .synth()
    .stacksRecursively.map((stack): { stack: string } & Subject => ({
      stack: stack.stackName,
      template: stack.template as TemplateDocument,
      disposable: configuration.disposable === 'yes',
    })),
}));

describe('the templates of every pair of choices', () => {
  test.each(configurations)('keep the house rules: $name', ({ subjects }) => {
    expect(subjects.flatMap(({ stack, ...subject }) => houseFindings(stack, subject))).toEqual([]);
  });

  test('use every reviewed wildcard resource', () => {
    const used = configurations.flatMap(({ subjects }) => subjects.flatMap((subject) => wildcardResources(subject)));
    expect([...new Set(used.map(({ action }) => action))].sort()).toEqual(Object.keys(WILDCARD_RESOURCES));
  });

  test('hold everything that is said to be rebuildable', () => {
    const all = JSON.stringify(configurations);
    expect(Object.keys(REBUILDABLE).filter((end) => !all.includes(`${end}"`))).toEqual([]);
  });
});
