import { list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { conditionKeys, statements, type Statement } from '../model/policies';
import { columns, count, sorted, unique, type Row, type SectionMaker } from '../section';
import { isStore } from './stores';

/** Actions that hand on power, and what they allow. */
const POWER: Readonly<Record<string, string>> = {
  'iam:AttachRolePolicy': 'gives roles more permissions',
  'iam:CreateAccessKey': 'makes credentials',
  'iam:CreateRole': 'makes roles',
  'iam:PassRole': 'lets services act as a role',
  'iam:PutRolePolicy': 'gives roles more permissions',
  'iam:UpdateAssumeRolePolicy': 'decides who may act as a role',
  'kms:CreateGrant': 'lets others use a key',
  'kms:PutKeyPolicy': 'decides who may use a key',
  'kms:ScheduleKeyDeletion': 'deletes keys, and with them what they encrypt',
  'lambda:UpdateFunctionCode': 'runs other code with the permissions of a function',
  'ssm:SendCommand': 'runs commands on instances',
  'ssm:StartSession': 'opens shells',
  'sts:AssumeRole': 'acts as another role',
  'ecs:ExecuteCommand': 'opens shells in tasks',
};

/** Managed policies of AWS that allow nearly everything. */
const BROAD_POLICY = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|[A-Za-z0-9]*FullAccess)$/;

/** What roles may do: wildcards, power over other services, wide trust, and whose data they reach. */
export const permissions: SectionMaker = (model) => {
  const all = statements(model);
  const wide = sorted([...all.flatMap((statement) => wildcards(model, statement)), ...broadPolicies(model)]);
  const power = sorted(all.flatMap((statement) => powers(model, statement)));
  const trust = sorted(all.flatMap((statement) => wideTrust(model, statement)));
  const reach = sorted(mergeReach(all.flatMap((statement) => dataAccess(model, statement))));
  const kinds = (kind: string) => wide.filter(({ cells }) => cells.kind === kind).length;
  const others = wide.length - kinds('action') - kinds('every resource') - kinds('resource pattern');
  return {
    id: 'permissions',
    title: 'Permissions',
    summary: [
      `${count(kinds('action'), 'wildcard action')}`,
      `${count(kinds('every resource'), 'statement')} on every resource`,
      `${kinds('resource pattern')} on patterns`,
      ...(others > 0 ? [`${others} broader still`] : []),
      `${count(power.length, 'statement')} with power over other roles or keys`,
      trust.length > 0
        ? `${count(trust.length, 'policy', 'policies')} open to strangers`
        : 'no policy open to strangers',
    ].join(', '),
    tables: [
      {
        id: 'wildcards',
        title: 'Wildcards',
        columns: columns({
          holder: 'Who',
          kind: 'Kind',
          actions: 'Actions',
          resources: 'On',
          condition: 'Limited by',
          reason: 'Reason',
        }),
        rows: wide,
        none: 'no statement has a wildcard',
      },
      {
        id: 'power',
        title: 'Power over other roles, keys and hosts',
        columns: columns({
          holder: 'Who',
          actions: 'Actions',
          resources: 'On',
          allows: 'What it allows',
          reason: 'Reason',
        }),
        rows: power,
        none: 'no statement hands on power',
      },
      {
        id: 'trust',
        title: 'Trust beyond this account and the services of AWS',
        columns: columns({ where: 'Where', principal: 'Who', actions: 'Actions', condition: 'Limited by' }),
        rows: trust,
        none: 'no policy trusts anybody else',
      },
      {
        id: 'reach',
        title: 'Who reaches which data',
        columns: columns({ holder: 'Who', store: 'Data', actions: 'Actions' }),
        rows: reach,
        none: 'no role reaches a store of the assembly',
      },
    ],
  };
};

function holderOf({ holders, source }: Statement): string {
  return holders.length > 0 ? unique(holders.map(({ label }) => label)).join(', ') : source.label;
}

function keyOf({ holders, source }: Statement, rest: string): string {
  return `${[...holders.map(({ path }) => path), source.path][0]} ${rest}`;
}

function wildcards(model: Model, statement: Statement): Row[] {
  // In the policy of a resource, `*` is that resource; who may use it is a matter of trust.
  if (statement.kind !== 'identity') return [];
  const { actions, notActions, resources, notResources } = statement;
  const shown = resources.map((resource) => model.show(resource));
  const wildActions = actions.filter((action) => action.includes('*'));
  const patterns = shown.filter((resource) => resource !== '*' && resource.includes('*'));
  const row = (kind: string, named: readonly string[], on: readonly string[], concern?: string): Row => ({
    key: keyOf(statement, `${kind} ${named.join(' ')} ${on.join(' ')}`),
    cells: {
      holder: holderOf(statement),
      kind,
      actions: named.join(', '),
      resources: on.join(', '),
      condition: conditionKeys(statement.condition).join(', '),
      reason: reasonFor(statement, [...wildActions, ...shown]),
    },
    concern,
  });
  return [
    ...(wildActions.length > 0
      ? [row('action', wildActions, shown, wildActions.includes('*') ? 'may do everything' : 'wildcard action')]
      : []),
    ...(notActions.length > 0 ? [row('NotAction', notActions, shown, 'may do all that is not named')] : []),
    ...(notResources.length > 0
      ? [
          row(
            'NotResource',
            actions,
            notResources.map((resource) => model.show(resource)),
            'reaches all that is not named',
          ),
        ]
      : []),
    ...(shown.includes('*') && wildActions.length === 0 ? [row('every resource', actions, ['*'])] : []),
    ...(patterns.length > 0 ? [row('resource pattern', actions, patterns)] : []),
  ];
}

/** The reason that the app gives beside the role, for this very finding if there is one. */
function reasonFor({ source, holders }: Statement, findings: readonly string[]): string {
  const given = [source, ...holders]
    .flatMap(({ acknowledgements }) => acknowledgements)
    .filter(({ rule }) => /IAM/.test(rule));
  const exact = given.filter(({ rule }) =>
    findings.some((finding) => rule.replace(/<AWS::AccountId>/g, '<account>').includes(`::${finding}]`)),
  );
  return unique(
    (exact.length > 0 ? exact : given.filter(({ rule }) => !rule.includes('['))).map(({ reason }) => reason),
  ).join(' ');
}

function broadPolicies(model: Model): Row[] {
  return model.ofType('AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group').flatMap((identity) =>
    list(identity.properties.ManagedPolicyArns)
      .map((arn) => model.show(arn))
      .filter((arn) => BROAD_POLICY.test(arn))
      .map((arn) => ({
        key: `${identity.path} ${arn}`,
        cells: {
          holder: identity.label,
          kind: 'managed policy',
          actions: arn.split('/').pop() ?? arn,
          resources: '*',
          condition: '',
          reason: '',
        },
        concern: 'a managed policy for nearly everything',
      })),
  );
}

function powers(model: Model, statement: Statement): Row[] {
  if (statement.kind !== 'identity') return [];
  const held = Object.keys(POWER).filter((power) => statement.actions.some((action) => matches(action, power)));
  if (held.length === 0) return [];
  const on = statement.resources.map((resource) => model.show(resource));
  return [
    {
      key: keyOf(statement, `power ${held.join(' ')} ${on.join(' ')}`),
      cells: {
        holder: holderOf(statement),
        actions: held.join(', '),
        resources: on.join(', '),
        allows: unique(held.map((power) => POWER[power])).join('; '),
        reason: reasonFor(statement, on),
      },
      concern: on.some((resource) => resource === '*') ? 'on every resource' : undefined,
    },
  ];
}

/** Whether an action, which may hold wildcards, allows another. */
function matches(pattern: string, action: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`, 'i').test(action);
}

function wideTrust(model: Model, statement: Statement): Row[] {
  if (statement.kind === 'identity') return [];
  const strangers = strangersIn(model, statement.principal);
  if (statement.notPrincipal !== undefined) strangers.push('everybody who is not named');
  if (strangers.length === 0) return [];
  const limits = conditionKeys(statement.condition);
  return [
    {
      key: `${statement.source.path} trust ${strangers.join(' ')} ${statement.actions.join(' ')}`,
      cells: {
        where: statement.source.label,
        principal: strangers.join(', '),
        actions: statement.actions.join(', '),
        condition: limits.join(', '),
      },
      concern: limits.length === 0 ? 'no condition limits it' : undefined,
    },
  ];
}

/** Principals that are neither in this account nor services of AWS. */
function strangersIn(model: Model, principal: unknown): string[] {
  if (principal === undefined) return [];
  if (typeof principal === 'string') {
    if (principal === '*') return ['everybody'];
    return principal.includes('.amazonaws.com') || principal.includes('<account>') ? [] : [model.show(principal)];
  }
  const { AWS: accounts, Federated: federated } = principal as Record<string, unknown>;
  const outside = list<string>(accounts)
    .filter((entry) => model.references(entry).length === 0 && !word(entry).includes('<account>'))
    .map((entry) => (entry === '*' ? 'everybody' : model.show(entry)));
  return [...outside, ...list<string>(federated).map((entry) => model.show(entry))];
}

function dataAccess(
  model: Model,
  statement: Statement,
): { holder: string; path: string; store: Resource; actions: string[] }[] {
  if (statement.kind !== 'identity' || statement.actions.length === 0) return [];
  return model
    .references(statement.resources)
    .map((resource) => model.references(resource.properties.SecretId)[0] ?? resource)
    .filter((resource) => isStore(resource) && resource.type !== 'AWS::Logs::LogGroup')
    .map((store) => ({
      holder: holderOf(statement),
      path: keyOf(statement, ''),
      store,
      actions: statement.actions.filter((action) => sameService(action, store.type)),
    }))
    .filter(({ actions }) => actions.length > 0);
}

function sameService(action: string, type: string): boolean {
  const [service] = action.toLowerCase().split(':');
  return service === '*' || type.split('::')[1].toLowerCase().startsWith(service);
}

function mergeReach(found: ReturnType<typeof dataAccess>): Row[] {
  const rows = new Map<string, Row>();
  for (const { holder, path, store, actions } of found) {
    const key = `${path}> ${store.path}`;
    const before = rows.get(key)?.cells.actions.split(', ') ?? [];
    rows.set(key, { key, cells: { holder, store: store.label, actions: unique([...before, ...actions]).join(', ') } });
  }
  return [...rows.values()];
}
