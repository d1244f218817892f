import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { HOST } from '../process/ports';

/** A server of a load balancer. */
export interface Backend {
  readonly name: string;
  readonly port: number;
}

/** Name of the group of servers in both configurations. */
const GROUP = 'servers';

/** The same servers where none of them passes its checks: a load balancer of AWS asks all of them then. */
const OPEN = 'open';

/** Seconds that a request may take, and a check. */
const TIMEOUTS = [
  'timeout connect 1s',
  'timeout client 30s',
  'timeout server 15s',
  'timeout check 1s',
  'timeout queue 2s',
];

/**
 * The load balancer. Like an Application Load Balancer it asks each instance for its health, and sends nothing to those that fail; a
 * request goes to another instance only when no connection came about, so that none is sent twice.
 */
export function balancerConfiguration(port: number, socket: string, backends: readonly Backend[]): string {
  return configuration(socket, [
    'mode http',
    ...TIMEOUTS,
    'option redispatch 1',
    'retries 2',
    'retry-on conn-failure',
    'http-reuse safe',
    'frontend entrance',
    `  bind ${HOST}:${port}`,
    `  use_backend ${OPEN} if { nbsrv(${GROUP}) eq 0 }`,
    `  default_backend ${GROUP}`,
    `backend ${GROUP}`,
    // What is frozen collects requests, and so gets no more of them, before its checks fail.
    '  balance leastconn',
    '  option httpchk GET /health/ready',
    '  default-server check inter 500ms fall 2 rise 1',
    ...servers(backends),
    `backend ${OPEN}`,
    '  balance leastconn',
    // Nobody listens on a port whose instance is gone: the next one is tried.
    `  retries ${backends.length}`,
    ...servers(backends),
  ]);
}

function servers(backends: readonly Backend[]): string[] {
  return backends.map(({ name, port }) => `  server ${name} ${HOST}:${port}`);
}

/** One address before the databases, which leads to the writer: what the DNS name of RDS is. */
export function endpointConfiguration(
  port: number,
  socket: string,
  backends: readonly Backend[],
  writer: string,
): string {
  return configuration(socket, [
    'mode tcp',
    ...TIMEOUTS.filter((line) => !/client|server/.test(line)),
    'timeout client 1h',
    'timeout server 1h',
    'retries 0',
    'frontend entrance',
    `  bind ${HOST}:${port}`,
    `  default_backend ${GROUP}`,
    `backend ${GROUP}`,
    ...backends.map(({ name, port: at }) => `  server ${name} ${HOST}:${at}${name === writer ? '' : ' disabled'}`),
  ]);
}

function configuration(socket: string, lines: readonly string[]): string {
  const frontend = lines.findIndex((line) => line.startsWith('frontend'));
  return [
    'global',
    `  stats socket ${socket} mode 600 level admin`,
    '  nbthread 1',
    '  maxconn 4000',
    'defaults',
    ...lines.slice(0, frontend).map((line) => `  ${line}`),
    ...lines.slice(frontend),
    '',
  ].join('\n');
}

/** What a running one is told, and asked, through its socket. */
export class Runtime {
  public constructor(private readonly socket: string) {}

  /** No new request, but those that it has are answered. */
  public drain(name: string): Promise<string> {
    return this.tell(`set server ${GROUP}/${name} state drain`);
  }

  public ready(name: string): Promise<string> {
    return this.tell(`set server ${GROUP}/${name} state ready`);
  }

  /** Leads to another server, and ends what is connected to the one before. */
  public async move(from: readonly string[], to: string): Promise<void> {
    for (const name of from) {
      await this.tell(`set server ${GROUP}/${name} state maint`);
      await this.tell(`shutdown sessions server ${GROUP}/${name}`);
    }
    await this.ready(to);
  }

  /** State and open requests of each server. */
  public async servers(): Promise<ReadonlyMap<string, { readonly state: string; readonly sessions: number }>> {
    const [header = '', ...lines] = (await this.tell('show stat')).trim().split('\n');
    const names = header.replace(/^# /, '').split(',');
    const rows = lines.map((line) => {
      const values = line.split(',');
      return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
    });
    const servers = rows.filter(({ pxname, svname }) => pxname === GROUP && svname !== 'BACKEND');
    return new Map(servers.map(({ svname, status, scur }) => [svname, { state: status, sessions: Number(scur) }]));
  }

  private async tell(command: string): Promise<string> {
    const socket = connect(this.socket);
    socket.setTimeout(2000, () => socket.destroy(new Error(`no answer to ${command}`)));
    socket.end(`${command}\n`);
    return text(socket);
  }
}
