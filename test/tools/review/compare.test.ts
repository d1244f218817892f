import { compareAssemblies } from '../../../tools/review/compare/compare';
import type { ResourceDefinition } from '../../../tools/support/template';
import { changesMarkdown } from '../../../tools/review/output/markdown';
import { changesText } from '../../../tools/review/output/text';
import { modelOf, resource } from './model';

const change = (id: string, before: Record<string, ResourceDefinition>, after: Record<string, ResourceDefinition>) => {
  const found = compareAssemblies(modelOf(before), modelOf(after)).find((section) => section.id === id);
  return (found?.tables ?? []).flatMap((table) =>
    table.changes.map(({ kind, row, cells }) => ({ table: table.id, kind, row, cells })),
  );
};

describe('what a change does', () => {
  const table = { ...resource('AWS::DynamoDB::Table', { TableName: 'orders' }), DeletionPolicy: 'Retain' };

  test('is nothing for the same templates', () => {
    const sections = compareAssemblies(modelOf({ Table: table }), modelOf({ Table: table }));
    expect(sections.map(({ tables }) => tables)).toEqual(sections.map(() => []));
    expect(changesText(sections).match(/^no change$/gm)).toHaveLength(8);
    expect(changesMarkdown(sections)).toContain('No change: stacks and resources by tier, public entry points, ');
  });

  test('shows a new public entry', () => {
    const open = resource('AWS::RDS::DBInstance', { PubliclyAccessible: true });
    expect(change('entries', {}, { Database: open })).toMatchObject([
      { kind: 'added', row: { cells: { how: 'publicly accessible' } } },
    ]);
  });

  test('shows a new wildcard', () => {
    const policy = (Action: string) => ({
      Policy: resource('AWS::IAM::ManagedPolicy', {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: 'arn:x' }] },
      }),
    });
    expect(change('permissions', policy('s3:GetObject'), policy('s3:*'))).toMatchObject([
      { kind: 'added', row: { concern: 'wildcard action' } },
    ]);
  });

  test('shows another deletion policy', () => {
    const [changed] = change('data', { Table: table }, { Table: { ...table, DeletionPolicy: 'Delete' } });
    expect(changed).toMatchObject({ table: 'stores', kind: 'changed' });
    expect(changed.cells).toContainEqual({
      column: 'Deletion',
      before: 'Retain / Delete (no policy given)',
      after: 'Delete / Delete (no policy given)',
    });
  });

  test.each([
    [
      'removed data that is kept',
      { Table: table },
      {},
      { happens: 'removed from its stack', data: 'kept, but no longer part of the stack' },
    ],
    [
      'removed data that is lost',
      { Bucket: { ...resource('AWS::S3::Bucket'), DeletionPolicy: 'Delete' } },
      {},
      { happens: 'removed from its stack', data: 'deleted' },
    ],
    [
      'data that is replaced',
      { Table: table },
      { Table: { ...table, Properties: { TableName: 'other' } } },
      { happens: 'replaced: TableName can only be set at creation', data: 'deleted' },
    ],
    [
      'data under another logical id',
      { Table: table },
      { Renamed: table },
      {
        happens: 'replaced under another logical id, Renamed: creation fails while the old one has the name',
        data: 'kept, but no longer part of the stack',
      },
    ],
  ])('shows %s', (_name, before, after, cells) => {
    const losses = change(
      'data',
      before as Record<string, ResourceDefinition>,
      after as Record<string, ResourceDefinition>,
    ).filter((row) => row.table === 'losses');
    expect(losses.map(({ row }) => row.cells)).toMatchObject([cells]);
  });

  test('does not call a change in place a replacement', () => {
    const after = { ...table, Properties: { TableName: 'orders', DeletionProtectionEnabled: true } };
    expect(change('data', { Table: table }, { Table: after }).filter((row) => row.table === 'losses')).toEqual([]);
  });

  test('shows limits and costs', () => {
    const group = (MaxSize: string, MinSize = '1') => ({
      Group: resource('AWS::AutoScaling::AutoScalingGroup', { MinSize, MaxSize }),
    });
    expect(change('limits', group('2'), group('9'))[0].cells).toEqual([{ column: 'Maximum', before: '2', after: '9' }]);
    expect(change('costs', group('9'), group('9', '3'))[0].cells).toEqual([
      { column: 'Quantity', before: '1', after: '3' },
    ]);
  });
});
