import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, createServer as listen, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadProxy } from '../../../runtime/proxy/load-proxy';
import type { ProxySettings } from '../../../runtime/proxy/settings';

const TASK = { deployment: 'shop', service: 'web', ratedRequestsPerSecond: 100 };
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A proxy in front of an application, and a client of it. */
async function stand(application: RequestListener | Server, settings: Partial<ProxySettings> = {}) {
  const server = typeof application === 'function' ? createServer(application) : application;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections?.();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { ...(await proxyOf(port, settings)), server };
}

async function proxyOf(applicationPort: number, settings: Partial<ProxySettings> = {}) {
  const lines: Record<string, unknown>[] = [];
  const proxy = new LoadProxy(
    { port: 0, applicationPort, drainSeconds: 0, timeoutSeconds: 30, ...settings },
    { ...TASK, healthCheckPath: '/health' },
    { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const port = await proxy.listen();
  cleanups.push(() => proxy.drain());
  return { proxy, port, lines };
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
  readonly agent?: Agent;
}

async function ask(port: number, { method = 'GET', path = '/', headers = {}, body, agent }: Sent = {}) {
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: agent ?? false });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, response, body: await text(response) };
}

describe('a proxy passes on', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s with what it asks and brings', async (method) => {
    const { port } = await stand((incoming, response) => {
      void text(incoming).then((body) => {
        response.setHeader('X-Seen', `${incoming.method} ${incoming.url}`);
        response.writeHead(201, 'Made').end(body);
      });
    });
    const asked = { method, path: '/a%20b?c=d', body: 'h\u00e4lf', headers: { 'Content-Length': '5' } };
    const { status, headers, response, body } = await ask(port, asked);
    expect([status, response.statusMessage, headers['x-seen'], body]).toEqual([
      201,
      'Made',
      `${method} /a%20b?c=d`,
      'h\u00e4lf',
    ]);
  });

  test('the length of an answer to HEAD, and an answer without a body', async () => {
    const { port } = await stand((incoming, response) => {
      if (incoming.method === 'HEAD') response.writeHead(200, { 'Content-Length': '1234' }).end();
      else response.writeHead(304, { ETag: '"1"' }).end();
    });
    expect((await ask(port, { method: 'HEAD' })).headers['content-length']).toBe('1234');
    const unchanged = await ask(port);
    expect([unchanged.status, unchanged.headers.etag, unchanged.body]).toEqual([304, '"1"', '']);
  });

  test('headers as they are, those of the connection left out', async () => {
    let seen: string[] = [];
    const { port } = await stand((incoming, response) => {
      seen = incoming.rawHeaders;
      response.writeHead(200, [
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
        'X-Umlaut',
        '\u00e4',
        'Connection',
        'X-Hop',
        'X-Hop',
        '1',
      ]);
      response.end();
    });
    const { headers } = await ask(port, {
      headers: {
        Host: 'shop.example',
        'X-Forwarded-For': '203.0.113.7',
        'X-Forwarded-Proto': 'https',
        'X-Amzn-Trace-Id': 'Root=1-67891233-abcdef012345678912345678',
        'X-Many': ['1', '2'],
        'X-Odd': '\u00fc',
        Connection: 'X-Once',
        'X-Once': 'only for the proxy',
        TE: 'trailers',
      },
    });
    expect(seen.filter((text) => !['connection', 'keep-alive'].includes(text))).toEqual([
      ...['host', 'shop.example', 'X-Forwarded-For', '203.0.113.7', 'X-Forwarded-Proto', 'https'],
      ...['X-Amzn-Trace-Id', 'Root=1-67891233-abcdef012345678912345678'],
      ...['X-Many', '1', 'X-Many', '2', 'X-Odd', '\u00fc'],
    ]);
    expect(seen.join(' ').toLowerCase()).not.toMatch(/x-once|trailers/);
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(headers['x-umlaut']).toBe('\u00e4');
    expect(headers['x-hop']).toBeUndefined();
  });

  test('an upload that waits to be asked for, as one that is not', async () => {
    const { port } = await stand((incoming, response) => {
      void text(incoming).then((body) => response.end(`${incoming.headers.expect} ${body}`));
    });
    const headers = { Expect: '100-continue', 'Content-Length': '6' };
    const outgoing = request({ host: '127.0.0.1', port, method: 'PUT', headers, agent: false });
    outgoing.flushHeaders();
    await once(outgoing, 'continue');
    outgoing.end('upload');
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(await text(response)).toBe('undefined upload');
  });

  test('a POST without a body as one of length zero', async () => {
    const { port } = await stand((incoming, response) => response.end(JSON.stringify(incoming.headers)));
    const seen = JSON.parse((await ask(port, { method: 'POST' })).body) as Record<string, string>;
    expect([seen['content-length'], seen['transfer-encoding']]).toEqual(['0', undefined]);
  });

  test('headers of 60 kilobytes', async () => {
    const { port } = await stand(
      createServer({ maxHeaderSize: 100_000 }, (incoming, response) => {
        response.writeHead(200, { 'X-Big': 'b'.repeat(15_000) }).end(`${incoming.headers['x-big']?.length}`);
      }),
    );
    const { status, body } = await ask(port, { headers: { 'X-Big': 'a'.repeat(60_000) } });
    expect([status, body]).toEqual([200, '60000']);
  });

  test('bytes in both directions as they come', async () => {
    const { port } = await stand((incoming, response) => incoming.pipe(response));
    const outgoing = request({ host: '127.0.0.1', port, method: 'POST', agent: false });
    outgoing.write('one');
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    for (const word of ['one', 'two', 'three']) {
      if (word !== 'one') outgoing.write(word);
      expect(String(((await once(response, 'data')) as [Buffer])[0])).toBe(word);
    }
    outgoing.end();
    await once(response.resume(), 'end');
  });

  test('twenty megabytes no faster than the client reads them', async () => {
    let written = 0;
    const { port } = await stand((_request, response) => {
      const fill = (): void => {
        while (written < 20 * 1024 ** 2) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', fill);
        }
        response.end();
      };
      fill();
    });
    const outgoing = request({ host: '127.0.0.1', port, agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.pause();
    await sleep(300);
    // What the buffers of sockets and of the kernel hold.
    expect(written).toBeLessThan(15 * 1024 ** 2);
    let read = 0;
    for await (const chunk of response) read += (chunk as Buffer).length;
    expect(read).toBe(20 * 1024 ** 2);
  });

  test('a thousand requests over twenty connections', async () => {
    const { port, lines, proxy } = await stand((incoming, response) => response.end(incoming.url));
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const bodies = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => ask(port, { path: `/${index}`, agent }).then(({ body }) => body)),
    );
    expect(bodies).toEqual(Array.from({ length: 1000 }, (_, index) => `/${index}`));
    agent.destroy();
    await proxy.drain();
    expect(lines.reduce((sum, { Requests }) => sum + Number(Requests), 0)).toBe(1000);
  });
});

describe('a proxy does not count', () => {
  test('health checks, which it passes on', async () => {
    const { port, lines, proxy } = await stand((_request, response) => response.writeHead(200).end());
    expect((await ask(port, { path: '/health' })).status).toBe(200);
    expect((await ask(port, { headers: { 'User-Agent': 'ELB-HealthChecker/2.0' } })).status).toBe(200);
    await ask(port, { path: '/health', headers: { 'X-Amzn-Trace-Id': 'Root=1' } });
    await proxy.drain();
    expect(lines.reduce((sum, { Requests }) => sum + Number(Requests), 0)).toBe(1);
  });
});

describe('when something breaks', () => {
  test('answers 502 while the application is not there, and logs it once', async () => {
    const probe = listen().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port: closed } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const { port, lines } = await proxyOf(closed);
    const answers = await Promise.all([1, 2, 3].map(() => ask(port, { path: '/cart?token=secret' })));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      [1, 2, 3].map(() => [502, 'the application has not answered\n']),
    );
    expect(lines.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        message: 'the application has not answered',
        code: 'ECONNREFUSED',
        method: 'GET',
        path: '/cart',
      },
    ]);
  });

  test('answers 504 when the application does not answer in time', async () => {
    const { port, lines } = await stand(() => undefined, { timeoutSeconds: 1 });
    const { status } = await ask(port);
    expect(status).toBe(504);
    expect(lines[0]).toMatchObject({ level: 'error', code: 'UND_ERR_HEADERS_TIMEOUT' });
  });

  test('breaks an answer off that the application has broken off', async () => {
    const { port } = await stand((_request, response) => {
      response.writeHead(200, { 'Content-Length': '1000' }).write('some');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(ask(port)).rejects.toThrow('aborted');
  });

  test('tells the application when the client has gone', async () => {
    const gone = new Promise<void>((resolve) => {
      void stand((_request, response) => {
        response.write('first').valueOf();
        response.once('close', resolve);
      }).then(({ port }) => {
        const outgoing = request({ host: '127.0.0.1', port, agent: false }, () => outgoing.destroy()).end();
        outgoing.on('error', () => undefined);
      });
    });
    await gone;
  });

  test('tells the application when the client has gone in the middle of its upload', async () => {
    const seen = new Promise<boolean>((resolve) => {
      void stand((incoming) => void incoming.resume().once('close', () => resolve(incoming.complete))).then(
        ({ port }) => {
          const outgoing = request({ host: '127.0.0.1', port, method: 'POST', agent: false });
          outgoing.on('error', () => undefined);
          outgoing.write('half of it');
          setTimeout(() => outgoing.destroy(), 50);
        },
      );
    });
    expect(await seen).toBe(false);
  });

  test.each([
    ['GET', undefined, 200],
    ['PUT', undefined, 200],
    ['POST', undefined, 502],
    ['PUT', 'a body', 502],
  ])('sends %s with body %s again when a connection was closed on it, or not', async (method, body, expected) => {
    let connections = 0;
    const server = createServer((incoming, response) => void incoming.resume().on('end', () => response.end('fine')));
    server.on('connection', (socket: Socket) => {
      connections += 1;
      // Hangs up on the first request instead of answering.
      if (connections === 1) socket.once('data', () => socket.destroy());
    });
    const { port } = await stand(server);
    const { status } = await ask(port, { method, body });
    expect([status, connections]).toEqual([expected, expected === 200 ? 2 : 1]);
  });
});

describe('an upgrade', () => {
  /** Accepts every upgrade, says hello, and sends back what it gets. */
  function echo(): Server {
    const server = createServer((_request, response) => response.writeHead(426).end('upgrade, please'));
    server.on('upgrade', (incoming, socket: Socket) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${incoming.headers.upgrade}\r\n\r\nhello`,
      );
      socket.pipe(socket);
    });
    return server;
  }

  async function upgrade(port: number) {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
    }).end();
    return (await once(outgoing, 'upgrade')) as [IncomingMessage, Socket, Buffer];
  }

  test('joins both connections', async () => {
    const { port, lines, proxy } = await stand(echo());
    const [response, socket, head] = await upgrade(port);
    expect(response.headers.upgrade).toBe('websocket');
    const first = head.length > 0 ? head : ((await once(socket, 'data')) as [Buffer])[0];
    expect(String(first)).toBe('hello');
    socket.write('ping');
    expect(String(((await once(socket, 'data')) as [Buffer])[0])).toBe('ping');
    socket.end();
    await once(socket, 'close');
    await proxy.drain();
    expect(lines.map(({ Requests }) => Requests)).toEqual([1]);
  });

  test('passes a refusal on', async () => {
    const { port } = await stand((_request, response) => response.writeHead(403).end('no'));
    const { status, body } = await ask(port, { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } });
    expect([status, body]).toEqual([403, 'no']);
  });

  test('is answered with 502 while the application is not there', async () => {
    const { port, server } = await stand(echo());
    await new Promise((resolve) => server.close(resolve));
    const { status } = await ask(port, { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } });
    expect(status).toBe(502);
  });

  test('ends on both sides when the client goes', async () => {
    const server = echo();
    const ended = new Promise<void>((resolve) =>
      server.on('upgrade', (_request, socket: Socket) => socket.once('close', resolve)),
    );
    const { port } = await stand(server);
    const [, socket] = await upgrade(port);
    socket.destroy();
    await ended;
  });
});

describe('a proxy that is told to stop', () => {
  test('finishes what is open, loses nothing that was sent, and takes no more', async () => {
    const { proxy, port, lines } = await stand(
      (incoming, response) => void setTimeout(() => response.end(incoming.url), 20 + Math.random() * 60),
      { drainSeconds: 10 },
    );
    const outcomes: string[] = [];
    // Each client keeps its connection and ends with it, as load balancers do.
    const client = async (name: string): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let index = 0; index < 1000; index++) {
        const { body, headers } = await ask(port, { path: `/${name}/${index}`, agent });
        outcomes.push(body === `/${name}/${index}` ? 'answered' : `wrong: ${body}`);
        if (headers.connection === 'close') return agent.destroy();
      }
    };
    const clients = Array.from({ length: 20 }, (_, index) => client(String(index)));
    await sleep(300);
    await proxy.drain();
    await Promise.all(clients);
    expect(new Set(outcomes)).toEqual(new Set(['answered']));
    expect(outcomes.length).toBeGreaterThan(20);
    expect(lines.reduce((sum, { Requests }) => sum + Number(Requests), 0)).toBe(outcomes.length);
    await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
  });

  test('waits no longer than it may', async () => {
    const { proxy, port } = await stand(() => undefined, { drainSeconds: 1 });
    const answer = ask(port).catch((error: Error) => error.message);
    await sleep(100);
    // The application never answers: that this comes to an end is what is promised.
    await proxy.drain();
    expect(await answer).toMatch(/socket hang up|ECONNRESET/);
  });
});

test('a client that speaks no HTTP is answered and let go', async () => {
  const { port } = await stand((_request, response) => response.end());
  const socket = connect(port, '127.0.0.1');
  socket.write('hello\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 Bad Request/);
});
