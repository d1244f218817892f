import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { CredentialsRotated, type CredentialsRotatedDetail } from '../../lib/contract/credentials-rotated';
import { Stage, type SecretStore } from './ports';

/** The part of an SDK client that sends commands. */
type Sender<Client extends { send: unknown }> = Pick<Client, 'send'>;

/** Secrets Manager as the place where secrets are kept. */
export function secretsManager(client: Sender<SecretsManagerClient>): SecretStore {
  return {
    describe: async (secretId) => {
      const description = await client.send(new DescribeSecretCommand({ SecretId: secretId }));
      return {
        rotationEnabled: description.RotationEnabled ?? false,
        stages: description.VersionIdsToStages ?? {},
      };
    },
    read: async (secretId, stage, version) => {
      try {
        const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage, VersionId: version });
        return (await client.send(command)).SecretString;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    write: async (secretId, version, value) => {
      await client.send(
        new PutSecretValueCommand({
          SecretId: secretId,
          ClientRequestToken: version,
          SecretString: value,
          VersionStages: [Stage.PENDING],
        }),
      );
    },
    makeCurrent: async (secretId, version, former) => {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: secretId,
          VersionStage: Stage.CURRENT,
          MoveToVersionId: version,
          RemoveFromVersionId: former,
        }),
      );
    },
  };
}

/** Announces a rotation on the default bus. */
export function announcer(client: Sender<EventBridgeClient>): (secretArn: string) => Promise<void> {
  return async (secretArn) => {
    const detail: CredentialsRotatedDetail = { secretArn };
    const entry = {
      Source: CredentialsRotated.SOURCE,
      DetailType: CredentialsRotated.DETAIL_TYPE,
      Detail: JSON.stringify(detail),
    };
    const { FailedEntryCount: failed, Entries: entries } = await client.send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    if (failed) throw new Error(`the announcement was refused: ${entries?.[0]?.ErrorCode ?? 'no reason given'}`);
  };
}
