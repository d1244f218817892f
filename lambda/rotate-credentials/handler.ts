import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { announcer, secretsManager } from './aws';
import { opener } from './engines';
import type { Ports } from './ports';
import { rotate, type RotationEvent } from './steps';

const ports: Ports = {
  secrets: secretsManager(new SecretsManagerClient({})),
  open: async (credentials) => opener(credentials.engine)(credentials),
  announce: announcer(new EventBridgeClient({})),
};

/** Rotates the password of a database user, as Secrets Manager asks for it: one step a call. */
export async function handler(event: RotationEvent): Promise<void> {
  await rotate(event, ports);
  console.info({ message: 'done', step: event.Step, secretId: event.SecretId, version: event.ClientRequestToken });
}
