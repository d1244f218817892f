import type { Kind } from './graph';

const line = (path: string) => `<path d="${path}"/>`;
const circle = (x: number, y: number, radius: number) => `<circle cx="${x}" cy="${y}" r="${radius}"/>`;
const rectangle = (x: number, y: number, width: number, height: number) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="1.5"/>`;

/** Shapes of our own on a field of 24 by 24, drawn with lines. */
export const GLYPHS: Readonly<Record<Kind, string>> = {
  balancer: circle(5, 12, 2.5) + circle(19, 5, 2.5) + circle(19, 19, 2.5) + line('M7.5 12H12V5h4.5M12 12v7h4.5'),
  bell: line('M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21.5h4'),
  bucket: line('M4 6h16l-2.5 14h-11zM4 6c0-2.4 16-2.4 16 0s-16 2.4-16 0'),
  cache: line('M13 2.5 5.5 13.5H11l-.8 8L18.5 10H13z'),
  chart: line('M3 3v18h18M8 17v-5M13 17V7M18 17v-8'),
  database: line('M4.5 5.5v13c0 3.4 15 3.4 15 0v-13c0-3.4-15-3.4-15 0s15 3.4 15 0M4.5 12c0 3.4 15 3.4 15 0'),
  function: line('M7 4h2.5L17 20h1.5M11.5 9.5 6 20'),
  globe: circle(12, 12, 9) + line('M3 12h18M12 3c-5.5 5-5.5 13 0 18M12 3c5.5 5 5.5 13 0 18'),
  key: circle(7.5, 15.5, 4) + line('M10.5 12.5 20 3M16 7l3 3'),
  nat: rectangle(3, 6, 10, 12) + line('M8 12h13M17.5 8.5 21 12l-3.5 3.5'),
  proxy: circle(12, 12, 3) + line('M2.5 6h4l3.4 3.6M2.5 18h4l3.4-3.6M15 12h6.5M18.5 9l3 3-3 3'),
  queue: rectangle(2.5, 7, 5, 10) + rectangle(9.5, 7, 5, 10) + line('M17 12h5M19.5 9.5 22 12l-2.5 2.5'),
  service: rectangle(3, 3, 8, 8) + rectangle(13, 3, 8, 8) + rectangle(3, 13, 8, 8) + rectangle(13, 13, 8, 8),
  table: rectangle(3, 4, 18, 16) + line('M3 9.5h18M3 14.7h18M9 4v16'),
  users: circle(9, 8, 4) + line('M2 20c0-8 14-8 14 0M16 4.5a4 4 0 0 1 0 7M18 14.5c2.5 1 4 3 4 5.5'),
  vault: rectangle(3, 4, 18, 16) + circle(12, 12, 4) + line('M12 8v2M12 14v2M8 12h2M14 12h2'),
  worker:
    circle(12, 12, 4) +
    line(
      'M12 2.5v4M12 17.5v4M2.5 12h4M17.5 12h4M5.3 5.3l2.8 2.8M15.9 15.9l2.8 2.8M18.7 5.3l-2.8 2.8M8.1 15.9l-2.8 2.8',
    ),
};
