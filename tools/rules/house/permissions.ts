import { list, objectsIn, resourcesOf, type Broken, type HouseRule, type Subject } from './template';
import { WILDCARD_RESOURCES } from './wildcard-resources';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: unknown;
  readonly NotResource?: unknown;
  readonly Resource?: unknown;
}

/** In their own policies `*` is the key itself, and what is in the vault. */
const OWN_POLICY = ['AWS::KMS::Key', 'AWS::Backup::BackupVault'];

/** Rules about what policies allow. */
export const PERMISSIONS: readonly HouseRule[] = [
  {
    name: 'no-wildcard-action',
    broken: (subject) =>
      allowing(subject, () => true).flatMap(({ logicalId, statement }) => [
        ...list<string>(statement.Action)
          .filter((action) => action.includes('*') || action.includes('?'))
          .map((action) => ({ logicalId, message: `allows ${action}` })),
        ...(statement.NotAction === undefined ? [] : [{ logicalId, message: 'allows all actions but some' }]),
      ]),
  },
  {
    name: 'no-unreviewed-wildcard-resource',
    broken: (subject) =>
      wildcardResources(subject)
        .filter(({ action }) => !(action in WILDCARD_RESOURCES))
        .map(({ logicalId, action }) => ({ logicalId, message: `allows ${action} on every resource` })),
  },
];

/** The actions that policies allow on every resource. */
export function wildcardResources(subject: Subject): (Broken & { readonly action: string })[] {
  return allowing(subject, (type) => !OWN_POLICY.includes(type))
    .filter(({ statement }) => statement.NotResource !== undefined || list(statement.Resource).includes('*'))
    .flatMap(({ logicalId, statement }) =>
      list<string>(statement.Action).map((action) => ({ logicalId, action, message: '' })),
    );
}

function allowing(
  subject: Subject,
  includes: (type: string) => boolean,
): { logicalId: string; statement: Statement }[] {
  return resourcesOf(subject)
    .filter(({ resource }) => includes(resource.Type))
    .flatMap(({ logicalId, properties }) =>
      [...objectsIn(properties)]
        .filter((object): object is Record<string, unknown> & Statement => object.Effect === 'Allow')
        .map((statement) => ({ logicalId, statement })),
    );
}
