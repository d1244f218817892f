/** The last part of a path. */
export function lastOf(label: string): string {
  return label.split('/').pop() ?? label;
}

/** `StaticAssets` is `Static assets`, `Reader1` is `Reader 1`. */
export function words(name: string): string {
  return capital(name.replace(/(?<=[a-z])(?=[A-Z0-9])/g, ' ').toLowerCase());
}

/** With a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
