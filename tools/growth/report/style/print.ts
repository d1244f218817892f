import { css } from './css';

/** On paper. */
export const PRINT = css`
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
