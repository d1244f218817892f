import { css } from './css';

/** From phones to wide screens: after what it overrides. */
export const WIDTHS = css`
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
