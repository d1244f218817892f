import { pino, type DestinationStream, type Logger } from 'pino';
import type { CommonSettings } from '../settings/settings';

/** Lines of JSON on the standard output, which say whose they are. */
export function createLog(
  { deployment, service, regionRole, logLevel }: CommonSettings,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: logLevel,
    base: { deployment, service, regionRole },
    // Names instead of numbers: people read them, and filters of CloudWatch.
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['headers.authorization', 'password'],
  };
  return destination ? pino(options, destination) : pino(options);
}
