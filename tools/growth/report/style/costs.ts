import { css } from './css';

/** Bars and sums. */
export const COSTS = css`
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
`;
