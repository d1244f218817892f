import { familyOf } from '../../lib/contract/database-users';
import { nextCredentials, parseCredentials, type Credentials } from './credentials';
import { Stage, type Ports, type Session } from './ports';

/** What Secrets Manager calls the function with. */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** One rotation: the secret, and the version of it that is being made. */
interface Rotation extends Ports {
  readonly secretId: string;
  readonly version: string;
  readonly former: string | undefined;
}

const STEPS: Record<string, (rotation: Rotation) => Promise<void>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
};

/** Takes one step of a rotation. Every step can be repeated, and picks up what a crash left behind. */
export async function rotate(event: RotationEvent, ports: Ports): Promise<void> {
  const { Step: step, SecretId: secretId, ClientRequestToken: version } = event;
  const take = Object.hasOwn(STEPS, step) ? STEPS[step] : undefined;
  if (!take) throw new Error(`step ${step} is unknown`);
  const { rotationEnabled, stages } = await ports.secrets.describe(secretId);
  if (!rotationEnabled) throw new Error(`secret ${secretId} is not enabled for rotation`);
  const staged = stages[version] ?? [];
  const former = Object.keys(stages).find((candidate) => stages[candidate]?.includes(Stage.CURRENT));
  if (former === version && step !== 'finishSecret') return;
  if (former !== version && !staged.includes(Stage.PENDING)) {
    throw new Error(`version ${version} of secret ${secretId} is not staged for rotation`);
  }
  await take({ ...ports, secretId, version, former });
}

async function createSecret(rotation: Rotation): Promise<void> {
  const { secrets, secretId, version } = rotation;
  if ((await secrets.read(secretId, Stage.PENDING, version)) !== undefined) return;
  const next = nextCredentials(await current(rotation));
  await secrets.write(secretId, version, JSON.stringify(next));
}

async function setSecret(rotation: Rotation): Promise<void> {
  const [former, next] = [await current(rotation), await pending(rotation)];
  const session = former.masterarn
    ? await openAdministrator(rotation, former.masterarn, former)
    : await openOwn(rotation, former, next);
  try {
    if (former.masterarn) await provide(session, former, next);
    else await session.changePassword(next.password);
  } finally {
    await session.close();
  }
}

async function testSecret(rotation: Rotation): Promise<void> {
  const session = await rotation.open(await pending(rotation));
  if (!session) throw new Error(`the database refuses the new credentials of secret ${rotation.secretId}`);
  await session.close();
}

async function finishSecret(rotation: Rotation): Promise<void> {
  const { secrets, secretId, version, former } = rotation;
  if (former !== version) await secrets.makeCurrent(secretId, version, former);
  // Repeated where an earlier attempt got this far: an announcement too many costs a redeployment, one too few an outage.
  const { masterarn } = await current(rotation);
  if (masterarn) await rotation.announce(secretId);
}

async function current({ secrets, secretId }: Rotation): Promise<Credentials> {
  const value = await secrets.read(secretId, Stage.CURRENT);
  if (value === undefined) throw new Error(`secret ${secretId} has no current version`);
  return parseCredentials(secretId, value);
}

async function pending({ secrets, secretId, version }: Rotation): Promise<Credentials> {
  const value = await secrets.read(secretId, Stage.PENDING, version);
  if (value === undefined) throw new Error(`version ${version} of secret ${secretId} has no value`);
  return parseCredentials(secretId, value);
}

async function provide(session: Session, former: Credentials, next: Credentials): Promise<void> {
  const family = familyOf(former.username);
  if (family?.next !== next.username)
    throw new Error(`user ${next.username} does not take turns with ${former.username}`);
  await session.provide({ ...family, database: former.dbname ?? '', next, current: former });
}

/** The user's own session: with its new password where an earlier attempt set it already. */
async function openOwn(rotation: Rotation, former: Credentials, next: Credentials): Promise<Session> {
  const session = (await rotation.open(next)) ?? (await rotation.open(former));
  if (!session) throw new Error(`the database refuses user ${former.username} of secret ${rotation.secretId}`);
  return session;
}

/** The administrator's session, in the application's database; its own secret may be half way through a rotation. */
async function openAdministrator(rotation: Rotation, adminId: string, former: Credentials): Promise<Session> {
  for (const stage of [Stage.CURRENT, Stage.PENDING]) {
    const value = await rotation.secrets.read(adminId, stage);
    const admin = value === undefined ? undefined : parseCredentials(adminId, value);
    const session = admin && (await rotation.open({ ...admin, dbname: former.dbname }));
    if (session) return session;
  }
  throw new Error(`the database refuses the administrator of secret ${adminId}`);
}
