import { css } from './css';

/** Drawings side by side, and tables. */
export const TABLES = css`
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
`;
