import { NO_DATABASE } from '../support/database-none';
import { harness, type Harness } from '../support/fakes';

interface Operation {
  readonly operationId?: string;
  readonly security?: unknown[];
  readonly requestBody?: { readonly content: Record<string, unknown> };
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

describe('the OpenAPI document', () => {
  let service: Harness;
  let document: Document;
  beforeAll(async () => {
    service = await harness(NO_DATABASE);
    document = (await service.app.inject('/openapi.json')).json();
  });
  afterAll(() => service.app.close());

  const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));

  test('describes every operation', () => {
    expect(document.openapi).toBe('3.1.0');
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    );
    expect(listed.sort()).toEqual([
      'delete /sessions/current signOut',
      'get /.well-known/jwks.json getKeys',
      'get /feeds/{user} getFeed',
      'get /health/live isLive',
      'get /health/ready isReady',
      'get /photos/{id} getPhoto',
      'get /photos/{id}/thumbnail getThumbnail',
      'post /photos postPhoto',
      'post /sessions signIn',
      'post /users addUser',
      'put /follows/{user} follow',
    ]);
  });

  test('says what a photo is posted as', () => {
    expect(Object.keys(document.paths['/photos']?.post?.requestBody?.content ?? {})).toEqual([
      'image/jpeg',
      'image/png',
      'image/webp',
    ]);
  });

  test('asks for a token wherever one can be refused, but to sign in', () => {
    const refusing = operations().filter(({ responses }) => '401' in responses);
    expect(refusing.filter(({ security }) => !security).map(({ operationId }) => operationId)).toEqual(['signIn']);
  });

  test('is kept to: an answer that is not described is not given', async () => {
    const answer = await service.app.inject({ url: '/.well-known/jwks.json' });
    expect(answer.json()).toEqual({ keys: [expect.objectContaining({ kty: 'EC', crv: 'P-256' })] });
  });
});

describe('health', () => {
  test('asks no database', async () => {
    const service = await harness(NO_DATABASE);
    expect((await service.app.inject('/health/live')).json()).toEqual({ status: 'live' });
    expect((await service.app.inject('/health/ready')).json()).toEqual({ status: 'ready' });
    await service.app.close();
  });
});
