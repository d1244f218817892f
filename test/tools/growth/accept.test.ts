import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { assembly, folder, resource, table } from './assemblies';
import { RecordedCloudFormation } from './recorded';
import { runAccept } from '../../../tools/growth/run-accept';

const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
beforeEach(() => log.mockClear());

let files = 0;
const lock = () => join(folder, `${files++}.lock.json`);
const shop = (name = 'Orders', key = 'id') => assembly({ [name]: (stack: Stack) => void table(stack, 'Carts', key) });
const said = () => log.mock.calls.map(([line]) => String(line));

test('writes what must not change, without account numbers and passwords, in an order that does not change', async () => {
  const baseline = lock();
  const directory = assembly({
    Orders: (stack) => {
      table(stack);
      resource(stack, 'Database', 'AWS::RDS::DBInstance', {
        DBSubnetGroupName: 'arn:aws:rds:eu-west-1:210987654321:subgrp:orders',
        DBInstanceClass: 'db.t4g.medium',
        MasterUserPassword: 'hunter2',
        Engine: 'postgres',
      });
    },
  });
  await runAccept(directory, { baseline });
  const text = readFileSync(baseline, 'utf8');
  expect(said()).toEqual([`${baseline}: guards 2 resources in 1 stacks; commit it`]);
  expect(text).toMatch(/subgrp:orders/);
  expect(text).not.toMatch(/\d{12}|hunter2|db\.t4g/);
  await runAccept(directory, { baseline });
  expect(said()[1]).toBe(`${baseline}: already says so`);
  expect(readFileSync(baseline, 'utf8')).toBe(text);
});

test('keeps one deployment when another is added, and when that one changes', async () => {
  const baseline = lock();
  await runAccept(shop('Shop-test'), { baseline });
  await runAccept(shop('Shop-prod'), { baseline, add: true });
  const { deployments } = JSON.parse(readFileSync(baseline, 'utf8')) as {
    deployments: { stacks: { stackName: string }[] }[];
  };
  expect(deployments.map(({ stacks: [{ stackName }] }) => stackName)).toEqual(['Shop-prod', 'Shop-test']);
  expect(said()[1]).toBe(`${baseline}: guards 1 resources in 1 stacks, 1 of them new; commit it`);
});

test('refuses an assembly that it does not know, and one that it knows under --add', async () => {
  const baseline = lock();
  await runAccept(shop(), { baseline });
  await expect(runAccept(shop('Bills'), { baseline })).rejects.toThrow(
    `${baseline} knows none of the app's stacks, so that nothing can be compared`,
  );
  await expect(runAccept(shop(), { baseline, add: true })).rejects.toThrow(
    `--add must be for a deployment that ${baseline} does not have, got one with Orders; leave --add out to accept its changes`,
  );
});

test('refuses a blocked change that nobody has acknowledged, unless it is deployed', async () => {
  const baseline = lock();
  await runAccept(shop(), { baseline });
  const before = readFileSync(baseline, 'utf8');
  await expect(runAccept(shop('Orders', 'owner'), { baseline })).rejects.toThrow(
    new RegExp(
      `^${baseline} stays as it is, because .*blocked:\n- Orders/Carts .* would be replaced by a new, empty one: `,
    ),
  );
  expect(readFileSync(baseline, 'utf8')).toBe(before);
  const template = JSON.parse(readFileSync(join(shop('Orders', 'owner'), 'Orders.template.json'), 'utf8')) as object;
  const api = new RecordedCloudFormation({ Orders: { template } });
  await runAccept(shop(), { baseline, deployed: true }, () => Promise.resolve(api));
  expect(readFileSync(baseline, 'utf8')).toContain('"owner"');
});

test('refuses to accept what is not deployed as deployed', async () => {
  const baseline = lock();
  const api = new RecordedCloudFormation({});
  await expect(runAccept(shop(), { baseline, deployed: true }, () => Promise.resolve(api))).rejects.toThrow(
    'none of the stacks Orders is deployed; check the account and region of your credentials',
  );
  expect(existsSync(baseline)).toBe(false);
});
