import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { columns, count, sorted, unique, type Row, type SectionMaker, type Table } from '../section';
import { isStore, STORES, type Store } from './stores';

const KEEPING = ['Retain', 'RetainExceptOnCreate', 'Snapshot'];

/** What holds data, how it is encrypted, and what happens to it when it is deleted. */
export const data: SectionMaker = (model) => {
  const rows = (group: Store['group']) =>
    sorted(
      model.resources
        .filter((resource) => isStore(resource) && STORES[resource.type].group === group)
        .map((resource) => row(model, resource)),
    );
  const stores = [...rows('data'), ...rows('secrets')];
  const volumes = sorted(blockDevices(model));
  const kept = stores.filter(({ cells }) => KEEPING.includes(cells.deletion.split(' ')[0])).length;
  const open = [...stores, ...volumes].filter(({ cells }) => cells.encryption === 'none').length;
  return {
    id: 'data',
    title: 'Data at rest',
    summary: [
      count(stores.length, 'store, key or secret', 'stores, keys and secrets'),
      open > 0 ? `${open} NOT encrypted` : 'all encrypted',
      `${kept} survive the deletion of their stack`,
      ...goes(stores),
    ].join(', '),
    tables: [
      table('stores', 'Stores of data', rows('data')),
      table('secrets', 'Keys and secrets', rows('secrets')),
      table('logs', 'Logs', rows('logs')),
      {
        ...table('volumes', 'Disks of instances', volumes),
        none: 'no instance has a disk',
      },
    ],
  };
};

function goes(rows: readonly Row[]): string[] {
  const gone = rows.filter(({ cells }) => cells.deletion.startsWith('Delete'));
  return gone.length > 0 ? [`${gone.length} go with it`] : [];
}

function table(id: string, title: string, rows: readonly Row[]): Table {
  return {
    id,
    title,
    columns: columns({
      where: 'Where',
      what: 'What',
      name: 'Name',
      encryption: 'Encryption',
      deletion: 'Deletion',
      protection: 'Protected by',
      backups: 'Backups',
    }),
    rows,
    none: 'none',
  };
}

function row(model: Model, resource: Resource): Row {
  const store = STORES[resource.type];
  const encryption = store.encryption(resource, model);
  const deletion = resource.deletionPolicy ?? `${store.fallback ?? 'Delete'} (no policy given)`;
  const replacement = resource.updateReplacePolicy ?? `${store.fallback ?? 'Delete'} (no policy given)`;
  const backups = unique([store.backups(resource, model), ...plansFor(model, resource)].filter(Boolean)).join('; ');
  const isProtected = store.protection?.(resource);
  return {
    key: resource.path,
    cells: {
      where: resource.label,
      what: resource.type.replace(/^AWS::/, ''),
      name: model.show(resource.name ?? '(given by AWS)'),
      encryption: encryption ?? 'none',
      deletion: deletion === replacement ? deletion : `${deletion} / ${replacement}`,
      protection: [
        ...(isProtected ? ['deletion protection'] : []),
        ...(resource.stack.terminationProtection ? ['termination protection'] : []),
      ].join(', '),
      backups,
    },
    concern: concerns(resource, store, encryption, backups, isProtected),
  };
}

function concerns(
  { deletionPolicy }: Resource,
  { group, fallback }: Store,
  encryption: string | undefined,
  backups: string,
  isProtected: boolean | undefined,
): string | undefined {
  const found = [
    ...(encryption === undefined ? ['not encrypted'] : []),
    ...(group === 'data' && deletionPolicy === undefined && fallback === undefined
      ? ['no deletion policy: goes with its stack']
      : []),
    ...(group === 'data' && deletionPolicy === 'Delete' ? ['goes with its stack'] : []),
    ...(group === 'data' && backups === '' ? ['no backup'] : []),
    ...(isProtected === false ? ['no deletion protection'] : []),
  ];
  return found.length > 0 ? found.join('; ') : undefined;
}

/** What AWS Backup plans keep of a resource that they select by ARN. */
function plansFor(model: Model, resource: Resource): string[] {
  return model
    .ofType('AWS::Backup::BackupSelection')
    .filter(({ properties }) => model.references(at(properties, 'BackupSelection', 'Resources')).includes(resource))
    .flatMap(({ properties }) => model.references(properties.BackupPlanId))
    .flatMap((plan) => list(at(plan.properties, 'BackupPlan', 'BackupPlanRule')))
    .map((rule) => `${word(rule.RuleName)} backup for ${word(at(rule, 'Lifecycle', 'DeleteAfterDays') ?? 'ever')} d`);
}

/** Disks that instances and launch templates bring along. */
function blockDevices(model: Model): Row[] {
  return model.ofType('AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate').flatMap((resource) =>
    list(
      resource.properties.BlockDeviceMappings ?? at(resource.properties, 'LaunchTemplateData', 'BlockDeviceMappings'),
    ).map((device) => {
      const encrypted = at(device, 'Ebs', 'Encrypted') === true;
      const goesToo = at(device, 'Ebs', 'DeleteOnTermination') !== false;
      return {
        key: `${resource.path} ${word(device.DeviceName)}`,
        cells: {
          where: resource.label,
          what: `${resource.type.replace(/^AWS::/, '')} disk`,
          name: word(device.DeviceName),
          encryption: encrypted ? 'EBS' : 'none',
          deletion: goesToo ? 'Delete (with its instance)' : 'Retain',
          protection: '',
          backups: '',
        },
        concern: encrypted ? undefined : 'not encrypted',
      };
    }),
  );
}
