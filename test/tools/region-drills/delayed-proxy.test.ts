import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { DelayedProxy } from '../../../tools/region-drills/delayed-proxy';

const DELAY = 60;
const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
let proxy: DelayedProxy;
let port: number;

beforeEach(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = new DelayedProxy((echo.address() as AddressInfo).port, DELAY);
  port = await proxy.listen();
});
afterEach(async () => {
  proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function open() {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** `once` of events would fail for the error before it. */
function closed(socket: Awaited<ReturnType<typeof open>>): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function echoed(socket: Awaited<ReturnType<typeof open>>, text: string) {
  const start = Date.now();
  socket.write(text);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return { answer: answer.toString(), milliseconds: Date.now() - start };
}

test('what is sent arrives later, both ways', async () => {
  const socket = await open();
  const { answer, milliseconds } = await echoed(socket, 'hello');
  expect(answer).toBe('hello');
  // Timers may be a millisecond early.
  expect(milliseconds).toBeGreaterThanOrEqual(2 * DELAY - 4);
  socket.destroy();
});

test('it can take longer for a while', async () => {
  const socket = await open();
  proxy.slowBy(DELAY);
  expect((await echoed(socket, 'slow')).milliseconds).toBeGreaterThanOrEqual(4 * DELAY - 4);
  socket.destroy();
});

test('a cut ends what is connected, and loses what is under way', async () => {
  const socket = await open();
  await echoed(socket, 'first');
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.write('lost');
  proxy.cut();
  await closed(socket);
  expect(received).toBe('');
});

test('it leads nowhere until it is mended', async () => {
  proxy.cut();
  const refused = await open();
  await closed(refused);
  proxy.mend();
  const socket = await open();
  expect((await echoed(socket, 'again')).answer).toBe('again');
  socket.destroy();
});
