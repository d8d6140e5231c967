/** How a series is drawn: a colour and, once the colours run out, a dash pattern in CSS pixels (empty is solid). */
export interface SeriesStyle {
  readonly color: string;
  readonly dash: readonly number[];
}

export type SchemeName = 'dark' | 'light';

/**
 * Okabe and Ito's colours for colour-blind readers, in their hue order, made lighter for dark backgrounds and darker for
 * light ones (at least 3:1 against the panel, WCAG 2.2 SC 1.4.11); the black of the original is a grey here.
 */
const COLORS: Readonly<Record<SchemeName, readonly string[]>> = {
  dark: ['#6ea8ff', '#7fe0b8', '#f7b955', '#b58cf5', '#f27d7d', '#5ad1ee', '#e6dc6b', '#aab4c6'],
  light: ['#0060b0', '#007a57', '#b87800', '#7a3fc0', '#c8432f', '#0086b3', '#857a00', '#596274'],
};
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const SLOTS = 8;

/** Colours with a meaning of their own, as slots, so that errors (say) look alike in every panel. */
const MEANINGS: readonly (readonly [pattern: RegExp, slot: number])[] = [
  [/^(status|code|status_code|http_response_status_code|class)="(2\d\d|2xx|ok|success)"$/i, 1],
  [/^(status|code|status_code|http_response_status_code|class)="(3\d\d|3xx)"$/i, 5],
  [/^(status|code|status_code|http_response_status_code|class)="(4\d\d|4xx)"$/i, 2],
  [/^(status|code|status_code|http_response_status_code|class)="(5\d\d|5xx|error|errors)"$/i, 4],
  [/^quantile="(p50|0\.50?)"$/, 1],
  [/^quantile="(p9[05]|0\.9[05]?)"$/, 2],
  [/^quantile="(p99|0\.99)"$/, 4],
  [/^(method|http_request_method)="GET"$/, 0],
  [/^(method|http_request_method)="POST"$/, 1],
  [/^(method|http_request_method)="PUT"$/, 3],
  [/^(method|http_request_method)="PATCH"$/, 2],
  [/^(method|http_request_method)="DELETE"$/, 4],
];

function hash(text: string): number {
  // FNV-1a: stable over runs and machines.
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function preferredSlot(key: string): number {
  if (key === '') return 0;
  for (const [pattern, slot] of MEANINGS) if (pattern.test(key)) return slot;
  return hash(key) % SLOTS;
}

/** The colour of a slot, for tiles and marks that choose their own. */
export function slotColor(slot: number, scheme: SchemeName): string {
  const colors = COLORS[scheme];
  return colors[slot % colors.length] as string;
}

/**
 * Styles for the series of a panel: a key gets the same slot in every panel, as long as it is free; of two keys that want
 * the same slot the one with the lower hash keeps it, whatever their order.
 */
export function assignSeriesStyles(keys: readonly string[], scheme: SchemeName): SeriesStyle[] {
  const order = keys.map((key, i) => ({ i, slot: preferredSlot(key), rank: hash(key) }));
  order.sort((a, b) => a.rank - b.rank || a.i - b.i);
  const taken = new Set<number>();
  const styles: SeriesStyle[] = new Array(keys.length);
  let wraps = 0;
  for (const { i, slot } of order) {
    if (taken.size === SLOTS) {
      taken.clear();
      wraps += 1;
    }
    let free = slot;
    while (taken.has(free)) free = (free + 1) % SLOTS;
    taken.add(free);
    styles[i] = { color: slotColor(free, scheme), dash: DASHES[wraps % DASHES.length] ?? [] };
  }
  return styles;
}

/**
 * The style of a slot, or of the next one whose colour is not among those that are taken; once all are, the slot's own
 * with the next dash pattern.
 */
export function freeSlotStyle(slot: number, taken: readonly string[], scheme: SchemeName): SeriesStyle {
  const wraps = Math.floor(taken.length / SLOTS);
  for (let i = 0; i < SLOTS; i++) {
    const color = slotColor(slot + i, scheme);
    const times = taken.filter((other) => other === color).length;
    if (times <= wraps) return { color, dash: DASHES[times % DASHES.length] ?? [] };
  }
  return { color: slotColor(slot, scheme), dash: DASHES[wraps % DASHES.length] ?? [] };
}
