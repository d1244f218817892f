import { findPrograms } from '../../../tools/cluster/programs';

describe('programs of the cluster', () => {
  test('names what is missing, and how Debian and macOS install it', () => {
    expect(() => findPrograms('')).toThrow(
      'there is no redis-server, no haproxy, no nginx on this machine; install: `sudo apt-get install --no-install-recommends redis-server haproxy nginx` on Debian, `brew install redis haproxy nginx` on macOS',
    );
  });
});
