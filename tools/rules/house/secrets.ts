import { objectsIn, resourcesOf, type Broken, type HouseRule, type Subject } from './template';

/** Text that can only be a secret. */
const SECRETS: readonly RegExp[] = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\b(sk|rk)_live_[A-Za-z0-9]{20,}\b/,
  /:\/\/[^/\s:@{}]+:[^/\s:@{}]+@/,
];

/** Names of variables and properties that hold secrets, unless they end in what only points to one. */
const SECRET_NAME = /(password|passwd|secret|token|credential|private_?key|api_?key|access_?key)s?$/i;

/** Rules about secrets: they come from Secrets Manager or Parameter Store when a task starts, never through a template. */
export const SECRETS_RULES: readonly HouseRule[] = [
  {
    name: 'no-secret-in-template',
    broken: (subject) =>
      resourcesOf(subject)
        .filter(({ resource }) => SECRETS.some((secret) => secret.test(JSON.stringify(resource))))
        .map(({ logicalId }) => ({ logicalId, message: 'holds text that looks like a secret' })),
  },
  { name: 'no-secret-in-environment', broken: secretVariables },
  {
    name: 'no-plain-password',
    broken: (subject) =>
      resourcesOf(subject).flatMap(({ logicalId, properties }) =>
        ['MasterUserPassword', 'AuthToken', 'Passwords', 'SecretString']
          .filter((name) => properties[name] !== undefined && !isDynamicReference(properties[name]))
          .map((name) => ({ logicalId, message: `${name} is plain` })),
      ),
  },
];

function secretVariables(subject: Subject): Broken[] {
  const tasks = resourcesOf(subject, 'AWS::ECS::TaskDefinition').flatMap(({ logicalId, properties }) =>
    [...objectsIn(properties.ContainerDefinitions)]
      .filter((object) => typeof object.Name === 'string' && 'Value' in object)
      .map((object) => ({ logicalId, name: object.Name as string, value: object.Value })),
  );
  const functions = resourcesOf(subject, 'AWS::Lambda::Function').flatMap(({ logicalId, properties }) => {
    const { Variables: variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    return Object.entries(variables).map(([name, value]) => ({ logicalId, name, value }));
  });
  return [...tasks, ...functions]
    .filter(({ name, value }) => SECRET_NAME.test(name) || JSON.stringify(value).includes('{{resolve:secretsmanager'))
    .map(({ logicalId, name }) => ({ logicalId, message: `variable ${name} holds a secret` }));
}

function isDynamicReference(value: unknown): boolean {
  return JSON.stringify(value).includes('{{resolve:');
}
