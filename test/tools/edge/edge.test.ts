import { PLACES, requestCases, responseCases } from '../../../tools/edge/cases';
import { undocumented } from '../../../tools/edge/documented';
import { findNjs } from '../../../tools/edge/engines';

describe('lane of the edge', () => {
  test('refuses a machine without njs, and names what to install', () => {
    const install =
      'install: `sudo apt-get install --no-install-recommends njs` on Debian, `brew install pcre2 && git clone https://github.com/nginx/njs && cd njs && ./configure && make njs` on macOS; or set NJS to the path of one';
    expect(() => findNjs({ PATH: '/nowhere' })).toThrow(`there is no njs on this machine; ${install}`);
    expect(() => findNjs({ NJS: '/nowhere/njs' })).toThrow(`NJS must name a program, got /nowhere/njs; ${install}`);
  });

  test('makes the same cases in every run', () => {
    expect(requestCases(50)).toEqual(requestCases(50));
    expect(responseCases(50)).toEqual(responseCases(50));
    expect(PLACES.orders).toEqual({ '10234': 'CA US', '21034': 'JP', '34102': 'BR' });
  });

  test('names what the runtime does not document', () => {
    expect(undocumented('names.map(f); name.charCodeAt(0); list.at(-1); list.at(0)')).toEqual(['charCodeAt()', 'at()']);
    expect(undocumented('f(a, await b())')).toEqual(['await among the arguments of a call']);
    expect(undocumented('const f = async () => 1')).toEqual(['an async closure']);
    expect(undocumented('async function handler() { const a = await b(); return a }')).toEqual([]);
  });
});
