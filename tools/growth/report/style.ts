import { DARK, LIGHT } from '../../review/diagram/theme';
import { declarations } from './colours';

/** Marks a text as CSS, for editors and formatters. */
const css = String.raw;

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

const COLOURS = `
:root { ${declarations(LIGHT)} ${LIGHT_PAGE} }
@media screen and (prefers-color-scheme: dark) { :root { ${declarations(DARK)} ${DARK_PAGE} } }
`;

const PAGE = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  html {
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  body {
    margin: 0;
    background: var(--background);
    color: var(--text);
    font:
      1rem/1.55 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      Arial,
      sans-serif;
    overflow-wrap: anywhere;
  }
  header,
  main,
  footer {
    max-width: 92rem;
    margin-inline: auto;
    padding-inline: clamp(1rem, 4vw, 3rem);
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  h1,
  h2,
  h3 {
    line-height: 1.2;
    text-wrap: balance;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: 1.5rem;
  }
  h3 {
    font-size: 1.0625rem;
    letter-spacing: 0;
  }
  a {
    color: var(--link);
    text-underline-offset: 0.15em;
  }
  :focus-visible {
    outline: 3px solid var(--link);
    outline-offset: 2px;
  }
  code {
    font:
      0.875em/1.4 ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      'Liberation Mono',
      monospace;
    background: var(--group);
    border-radius: 0.25rem;
    padding: 0.1em 0.3em;
  }
  small {
    font-size: 0.8125rem;
    color: var(--quiet);
  }
  .whole {
    white-space: nowrap;
  }
  .quiet {
    color: var(--quiet);
    font-weight: 400;
  }
  .lead {
    color: var(--quiet);
    max-width: 70ch;
    text-wrap: pretty;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .skip {
    position: absolute;
    left: 0.5rem;
    top: -4rem;
    padding: 0.5rem 1rem;
    background: var(--background);
  }
  .skip:focus {
    top: 0.5rem;
  }
  section {
    margin-top: clamp(2.5rem, 6vw, 4.5rem);
  }
  section > .lead {
    margin: 0.5rem 0 1.5rem;
  }
  footer {
    margin-top: 4.5rem;
    padding-block: 1.5rem 3rem;
    color: var(--quiet);
    font-size: 0.875rem;
  }
  footer p {
    border-top: 1px solid var(--border);
    padding-top: 1.5rem;
  }

  /* What a reader needs first. */
  header {
    padding-top: clamp(1.5rem, 5vw, 4rem);
  }
  .eyebrow {
    color: var(--quiet);
    margin-bottom: 1rem;
  }
  .route {
    color: var(--text);
    font-weight: 600;
  }
  h1 {
    display: flex;
    gap: 0.5em;
    align-items: flex-start;
    font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.875rem);
    letter-spacing: -0.02em;
    max-width: 24em;
  }
  .sign {
    flex: none;
    display: grid;
    place-items: center;
    width: 1.2em;
    height: 1.2em;
    border-radius: 50%;
    font-size: 0.8em;
    margin-top: 0.15em;
    color: var(--background);
  }
  header.good .sign {
    background: var(--good);
  }
  header.bad .sign {
    background: var(--bad);
  }
  header .lead {
    font-size: 1.125rem;
    margin-top: 1rem;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr));
    gap: 1px;
    margin-top: 2rem;
    background: var(--border);
    border: 1px solid var(--border);
    border-radius: 0.75rem;
    overflow: hidden;
  }
  .facts > div {
    background: var(--background);
    padding: 1rem 1.25rem;
  }
  .facts dt {
    font-size: 0.875rem;
    color: var(--quiet);
  }
  .facts strong {
    display: block;
    font-size: 1.625rem;
    line-height: 1.3;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .facts dd span {
    overflow-wrap: anywhere;
  }
  .facts dd > span {
    font-size: 0.875rem;
    color: var(--quiet);
  }

  /* A word in a colour, with a sign beside it. */
  .badge {
    display: inline-block;
    padding: 0 0.55em;
    border-radius: 1em;
    border: 1px solid currentColor;
    font-size: 0.8125rem;
    line-height: 1.5;
    font-weight: 600;
    white-space: nowrap;
    vertical-align: 0.08em;
    color: var(--quiet);
  }
  .badge.good {
    color: var(--good);
    background: var(--good-fill);
  }
  .badge.careful {
    color: var(--careful);
    background: var(--careful-fill);
  }
  .badge.bad {
    color: var(--bad);
    background: var(--bad-fill);
  }

  section > h2 + .pair {
    margin-top: 1.5rem;
  }
  .pair > table caption {
    padding-top: 0;
  }
  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2rem;
  }
  figcaption {
    color: var(--quiet);
    font-size: 0.875rem;
    margin-bottom: 0.75rem;
  }
  figcaption strong {
    color: var(--text);
    font-size: 1.0625rem;
    margin-right: 0.25em;
  }
  .scroller {
    overflow-x: auto;
    overflow-y: hidden;
    border: 1px solid var(--border);
    border-radius: 0.75rem;
  }
  .drawing svg {
    display: block;
    width: 100%;
    min-width: 35rem;
    height: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.9375rem;
    font-variant-numeric: tabular-nums;
  }
  caption {
    text-align: left;
    font-size: 0.875rem;
    color: var(--quiet);
    padding-block: 1.5rem 0.25rem;
  }
  th,
  td {
    text-align: left;
    vertical-align: top;
    padding: 0.6rem 1rem 0.6rem 0;
    border-top: 1px solid var(--border);
  }
  tr > :last-child {
    padding-right: 0;
  }
  thead th {
    border-top: 0;
    color: var(--quiet);
    font-size: 0.8125rem;
    font-weight: 600;
  }
  tbody th {
    font-weight: 600;
    width: 34%;
  }
  th small {
    display: block;
    font-weight: 400;
  }

  .blocked {
    border: 1px solid var(--border);
    border-left: 0.3rem solid var(--bad);
    border-radius: 0.5rem;
    padding: 1.25rem clamp(1rem, 3vw, 1.75rem);
    margin-top: 1rem;
  }
  .finding {
    display: grid;
    gap: 0.75rem;
    margin-top: 1rem;
  }
  .finding + .finding {
    border-top: 1px solid var(--border);
    padding-top: 1rem;
  }
  .finding > div {
    display: grid;
    gap: 0.1rem 1.5rem;
  }
  .finding dt {
    font-weight: 600;
    font-size: 0.875rem;
    color: var(--quiet);
  }
  .finding dd {
    max-width: 75ch;
  }
  .finding .remedy {
    background: var(--good-fill);
    border-radius: 0.5rem;
    margin-inline: -0.75rem;
    padding: 0.75rem;
  }
  .finding .remedy dt {
    color: var(--good);
  }

  /* One step after the other, along a line. */
  .steps {
    list-style: none;
    counter-reset: step;
    max-width: 60rem;
  }
  .steps > li {
    position: relative;
    padding: 0 0 1.5rem 3.25rem;
  }
  .steps > li::before {
    counter-increment: step;
    content: counter(step);
    position: absolute;
    left: 0;
    top: -0.2rem;
    width: 2rem;
    height: 2rem;
    display: grid;
    place-items: center;
    border-radius: 50%;
    border: 1.5px solid var(--line);
    background: var(--background);
    font-weight: 600;
    font-size: 0.9375rem;
    z-index: 1;
  }
  .steps > li:not(:last-child)::after {
    content: '';
    position: absolute;
    left: calc(1rem - 0.5px);
    top: 0;
    bottom: 0;
    border-left: 1.5px solid var(--border);
  }
  .steps > .none h3 {
    font-weight: 400;
    color: var(--quiet);
  }
  .steps > .none > p {
    color: var(--quiet);
  }
  .interruptions {
    list-style: none;
    margin-top: 0.5rem;
    display: grid;
    gap: 0.5rem;
  }

  .bars {
    align-self: start;
    border: 1px solid var(--border);
    border-radius: 0.75rem;
    padding: 1rem clamp(1rem, 3vw, 1.5rem) 1.25rem;
  }
  .bars ul {
    list-style: none;
    display: grid;
    gap: 0.75rem;
  }
  .bars li {
    display: grid;
    gap: 0.15rem 1.5rem;
  }
  .bars .name {
    font-weight: 600;
    font-size: 0.9375rem;
  }
  .bar {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 5.5rem;
    gap: 0.75rem;
    align-items: center;
    font-size: 0.8125rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }
  .bar svg {
    display: block;
    width: 100%;
    height: 0.7rem;
    overflow: visible;
  }
  .amount {
    text-align: right;
    position: relative;
  }
  .before rect {
    fill: none;
    stroke: var(--line);
    stroke-width: 1.5;
  }
  .after rect {
    fill: var(--bar);
  }
  .key {
    display: inline-block;
    width: 1.5rem;
    height: 0.7rem;
    border-radius: 2px;
    margin-left: 0.75rem;
  }
  .key.before {
    border: 1.5px solid var(--line);
  }
  .key.after {
    background: var(--bar);
  }
  .costs th:not(:first-child),
  .costs td {
    text-align: right;
  }
  .costs td {
    white-space: nowrap;
  }
  .costs tbody th {
    width: auto;
  }
  tfoot th,
  tfoot td {
    border-top: 2px solid var(--text);
    font-weight: 650;
  }
  section h3 + ul {
    margin-top: 0.5rem;
    padding-left: 1.25rem;
  }
  #costs h3 {
    margin-top: 2rem;
  }

  details {
    border-top: 1px solid var(--border);
  }
  details:last-of-type {
    border-bottom: 1px solid var(--border);
  }
  summary {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
    align-items: center;
    padding-block: 0.85rem;
    cursor: pointer;
  }
  summary::before {
    content: '';
    width: 0.5rem;
    height: 0.5rem;
    border-right: 2px solid var(--line);
    border-bottom: 2px solid var(--line);
    transform: rotate(-45deg);
  }
  details[open] > summary::before {
    transform: rotate(45deg);
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary h3 {
    min-width: 11rem;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  details table:first-of-type caption {
    padding-top: 0;
  }
  details > table:last-child {
    margin-bottom: 1.5rem;
  }
  .properties {
    list-style: none;
    font-size: 0.875rem;
  }
  .properties li {
    margin-top: 0.35rem;
  }

  .checks,
  section h3 + .checks {
    list-style: none;
    padding: 0;
    max-width: 70ch;
  }
  .checks li {
    position: relative;
    padding: 0.4rem 0 0.4rem 2rem;
  }
  .checks li::before {
    content: '';
    position: absolute;
    left: 0;
    top: 0.65rem;
    width: 1.05rem;
    height: 1.05rem;
    border: 1.5px solid var(--line);
    border-radius: 0.2rem;
  }

  @media (min-width: 48rem) {
    .finding > div {
      grid-template-columns: 11rem minmax(0, 1fr);
    }
    .bars li {
      grid-template-columns: minmax(0, 11rem) minmax(0, 1fr);
      align-items: center;
    }
    #checks .pair {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media (min-width: 72rem) {
    .pair {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media (max-width: 30rem) {
    .facts {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .facts > div {
      padding: 0.75rem 0.9rem;
    }
    .facts strong {
      font-size: 1.375rem;
    }
    .facts > :last-child:nth-child(odd) {
      grid-column: 1 / -1;
    }
    th,
    td {
      padding-right: 0.6rem;
    }
    .costs {
      font-size: 0.8125rem;
    }
  }
`;

const PRINT = css`
  @page {
    margin: 14mm;
  }
  @media print {
    body {
      font-size: 10pt;
    }
    header,
    main,
    footer {
      max-width: none;
      padding-inline: 0;
    }
    header {
      padding-top: 0;
    }
    h1 {
      font-size: 22pt;
    }
    section {
      margin-top: 9mm;
    }
    .skip {
      display: none;
    }
    a {
      color: inherit;
    }
    * {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
    h2,
    h3,
    .lead,
    caption,
    figcaption,
    thead,
    summary {
      break-after: avoid;
    }
    .lead,
    tr,
    figure,
    .blocked,
    .steps > li,
    .bars li,
    .checks li,
    .facts {
      break-inside: avoid;
    }
    .scroller {
      overflow: visible;
    }
    .drawing svg {
      min-width: 0;
    }
    .pair {
      grid-template-columns: minmax(0, 1fr);
      gap: 5mm;
    }
    #checks .pair {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    /* A sum on every page would be taken for the sum of that page. */
    tfoot {
      display: table-row-group;
    }
    details::details-content {
      content-visibility: visible;
      display: block;
      block-size: auto;
    }
    summary::before {
      display: none;
    }
  }
`;

/** All of the page's style. */
export const STYLE = `${COLOURS}${PAGE}${PRINT}`;
