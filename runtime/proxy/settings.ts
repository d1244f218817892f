import { ProxyEnvironment } from '../../lib/contract/load-metric';
import type { Variables } from '../load/subject';

/** How a proxy is set up. */
export interface ProxySettings {
  /** Port that it listens on. */
  readonly port: number;
  /** Port of the application on 127.0.0.1. */
  readonly applicationPort: number;
  /** Seconds that open requests have to finish once it is told to stop. */
  readonly drainSeconds: number;
  /**
   * Seconds without a byte after which an answer is given up, and an idle connection of the load balancer is closed. The load
   * balancer has to be first at both, or it meets closed connections.
   */
  readonly timeoutSeconds: number;
}

/** Reads the settings from the environment, and names everything that is wrong with them. */
export function proxySettings(environment: Variables): ProxySettings {
  const problems: string[] = [];
  const read = (name: string, least: number, most: number, fallback?: number): number => {
    const text = environment[name];
    const value = text === undefined && fallback !== undefined ? fallback : Number(text);
    if (text !== '' && value >= least && value <= most) return value;
    problems.push(`${name} must be ${least} to ${most}, got ${text ? text : 'nothing'}`);
    return least;
  };
  const settings = {
    port: read(ProxyEnvironment.PORT, 1, 65_535),
    applicationPort: read(ProxyEnvironment.APPLICATION_PORT, 1, 65_535),
    drainSeconds: read(ProxyEnvironment.DRAIN_SECONDS, 0, 120, 25),
    // The load balancer's idle timeout is 4000 seconds at most.
    timeoutSeconds: read(ProxyEnvironment.TIMEOUT_SECONDS, 1, 4100, 75),
  };
  if (settings.port === settings.applicationPort && problems.length === 0) {
    problems.push(
      `${ProxyEnvironment.PORT} must differ from ${ProxyEnvironment.APPLICATION_PORT}, got ${settings.port} for both`,
    );
  }
  if (problems.length > 0) throw new Error(problems.join('; '));
  return settings;
}
