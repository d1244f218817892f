import { ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import { announcer, secretsManager } from '../../../lambda/rotate-credentials/aws';
import { Stage } from '../../../lambda/rotate-credentials/ports';

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: unknown;
}

const sent: [string, unknown][] = [];

function client(answer: () => unknown): { send: jest.Mock } {
  return {
    send: jest.fn((command: Command) => {
      sent.push([command.constructor.name, command.input]);
      return Promise.resolve().then(answer);
    }),
  };
}

beforeEach(() => {
  sent.length = 0;
});

describe('Secrets Manager', () => {
  test('describes the stages of a secret', async () => {
    const stages = { v0: [Stage.CURRENT] };
    const store = secretsManager(client(() => ({ RotationEnabled: true, VersionIdsToStages: stages })));
    expect(await store.describe('arn')).toEqual({ rotationEnabled: true, stages });
  });

  test('describes a secret that never rotated', async () => {
    expect(await secretsManager(client(() => ({}))).describe('arn')).toEqual({ rotationEnabled: false, stages: {} });
  });

  test('reads the value of a version in a stage', async () => {
    const store = secretsManager(client(() => ({ SecretString: 'value' })));
    expect(await store.read('arn', Stage.PENDING, 'v1')).toBe('value');
    expect(sent).toEqual([['GetSecretValueCommand', { SecretId: 'arn', VersionStage: 'AWSPENDING', VersionId: 'v1' }]]);
  });

  test('reads nothing where there is no such version', async () => {
    const missing = secretsManager(
      client(() => {
        throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
      }),
    );
    await expect(missing.read('arn', Stage.PENDING)).resolves.toBeUndefined();
  });

  test('fails when it may not read', async () => {
    const denied = secretsManager(
      client(() => {
        throw new Error('AccessDeniedException');
      }),
    );
    await expect(denied.read('arn', Stage.PENDING)).rejects.toThrow('AccessDeniedException');
  });

  test('writes a pending version, and makes it current', async () => {
    const store = secretsManager(client(() => ({})));
    await store.write('arn', 'v1', 'value');
    await store.makeCurrent('arn', 'v1', 'v0');
    expect(sent).toEqual([
      [
        'PutSecretValueCommand',
        { SecretId: 'arn', ClientRequestToken: 'v1', SecretString: 'value', VersionStages: ['AWSPENDING'] },
      ],
      [
        'UpdateSecretVersionStageCommand',
        { SecretId: 'arn', VersionStage: 'AWSCURRENT', MoveToVersionId: 'v1', RemoveFromVersionId: 'v0' },
      ],
    ]);
  });
});

describe('EventBridge', () => {
  test('is told which secret rotated, and nothing of its value', async () => {
    await announcer(client(() => ({ FailedEntryCount: 0 })))('arn');
    expect(sent).toEqual([
      [
        'PutEventsCommand',
        { Entries: [{ Source: 'zero-to-millions', DetailType: 'Credentials Rotated', Detail: '{"secretArn":"arn"}' }] },
      ],
    ]);
  });

  test('fails when the event is refused, so that the step is repeated', async () => {
    const refusing = client(() => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }));
    await expect(announcer(refusing)('arn')).rejects.toThrow('the announcement was refused: ThrottlingException');
  });
});
