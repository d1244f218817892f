import type { Credentials } from '../../../lambda/rotate-credentials/credentials';
import { opener } from '../../../lambda/rotate-credentials/engines';
import { Stage, type AppUsers, type Ports } from '../../../lambda/rotate-credentials/ports';
import { rotate } from '../../../lambda/rotate-credentials/steps';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

const ADMIN = { engine: 'postgres', host: 'db', port: 5432, username: 'dba', password: 'admin-0' };
const APP = { ...ADMIN, username: 'app_a', password: 'app-0', dbname: 'shop', masterarn: 'admin', cluster: 'shop-g1' };

interface FakeSecret {
  rotationEnabled: boolean;
  stages: Record<string, string[]>;
  values: Record<string, string>;
}

/** Secrets Manager, a database and the bus, small enough to see through. */
class World {
  public readonly secrets: Record<string, FakeSecret> = {
    admin: { rotationEnabled: true, stages: { v0: [Stage.CURRENT] }, values: { v0: JSON.stringify(ADMIN) } },
    app: { rotationEnabled: true, stages: { v0: [Stage.CURRENT] }, values: { v0: JSON.stringify(APP) } },
  };
  public readonly passwords: Record<string, string> = { dba: 'admin-0' };
  public readonly provided: AppUsers[] = [];
  public readonly announced: string[] = [];
  public readonly opened: Credentials[] = [];
  public sessions = 0;

  public readonly ports: Ports = {
    open: (credentials) => {
      this.opened.push(credentials);
      if (this.passwords[credentials.username] !== credentials.password) return Promise.resolve(undefined);
      this.sessions += 1;
      return Promise.resolve({
        changePassword: (password) => {
          this.passwords[credentials.username] = password;
          return Promise.resolve();
        },
        provide: (users) => {
          this.provided.push(users);
          this.passwords[users.next.username] = users.next.password;
          this.passwords[users.current.username] ??= users.current.password;
          return Promise.resolve();
        },
        close: () => {
          this.sessions -= 1;
          return Promise.resolve();
        },
      });
    },
    announce: (secretId) => {
      this.announced.push(secretId);
      return Promise.resolve();
    },
    secrets: {
      describe: (id) => Promise.resolve(this.secret(id)),
      read: (id, stage, version) => {
        const { stages, values } = this.secret(id);
        const found = version ?? Object.keys(stages).find((candidate) => stages[candidate]?.includes(stage));
        return Promise.resolve(found && stages[found]?.includes(stage) ? values[found] : undefined);
      },
      write: (id, version, value) => {
        this.secret(id).values[version] = value;
        return Promise.resolve();
      },
      makeCurrent: (id, version, former) => {
        const { stages } = this.secret(id);
        if (former) stages[former] = ['AWSPREVIOUS'];
        stages[version] = [Stage.CURRENT];
        return Promise.resolve();
      },
    },
  };

  public secret(id: string): FakeSecret {
    return this.secrets[id] ?? { rotationEnabled: true, stages: {}, values: {} };
  }

  /** What Secrets Manager does before it calls the function. */
  public start(id: string, version: string): void {
    this.secret(id).stages[version] = [Stage.PENDING];
  }

  public step(step: string, id: string, version: string): Promise<void> {
    return rotate({ Step: step, SecretId: id, ClientRequestToken: version }, this.ports);
  }

  public async rotation(id: string, version: string, times = 1): Promise<void> {
    this.start(id, version);
    for (const step of STEPS) for (let time = 0; time < times; time++) await this.step(step, id, version);
  }

  public current(id: string): Credentials & Record<string, unknown> {
    const { stages, values } = this.secret(id);
    const version = Object.keys(stages).find((candidate) => stages[candidate]?.includes(Stage.CURRENT)) ?? '';
    return JSON.parse(values[version] ?? '{}') as Credentials & Record<string, unknown>;
  }
}

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => {
  expect(world.sessions).toBe(0);
});

describe('rotation of the administrator', () => {
  test.each([1, 2])('changes its own password, and tells nobody, with every step taken %i times', async (times) => {
    await world.rotation('admin', 'v1', times);
    expect(world.current('admin')).toMatchObject({ username: 'dba', host: 'db' });
    expect(world.current('admin').password).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(world.passwords.dba).toBe(world.current('admin').password);
    expect(world.provided).toEqual([]);
    expect(world.announced).toEqual([]);
  });

  test('goes on after a crash between the database and the secret', async () => {
    world.start('admin', 'v1');
    await world.step('createSecret', 'admin', 'v1');
    await world.step('setSecret', 'admin', 'v1');
    expect(world.passwords.dba).not.toBe('admin-0');
    await world.step('setSecret', 'admin', 'v1');
    await world.step('testSecret', 'admin', 'v1');
    await world.step('finishSecret', 'admin', 'v1');
    expect(world.passwords.dba).toBe(world.current('admin').password);
  });

  test('fails when the database accepts neither the former nor the new password', async () => {
    world.passwords.dba = 'changed by hand';
    await expect(world.rotation('admin', 'v1')).rejects.toThrow('the database refuses user dba of secret admin');
  });
});

describe('rotation of an application', () => {
  test.each([1, 2])('gives the other user a password, with every step taken %i times', async (times) => {
    await world.rotation('app', 'v1', times);
    expect(world.current('app')).toMatchObject({
      username: 'app_b',
      dbname: 'shop',
      masterarn: 'admin',
      cluster: 'shop-g1',
    });
    expect(world.passwords.app_b).toBe(world.current('app').password);
    expect(world.provided[0]).toMatchObject({ database: 'shop', owner: 'app', iam: 'app_iam' });
    expect(new Set(world.announced)).toEqual(new Set(['app']));
  });

  test('leaves the password of the user alone that tasks are using', async () => {
    await world.rotation('app', 'v1');
    expect(world.passwords.app_a).toBe('app-0');
    const second = world.current('app').password;
    await world.rotation('app', 'v2');
    expect(world.passwords.app_b).toBe(second);
    expect(world.current('app').username).toBe('app_a');
    expect(world.passwords.app_a).toBe(world.current('app').password);
  });

  test('acts as the administrator, in the database of the application', async () => {
    await world.rotation('app', 'v1');
    expect(world.opened[0]).toMatchObject({ username: 'dba', dbname: 'shop' });
  });

  test('works while the secret of the administrator is half way through a rotation', async () => {
    world.start('admin', 'v1');
    await world.step('createSecret', 'admin', 'v1');
    await world.step('setSecret', 'admin', 'v1');
    await world.rotation('app', 'v1');
    expect(world.current('app').username).toBe('app_b');
  });

  test('announces again what it may not have announced before a crash', async () => {
    await world.rotation('app', 'v1');
    await world.step('finishSecret', 'app', 'v1');
    expect(world.announced).toEqual(['app', 'app']);
  });

  test('keeps the password that it made before a crash', async () => {
    world.start('app', 'v1');
    await world.step('createSecret', 'app', 'v1');
    const value = world.secret('app').values.v1;
    await world.step('createSecret', 'app', 'v1');
    expect(world.secret('app').values.v1).toBe(value);
  });

  test('changes nothing when the version is current already', async () => {
    await world.rotation('app', 'v1');
    const [before, opened] = [JSON.stringify(world.secrets), world.opened.length];
    for (const step of STEPS.slice(0, 3)) await world.step(step, 'app', 'v1');
    expect(JSON.stringify(world.secrets)).toBe(before);
    expect(world.opened).toHaveLength(opened);
  });

  test('fails when the administrator is refused', async () => {
    world.passwords.dba = 'changed by hand';
    await expect(world.rotation('app', 'v1')).rejects.toThrow('the database refuses the administrator of secret admin');
  });

  test('fails when the new password does not work, and leaves the current one current', async () => {
    world.start('app', 'v1');
    await world.step('createSecret', 'app', 'v1');
    await expect(world.step('testSecret', 'app', 'v1')).rejects.toThrow(
      'the database refuses the new credentials of secret app',
    );
    expect(world.current('app').password).toBe('app-0');
  });
});

describe('rotation refuses', () => {
  test.each(['deleteSecret', 'toString'])('step %s', async (step) => {
    world.start('app', 'v1');
    await expect(world.step(step, 'app', 'v1')).rejects.toThrow(`step ${step} is unknown`);
  });

  test('a secret that is not enabled for rotation', async () => {
    world.secret('app').rotationEnabled = false;
    await expect(world.rotation('app', 'v1')).rejects.toThrow('secret app is not enabled for rotation');
  });

  test.each([
    ['a version that does not exist', {}],
    ['a version in another stage', { v1: ['AWSPREVIOUS'] }],
  ])('%s', async (_, stages) => {
    Object.assign(world.secret('app').stages, stages);
    await expect(world.step('setSecret', 'app', 'v1')).rejects.toThrow(
      'version v1 of secret app is not staged for rotation',
    );
  });

  test('a secret without a current version', async () => {
    world.secret('app').stages = {};
    await expect(world.rotation('app', 'v1')).rejects.toThrow('secret app has no current version');
  });

  test('to set a password that was never made', async () => {
    world.start('app', 'v1');
    await expect(world.step('setSecret', 'app', 'v1')).rejects.toThrow('version v1 of secret app has no value');
  });

  test('a new version whose user does not take turns with the current one', async () => {
    world.start('app', 'v1');
    world.secret('app').values.v1 = JSON.stringify({ ...APP, username: 'other_b' });
    await expect(world.step('setSecret', 'app', 'v1')).rejects.toThrow('user other_b does not take turns with app_a');
  });

  test('an engine that it does not know', () => {
    expect(() => opener('oracle-ee')).toThrow(
      'engine oracle-ee is unknown; use one of postgres, aurora-postgresql, mysql, aurora-mysql',
    );
    expect(() => opener('constructor')).toThrow('engine constructor is unknown');
  });
});
