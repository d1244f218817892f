import type { AppProps } from 'aws-cdk-lib';
import { houseFindings, type Subject, type TemplateDocument } from '../../tools/rules/house';
import { wildcardResources } from '../../tools/rules/house/permissions';
import { REBUILDABLE } from '../../tools/rules/house/state';
import { WILDCARD_RESOURCES } from '../../tools/rules/house/wildcard-resources';
import {
  buildApp,
  describe as nameOf,
  DIMENSIONS,
  everyChoice,
  referenceBut,
  type Configuration,
} from '../../tools/rules/matrix';
import type { Finding } from '../../tools/rules/report';
import { CDK_CONTEXT } from '../support/test-app';

const APP: AppProps = {
  analyticsReporting: false,
  context: { ...CDK_CONTEXT, 'aws:cdk:enable-path-metadata': true },
  treeMetadata: false,
};

function subjectsOf(configuration: Configuration, disposable = false): ({ stack: string } & Subject)[] {
  return buildApp(configuration, APP, disposable)
    .synth()
    .stacksRecursively.map((stack) => ({
      stack: stack.stackName,
      template: stack.template as TemplateDocument,
      disposable,
    }));
}

function findings(subjects: readonly ({ stack: string } & Subject)[]): Finding[] {
  return subjects.flatMap(({ stack, ...subject }) => houseFindings(stack, subject));
}

describe('the templates of every choice', () => {
  const configurations = everyChoice().map((configuration) => ({
    name: nameOf(configuration),
    subjects: subjectsOf(configuration),
  }));

  test.each(configurations)('keep the house rules: $name', ({ subjects }) => {
    expect(findings(subjects)).toEqual([]);
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

describe('the templates of a disposable platform', () => {
  test.each(DIMENSIONS.database.map((database, index) => ({ database, cache: DIMENSIONS.cache[index] })))(
    'leave nothing behind: $database, $cache',
    (choices) => {
      expect(findings(subjectsOf(referenceBut({ ...choices, readers: '3' }), true))).toEqual([]);
    },
  );
});
