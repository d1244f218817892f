import { css } from './css';

/** What changes in each tier, and what to check afterwards. */
export const TIERS = css`
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
`;
