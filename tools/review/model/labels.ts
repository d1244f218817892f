/** Parts of a construct path that say nothing which the type does not. */
const EMPTY_WORDS = ['Resource', 'Default', 'Core'];

/** The path of a construct without its end that only repeats the type: `Shop/Data/Jobs/Queue/Resource` is `Shop/Data/Jobs`. */
export function labelOf(path: string, stackPath: string, type: string): string {
  const kind = type.split('::').pop()?.toLowerCase() ?? '';
  const fixed = path.startsWith(`${stackPath}/`) ? stackPath.split('/').length + 1 : 1;
  const parts = path.split('/');
  while (parts.length > fixed) {
    const last = parts[parts.length - 1];
    if (!EMPTY_WORDS.includes(last) && !kind.endsWith(last.toLowerCase())) break;
    parts.pop();
  }
  return parts.join('/');
}

/** Properties that hold the physical name, where the type's own name does not tell. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::ElastiCache::CacheCluster': 'ClusterName',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::ElastiCache::User': 'UserId',
  'AWS::ElastiCache::UserGroup': 'UserGroupId',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
};

/** The physical name that a template gives a resource, if it gives one. */
export function physicalName(type: string, properties: Readonly<Record<string, unknown>>): string | undefined {
  const kind = type.split('::').pop() ?? '';
  const property = [NAME_PROPERTIES[type], `${kind}Name`, `${kind}Identifier`, 'Name'].find(
    (candidate) => typeof properties[candidate ?? ''] === 'string',
  );
  return property === undefined ? undefined : String(properties[property]);
}
