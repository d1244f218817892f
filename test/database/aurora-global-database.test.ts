import { Match, Template } from 'aws-cdk-lib/assertions';
import { AuroraDatabase, AuroraGlobalDatabase, type AuroraGlobalDatabaseProps } from '../../lib/database';
import { Stacks } from './harness';
import type { TemplateJson } from './regions';

function synthesize(props: Partial<AuroraGlobalDatabaseProps> = {}, around = true): Template {
  const { data, vpc } = new Stacks();
  const source = new AuroraDatabase(data, 'Database', { name: 'shop', vpc });
  if (around) new AuroraGlobalDatabase(data, 'GlobalDatabase', { name: 'shop', source, ...props });
  return Template.fromStack(data);
}

describe('AuroraGlobalDatabase', () => {
  test('is made from the cluster that is there, by literal names alone', () => {
    synthesize().hasResource('AWS::RDS::GlobalCluster', {
      Properties: {
        GlobalClusterIdentifier: 'shop-global-g1',
        SourceDBClusterIdentifier: {
          'Fn::Join': ['', ['arn:aws:rds:eu-west-1:', { Ref: 'AWS::AccountId' }, ':cluster:shop-aurora-g1']],
        },
        DeletionProtection: true,
        // Beside a source, Aurora refuses all of these.
        Engine: Match.absent(),
        EngineVersion: Match.absent(),
        StorageEncrypted: Match.absent(),
        DatabaseName: Match.absent(),
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^DatabaseCluster[0-9A-F]+$')]),
    });
  });

  test('adds one resource, and changes none of those that are there', () => {
    const before = synthesize({}, false).toJSON() as TemplateJson;
    const after = synthesize().toJSON() as TemplateJson;
    const added = Object.keys(after.Resources).filter((id) => !(id in before.Resources));
    expect(added.map((id) => after.Resources[id]?.Type)).toEqual(['AWS::RDS::GlobalCluster']);
    for (const [id, resource] of Object.entries(before.Resources)) expect(after.Resources[id]).toEqual(resource);
  });

  test('has a successor by its generation', () => {
    synthesize({ generation: 2 }).hasResourceProperties('AWS::RDS::GlobalCluster', {
      GlobalClusterIdentifier: 'shop-global-g2',
    });
  });

  test('goes with the stack when it is disposable', () => {
    synthesize({ disposable: true }).hasResource('AWS::RDS::GlobalCluster', {
      Properties: { DeletionProtection: false },
      DeletionPolicy: 'Delete',
    });
  });

  test('knows the host that leads to the writer, in whichever region', () => {
    const { data, vpc } = new Stacks();
    const source = new AuroraDatabase(data, 'Database', { name: 'shop', vpc });
    const database = new AuroraGlobalDatabase(data, 'GlobalDatabase', { name: 'shop', source });
    expect(data.resolve(database.writerHost)).toEqual({
      'Fn::GetAtt': [expect.stringContaining('GlobalDatabase'), 'GlobalEndpoint.Address'],
    });
  });
});
