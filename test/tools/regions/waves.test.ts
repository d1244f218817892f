import { runWaves } from '../../../tools/regions/run-waves';
import { addWavesCommand } from '../../../tools/regions/waves-command';
import { programOf } from '../../../tools/support/command-line';
import { knownRegions } from '../../../lib/network/zones';

describe('ztm waves', () => {
  test('names one region for each deployment', () => {
    expect(runWaves({ from: 'eu-west-1', regions: 'eu-west-1,us-east-1, ap-northeast-1' })).toBe(
      [
        '   Change               Regions afterwards',
        '-  -------------------  ------------------------------------',
        '1  adds us-east-1       eu-west-1, us-east-1',
        '2  adds ap-northeast-1  eu-west-1, us-east-1, ap-northeast-1',
        '',
        'Each is a deployment of its own: a table gains or loses one replica in an update. Begin one when the one before is done.',
        '',
      ].join('\n'),
    );
  });

  test('has one deployment where nothing exists', () => {
    expect(runWaves({ regions: 'eu-west-1,us-east-1' })).toBe(
      [
        '   Change                        Regions afterwards',
        '-  ----------------------------  --------------------',
        '1  creates eu-west-1, us-east-1  eu-west-1, us-east-1',
        '',
      ].join('\n'),
    );
  });

  test('says that a region is evacuated before it goes', () => {
    expect(runWaves({ from: 'eu-west-1,us-east-1', regions: 'eu-west-1' })).toBe(
      [
        '   Change             Regions afterwards',
        '-  -----------------  ------------------',
        '1  removes us-east-1  eu-west-1',
        '',
        'Each is a deployment of its own: a table gains or loses one replica in an update. Begin one when the one before is done.',
        'Evacuate a region before it is removed.',
        '',
      ].join('\n'),
    );
  });

  test('says so when there is nothing to do', () => {
    expect(runWaves({ from: 'eu-west-1,us-east-1', regions: 'eu-west-1,us-east-1' })).toBe(
      'Nothing to do: eu-west-1, us-east-1 are deployed.\n',
    );
  });

  test('answers programs', () => {
    expect(JSON.parse(runWaves({ from: 'eu-west-1', regions: 'eu-west-1,us-east-1', json: true }))).toEqual({
      version: 1,
      waves: [{ number: 1, change: 'add', changed: ['us-east-1'], regions: ['eu-west-1', 'us-east-1'] }],
    });
  });

  test('refuses what is no region, and another home, naming the flag', () => {
    expect(() => runWaves({ from: 'eu-west-1', regions: 'us-east-1,eu-west-9' })).toThrow(
      new Error(
        [
          `--regions must hold regions whose zones are known, got "eu-west-9"; use some of ${knownRegions().join(', ')}`,
          '--regions must begin with eu-west-1, got ["us-east-1","eu-west-9"]; home cannot change: what holds data is there, and another home would be another, empty one',
        ].join('\n'),
      ),
    );
    expect(() => runWaves({ regions: '' })).toThrow('--regions must hold 1 to 6 regions, got []; name home first');
    expect(() => runWaves({ from: 'eu-west-1,eu-west-1', regions: 'eu-west-1' })).toThrow(
      '--from must name each region once, got ["eu-west-1","eu-west-1"]; leave out the second eu-west-1',
    );
  });

  test('is a command, and says so when there is nothing to do', () => {
    expect(programOf([addWavesCommand]).commands.map((command) => command.name())).toEqual(['waves']);
    expect(runWaves({ from: 'eu-west-1', regions: 'eu-west-1' })).toBe('Nothing to do: eu-west-1 are deployed.\n');
  });
});
