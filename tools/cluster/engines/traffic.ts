import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { TrafficStatus } from '../cluster';
import { HOST } from '../process/ports';

interface Seen {
  readonly at: number;
  readonly status: number;
  readonly milliseconds: number;
}

/** What the caching proxy tells of each request. */
export class Traffic {
  private readonly socket = createSocket('udp4');
  private seen: Seen[] = [];

  public async listen(): Promise<number> {
    this.socket.on('message', (message) => {
      const [, status, seconds] = / (\d{3}) ([\d.]+) \S+$/.exec(message.toString().trim()) ?? [];
      if (seconds) this.seen.push({ at: Date.now(), status: Number(status), milliseconds: Number(seconds) * 1000 });
      if (this.seen.length > 20_000) this.forget();
    });
    this.socket.bind(0, HOST);
    await once(this.socket, 'listening');
    this.socket.unref();
    return this.socket.address().port;
  }

  /** Of the last second. */
  public status(): TrafficStatus {
    this.forget();
    const times = this.seen.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
    const at = (share: number) => times[Math.ceil(share * times.length) - 1];
    return {
      requestsPerSecond: this.seen.length,
      errorsPerSecond: this.seen.filter(({ status }) => status >= 500 || status < 100).length,
      p50: at(0.5),
      p99: at(0.99),
    };
  }

  public close(): void {
    this.socket.close();
  }

  private forget(): void {
    const start = Date.now() - 1000;
    this.seen = this.seen.filter(({ at }) => at >= start);
  }
}
