import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Cluster, ClusterStatus, Part } from '../cluster';
import { HOST } from '../process/ports';
import { CSS, HTML } from './html';

const PERIOD = 500;
const KEPT = 240;
const ACTIONS = ['kill', 'freeze', 'resume', 'restart', 'start'] as const;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** The live page of a cluster, on the loopback. */
export class PageServer {
  private readonly history: ClusterStatus[] = [];
  private readonly watchers = new Set<ServerResponse>();
  private readonly server: Server;
  private timer?: NodeJS.Timeout;
  private isReading = false;

  private constructor(
    private readonly cluster: Cluster,
    private readonly script: string,
    private readonly log: (text: string) => void,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** Serves the page on a port, or on a free one. */
  public static async start(cluster: Cluster, port = 0, log: (text: string) => void = () => {}): Promise<PageServer> {
    const page = new PageServer(cluster, await clientScript(), log);
    page.server.listen(port, HOST);
    await once(page.server, 'listening');
    page.timer = setInterval(() => void page.read(), PERIOD);
    return page;
  }

  public get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  public stop(): void {
    clearInterval(this.timer);
    this.server.close();
    this.server.closeAllConnections();
  }

  private get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  private async read(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    try {
      const status = await this.cluster.status();
      this.history.push(status);
      if (this.history.length > KEPT) this.history.shift();
      for (const watcher of this.watchers) send(watcher, 'status', status);
    } finally {
      this.isReading = false;
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    // Another site can lead its own name to this address, or post to it: neither knows what is asked for here.
    if (![`${HOST}:${this.port}`, `localhost:${this.port}`].includes(request.headers.host ?? '')) {
      return void response.writeHead(421).end('this page is for this machine alone\n');
    }
    const { method = '', url = '' } = request;
    if (method === 'POST') return this.act(request, response);
    const contents: Record<string, readonly [type: string, body: string]> = {
      '/': ['text/html', HTML],
      '/page.css': ['text/css', CSS],
      '/page.js': ['text/javascript', this.script],
    };
    if (url === '/events') return this.watch(response);
    if (!(url in contents)) return void response.writeHead(404).end();
    const [type, body] = contents[url];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY }).end(body);
  }

  private watch(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    send(response, 'history', this.history);
    this.watchers.add(response);
    response.on('close', () => this.watchers.delete(response));
  }

  private act({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const [, name, verb] = /^\/parts\/([\w-]+)\/(\w+)$/.exec(url) ?? [];
    const part = this.cluster.parts.find((candidate) => candidate.name === name);
    const action = ACTIONS.find((candidate) => candidate === verb);
    // A page of another site cannot send this without being allowed to.
    if (headers['x-cluster'] !== 'page') return void response.writeHead(403).end();
    if (!part || !action) return void response.writeHead(404).end();
    response.writeHead(202).end();
    this.perform(part, action);
  }

  private perform(part: Part, action: (typeof ACTIONS)[number]): void {
    part[action]().catch((error: unknown) => this.log(error instanceof Error ? error.message : String(error)));
  }
}

function send(response: ServerResponse, event: string, data: unknown): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

async function clientScript(): Promise<string> {
  const entryPoints = [join(__dirname, 'client.ts')];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'iife', target: 'es2022', write: false });
  return outputFiles[0].text;
}
