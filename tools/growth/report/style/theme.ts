import { DARK, LIGHT } from '../../../review/diagram/theme';
import { declarations } from '../colours';
import { css } from './css';

const LIGHT_PAGE = css`
  color-scheme: light;
  --link: #0b57c2;
  --good: #116329;
  --good-fill: #e3f6e8;
  --careful: #7d4e00;
  --careful-fill: #fff4d3;
  --bad: #a40e26;
  --bad-fill: #ffebe9;
  --bar: #0b63ce;
`;

const DARK_PAGE = css`
  color-scheme: dark;
  --link: #79b8ff;
  --good: #57c96b;
  --good-fill: #10301b;
  --careful: #e3b341;
  --careful-fill: #33270a;
  --bad: #ff8f80;
  --bad-fill: #3b1219;
  --bar: #6cb0ff;
`;

/** Colours in light and in dark. */
export const COLOURS = `
:root { ${declarations(LIGHT)} ${LIGHT_PAGE} }
@media screen and (prefers-color-scheme: dark) { :root { ${declarations(DARK)} ${DARK_PAGE} } }
`;
