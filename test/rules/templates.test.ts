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
  everyRegionCount,
  someStages,
  referenceBut,
  type Configuration,
} from '../../tools/rules/matrix';
import { judge } from '../../tools/rules/judged-app';
import { nagPacks } from '../../tools/rules/nag-packs';
import type { Finding } from '../../tools/rules/report';
import { ruleName } from '../../tools/rules/rule-names';
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
  const standby = everyRegionCount().find(({ regionMode }) => regionMode === 'active-passive');
  const all = [...everyChoice(), ...someStages(), ...(standby ? [standby] : [])];
  const configurations = all.map((configuration) => ({
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

  test('break no rule of any pack but those that ask for protection from deletion', () => {
    const { findings: all } = judge((props) => buildApp(referenceBut(), props, true), nagPacks());
    const broken = all.filter(({ acknowledged }) => !acknowledged).map(({ rule }) => ruleName(rule));
    expect([...new Set(broken)].sort()).toEqual([
      'ELBDeletionProtectionEnabled',
      'RDSInstanceDeletionProtectionEnabled',
    ]);
  });

  test('are emptied by two functions, in the stacks that hold a bucket or a vault', () => {
    const holders = subjectsOf(referenceBut(), true).filter(({ template }) =>
      Object.values(template.Resources ?? {}).some(({ Type: type }) =>
        /^AWS::(S3::Bucket|Backup::BackupVault)$/.test(type),
      ),
    );
    const counts = holders.map(({ stack, template }) => {
      const types = Object.values(template.Resources ?? {}).map(({ Type: type }) => type);
      const count = (pattern: RegExp) => types.filter((type) => pattern.test(type)).length;
      return [stack, count(/^AWS::(S3::Bucket|Backup::BackupVault)$/), count(/^Custom::DisposableContents$/)];
    });
    expect(counts).toEqual([
      ['shop-prod-data-eu-west-1', 2, 2],
      ['shop-prod-edge-us-east-1', 1, 1],
    ]);
  });
});
