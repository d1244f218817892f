import { redeploy } from '../../lambda/credentials-rotated/redeploy';

const EVENT = { cluster: 'shop', service: 'web' };

function failure(name: string): Error {
  return Object.assign(new Error(name), { name });
}

beforeEach(() => {
  jest.spyOn(console, 'info').mockImplementation();
  jest.spyOn(console, 'warn').mockImplementation();
});

describe('credentials-rotated', () => {
  test('replaces the tasks of the service, and changes neither their number nor their definition', async () => {
    const updateService = jest.fn().mockResolvedValue({});
    await redeploy(EVENT, updateService);
    expect(updateService.mock.calls).toEqual([[{ cluster: 'shop', service: 'web', forceNewDeployment: true }]]);
  });

  test.each(['ServiceNotFoundException', 'ServiceNotActiveException'])('is content with %s', async (name) => {
    await expect(redeploy(EVENT, () => Promise.reject(failure(name)))).resolves.toBeUndefined();
  });

  test('fails on any other error, so that it is tried again', async () => {
    await expect(redeploy(EVENT, () => Promise.reject(failure('ThrottlingException')))).rejects.toThrow(
      'ThrottlingException',
    );
  });
});
