import { deployedShards, type DeploymentClients } from '../../../tools/reshard/deployed-shards';

const PATH = '/shop-prod/eu-west-1';
const DEPLOYMENT = { name: 'shop-prod', region: 'eu-west-1' };

/** What Parameter Store and Secrets Manager hold. */
let parameters: Record<string, string>;
let secrets: Record<string, string>;

const named = (name: string) => Object.assign(new Error(name), { name });

/** AWS, with two parameters on each page. */
const clients = (): DeploymentClients => {
  const send = (sent: { input: Record<string, string | undefined>; constructor: { name: string } }): unknown => {
    const { Name = '', Path = '', NextToken = '0', SecretId = '' } = sent.input;
    switch (sent.constructor.name) {
      case 'GetParameterCommand':
        if (Name in parameters) return { Parameter: { Value: parameters[Name] } };
        throw named('ParameterNotFound');
      case 'GetParametersByPathCommand': {
        const first = Number(NextToken);
        const below = Object.keys(parameters).filter((name) => name.startsWith(`${Path}/`));
        return {
          Parameters: below.slice(first, first + 2).map((name) => ({ Name: name, Value: parameters[name] })),
          NextToken: first + 2 < below.length ? String(first + 2) : undefined,
        };
      }
      case 'GetSecretValueCommand':
        if (SecretId in secrets) return { SecretString: secrets[SecretId] };
        throw named('ResourceNotFoundException');
      default:
        throw new Error(`nobody expected ${sent.constructor.name}`);
    }
  };
  const client = { send: (sent: Parameters<typeof send>[0]) => new Promise((resolve) => resolve(send(sent))) };
  return { ssm: client, secrets: client, dynamodb: client };
};

const connect = async () => (await deployedShards(DEPLOYMENT, clients())).connections;

beforeEach(() => {
  const shard = (number: number, database: string) => ({
    [`${PATH}/shards/${number}/writer`]: `${database}.example.com:5432`,
    [`${PATH}/shards/${number}/reader`]: `${database}-ro.example.com:5432`,
    [`${PATH}/shards/${number}/database`]: database,
    [`${PATH}/shards/${number}/secret`]: `${database}-app`,
    [`${PATH}/shards/${number}/admin`]: `${database}-admin`,
  });
  parameters = {
    [`${PATH}/control/table`]: 'shop-prod-control-g1',
    ...shard(10, 'shop-prod-aurora-s10-g1'),
    ...shard(0, 'shop-prod-aurora-g1'),
  };
  secrets = {
    'shop-prod-aurora-g1-admin': JSON.stringify({ username: 'dbadmin', password: "it's" }),
    'shop-prod-aurora-g1-app': JSON.stringify({ username: 'app_a', password: 'other', dbname: 'app' }),
  };
});

test('finds the shards that a deployment publishes, by number and over all pages', async () => {
  expect(await (await connect()).deployed()).toEqual([0, 10]);
});

test('finds one that comes later', async () => {
  const connections = await connect();
  parameters[`${PATH}/shards/11/writer`] = 'later.example.com:5432';
  expect(await connections.deployed()).toEqual([0, 10, 11]);
});

test('connects databases to each other as the administrator, to the database of the services, past the proxy and encrypted', async () => {
  expect(await (await connect()).address(0)).toBe(
    String.raw`host='shop-prod-aurora-g1.example.com' port='5432' dbname='app' user='dbadmin' password='it\'s' sslmode='require'`,
  );
});

test('reads a password again for each connection', async () => {
  const connections = await connect();
  await connections.address(0);
  secrets['shop-prod-aurora-g1-admin'] = JSON.stringify({ username: 'dbadmin', password: 'rotated' });
  expect(await connections.address(0)).toContain(`password='rotated'`);
});

describe('says what is to be done where', () => {
  test('there is no such deployment', async () => {
    parameters = {};
    await expect(connect()).rejects.toThrow(
      new Error(
        `There is no parameter ${PATH}/control/table in eu-west-1. Look at --name and --region, at the account of these credentials, and whether it is deployed with shards.`,
      ),
    );
  });

  test('a shard is not there, or not whole', async () => {
    const connections = await connect();
    const message = (shard: number) =>
      `${PATH}/shards/${shard} must have writer, secret and admin, got 0, 10 in eu-west-1; deploy the shard, or name the region whose databases write by --region`;
    await expect(connections.address(2)).rejects.toThrow(new Error(message(2)));
    delete parameters[`${PATH}/shards/10/admin`];
    await expect(connections.connect(10)).rejects.toThrow(new Error(message(10)));
  });

  test.each(['', 'secret-password', 'null', '{"username":"dbadmin"}'])(
    'a secret holds %p, without repeating it',
    async (text) => {
      secrets['shop-prod-aurora-g1-admin'] = text;
      await expect((await connect()).address(0)).rejects.toThrow(
        new Error('shop-prod-aurora-g1-admin must hold JSON with username and password; look at who wrote the secret'),
      );
    },
  );

  test('the file of authorities cannot be read', async () => {
    const reading = deployedShards({ ...DEPLOYMENT, certificates: 'no-such-file.pem' }, clients());
    await expect(reading).rejects.toThrow('--certificates must be a file that can be read: ENOENT');
  });

  test('AWS refuses', async () => {
    secrets = {};
    await expect((await connect()).address(0)).rejects.toThrow('ResourceNotFoundException');
  });
});
