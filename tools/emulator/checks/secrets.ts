import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { check, checkOnce, differs, ofEach, unless } from '../check';
import type { Deployment } from '../deployment';
import { writerOf } from './database';
import { servicesOf } from './services';

/** What is injected into containers, and what rotates. */
export const SECRET_CHECKS = [
  check('each value that is injected into a container exists: secret and key, or parameter', async (deployment) => {
    const injected = (await servicesOf(deployment)).flatMap(({ resource, task }) =>
      (task.containerDefinitions ?? []).flatMap(({ secrets = [] }) =>
        secrets.map(({ name, valueFrom = '' }) => ({ what: `${resource.path}: ${name}`, valueFrom })),
      ),
    );
    return [
      ...unless(injected.length > 0, 'nothing is injected'),
      ...(await ofEach(injected, async ({ what, valueFrom }) => {
        const value = await injectedValue(deployment, valueFrom).catch(() => undefined);
        return unless(!!value && !isUnresolved(value), `${what} is ${JSON.stringify(value)}, from ${valueFrom}`);
      })),
    ];
  }),

  checkOnce(
    'the application finds the writer of the database and the secret of its administrator in its own secret',
    async (deployment) => {
      const writer = await writerOf(deployment);
      const admin = deployment.at('AWS::SecretsManager::Secret', '/AdminSecret').physicalId;
      const secret = await jsonSecret(
        deployment,
        deployment.at('AWS::SecretsManager::Secret', '/AppSecret').physicalId,
      );
      return [
        ...differs('the host', secret.host, writer.host),
        ...differs('the port', Number(secret.port), writer.port),
        ...differs('the name of the database', secret.dbname, writer.databaseName),
        ...differs('the secret of the administrator', secret.masterarn, admin),
        ...unless(String(secret.password).length === 40, 'the password is not 40 characters long'),
      ];
    },
  ),

  checkOnce(
    'the administrator of the database is the user in the secret that is attached to it',
    async (deployment) => {
      const writer = await writerOf(deployment);
      const secret = await jsonSecret(
        deployment,
        deployment.at('AWS::SecretsManager::Secret', '/AdminSecret').physicalId,
      );
      return [
        ...differs('the user', secret.username, writer.user),
        ...differs('the host', secret.host, writer.host),
        ...differs('the port', Number(secret.port), writer.port),
      ];
    },
  ),

  checkOnce('both secrets of the database rotate every 30 days with the rotation function', async (deployment) =>
    ofEach(deployment.some('AWS::SecretsManager::RotationSchedule'), async ({ path, physicalId }) => {
      const rotation = await deployment.home.secrets.send(new DescribeSecretCommand({ SecretId: physicalId }));
      const handler = deployment.at('AWS::Lambda::Function', '/Rotation/Handler/Function').physicalId;
      return [
        ...differs(`${path}: whether it rotates`, rotation.RotationEnabled, true),
        ...differs(`${path}: the function`, rotation.RotationLambdaARN?.split(':').pop(), handler),
        ...differs(`${path}: the days`, rotation.RotationRules?.AutomaticallyAfterDays, 30),
      ];
    }),
  ),
];

/** A secret that holds JSON. */
export async function jsonSecret(deployment: Deployment, id: string): Promise<Record<string, string | number>> {
  const { SecretString: text = '{}' } = await deployment.home.secrets.send(new GetSecretValueCommand({ SecretId: id }));
  return JSON.parse(text) as Record<string, string | number>;
}

/** What ECS would inject: `arn:…:secret:<name>:<key>:<stage>:<version>`, or the ARN or name of a parameter. */
async function injectedValue(deployment: Deployment, valueFrom: string): Promise<string | undefined> {
  const parts = valueFrom.split(':');
  if (parts[2] === 'secretsmanager') {
    const [key] = parts.slice(7);
    const secret = await jsonSecret(deployment, parts.slice(0, 7).join(':'));
    return key ? String(secret[key] ?? '') : JSON.stringify(secret);
  }
  const name = valueFrom.startsWith('arn:') ? valueFrom.slice(valueFrom.indexOf(':parameter') + 10) : valueFrom;
  const { Parameter } = await deployment.home.ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  return Parameter?.Value;
}

/** Whether a reference was written out instead of what it refers to. */
function isUnresolved(value: string): boolean {
  return /\$\{|\{\{resolve|undefined|None|<.* object at /.test(value);
}
